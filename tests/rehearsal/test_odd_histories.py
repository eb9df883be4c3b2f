"""Histories as they come: numbers twice, empty files, holes in the journal, other orders and other names."""

import csv
import json
import shutil

import pytest
from rehearsal_kit import call

from contact_center.reading.policy_files import DEFAULT_POLICY
from contact_center.rehearsal.reading.orders import DEMO_POLICY

HEADER = "number,moment,channel,applicant,phone,street,building,classifier,description".split(",")
JOURNAL = "request,moment,kind,executor,lead,due".split(",")
WATER, GAS = "KP-VODOKANAL", "ENT-GAZ"


@pytest.fixture
def rehearse(tmp_path):
	"""`rehearse(requests, journal, *options)`: the figures; a journal of None is left out."""

	def run(requests, journal=None, *options):
		files = [write(tmp_path / "requests.csv", HEADER, requests)]
		if journal is not None:
			files += ["--journal", write(tmp_path / "journal.csv", JOURNAL, journal)]
		done = call("rehearse", *files, *options, "--json")
		found = json.loads(done.stdout)
		assert done.exit_code == int(found["refused"]["count"] == found["lines"] > 0), done.output
		counted = found["refused"]["count"] + found["unroutable"]["count"] + found["totals"]["requests"]
		counted += found["after_until"]
		assert counted == found["lines"] == len(requests)
		return found

	return run


def write(path, header, rows):
	with path.open("w", encoding="utf-8", newline="") as target:
		csv.writer(target).writerows([header, *rows])
	return path


def read(path):
	with path.open(encoding="utf-8", newline="") as source:
		return list(csv.reader(source))


def request(number, moment="2026-11-09T10:00:00", entry="WTR-01", street="вул. Надії"):
	return [number, moment, "Phone", "", "", street, "8", entry, "Немає води"]


def line(number, moment, kind, executor="", lead="", due=""):
	return [number, f"2026-11-{moment}:00", kind, executor, lead, due]


def sent(number, moment="09T10:00", executor=WATER):
	return [line(number, moment, "Registered"), line(number, moment, "Sent", executor, "1")]


def done(number, executor=WATER):
	return [
		line(number, "09T10:10", "Accepted", executor),
		line(number, "09T11:00", "Executed", executor),
		line(number, "09T12:00", "Closed"),
	]


def refused(found):
	return {each["line"]: each["kind"] for each in found["refused"]["lines"]}


def test_a_number_given_twice_has_one_journal_and_the_other_line_is_named(rehearse):
	found = rehearse([request("A"), request("A", entry="WTR-02"), request("B")], [*sent("A"), *sent("B")])
	assert found["refused"]["lines"] == [{"line": 3, "kind": "Repeated Number", "names": ["A", "2"]}]
	assert found["totals"]["tasks"] == 2


def test_of_lines_with_one_number_the_journal_is_the_first_good_ones(rehearse):
	found = rehearse([request("A", street="вул. Якої Немає"), request("A"), request("A")], sent("A"))
	assert refused(found) == {2: "Unknown Street", 4: "Duplicate"}
	assert found["totals"]["requests"] == 1


def test_a_line_of_the_file_is_nobodys_number(rehearse):
	"""Line 3 has no number; the number 3 is another request's."""
	found = rehearse([request("3"), request(""), request("B")], [*sent("3"), *done("3"), *sent("B")])
	assert refused(found) == {3: "Not in Journal"}
	assert found["stages"] == {"Registered": 1, "Closed": 1}
	by_line = rehearse([request("3"), request("")], [*sent("3"), *sent("#3")])
	assert (by_line["refused"]["count"], by_line["totals"]["requests"]) == (0, 2)


def test_a_line_before_the_sending_is_not_one_about_a_stranger(rehearse):
	journal = [*sent("A"), line("A", "09T09:00", "Executed", WATER), line("A", "09T10:30", "Accepted", GAS)]
	found = rehearse([request("A")], journal)["journal_refused"]["lines"]
	assert [(each["line"], each["kind"], each["names"]) for each in found] == [
		(4, "Before Sent", [WATER]),
		(5, "Stranger", [GAS]),
	]


