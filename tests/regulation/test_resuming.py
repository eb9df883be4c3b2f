"""R6.3.5: the executor's clock stands while a result waits for the office; a return starts it again with a stated rest."""

from dataclasses import replace
from datetime import datetime, time

import pytest
from regulation_kit import CALENDAR, KYIV, OFFICE, kyiv, same

from contact_center.regulation.clocks import TaskClock, events_due
from contact_center.regulation.facts import Kind, Line, RequestFacts, advance
from contact_center.regulation.problems import ProblemError, ProblemKind
from contact_center.regulation.resuming import resuming_lines
from contact_center.regulation.stages import Stage
from contact_center.regulation.terms import (
	Alert,
	RequestType,
	Rest,
	RestKind,
	Term,
	Unit,
	default_rest,
	rest_of,
	resumed,
)
from contact_center.regulation.working_calendar import WorkingCalendar

ACCEPT = Term(2, "Hours")
WORKING_DAY = Term(8, "Working Hours")
ORDINARY = RequestType(
	"ordinary", "Звичайна", 3, ACCEPT, Term(5, "Calendar Days", "End of Day"), rest=Rest(least=WORKING_DAY)
)
SENT, DUE = kyiv("2026-11-17 10:00"), kyiv("2026-11-22 23:59:59")
REPORTED, RETURNED = kyiv("2026-11-18 15:00"), kyiv("2026-11-26 09:00")


def given(*lines: Line, rtype: RequestType = ORDINARY, due: datetime | None = DUE, executors=("water",)):
	"""The facts after these lines, each followed by what follows by itself."""
	facts = RequestFacts()
	begun = [Line(Kind.REGISTERED, SENT, due=due)]
	begun += [Line(Kind.SENT, SENT, each, due=due, lead=each == "water") for each in executors]
	for line in (*begun, *lines):
		advance(facts, line)
		for follows in list(resuming_lines(facts, rtype, CALENDAR)):
			advance(facts, follows)
	return facts


def done(moment: datetime = REPORTED, executor: str = "water") -> Line:
	return Line(Kind.EXECUTED, moment, executor)


BACK = Line(Kind.RETURNED, RETURNED)


def test_what_is_returned_after_the_day_of_its_term_is_not_late_by_that_day():
	"""The term ended on the 22nd, the work was reported on the 18th and returned on the 26th: four days were left."""
	facts = given(done(), BACK)
	task = facts.tasks["water"]
	assert same(task.due, kyiv("2026-11-30 23:59:59")) and same(facts.due, task.due)
	assert not (task.overdue or facts.overdue)


def test_r4_8_the_first_deadline_is_kept_for_ever():
	facts = given(done(), BACK, done(kyiv("2026-11-27 10:00")), Line(Kind.RETURNED, kyiv("2026-12-10 10:00")))
	assert same(facts.first_due, DUE) and same(facts.tasks["water"].first_due, DUE)
	assert same(facts.due, kyiv("2026-12-13 23:59:59"))


@pytest.mark.parametrize(
	("again", "late"), [("2026-11-30 23:59:59", False), ("2026-12-01 00:00:00", True)], ids=["kept", "late"]
)
def test_r7_1_lateness_begins_when_the_rest_ends(again, late):
	facts = given(done(), BACK, done(kyiv(again)))
	assert (facts.overdue, facts.tasks["water"].overdue) == (late, late)


def test_what_was_late_already_stays_so_and_has_the_least_rest():
	"""R7.1: lateness on record is never taken back."""
	facts = given(done(kyiv("2026-11-23 10:00")), BACK)
	assert facts.overdue and same(facts.due, kyiv("2026-11-26 17:00"))


def test_a_request_without_a_fixed_term_has_none_after_a_return_either():
	"""R4.5."""
	facts = given(done(), BACK, due=None)
	assert facts.due is None and facts.tasks["water"].stage is Stage.REWORK


def test_each_task_has_the_rest_that_it_left_and_the_request_the_latest_of_them():
	reported = done(), done(kyiv("2026-11-21 10:00"), "heat")
	facts = given(*reported, BACK, executors=("water", "heat"))
	dues = {name: task.due for name, task in facts.tasks.items()}
	assert same(dues["water"], kyiv("2026-11-30 23:59:59"))
	assert same(dues["heat"], kyiv("2026-11-27 23:59:59"))
	assert same(facts.due, dues["water"])


