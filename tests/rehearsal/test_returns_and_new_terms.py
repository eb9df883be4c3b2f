"""What a history tells of returns and new terms: counted by ground and executor, both terms of a task kept apart (R4.8)."""

import csv
import json

import pytest
from rehearsal_kit import call

REQUESTS = "number,moment,channel,applicant,phone,street,building,classifier,description".split(",")
JOURNAL = "request,moment,kind,executor,lead,due,grounds,stage".split(",")
WATER, LIGHT = "KP-VODOKANAL", "KP-SVITLO"
BLURRED, UNSIGNED = "Скан не читається", "В акті бракує підписів"
START = "2026-11-09T10:00:00"


@pytest.fixture
def rehearsed(tmp_path):
	"""Rehearse requests whose journals go on like this after they were sent to the waterworks on a Monday at ten."""

	def run(*stories, until="2026-12-20", more=()):
		requests = [
			[f"N{place}", START, "Phone", "", "", "вул. Надії", "8", "WTR-02", f"Слабкий напір {place}"]
			for place in range(len(stories))
		]
		lines = [
			[f"N{place}", *line, *[""] * (7 - len(line))]
			for place, story in enumerate(stories)
			for line in [(START, "Registered"), (START, "Sent", WATER, "1"), *story]
		]
		paths = [tmp_path / "requests.csv", tmp_path / "journal.csv"]
		for path, header, rows in zip(paths, (REQUESTS, JOURNAL), (requests, lines), strict=True):
			with path.open("w", encoding="utf-8", newline="") as target:
				csv.writer(target).writerows([header, *rows])
		done = call("rehearse", paths[0], "--journal", paths[1], "--until", until, *more)
		assert done.exit_code == 0, done.output
		return json.loads(done.stdout) if "--json" in more else done.stdout

	return run


def at(day, time="12:00"):
	return f"2026-{day}T{time}:00"


def accepted():
	return [(at("11-09", "10:30"), "Accepted", WATER)]


def returned(day, grounds, executor=""):
	return [
		(at(day, "10:00"), "Executed", WATER),
		(at(day, "15:00"), "Returned", executor, "", "", grounds),
	]


def test_r6_3_3_returns_are_counted_by_ground(rehearsed):
	"""A return with two grounds counts for both; shares are of the returns."""
	found = rehearsed(
		[*accepted(), *returned("11-10", f"{BLURRED}\n{UNSIGNED}"), *returned("11-11", BLURRED)],
		[*accepted(), *returned("11-10", "")],
		accepted(),
		more=["--json"],
	)
	assert found["totals"]["returns"] == 3
	assert found["grounds"] == [
		{"ground": BLURRED, "returns": 2, "share": 0.6667},
		{"ground": UNSIGNED, "returns": 1, "share": 0.3333},
		{"ground": "", "returns": 1, "share": 0.3333},
	]
	by_executor = [(row["code"], row["ground"], row["returns"]) for row in found["grounds_by_executor"]]
	assert by_executor == [(WATER, BLURRED, 2), (WATER, UNSIGNED, 1), (WATER, "", 1)]


def test_r6_3_3_a_ground_about_one_executors_work_is_not_the_others(rehearsed):
	story = [
		(START, "Sent", LIGHT, "0"),
		*accepted(),
		(at("11-09", "10:40"), "Accepted", LIGHT),
		(at("11-10", "09:00"), "Executed", LIGHT),
		*returned("11-10", f"{BLURRED} → {LIGHT.lower()}\n{UNSIGNED}"),
	]
	found = rehearsed(story, more=["--json"])
	assert {row["ground"]: row["returns"] for row in found["grounds"]} == {BLURRED: 1, UNSIGNED: 1}
	by_executor = {(row["code"], row["ground"]) for row in found["grounds_by_executor"]}
	assert by_executor == {(WATER, UNSIGNED), (LIGHT, UNSIGNED), (LIGHT, BLURRED)}


def test_r4_8_the_term_that_was_agreed_can_be_broken_beside_the_first(rehearsed):
	"""Both are broken terms of their days, each with a letter (R9.2.1); the task is late once."""
	twice = [
		*accepted(),
		(at("11-16"), "Extended", WATER, "", at("11-20")),
		(at("11-27"), "Executed", WATER),
	]
	found = rehearsed(twice, more=["--json"])
	assert {row["day"]: row["broken"] for row in found["days"] if row["broken"]} == {
		"2026-11-14": 1,
		"2026-11-20": 1,
	}
	assert (found["totals"]["overdue"], found["totals"]["first_broken"]) == (1, 1)
	assert (found["totals"]["tasks"], found["totals"]["letters"]) == (1, 2)