def test_a_journal_about_a_refused_request_is_not_about_no_request(rehearse):
	requests = [request("A"), request("A", entry="WTR-02"), request("C", street="вул. Якої Немає")]
	found = rehearse(requests, [*sent("A"), *sent("C")])
	assert refused(found) == {3: "Repeated Number", 4: "Unknown Street"}
	assert found["journal_refused"]["count"] == 0


@pytest.mark.parametrize(
	"requests", [[], [request("A", street="вул. Якої Немає")], [request("A", entry="ZZZ-99")]]
)
@pytest.mark.parametrize("journal", [None, [], sent("A")])
def test_nothing_to_count_is_counted_as_nothing(rehearse, requests, journal):
	found = rehearse(requests, journal)
	assert (found["totals"]["requests"], found["totals"]["tasks"], found["executors"]) == (0, 0, [])


def test_a_request_without_a_journal_is_named(rehearse):
	found = rehearse([request("A"), request("B")], sent("A"))
	assert refused(found) == {3: "Not in Journal"}


def test_a_request_that_is_only_received_waits_in_moderation(rehearse):
	found = rehearse([request("A")], [line("A", "09T10:00", "Received")])
	assert found["stages"] == {"Moderation": 1}


def test_figures_as_of_a_moment_know_nothing_of_what_came_later(rehearse):
	requests = [request("A"), request("B", "2026-11-20T10:00:00")]
	journal = [*sent("A"), *done("A"), *sent("B", "20T10:00")]
	found = rehearse(requests, journal, "--until", "2026-11-09 10:30")
	assert found["stages"] == {"In Progress": 1}
	assert (found["refused"]["count"], found["after_until"]) == (0, 1)
	assert rehearse(requests, None, "--until", "2026-11-09 10:30")["after_until"] == 1
	assert rehearse(requests, None, "--until", "2026-11-20")["after_until"] == 1
	assert rehearse(requests, None, "--until", "20.11.2026 10:00")["after_until"] == 0


def test_the_load_falls_when_a_task_is_declined_withdrawn_or_cancelled(rehearse):
	journal = [
		*sent("A"),
		line("A", "10T09:00", "Cancelled"),
		*sent("B"),
		line("B", "10T09:00", "Redirected", WATER),
		line("B", "10T09:00", "Sent", GAS, "1"),
		*sent("C"),
		line("C", "11T09:00", "Not Competent", WATER),
	]
	found = rehearse([request(name) for name in "ABC"], journal, "--until", "2026-11-12 10:00")
	load = {each["code"]: each["open"] for each in found["load"]}
	assert load[""] == [3, 2, 1, 1]
	assert load[WATER] == [3, 1, 0, 0]
	assert {each["code"]: each["open"] for each in found["executors"]} == {WATER: 0, GAS: 1}


def test_without_any_acceptance_in_the_journal_nobody_is_said_to_be_late_to_accept(rehearse):
	journal = [*sent("A"), line("A", "09T11:00", "Executed", WATER)]
	assert rehearse([request("A")], journal)["acceptance_known"] is False
	assert rehearse([request("A")], [*sent("A"), *done("A")])["acceptance_known"] is True
	assert rehearse([request("A")])["acceptance_known"] is True


@pytest.mark.parametrize("executor_name", [WATER, "кп «кривбасводоканал»", "КП «Кривбасводоканал» "])
def test_r5_11_executors_are_known_by_code_and_by_title(rehearse, executor_name):
	[executor] = rehearse([request("A")], [*sent("A", executor=WATER), *done("A", executor_name)])[
		"executors"
	]
	assert (executor["code"], executor["tasks"]) == (WATER, 1)


