"""What the sweep finds: R4.6, R7.1."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from regulation_kit import CALENDAR, KYIV, kyiv, same

from contact_center.regulation.clocks import TaskClock, events_due, next_deadline
from contact_center.regulation.facts import Kind
from contact_center.regulation.stages import OPEN, Stage
from contact_center.regulation.terms import Alert, AlertClock, RequestType, Term
from contact_center.regulation.working_calendar import WorkingCalendar

SENT = kyiv("2026-11-23 10:00")
SECOND = timedelta(seconds=1)
ALERTS = (
	Alert("Acceptance", 30, "Minutes", "Before", "Executor"),
	Alert("Acceptance", 0, "Minutes", "After", "Operator"),
	Alert("Execution", 1, "Calendar Days", "Before", "Executor"),
	Alert("Execution", 0, "Minutes", "After", "Operator"),
	Alert("Execution", 1, "Calendar Days", "After", "Management"),
)
FRESH = TaskClock(
	stage=Stage.REGISTERED,
	accept_by=kyiv("2026-11-23 12:00"),
	due=kyiv("2026-11-28 23:59:59"),
	swept_until=SENT,
	alerts=ALERTS,
)
ACCEPTED = replace(FRESH, stage=Stage.IN_PROGRESS, accepted_at=kyiv("2026-11-23 11:00"))
LATE = replace(ACCEPTED, overdue=True, swept_until=kyiv("2026-11-29 00:00"))


def found(clock, now):
	return [
		(str(event.kind), event.audience and str(event.audience)) for event in events_due(clock, kyiv(now))
	]


@pytest.mark.parametrize(
	"clock, now, expected",
	[
		pytest.param(FRESH, "2026-11-23 11:29:59", [], id="nothing yet"),
		pytest.param(FRESH, "2026-11-23 11:30", [("Warned", "Executor")], id="half an hour left"),
		pytest.param(FRESH, "2026-11-23 12:00", [("Warned", "Executor")], id="at the deadline: kept"),
		pytest.param(
			FRESH,
			"2026-11-23 12:00:01",
			[("Acceptance Missed", None), ("Escalated", "Operator")],
			id="missed, the stale warning stays silent",
		),
		pytest.param(
			replace(FRESH, accepted_late=True, swept_until=kyiv("2026-11-23 12:05")),
			"2026-11-23 14:00",
			[],
			id="a miss on record is not reported again",
		),
		pytest.param(ACCEPTED, "2026-11-23 14:00", [], id="accepted: the clock of acceptance is silent"),
		pytest.param(ACCEPTED, "2026-11-27 23:59:59", [("Warned", "Executor")], id="a day left"),
		pytest.param(ACCEPTED, "2026-11-28 23:59:59", [("Warned", "Executor")], id="the last second is kept"),
		pytest.param(
			ACCEPTED, "2026-11-29 00:00", [("Term Broken", None), ("Escalated", "Operator")], id="broken"
		),
		pytest.param(LATE, "2026-11-29 12:00", [], id="between escalations"),
		pytest.param(LATE, "2026-11-30 00:00", [("Escalated", "Management")], id="a day late"),
		pytest.param(
			replace(ACCEPTED, due=None, alerts=ALERTS),
			"2036-01-01 00:00",
			[],
			id="R4.5 no fixed term is never broken",
		),
	],
)
def test_r4_6_what_has_fallen(clock, now, expected):
	assert found(clock, now) == expected


@pytest.mark.parametrize("stage", sorted(set(Stage) - OPEN))
def test_nothing_sounds_once_the_work_is_reported_or_over(stage):
	clock = replace(FRESH, stage=stage)
	assert events_due(clock, kyiv("2027-01-01 00:00")) == ()
	assert next_deadline(clock, SENT) is None


def test_r7_1_rework_runs_on_the_same_term():
	assert ("Term Broken", None) in found(replace(ACCEPTED, stage=Stage.REWORK), "2026-11-29 00:00")


def test_events_come_in_order_with_moment_and_deadline():
	events = events_due(FRESH, kyiv("2026-12-15 10:00"))
	assert [str(event.kind) for event in events] == [
		"Acceptance Missed",
		"Escalated",
		"Term Broken",
		"Escalated",
		"Escalated",
	]
	assert [str(event.clock) for event in events] == ["Acceptance"] * 2 + ["Execution"] * 3
	assert same(events[0].moment, FRESH.accept_by)
	assert same(events[-1].moment, kyiv("2026-11-29 23:59:59"))
	assert {event.deadline for event in events[2:]} == {FRESH.due}


def test_an_alert_that_would_have_fallen_before_the_task_was_sent_stays_silent():
	"""A day's warning on a term of two hours."""
	sos = replace(FRESH, due=kyiv("2026-11-23 12:00"), alerts=ALERTS[2:3])
	assert events_due(sos, kyiv("2026-11-23 10:01")) == ()
	assert found(replace(sos, swept_until=None), "2026-11-23 10:01") == [("Warned", "Executor")]