@pytest.mark.parametrize(
	("done", "overdue", "first_broken"),
	[("11-13", 0, 0), ("11-18", 0, 1), ("11-27", 1, 1), (None, 1, 1)],
)
def test_r4_8_first_terms_and_terms_in_force_are_both_counted(rehearsed, done, overdue, first_broken):
	"""Agreed in time, five days are fourteen: what is done between both is late by the first one alone."""
	story = [*accepted(), (at("11-12"), "Extended", WATER, "", at("11-23"))]
	story += [(at(done), "Executed", WATER)] if done else []
	found = rehearsed(story, more=["--json"])
	assert (found["totals"]["overdue"], found["totals"]["first_broken"]) == (overdue, first_broken)
	[row] = found["executors"]
	assert (row["overdue"], row["first_broken"]) == (overdue, first_broken)


def test_r6_2_2_what_was_asked_and_answered_is_counted(rehearsed):
	asked = (at("11-10"), "Term Asked", WATER, "", at("11-20"))
	found = rehearsed(
		[*accepted(), asked, (at("11-11"), "Extended", WATER, "", at("11-20"))],
		[*accepted(), asked, (at("11-11"), "Extended", WATER, "", at("11-18"))],
		[*accepted(), asked, (at("11-11"), "Term Refused", WATER)],
		[*accepted(), asked],
		[*accepted(), (at("11-11"), "Extended", WATER, "", at("11-18"))],
		[*accepted(), (at("11-11"), "Term Asked", LIGHT)],
		more=["--json"],
	)
	names = ("terms_asked", "extensions", "terms_other_day", "terms_refused", "terms_waiting")
	counts = dict(zip(names, (4, 3, 1, 1, 1), strict=True))
	assert {name: found["totals"][name] for name in names} == counts
	[row] = found["new_terms"]
	assert (row["code"], {name: row[name] for name in names}) == (WATER, counts)
	assert found["journal_refused"]["count"] == 1


def test_r7_7_what_its_applicant_opens_again_is_counted_by_whose_work_it_was(rehearsed):
	"""No return: the executor is not at fault yet. One who had it and handed it on has nothing to do with it."""
	closed = [(at("11-10"), "Executed", LIGHT), (at("11-11"), "Closed")]
	passed = [
		(at("11-09", "11:00"), "Redirected", WATER),
		(at("11-09", "11:00"), "Sent", LIGHT, "1"),
		*closed,
	]
	again = [(at("11-13"), "Reopened"), (at("11-14"), "Executed", LIGHT), (at("11-15"), "Closed")]
	found = rehearsed([*passed, *again], passed, more=["--json"])
	assert (found["totals"]["reopened"], found["totals"]["returns"]) == (1, 0)
	assert {row["code"]: row["reopened"] for row in found["executors"]} == {LIGHT: 1, WATER: 0}


def test_r7_3_inspections_are_counted_once_however_many_are_called_to_them(rehearsed):
	"""A line for each executor and one for the applicant, of one moment; no clock stands meanwhile."""
	two = [(START, "Sent", LIGHT, "0"), *accepted()]
	asked = [(at("11-10"), "Inspection Asked", WATER)]
	called = [(at("11-11"), "Inspection Called", who) for who in (WATER, LIGHT, "")]
	held = [(at("11-13"), "Inspection Held", who) for who in (WATER, LIGHT)]
	off = [(at("11-12"), "Inspection Cancelled", WATER)]
	found = rehearsed([*two, *asked, *called, *held], [*two, *called[:1], *off], more=["--json"])
	names = ("inspections_asked", "inspections", "inspections_held", "inspections_cancelled")
	assert [found["totals"][name] for name in names] == [1, 2, 1, 1]
	rows = {row["code"]: [row[name] for name in names] for row in found["inspections"]}
	assert rows == {WATER: [1, 2, 1, 1], LIGHT: [0, 1, 1, 0]}
	without = rehearsed(two, two, more=["--json"])
	assert (
		found["totals"]["overdue"],
		found["totals"]["broken"] if "broken" in found["totals"] else None,
	) == (
		without["totals"]["overdue"],
		None,
	)