@pytest.mark.parametrize("redirected", [False, True])
def test_r6_2_2_a_term_agreed_for_one_of_several_executors_is_not_the_requests_after_a_return_either(
	redirected,
):
	agreed, two = Line(Kind.EXTENDED, REPORTED, "heat", due=kyiv("2026-12-20 12:00")), ("water", "heat")
	alone = given(done(), done(kyiv("2026-11-21 10:00"), "heat"), BACK, executors=two)
	handed_on = (Line(Kind.REDIRECTED, REPORTED, "heat"), Line(Kind.SENT, REPORTED, "gas", due=agreed.due))
	other = "gas" if redirected else "heat"
	reported = done(), *(handed_on if redirected else ()), done(kyiv("2026-11-21 10:00"), other)
	facts = given(agreed, *reported, BACK, executors=two)
	assert facts.tasks[other].due > facts.due and same(facts.due, alone.due)


def test_what_was_not_returned_runs_on():
	facts = given(done(), Line(Kind.RETURNED, RETURNED, "water"), executors=("water", "heat"))
	assert same(facts.tasks["heat"].due, DUE)


def test_r6_2_1_who_gets_a_reported_task_by_a_redirect_has_what_was_left_too():
	redirected = Line(Kind.REDIRECTED, RETURNED, "water"), Line(Kind.SENT, RETURNED, "gas", due=DUE)
	task = given(done(), *redirected).tasks["gas"]
	assert same(task.due, kyiv("2026-11-30 23:59:59")) and not task.sent_after_due


def test_r6_2_1_a_running_task_is_redirected_with_its_term():
	redirected = Line(Kind.REDIRECTED, REPORTED, "water"), Line(Kind.SENT, REPORTED, "gas", due=DUE)
	assert same(given(*redirected).tasks["gas"].due, DUE)


def test_r6_2_2_an_agreed_term_is_not_prolonged_by_a_return_before_it():
	"""What had no deadline when it was returned gets the agreed one, whole and no more."""
	agreed = kyiv("2026-12-20 12:00")
	facts = given(done(), BACK, Line(Kind.EXTENDED, RETURNED, "water", due=agreed), due=None)
	assert same(facts.tasks["water"].due, agreed)


@pytest.mark.parametrize(
	("kind", "term", "due", "since", "expected"),
	[
		pytest.param("What Was Left", Term(24, "Hours"), "2026-11-18 18:00", "2026-11-26 09:00", "2026-11-26 17:00"),
		pytest.param("What Was Left", Term(24, "Hours"), "2026-11-19 12:00", "2026-11-26 09:00", "2026-11-27 06:00"),
		pytest.param("Whole Term", Term(24, "Hours"), "2026-11-18 18:00", "2026-11-26 09:00", "2026-11-27 09:00"),
		pytest.param("What Was Left", Term(5, "Calendar Days"), "2026-11-22 10:00", "2026-11-26 09:00", "2026-11-30 04:00"),
		pytest.param(
			"Whole Term", Term(5, "Calendar Days", "End of Day"), "2026-11-22 23:59:59", "2026-11-26 09:00", "2026-12-01 23:59:59"
		),
		pytest.param("What Was Left", Term(5, "Working Days"), "2026-11-24 10:00", "2026-11-26 09:00", "2026-12-02 10:00"),
		pytest.param("What Was Left", Term(20, "Working Hours"), "2026-11-19 17:00", "2026-11-27 15:30", "2026-12-01 09:30"),
		pytest.param(
			"What Was Left",
			Term(5, "Calendar Days", "End of Day", rolls_off_non_working=True),
			"2026-11-20 23:59:59",
			"2026-11-26 09:00",
			"2026-11-30 23:59:59",
		),
	],
)  # fmt: skip
def test_the_rest_counts_in_the_terms_own_unit(kind, term, due, since, expected):
	"""Reported on Wednesday the 18th at 15:00."""
	rtype = replace(ORDINARY, done=term, rest=Rest(kind, WORKING_DAY))
	assert same(resumed(rtype, kyiv(due), REPORTED, kyiv(since), CALENDAR), kyiv(expected))