def test_r6_2_2_an_extension_warns_again_before_the_new_term():
	extended = replace(LATE, due=kyiv("2026-12-10 23:59:59"), swept_until=kyiv("2026-12-01 10:00"))
	assert found(extended, "2026-12-10 10:00") == [("Warned", "Executor")]


def test_next_deadline_walks_through_a_tasks_life():
	moments = []
	clock, moment = FRESH, SENT
	while (moment := next_deadline(clock, moment)) is not None:
		events = events_due(clock, moment)
		assert events, f"nothing to do at {moment}"
		moments.append(f"{moment:%d %H:%M:%S}")
		kinds = {str(event.kind) for event in events}
		clock = replace(
			clock,
			swept_until=moment,
			accepted_late=clock.accepted_late or "Acceptance Missed" in kinds,
			overdue=clock.overdue or "Term Broken" in kinds,
		)
	assert moments == ["23 11:30:00", "23 12:00:01", "27 23:59:59", "29 00:00:00", "30 00:00:00"]


def test_a_miss_of_the_past_that_is_not_on_record_is_due_at_once():
	"""An import of old requests: the sweep must find them, though their deadlines are long over."""
	now = kyiv("2027-01-01 00:00")
	imported = replace(ACCEPTED, swept_until=now)
	assert next_deadline(imported, now) <= now
	assert found(imported, "2027-01-01 00:00") == [("Term Broken", None)]
	assert next_deadline(replace(imported, overdue=True), now) is None


def test_r4_7_sos_on_the_night_the_clock_goes_back():
	clock = TaskClock(
		Stage.IN_PROGRESS,
		due=kyiv("2026-10-25 03:59", fold=1),
		accepted_at=kyiv("2026-10-25 03:05"),
		swept_until=kyiv("2026-10-25 02:59"),
		alerts=(Alert("Execution", 30, "Minutes", "Before", "Executor"),),
	)
	assert events_due(clock, kyiv("2026-10-25 03:45", fold=0)) == ()
	(warning,) = events_due(clock, kyiv("2026-10-25 03:30", fold=1))
	assert same(warning.moment, kyiv("2026-10-25 03:29", fold=1))
	assert events_due(clock, kyiv("2026-10-25 04:00"))[0].kind == "Term Broken"
	assert same(next_deadline(clock, clock.due), kyiv("2026-10-25 03:59:01", fold=1))


def test_r4_7_moments_without_zone_are_refused():
	with pytest.raises(ValueError):
		events_due(FRESH, datetime(2026, 11, 23, 12))
	with pytest.raises(ValueError):
		next_deadline(FRESH, datetime(2026, 11, 23, 12))


@pytest.mark.parametrize(("seconds", "misses"), [(0, ["Term Broken"]), (1, [])])
def test_r7_1_a_term_broken_before_it_was_sent_is_not_this_executors_miss(seconds, misses):
	"""Sent at the second of the deadline it is the executor's still; a second later, no longer."""
	sent = ACCEPTED.due + timedelta(seconds=seconds)
	clock = replace(ACCEPTED, sent_at=sent, swept_until=sent, alerts=())
	assert [event.kind for event in events_due(clock, kyiv("2026-12-01 00:00"))] == misses