def test_r4_5_stages_of_long_term_work_have_days_of_their_own(rehearsed):
	"""The first is done in time, the second a day late; moving the third is a new term of the work."""
	days = {1: at("11-12"), 2: at("11-16"), 3: at("11-20")}
	planned = [(at("11-10"), "Stage Planned", WATER, "", day, "", key) for key, day in days.items()]
	agreed = [(at("11-10", "15:00"), "Stage Agreed", WATER, "", day, "", key) for key, day in days.items()]
	done = [(at(day), "Stage Done", WATER, "", "", "", key) for key, day in ((1, "11-11"), (2, "11-17"))]
	moved = [(at("11-18"), "Stage Agreed", WATER, "", at("11-25"), "", 3)]
	story = [*accepted(), *planned, *agreed, *done, *moved]
	found = rehearsed(story, until="2026-11-20", more=["--json"])
	names = ("stages_agreed", "stages_done", "stages_missed", "extensions", "overdue")
	assert [found["totals"][name] for name in names] == [4, 2, 1, 1, 1]
	assert {row["day"]: row["broken"] for row in found["days"] if row["broken"]} == {"2026-11-16": 1}
	[row] = found["long_term"]
	assert [row["code"], row["stages_agreed"], row["stages_missed"]] == [WATER, 4, 1]


def test_who_has_the_work_by_the_policy_has_its_returns_and_terms(rehearsed, tmp_path):
	"""Another lead executor than history had gets what history's lead did and was told."""
	folder = tmp_path / "new"
	folder.mkdir()
	(folder / "routes.csv").write_text(
		"classifier,district,executor,lead\nWTR-02,,KP-SVITLO,1\n", encoding="utf-8"
	)
	story = [
		*accepted(),
		(at("11-10", "09:00"), "Term Asked", WATER, "", at("11-20")),
		*returned("11-10", BLURRED),
	]
	found = rehearsed(story, more=["--json", "--against", folder])["against"]["figures"]
	assert [row["code"] for row in found["grounds_by_executor"]] == [LIGHT]
	assert [row["code"] for row in found["new_terms"]] == [LIGHT]


def test_r7_2_r7_3_who_had_it_how_long_and_which_redirect_was_a_supervisors(rehearsed):
	"""Declined after a day, taken away after two, had by the third for four until it is done; the third redirect counts."""
	gas, roads = "ENT-GAZ", "KP-DOROGY"
	handed = [
		(at("11-10", "10:00"), "Not Competent", WATER),
		(at("11-10", "10:00"), "Redirected", WATER),
		(at("11-10", "10:00"), "Sent", LIGHT, "1"),
		(at("11-12", "10:00"), "Redirected", LIGHT),
		(at("11-12", "10:00"), "Sent", gas, "1"),
	]
	done = [(at("11-16", "10:00"), "Executed", gas)]
	again = [
		(at("11-13", "10:00"), "Not Competent", gas),
		(at("11-14", "10:00"), "Redirected", gas),
		(at("11-14", "10:00"), "Sent", roads, "1"),
		(at("11-14", "12:00"), "Not Competent", roads),
	]
	found = rehearsed([*handed, *done], [*handed, *again], until="2026-11-20", more=["--json"])
	assert (found["totals"]["redirects"], found["totals"]["supervisor_redirects"]) == (5, 1)
	assert found["totals"]["awaiting_supervisor"] == 1
	rows = {row["code"]: (row["tasks"], row["handed_on"], row["held"]) for row in found["holding"]}
	assert rows == {WATER: (2, 2, 1.0), LIGHT: (2, 2, 2.0), gas: (2, 1, 2.5), roads: (1, 1, 0.1)}


def test_it_is_said_in_ukrainian_on_the_console_and_on_the_page(rehearsed, tmp_path):
	page = tmp_path / "page.html"
	story = [
		*accepted(),
		(at("11-10", "09:00"), "Term Asked", WATER, "", at("11-20")),
		*returned("11-10", f"{BLURRED}\n<b>Акт</b>"),
	]
	said = rehearsed(story, [*accepted(), *returned("11-10", "")], more=["--html", page])
	assert "За що повертали роботу" in said
	assert "підставу не названо" in said
	assert "Нові строки за виконавцями" in said
	shown = page.read_text(encoding="utf-8")
	assert "За що повертали роботу, за виконавцями" in shown
	assert "<b>Акт" not in shown
	assert "&lt;b&gt;Акт" in shown


def test_where_no_return_names_a_ground_no_table_of_grounds_is_shown(rehearsed):
	said = rehearsed([*accepted(), *returned("11-10", "")])
	assert "За що повертали" not in said
