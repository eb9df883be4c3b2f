"""What became of every request as one file; how many repeat another one, and how many come in bursts."""

import csv
import json
from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner
from rehearsal_kit import DEMO, DEMO_POLICY, call

from contact_center.rehearsal.command.cli import main

HEADER = "number,moment,channel,applicant,phone,street,building,flat,classifier,description".split(",")
WATER = "KP-VODOKANAL"


@pytest.fixture
def rehearse(tmp_path):
	"""`rehearse(requests, journal, *options)`: the figures, and the rows of --fates."""

	def run(requests, journal=None, *options):
		files = [written(tmp_path / "requests.csv", [HEADER, *requests])]
		if journal:
			lines = [["request", "moment", "kind", "executor", "lead"], *journal]
			files += ["--journal", written(tmp_path / "journal.csv", lines)]
		args = ["rehearse", *map(str, (*files, *options)), "--fates", str(tmp_path / "fates.csv"), "--json"]
		done = call(*args)
		assert done.exit_code == 0, done.output
		return json.loads(done.stdout), read(tmp_path / "fates.csv")

	return run


def written(path, rows):
	with path.open("w", encoding="utf-8", newline="") as target:
		csv.writer(target).writerows(rows)
	return path


def read(path):
	with path.open(encoding="utf-8-sig", newline="") as source:
		return list(csv.DictReader(source, delimiter=";"))


def request(number, moment="2026-11-09T10:00:00", building="8", entry="WTR-02", street="вул. Надії", flat=""):
	return [number, moment, "Phone", "", "", street, building, flat, entry, f"Немає води {number}"]


def test_every_request_has_its_fate(rehearse):
	"""R4.3, R7.1: the one is closed in time, the other late; a refused and a later one say so."""
	requests = [
		request("A"),
		request("B"),
		request("=C", street="вул. Вигадана"),
		request("D", "2026-11-24T10:00:00"),
	]
	journal = [
		line
		for number, closed in (("A", "2026-11-10T10:00:00"), ("B", "2026-11-20T10:00:00"))
		for line in (
			[number, "2026-11-09T10:00:00", "Registered", "", ""],
			[number, "2026-11-09T10:00:00", "Sent", WATER, 1],
			[number, "2026-11-09T10:05:00", "Accepted", WATER, ""],
			[number, closed, "Closed", "", ""],
		)
	]
	found, fates = rehearse(requests, journal, "--until", "2026-11-22")
	assert [(row["number"], row["line"], row["left_out"], row["reason"]) for row in fates] == [
		("A", "2", "", ""),
		("B", "3", "", ""),
		("'=C", "4", "Refused", "Unknown Street"),
		("D", "5", "Later", ""),
	]
	assert [(row["stage"], row["overdue"]) for row in fates] == [
		("Closed", "0"),
		("Closed", "1"),
		("", ""),
		("", ""),
	]
	assert fates[0]["route"] == WATER and fates[0]["entry"] == "WTR-02"
	assert fates[0]["accepted"] == "2026-11-09T10:05:00+02:00"
	assert fates[1]["closed"] == "2026-11-20T10:00:00+02:00"
	assert found["totals"]["overdue"] == sum(row["overdue"] == "1" for row in fates)


def test_no_code_of_a_policy_is_a_formula_in_the_fates(rehearse, tmp_path):
	"""A policy may come from elsewhere, as the draft of a foreign export does."""
	for file in DEMO_POLICY.glob("*.csv"):
		text = file.read_text("utf-8-sig").replace(WATER, f"={WATER}")
		(tmp_path / file.name).write_text(text, "utf-8")
	_found, [fate] = rehearse([request("A")], None, "--policy", tmp_path)
	assert fate["route"] == f"'={WATER}"


def test_the_fates_of_the_demo_city_add_up_to_its_figures(tmp_path):
	args = ["rehearse", str(DEMO), "--fates", str(tmp_path / "fates.csv"), "--json"]
	found, fates = json.loads(call(*args).stdout), None
	fates = read(tmp_path / "fates.csv")
	counted = [row for row in fates if not row["left_out"]]
	assert len(counted) == found["totals"]["requests"]
	assert sum(row["overdue"] == "1" for row in counted) == found["totals"]["overdue"]
	assert sum(row["accepted_late"] == "1" for row in counted) == found["totals"]["accepted_late"]
	assert sum(row["left_out"] == "No Executor" for row in fates) == found["unroutable"]["count"]


def test_a_repeat_is_the_same_entry_at_the_same_building_within_a_week(rehearse):
	requests = [
		request("A"),
		request("B", "2026-11-16T10:00:00", flat="5"),
		request("C", "2026-11-23T10:00:01"),
		request("D", "2026-11-09T11:00:00", building="10"),
		request("E", "2026-11-09T12:00:00", entry="WTR-01"),
		request("F", "2026-11-09T12:00:00", entry="ORD-01", street="", building=""),
	]
	found, _fates = rehearse(requests)
	assert found["repeats"] == {"requests": 1, "of": 5, "share": 0.2}


def test_a_burst_is_a_day_far_above_the_usual_one_of_its_entry(rehearse):
	start = datetime(2026, 11, 2, 10)
	requests = [request(f"U{n}", (start + timedelta(days=n)).isoformat(), str(n + 1)) for n in range(10)]
	storm = [request(f"S{n}", f"2026-11-12T10:{n:02}:00", str(n + 20)) for n in range(12)]
	quiet = [request(f"Q{n}", f"2026-11-13T10:{n:02}:00", str(n + 40)) for n in range(9)]
	found, _fates = rehearse([*requests, *storm, *quiet])
	assert (found["bursts"]["requests"], found["bursts"]["of"]) == (12, 31)
	[day] = found["bursts"]["days"]
	assert (day["day"], day["entry"], day["requests"], day["usual"]) == ("2026-11-12", "WTR-02", 12, 1.0)


def test_page_and_console_say_what_a_repeat_and_a_burst_are(tmp_path):
	requests = [request(n, f"2026-11-12T10:{n:02}:00", "8") for n in range(12)] + [
		request("X", "2026-11-02T10:00:00")
	]
	path, page = written(tmp_path / "requests.csv", [HEADER, *requests]), tmp_path / "page.html"
	said = CliRunner().invoke(main, ["rehearse", str(path), "--html", str(page)]).output
	for text in (said, page.read_text(encoding="utf-8")):
		text = " ".join(text.split())
		assert "11 з 13" in text and "12 з 13" in text
		assert "Сплеск – день" in text
	assert "Найбільші сплески" in page.read_text(encoding="utf-8")


def test_nothing_repeats_nothing(rehearse):
	found, fates = rehearse([])
	assert found["repeats"] == {"requests": 0, "of": 0, "share": None}
	assert (found["bursts"]["days"], fates) == ([], [])
