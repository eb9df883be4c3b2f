"""`contact-center forecast`: expected calls by hour of the week, operators by Erlang C, storm days apart."""

import json
from datetime import timedelta
from fractions import Fraction
from math import factorial

import numpy as np
import pytest
from click.testing import CliRunner
from rehearsal_kit import DEMO, kyiv, policy

from contact_center.rehearsal.command.cli import main
from contact_center.rehearsal.forecast.calls import Service, forecast, operators_needed, service_level, waits
from contact_center.rehearsal.reading.instants import seconds

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


def days_of_calls(dates, count):
	return [seconds(kyiv(f"{date}T09:00:00")) + call for date in dates for call in range(count)]


def test_where_most_days_are_empty_the_usual_ones_are_no_storms():
	"""A branch that works on two days of the week."""
	start = kyiv("2026-06-01T00:00:00")
	dates = [(start + timedelta(days=day)).date() for day in range(70) if day % 7 in (0, 2)]
	found = forecast(np.array(days_of_calls(dates, 24)), ZONE, Service(calls=1))
	assert found["storms"] == [] and found["storms_a_year"] == 0
	assert found["week"][0][9]["calls"] == found["week"][2][9]["calls"] == 24
	storm = forecast(np.array(days_of_calls(dates, 24) + days_of_calls(["2026-06-18"], 90)), ZONE, Service())
	assert [row["day"] for row in storm["storms"]] == ["2026-06-18"]


def test_weeks_that_the_export_lacks_do_not_thin_the_average():
	start = kyiv("2026-02-02T00:00:00")
	dates = [(start + timedelta(days=day)).date() for day in (*range(14), *range(140, 154))]
	found = forecast(np.array(days_of_calls(dates, 10)), ZONE, Service(calls=1))
	assert [day[9]["calls"] for day in found["week"]] == [10] * 7
	assert found["days"] == 28


def calls_of_days(counts):
	"""So many calls at nine of each day from Monday, 01.06.2026, on."""
	start = kyiv("2026-06-01T09:00:00")
	return np.array(
		[
			seconds(start + timedelta(days=day)) + call
			for day, count in enumerate(counts)
			for call in range(count)
		]
	)


@pytest.mark.parametrize("usual", [1, 3, 10, 40])
def test_days_that_differ_by_chance_alone_are_no_storms(usual):
	for seed in range(5):
		counts = np.random.default_rng(seed).poisson(usual, 180)
		assert forecast(calls_of_days(counts), ZONE, Service())["storms"] == []


def test_a_storm_stands_out_where_few_call():
	counts = [1, 2, 1, 0, 1] * 20
	counts[50] = 8
	[storm] = forecast(calls_of_days(counts), ZONE, Service(calls=1))["storms"]
	assert (storm["day"], storm["calls"]) == ("2026-07-21", 8)


def test_a_storm_of_one_channel_is_no_storm_of_three_requests():
	done = CliRunner().invoke(main, ["forecast", str(DEMO), "--channel", "Web", "--json"])
	assert [row["day"] for row in json.loads(done.stdout)["storms"]] == ["2026-10-08"]


def test_weekdays_that_history_never_saw_get_the_mean_of_their_like():
	found = forecast(calls_of_days([6, 2, 4]), ZONE, Service(calls=1))
	assert [day[9]["calls"] for day in found["week"]] == [6, 2, 4, 4, 4, None, None]
	assert [day[9]["operators"] is None for day in found["week"]] == [False] * 5 + [True] * 2
	assert (found["unseen"], found["is_short"]) == ([3, 4, 5, 6], True)
	saturday = forecast(calls_of_days([6, 2, 4, 0, 1, 3]), ZONE, Service(calls=1))
	assert [saturday["week"][day][9]["calls"] for day in (3, 5, 6)] == [0, 3, 3]
	assert saturday["unseen"] == [6]


def test_four_weeks_are_enough_history():
	for days, is_short in ((25, True), (26, False)):
		found = forecast(calls_of_days([3] * days), ZONE, Service())
		assert (found["is_short"], found["unseen"]) == (is_short, [])


HEADER = "moment,channel,applicant,phone,street,building,classifier,description\n"


def forecast_of(tmp_path, lines, *options, code=0):
	path = tmp_path / "calls.csv"
	path.write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
	done = CliRunner().invoke(main, ["forecast", str(path), *options])
	assert done.exit_code == code, (done.output, done.exception)
	return done


def test_lines_that_are_not_counted_are_told_of(tmp_path):
	lines = [
		"колись,Phone,,,,,WTR-01,Тече",
		"2026-11-09T10:00:00,Phone",
		"2026-11-09T10:00:00,Phone,,,,,WTR-01,Тече",
	]
	printed = forecast_of(tmp_path, lines).stdout
	assert (
		"Не враховано рядків: 2" in printed
		and "це не дата з часом; напишіть так: 22.11.2026 14:30: 1" in printed
	)
	assert "клітинок …, а стовпців …: перевірте коми та лапки: 1" in " ".join(printed.split())
	assert "заявок – 1" in printed


def test_what_there_is_instead_where_nothing_came_by_the_channel(tmp_path):
	lines = ["2026-11-09T10:00:00,Web,,,,,WTR-01,Тече"] * 3
	assert "звернення «Телефон»: 0 із 3; є такі: Через портал – 3." in forecast_of(tmp_path, lines).stdout
	assert "“Phone”: 0 of 3; there are: Web – 3" in forecast_of(tmp_path, lines, "--lang", "en").stdout


def test_an_unknown_channel_and_more_calls_than_anyone_can_answer(tmp_path):
	lines = ["2026-11-09T10:00:00,Phone,,,,,WTR-01,Тече"] * 9
	assert (
		"невідомий спосіб звернення «foo»" in forecast_of(tmp_path, lines, "--channel", "foo", code=2).output
	)
	printed = forecast_of(tmp_path, lines, "--calls", "1000", "--handling", "36000", code=2).output
	assert "понад 5\u00a0000 працівників" in printed


def test_hours_are_those_of_the_zone(tmp_path):
	lines = ["2026-11-09T10:00:00Z,Phone,,,,,WTR-01,Тече"]
	found = json.loads(forecast_of(tmp_path, lines, "--json", "--zone", "America/New_York").stdout)
	assert [hour["hour"] for hour in found["week"][0] if hour["calls"]] == [5]


def test_a_short_history_and_what_it_cannot_tell_are_said(tmp_path):
	lines = [f"2026-11-0{day}T09:10:00,Phone,,,,,WTR-01,Тече" for day in (2, 2, 3, 4)]
	printed = forecast_of(tmp_path, lines).stdout
	assert "історія коротка (днів – 3)" in printed
	assert "немає таких днів: чт, пт." in printed
	assert "н/д – немає даних" in printed and "днів: сб, нд." in printed
	assert " ".join(printed.split()).count("09 6,0 3,0 3,0 4,0 4,0 н/д н/д") == 1
	printed = CliRunner().invoke(main, ["forecast", str(DEMO)]).stdout
	assert "історія коротка" not in printed and "н/д" not in printed and "Наплив – це день" in printed