def test_r4_6_management_is_alerted_of_a_broken_term_whenever_the_task_was_sent():
	sent = kyiv("2026-11-29 10:00")
	clock = replace(ACCEPTED, sent_at=sent, swept_until=sent)
	assert found(clock, "2026-12-01 00:00") == [("Escalated", "Management")]


def test_the_next_deadline_is_not_one_that_was_swept_already():
	swept = replace(FRESH, swept_until=kyiv("2026-11-23 11:45"))
	assert same(next_deadline(swept, SENT), kyiv("2026-11-23 12:00:01"))


def test_r4_7_the_next_deadline_is_the_earlier_instant_of_the_repeated_hour():
	clock = TaskClock(
		Stage.REGISTERED,
		accept_by=kyiv("2026-10-25 03:40", fold=0),
		due=kyiv("2026-10-25 03:10", fold=1),
	)
	assert same(next_deadline(clock, kyiv("2026-10-25 02:00")), kyiv("2026-10-25 03:40:01", fold=0))


A_DAY_BEFORE = Alert("Execution", 1, "Calendar Days", "Before", "Executor")


@pytest.mark.parametrize(
	("due", "warned"),
	[
		pytest.param("2026-11-26 23:59:59", "2026-11-25 16:30", id="not at midnight"),
		pytest.param("2026-11-29 23:59:59", "2026-11-27 15:30", id="not on a Saturday"),
		pytest.param("2026-11-26 12:00", "2026-11-25 12:00", id="in working hours it stays"),
		pytest.param("2026-11-26 08:00", "2026-11-24 16:30", id="not before the opening"),
	],
)
def test_r4_6_a_warning_of_a_term_in_days_comes_in_working_hours_before_its_moment(due, warned):
	"""With an hour of work left to read it."""
	clock = TaskClock(
		Stage.IN_PROGRESS,
		due=kyiv(due),
		accepted_at=kyiv("2026-11-23 10:00"),
		swept_until=kyiv("2026-11-23 10:00"),
		alerts=(A_DAY_BEFORE,),
		calendar=CALENDAR,
		in_hours=frozenset({AlertClock.EXECUTION}),
	)
	assert next_deadline(clock, kyiv("2026-11-23 10:00")) == kyiv(warned)
	[event] = events_due(clock, kyiv(warned))
	assert (event.kind, event.moment) == (Kind.WARNED, kyiv(warned))
	assert (
		events_due(replace(clock, in_hours=frozenset()), kyiv(warned)) == () or warned == "2026-11-25 12:00"
	)


@pytest.mark.parametrize(
	("accept", "done", "round_the_clock", "in_hours"),
	[
		("Hours", "Calendar Days", False, {AlertClock.EXECUTION}),
		("Hours", "Calendar Days", True, set()),
		("Minutes", "Hours", False, set()),
		("Working Hours", "No Fixed Term", False, {AlertClock.ACCEPTANCE, AlertClock.EXECUTION}),
	],
)
def test_r4_6_terms_in_hours_and_types_round_the_clock_warn_at_any_time(
	accept, done, round_the_clock, in_hours
):
	rtype = RequestType("x", "Х", 1, Term(2, accept), Term(5, done), round_the_clock=round_the_clock)
	assert rtype.warned_in_hours == in_hours


def test_escalations_come_at_their_moment():
	late = Alert("Execution", 1, "Calendar Days", "After", "Management")
	assert late.moment_in_hours(kyiv("2026-11-27 23:59:59"), CALENDAR) == kyiv("2026-11-28 23:59:59")


def test_where_nobody_works_a_warning_comes_at_its_moment():
	assert A_DAY_BEFORE.moment_in_hours(kyiv("2026-11-29 12:00"), WorkingCalendar(KYIV, {})) == kyiv(
		"2026-11-28 12:00"
	)
