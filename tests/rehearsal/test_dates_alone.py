"""Dates without a time, deadlines that history had, and titles that differ in case only, as other systems export them."""

import json
from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner

from contact_center.reading.matching import Matcher
from contact_center.regulation.routing import ClassifierEntry
from contact_center.rehearsal.command.cli import main

NAMES = """
[requests]
needed = ["moment", "classifier"]
%s
[requests.defaults]
channel = "Phone"
[[events]]
kind = "Registered"
moment = "moment"
[[events]]
kind = "Sent"
moment = "moment"
executor = "unit"
lead = true
[[events]]
kind = "Closed"
moment = "closed"
%s
"""
HEADER = "moment,classifier,street,building,description,unit,closed,term\n"
REST = "WTR-02,вул. Надії,8,Немає води,KP-VODOKANAL"


@pytest.fixture
def rehearse(tmp_path):
	def run(*rows, requests="", events="", options=(), code=0):
		(tmp_path / "own.toml").write_text(NAMES % (requests, events), encoding="utf-8")
		(tmp_path / "file.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
		args = ["rehearse", str(tmp_path / "file.csv"), "--mapping", str(tmp_path / "own.toml"), *options]
		printed, as_json = CliRunner().invoke(main, args), CliRunner().invoke(main, [*args, "--json"])
		assert (printed.exit_code, as_json.exit_code) == (code, code), printed.output
		return printed.output, json.loads(as_json.stdout)

	return run


DATED = (f"2026-11-09,{REST},10.11.2026,", f"10.11.2026,{REST},2026-11-10,", f"2026-11-10 12:00,{REST},,")


def test_r4_7_a_date_without_a_time_is_no_moment(rehearse):
	said, found = rehearse(*DATED)
	assert found["refused"]["by"] == {"No Moment": 2}
	assert found["dates_without_time"] == 0 and "без часу" not in said


@pytest.mark.parametrize("how", [{"requests": 'time = "09:00"'}, {"options": ("--time", "9:00")}])
def test_a_date_without_a_time_gets_the_time_of_day_that_is_named(rehearse, how):
	said, found = rehearse(*DATED, **how)
	assert found["refused"]["count"] == found["journal_refused"]["count"] == 0
	assert found["period"]["first"] == "2026-11-09T09:00:00+02:00"
	assert (found["totals"]["finished"], found["dates_without_time"]) == (2, 2)
	assert "Рядків із датою без часу: 2; узято 09:00" in said


def test_an_event_may_have_a_time_of_its_own(rehearse):
	_said, found = rehearse(*DATED, requests='time = "09:00"', events='time = "18:00"')
	assert found["period"]["until"] == "2026-11-10T18:00:00+02:00"


def test_what_is_done_on_the_day_on_which_it_came_in_is_not_done_before(rehearse):
	_said, found = rehearse(f"2026-11-09 14:30,{REST},2026-11-09,", options=("--time", "12:00"))
	assert found["journal_refused"]["count"] == 0
	assert found["totals"]["finished"] == 1


def test_a_format_without_a_time_is_a_date_too(rehearse):
	row = f"11/09/2026,{REST},11/10/2026,"
	_said, found = rehearse(row, requests='time = "09:00"\nformats = ["%m/%d/%Y"]')
	assert found["period"]["first"] == "2026-11-09T09:00:00+02:00"
	assert found["totals"]["finished"] == 1


@pytest.mark.parametrize("time", ["25:00", "вранці"])
def test_what_is_no_time_of_day_is_named(rehearse, tmp_path, time):
	(tmp_path / "own.toml").write_text(NAMES % (f'time = "{time}"', ""), encoding="utf-8")
	(tmp_path / "file.csv").write_text(HEADER, encoding="utf-8")
	args = ["rehearse", str(tmp_path / "file.csv")]
	wrong = CliRunner().invoke(main, [*args, "--mapping", str(tmp_path / "own.toml")])
	assert wrong.exit_code == 2 and f"«{time}» – це не час доби" in wrong.output
	assert CliRunner().invoke(main, [*args, "--time", time]).exit_code == 2


TERM = '[[events]]\nkind = "Extended"\nmoment = "moment"\ndue = "term"\n'


@pytest.mark.parametrize(("term", "overdue"), [("2026-11-24 10:00", 0), ("2026-11-12 10:00", 1), ("", 1)])
def test_r6_2_2_a_row_may_tell_the_term_that_history_had(rehearse, term, overdue):
	"""Closed on the 20th: too late for the policy's term and for the 12th, in time for the 24th."""
	_said, found = rehearse(f"2026-11-09 10:00,{REST},2026-11-20 10:00,{term}", events=TERM)
	assert found["journal_refused"]["count"] == 0
	assert found["totals"]["overdue"] == overdue


def test_r5_11_of_titles_that_differ_in_case_the_one_that_is_written_is_meant():
	entries = [ClassifierEntry("A", "Street Light"), ClassifierEntry("B", "STREET LIGHT")]
	matcher = Matcher(entries)
	assert [matcher.match(text).code for text in ("Street Light", "STREET LIGHT", "street light")] == [
		"A",
		"B",
		None,
	]


def test_a_forecast_spreads_dates_without_a_time_whatever_time_the_mapping_names(tmp_path):
	"""Five working weeks of dates alone: calls come in more hours than the one that the mapping names."""
	days = [datetime(2026, 3, 2) + timedelta(days=day) for day in range(35)]
	rows = [f"{day:%Y-%m-%d},{REST},," for day in days if day.weekday() < 5 for _ in range(20)]
	(tmp_path / "own.toml").write_text(NAMES % ('time = "12:00"', ""), encoding="utf-8")
	(tmp_path / "file.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
	args = ["forecast", str(tmp_path / "file.csv"), "--mapping", str(tmp_path / "own.toml"), "--json"]
	week = json.loads(CliRunner().invoke(main, args).stdout)["week"]
	assert sum(hour["calls"] > 0 for hour in week[0]) > 4