@pytest.mark.parametrize(
	("stopped", "since", "expected"),
	[
		pytest.param("2026-03-20 12:00", "2026-03-28 12:00", "2026-03-29 13:00", id="spring"),
		pytest.param("2026-03-20 12:00", "2026-10-24 12:00", "2026-10-25 11:00", id="autumn"),
	],
)
def test_r4_7_what_was_left_of_hours_is_exact_across_a_clock_change(stopped, since, expected):
	rtype = replace(ORDINARY, done=Term(48, "Hours"), rest=Rest())
	assert same(
		resumed(rtype, kyiv("2026-03-21 12:00"), kyiv(stopped), kyiv(since), CALENDAR), kyiv(expected)
	)


def test_a_return_never_takes_time_away():
	"""An agreed term far ahead stays where the whole term again would end before it."""
	rtype = replace(ORDINARY, rest=Rest(RestKind.WHOLE))
	agreed = kyiv("2027-02-01 12:00")
	assert resumed(rtype, agreed, REPORTED, REPORTED, CALENDAR) >= agreed


def test_the_least_rest_counts_over_a_holiday():
	closed = WorkingCalendar(KYIV, {day: OFFICE for day in range(5)}, {RETURNED.date(): ()})
	assert same(resumed(ORDINARY, SENT, REPORTED, RETURNED, closed), kyiv("2026-11-27 16:30"))


def test_alerts_of_moments_when_the_clock_stood_are_not_sounded():
	"""The warning of a day before fell while the work lay with the office, or the rest is shorter than a day."""
	alerts = tuple(
		Alert("Execution", amount, "Calendar Days", when, "Executor")
		for amount, when in ((1, "Before"), (0, "After"))
	)
	clock = TaskClock(
		Stage.REWORK,
		due=kyiv("2026-11-26 17:00"),
		sent_at=SENT,
		swept_until=REPORTED,
		alerts=alerts,
		returned_at=RETURNED,
	)
	assert events_due(clock, kyiv("2026-11-26 12:00")) == ()
	assert [each.kind for each in events_due(clock, kyiv("2026-11-26 17:00:01"))] == [
		Kind.TERM_BROKEN,
		Kind.ESCALATED,
	]


@pytest.mark.parametrize(
	("amount", "unit", "kind"),
	[(1, "No Fixed Term", ProblemKind.NOT_ONE_OF), (-1, "Hours", ProblemKind.TERM_NOT_POSITIVE), (99_999, "Hours", ProblemKind.TERM_TOO_LONG)],
)  # fmt: skip
def test_a_rest_that_cannot_be_counted_is_refused(amount, unit, kind):
	with pytest.raises(ProblemError) as caught:
		rest_of("What Was Left", amount, unit)
	assert caught.value.kind is kind


def test_a_rest_of_zero_has_no_least():
	assert rest_of("Whole Term", 0, "Hours") == Rest(RestKind.WHOLE, None)
	with pytest.raises(ValueError):
		rest_of("Half", 1, "Hours")


@pytest.mark.parametrize(
	("term", "least"),
	[
		(Term(2, "Hours"), Term(1, "Hours")),
		(Term(24, "Hours"), Term(4, "Hours")),
		(Term(5, "Working Hours"), Term(5, "Working Hours")),
		(Term(15, "Calendar Days"), WORKING_DAY),
		(Term(0, Unit.NO_FIXED_TERM), WORKING_DAY),
	],
)
def test_a_type_that_names_no_rest_gives_a_sane_one(term, least):
	assert default_rest(term) == Rest(RestKind.LEFT, least)


def test_shipped_types_name_their_rest():
	from contact_center.reading.policy_files import load_policy

	assert {
		code: str(each.rest.least.amount) + " " + each.rest.least.unit
		for code, each in load_policy().types.items()
	} == {
		"sos": "1 Hours",
		"emergency": "4 Hours",
		**dict.fromkeys(("ordinary", "medium", "long"), "8 Working Hours"),
	}


def test_a_night_shift_counts_for_the_least_rest():
	night = WorkingCalendar(KYIV, {day: ((time(22), time(6)),) for day in range(7)})
	assert same(resumed(ORDINARY, SENT, REPORTED, kyiv("2026-11-26 23:00"), night), kyiv("2026-11-27 23:00"))
