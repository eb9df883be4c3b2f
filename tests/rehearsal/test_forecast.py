"""`contact-center forecast`: expected calls by hour of the week, operators by Erlang C, storm days apart."""

import json
from datetime import timedelta
from fractions import Fraction
from math import factorial

import numpy as np
import pytest
from click.testing import CliRunner
from rehearsal_kit import DEMO, kyiv, policy

from contact_center.rehearsal.cli import main
from contact_center.rehearsal.erlang import operators_needed, service_level, waits
from contact_center.rehearsal.forecast import Service, forecast
from contact_center.rehearsal.zones import seconds

ZONE = policy().calendar.zone


def textbook(operators, load):
	"""Erlang C as it is written down: factorials and powers, in exact fractions."""
	load = Fraction(load)
	terms = [load**number / factorial(number) for number in range(operators + 1)]
	waiting = terms[-1] * operators / (operators - load)
	return float(waiting / (sum(terms[:-1]) + waiting))


@pytest.mark.parametrize(
	("operators", "load"), [(1, 0.5), (2, 1.0), (3, 2.0), (14, 10.0), (55, 50.0), (210, 199.5)]
)
def test_the_share_of_callers_who_wait(operators, load):
	assert waits(operators, load) == pytest.approx(textbook(operators, load), rel=1e-9)


def test_service_level_of_a_known_centre():
	"""200 calls an hour of 3 minutes, 14 operators, 20 seconds: 88.8 %."""
	assert service_level(14, 10.0, 180, 20) == pytest.approx(0.888, abs=0.001)


@pytest.mark.parametrize("calls", [0.1, 5, 60, 200, 3000])
def test_the_fewest_operators_that_keep_the_level(calls):
	needed = operators_needed(calls, 240, 20, 0.8)
	load = calls * 240 / 3600
	assert service_level(needed, load, 240, 20) >= 0.8
	assert needed == 1 or service_level(needed - 1, load, 240, 20) < 0.8


def test_nobody_calls_and_nobody_sits_there():
	assert operators_needed(0, 240, 20, 0.8) == 0
	with pytest.raises(ValueError):
		operators_needed(10, 240, 20, 1.0)


def history(per_hour, weeks=8):
	"""Moments of `per_hour[hour]` requests on each working day from 01.06.2026 on."""
	start = kyiv("2026-06-01T00:00:00")
	days = [start + timedelta(days=day) for day in range(7 * weeks) if day % 7 < 5]
	return [
		seconds(day.replace(hour=hour, minute=minute))
		for day in days
		for hour, count in per_hour.items()
		for minute in range(count)
	]


def test_the_expected_week_is_that_of_history_in_the_citys_hours():
	found = forecast(np.array(history({9: 10, 14: 4})), ZONE, Service(calls=3))
	assert [found["week"][2][hour]["calls"] for hour in (8, 9, 14)] == [0, 30, 12]
	assert found["week"][6][9]["calls"] == 0
	assert found["storms"] == []
	assert found["week"][0][9]["operators"] == operators_needed(30, 240, 20, 0.8)


def test_a_storm_day_is_found_and_does_not_blow_up_the_usual_week():
	storm = kyiv("2026-06-17T00:00:00")
	calls = [seconds(storm.replace(hour=18, minute=minute)) for minute in range(60)] * 3
	usual = forecast(np.array(history({9: 10})), ZONE, Service())
	found = forecast(np.array(history({9: 10}) + calls), ZONE, Service())
	[day] = found["storms"]
	assert (day["day"], day["busiest"]["hour"]) == ("2026-06-17", 18)
	assert found["week"][2][9]["calls"] == pytest.approx(usual["week"][2][9]["calls"], rel=0.01)
	assert found["week"][2][18]["calls"] == 0
	assert found["storm"][18]["operators"] > max(hour["operators"] for hour in found["week"][2])


def test_the_demo_citys_storm_of_october_is_in_its_forecast():
	done = CliRunner().invoke(main, ["forecast", str(DEMO), "--json"])
	assert done.exit_code == 0, done.output
	assert [row["day"] for row in json.loads(done.stdout)["storms"]] == ["2026-10-08"]
	assert "08.10.2026" in CliRunner().invoke(main, ["forecast", str(DEMO)]).stdout


def test_no_history_no_forecast(tmp_path):
	path = tmp_path / "empty.csv"
	path.write_text("moment,channel,applicant,phone,street,building,classifier,description\n")
	done = CliRunner().invoke(main, ["forecast", str(path)])
	assert done.exit_code == 0
	assert "Немає жодної заявки" in done.stdout
