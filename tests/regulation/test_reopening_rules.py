"""R7.7: a closed request is opened again within the city's days after its closing, and goes on by R6.3.5."""

from datetime import timedelta, timezone

import pytest
from journal_kit import CLOSED, DONE, at, line, story
from regulation_kit import CALENDAR, KYIV, kyiv, same

from contact_center.regulation.facts import Kind, Line, advance
from contact_center.regulation.problems import ProblemError, ProblemKind
from contact_center.regulation.reopening import check_reopening, may_be_reopened, open_until
from contact_center.regulation.resuming import resuming_lines
from contact_center.regulation.stages import Stage
from contact_center.regulation.terms import RequestType, Rest, Term

SECOND = timedelta(seconds=1)
CLOSING = kyiv("2026-11-23 18:00")


def may(now, closed_at=CLOSING, days=10, stage=Stage.CLOSED) -> bool:
	return may_be_reopened(stage, closed_at, now, days, KYIV)


def test_the_days_end_with_the_last_of_them_to_the_second():
	last = kyiv("2026-12-03 23:59:59")
	assert same(open_until(CLOSING, 10, KYIV), last)
	assert may(last) and may(last + SECOND * 0.9)
	assert not may(last + SECOND)


@pytest.mark.parametrize("minute", ["00:00", "12:00", "23:59:59"])
def test_the_day_of_the_closing_is_not_counted_whenever_it_was(minute):
	assert same(open_until(kyiv(f"2026-11-23 {minute}"), 1, KYIV), kyiv("2026-11-24 23:59:59"))


@pytest.mark.parametrize(
	"closed, last, hours",
	[
		("2026-03-27 12:00", "2026-03-29 23:59:59", 58.9997),  # a day of 23 hours
		("2026-10-23 12:00", "2026-10-25 23:59:59", 60.9997),  # one of 25
	],
)
def test_the_citys_days_have_23_and_25_hours_at_the_clock_changes(closed, last, hours):
	until = open_until(kyiv(closed), 2, KYIV)
	assert same(until, kyiv(last))
	passed = (until.astimezone(timezone.utc) - kyiv(closed).astimezone(timezone.utc)).total_seconds() / 3600
	assert passed == pytest.approx(hours, abs=0.001)
	assert may(until, kyiv(closed), 2) and not may(until + SECOND, kyiv(closed), 2)


def test_a_moment_of_another_zone_counts_by_the_citys_day():
	"""22:30 in UTC is half past midnight in Kyiv: the next day already."""
	closed = kyiv("2026-11-24 00:30").astimezone(timezone.utc)
	assert same(open_until(closed, 1, KYIV), kyiv("2026-11-25 23:59:59"))


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.CLOSED])
def test_only_what_is_closed_is_opened_again(stage):
	assert not may(CLOSING, stage=stage)
	with pytest.raises(ProblemError) as refused:
		check_reopening(stage, CLOSING, CLOSING, 10, KYIV)
	assert refused.value.kind is ProblemKind.NOT_CLOSED


def test_no_days_are_no_reopening():
	assert not may(CLOSING, days=0)
	with pytest.raises(ProblemError) as refused:
		check_reopening(Stage.CLOSED, CLOSING, CLOSING, 0, KYIV)
	assert refused.value.kind is ProblemKind.REOPENING_OFF


def test_the_refusal_names_the_last_day():
	with pytest.raises(ProblemError) as refused:
		check_reopening(Stage.CLOSED, CLOSING, kyiv("2026-12-04 00:00"), 10, KYIV)
	assert (refused.value.kind, refused.value.values) == (ProblemKind.REOPENING_OVER, ("2026-12-03",))
	check_reopening(Stage.CLOSED, CLOSING, kyiv("2026-12-03 23:59:59"), 10, KYIV)


def test_the_same_tasks_go_on_and_it_is_counted():
	facts = story(*CLOSED, line("Reopened", 40), executors=("water", "roads"))
	assert (facts.stage, facts.reopen_count, facts.return_count) == (Stage.REWORK, 1, 0)
	assert {task.stage for task in facts.tasks.values()} == {Stage.REWORK}
	assert (facts.closed_at, facts.ended_at, facts.executed_at) == (None, None, None)
	assert facts.reopened_at == at(40)


def test_what_was_closed_unreached_or_rated_is_neither_any_more():
	facts = story(*DONE, line("Confirmed", 31, rating=5), line("Not Reached", 32), line("Reopened", 40))
	assert (facts.not_reached, facts.rating) == (False, None)


def test_who_was_dropped_before_the_closing_gets_nothing_back():
	facts = story(
		line("Not Competent", 1, "roads"), *CLOSED, line("Reopened", 40), executors=("water", "roads")
	)
	assert facts.tasks["roads"].stage is Stage.REJECTED and facts.tasks["water"].stage is Stage.REWORK


@pytest.mark.parametrize("ending", ["Rejected", "Cancelled"])
def test_rejected_and_cancelled_requests_stay_so(ending):
	facts = story(line("Accepted", 1, "water"), line(ending, 2), line("Reopened", 40))
	assert (str(facts.stage), facts.reopen_count) == (ending, 0)


def test_a_line_about_a_request_that_is_not_closed_changes_nothing():
	facts = story(*DONE, line("Reopened", 40))
	assert (facts.stage, facts.reopen_count) == (Stage.AWAITING_CONFIRMATION, 0)


def test_r6_3_5_the_clock_runs_again_with_what_was_left():
	rtype = RequestType(
		"hours", "Аварійна", 2, Term(30, "Minutes"), Term(120, "Hours"), rest=Rest(least=Term(4, "Hours"))
	)
	facts = story(*CLOSED)
	advance(facts, Line(Kind.REOPENED, at(200)))
	for follows in list(resuming_lines(facts, rtype, CALENDAR)):
		advance(facts, follows)
	assert same(facts.tasks["water"].due, at(200 + 120 - 30))
	assert not facts.overdue and same(facts.first_due, at(120))


def test_a_second_reopening_counts_too_and_its_days_begin_with_the_second_closing():
	again = (line("Executed", 60, "water"), line("Closed", 70), line("Reopened", 80))
	facts = story(*CLOSED, line("Reopened", 40), line("Accepted", 41, "water"), *again)
	assert facts.reopen_count == 2