@pytest.mark.parametrize("due", ["", "колись"])
def test_r6_2_2_an_extension_to_no_known_moment_takes_no_term_away(rehearse, due):
	journal = [*sent("A"), line("A", "09T11:00", "Extended", WATER, due=due)]
	found = rehearse([request("A")], journal, "--until", "2026-11-20 10:00")
	assert [each["kind"] for each in found["journal_refused"]["lines"]] == ["No Term Named"]
	assert found["totals"]["overdue"] == 1


def test_a_journal_with_its_newest_lines_first_means_the_same(rehearse):
	journal = [
		line("A", "09T10:00", "Registered"),
		line("A", "09T10:01", "Sent", WATER, "1"),
		*done("A"),
	]
	found = rehearse([request("A")], journal[::-1])
	assert found["journal_refused"]["count"] == 0
	assert found["stages"] == {"Closed": 1}
	assert found["totals"]["accepted_late"] == 0


def test_what_only_the_other_policy_refuses_is_told_of_it(rehearse, tmp_path):
	for file in ("classifier.csv", "routes.csv"):
		header, *rows = read(DEMO_POLICY / file)
		write(tmp_path / file, header, [row for row in rows if "WTR-01" not in row])
	found = rehearse([request("A")], None, "--against", tmp_path)
	assert found["refused"]["count"] == 0
	assert [each["kind"] for each in found["against"]["refused"]["lines"]] == ["Unknown Code"]


def test_r5_11_a_second_executor_is_another_fate(rehearse, tmp_path):
	folder = tmp_path / "second"
	shutil.copytree(DEMO_POLICY, folder)
	header, *routes = read(folder / "routes.csv")
	water = next(row for row in routes if row[header.index("classifier")] == "WTR-01")
	second = list(water)
	second[header.index("executor")], second[header.index("lead")] = GAS, "0"
	write(folder / "routes.csv", header, [*routes, second])
	found = rehearse([request("A")], None, "--against", folder)["against"]["changes"]
	assert found["requests"][0]["changes"]["route"] == [WATER, f"{WATER} + {GAS}"]


def test_r4_2_another_term_to_accept_is_another_fate(rehearse, tmp_path):
	header, *rows = read(DEFAULT_POLICY / "request_types.csv")
	for row in rows:
		if row[0] == "emergency":
			row[header.index("accept_amount")] = "120"
	write(tmp_path / "request_types.csv", header, rows)
	found = rehearse([request("A")], None, "--against", tmp_path)["against"]["changes"]
	assert found["by"]["accept_by"] == 1


def test_a_type_without_a_pace_of_its_own_works_at_everyone_elses(rehearse, tmp_path):
	folder = tmp_path / "paces"
	folder.mkdir()
	row = "accept_median_minutes,accept_spread,work_median_minutes,work_spread,round_the_clock"
	(folder / "simulation_types.csv").write_text(
		f"request_type,{row}\nsos,1,0.1,1,0.1,1\n*,1,0.1,99999,0.1,1\n"
	)
	found = rehearse([request("A")], None, "--until", "2026-11-20 10:00", "--against", folder)
	assert found["against"]["figures"]["totals"]["overdue"] == 1


@pytest.mark.parametrize(("hours", "accepted"), [("", 0), ("08:00-21:00", 1)])
def test_executors_have_hours_of_their_own(rehearse, tmp_path, hours, accepted):
	"""An ordinary entry on a Monday evening, after the calendar's hours."""
	folder = tmp_path / "hours"
	folder.mkdir()
	(folder / "simulation_executors.csv").write_text(
		f"executor,crews,duty_crews,hours\n{WATER},2,1,{hours}\n"
	)
	(folder / "simulation_types.csv").write_text(
		"request_type,accept_median_minutes,accept_spread,work_median_minutes,work_spread,round_the_clock\n"
		"*,1,0.1,1,0.1,0\n"
	)
	options = ("--until", "2026-11-09 20:30", "--against", folder)
	found = rehearse([request("A", "2026-11-09T20:00:00", "WTR-02")], None, *options)
	assert ("Registered" in found["against"]["figures"]["stages"]) is not bool(accepted)
