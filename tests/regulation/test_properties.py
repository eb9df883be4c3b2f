"""What must hold for every input, not only for the tables'."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st
from regulation_kit import CALENDAR, KYIV, kyiv

from contact_center.regulation.clocks import TaskClock, events_due, next_deadline
from contact_center.regulation.facts import Kind, Line, fold
from contact_center.regulation.moments import at_wall, is_late, late_from, utc
from contact_center.regulation.stages import EXECUTED, OPEN, Stage
from contact_center.regulation.terms import (
	Alert,
	AlertClock,
	AlertWhen,
	Audience,
	DayEnd,
	Term,
	Unit,
	deadline,
)

# The same examples on every run: a red build means a changed rule, not a lucky draw.
settings.register_profile("regulation", derandomize=True, max_examples=300, deadline=None, database=None)
EVERY = settings.get_profile("regulation")

FIRST = datetime(2026, 1, 1, tzinfo=timezone.utc)
# One year around both clock changes, and often the very nights of them.
MOMENTS = st.one_of(
	st.integers(0, 366 * 86400).map(lambda s: FIRST + timedelta(seconds=s)),
	st.integers(-7200, 7200).map(
		lambda s: datetime(2026, 3, 29, 1, tzinfo=timezone.utc) + timedelta(seconds=s)
	),
	st.integers(-7200, 7200).map(
		lambda s: datetime(2026, 10, 25, 1, tzinfo=timezone.utc) + timedelta(seconds=s)
	),
).map(lambda moment: moment.astimezone(KYIV))
DATES = st.dates(date(2020, 1, 1), date(2040, 1, 1))
DAY_TERMS = st.builds(
	Term,
	st.integers(1, 400),
	st.sampled_from([Unit.CALENDAR_DAYS, Unit.WORKING_DAYS]),
	st.sampled_from(DayEnd),
	st.booleans(),
)
EXACT_TERMS = st.builds(Term, st.integers(1, 5000), st.sampled_from([Unit.MINUTES, Unit.HOURS]))


@EVERY
@given(MOMENTS, EXACT_TERMS)
def test_r4_7_minutes_and_hours_are_exact_across_clock_changes(start, term):
	seconds = term.amount * {Unit.MINUTES: 60, Unit.HOURS: 3600}[term.unit]
	assert utc(deadline(start, term, CALENDAR)) - utc(start) == timedelta(seconds=seconds)


@EVERY
@given(MOMENTS, MOMENTS, st.one_of(DAY_TERMS, EXACT_TERMS))
def test_r4_a_later_start_has_no_earlier_deadline(one, other, term):
	"""To the day for any term; to the second unless several days fall on one working day at the same minute,
	or the two started in different passes of the repeated hour and the term keeps the wall clock."""
	earlier, later = sorted((one, other), key=utc)
	ends = [deadline(start, term, CALENDAR) for start in (earlier, later)]
	assert ends[0].date() <= ends[1].date()
	merges = term.rolls_off_non_working or term.unit is Unit.WORKING_DAYS
	by_wall = earlier.replace(tzinfo=None) <= later.replace(tzinfo=None)
	if term.unit not in (Unit.CALENDAR_DAYS, Unit.WORKING_DAYS) or term.day_end is DayEnd.END_OF_DAY:
		assert utc(ends[0]) <= utc(ends[1])
	elif by_wall and not merges:
		assert utc(ends[0]) <= utc(ends[1])


@EVERY
@given(MOMENTS, st.one_of(DAY_TERMS, EXACT_TERMS))
def test_r4_6_a_deadline_exists_lies_ahead_and_a_longer_term_ends_no_earlier(start, term):
	end = deadline(start, term, CALENDAR)
	assert utc(end) > utc(start)
	assert end.astimezone(timezone.utc).astimezone(KYIV).replace(tzinfo=None) == end.replace(tzinfo=None)
	longer = replace(term, amount=term.amount + 1)
	assert utc(deadline(start, longer, CALENDAR)) >= utc(end)


@EVERY
@given(MOMENTS, DAY_TERMS)
def test_r4_6_a_term_that_rolls_off_ends_on_a_working_day(start, term):
	end = deadline(start, replace(term, rolls_off_non_working=True), CALENDAR)
	assert CALENDAR.is_working_day(end.date())
	if term.day_end is DayEnd.END_OF_DAY:
		assert (end.hour, end.minute, end.second) == (23, 59, 59)


@EVERY
@given(DATES, st.integers(0, 60), st.integers(0, 60))
def test_r4_6_working_days_add_up(day, first, second):
	reached = CALENDAR.add_working_days(day, first)
	assert CALENDAR.is_working_day(reached)
	if first and second:
		assert CALENDAR.add_working_days(reached, second) == CALENDAR.add_working_days(day, first + second)
	between = (reached - day).days
	worked = sum(CALENDAR.is_working_day(day + timedelta(days=n)) for n in range(1, between + 1))
	assert worked == first or (first == 0 and worked <= 1)


@EVERY
@given(MOMENTS)
def test_r3_2_the_next_opening_is_open_and_nothing_opens_before(moment):
	opening = CALENDAR.next_opening(moment)
	assert CALENDAR.is_open(opening)
	assert utc(opening) >= utc(moment)
	if utc(opening) > utc(moment):
		assert not CALENDAR.is_open(moment)
		assert not CALENDAR.is_open(utc(opening) - timedelta(seconds=1))


@EVERY
@given(DATES, st.times())
def test_r4_7_every_wall_time_means_an_existing_moment(day, clock):
	moment = at_wall(day, clock, KYIV)
	back = moment.astimezone(timezone.utc).astimezone(KYIV)
	assert back.replace(tzinfo=None) == moment.replace(tzinfo=None)
	assert moment.date() == day
	assert moment.time() >= clock
	passes = [moment.replace(fold=fold).utcoffset() for fold in (0, 1)]
	assert moment.fold == (passes[0] != passes[1])  # the second pass, where there are two


@EVERY
@given(MOMENTS, MOMENTS)
def test_r7_1_late_begins_with_the_second_after_the_deadline(moment, end):
	assert is_late(moment, end) is (utc(moment) >= utc(late_from(end)))
	assert not is_late(end, end)
	assert is_late(late_from(end), end)


HOURS = st.integers(0, 400)
EXECUTORS = st.sampled_from(["water", "heat", None])
START = kyiv("2026-10-20 10:00")


def _line(kind, executor, due):
	sent = kind is Kind.SENT
	return Line(
		kind,
		START,
		(executor or "water") if sent else executor,
		accept_by=START + timedelta(hours=2) if sent else None,
		due=START + timedelta(hours=due),
		lead=sent and executor != "heat",
	)


LINES = st.lists(st.builds(_line, st.sampled_from(Kind), EXECUTORS, HOURS), max_size=25)


def _journal(lines):
	"""Registered and sent to both, then anything at all, in the order of time."""
	head = [Line(Kind.REGISTERED, START, accept_by=START, due=START + timedelta(days=5))]
	head += [_line(Kind.SENT, executor, 120) for executor in ("water", "heat")]
	return head + [replace(line, moment=START + n * timedelta(hours=7)) for n, line in enumerate(lines)]


@EVERY
@given(LINES)
def test_r7_1_no_line_ever_unsets_lateness_lowers_a_count_or_moves_the_first_deadline(lines):
	journal = _journal(lines)
	before = fold(journal[:3])
	for end in range(4, len(journal) + 1):
		after = fold(journal[:end])
		assert after.first_due == before.first_due
		for late in ("accepted_late", "overdue", "return_count", "redirect_count", "callback_count"):
			assert getattr(after, late) >= getattr(before, late)
		for executor, task in before.tasks.items():
			now = after.tasks[executor]
			assert now.first_due == task.first_due
			assert (now.accepted_late, now.overdue) >= (task.accepted_late, task.overdue)
			assert now.accepted_late >= task.accepted_late and now.overdue >= task.overdue
			assert now.return_count >= task.return_count
		before = after


@EVERY
@given(LINES)
def test_a_requests_facts_agree_with_its_tasks(lines):
	facts = fold(_journal(lines))
	tasks = [task for task in facts.tasks.values() if task.stage not in (Stage.REJECTED, Stage.CANCELLED)]
	assert facts.overdue >= any(task.overdue for task in facts.tasks.values())
	assert facts.accepted_late >= any(task.accepted_late for task in facts.tasks.values())
	assert (facts.closed_at is not None) == (facts.stage is Stage.CLOSED)
	if facts.stage is Stage.AWAITING_CONFIRMATION:
		assert facts.executed_at and tasks and all(task.stage in EXECUTED for task in tasks)
	if facts.stage in OPEN:
		assert facts.executed_at is None


ALERTS = st.builds(
	Alert,
	st.sampled_from(AlertClock),
	st.integers(0, 50),
	st.sampled_from([Unit.MINUTES, Unit.HOURS, Unit.CALENDAR_DAYS]),
	st.sampled_from(AlertWhen),
	st.sampled_from(Audience),
)
CLOCKS = st.builds(
	TaskClock,
	stage=st.sampled_from(sorted(OPEN)),
	accept_by=st.none() | MOMENTS,
	due=st.none() | MOMENTS,
	accepted_at=st.none() | MOMENTS,
	accepted_late=st.booleans(),
	overdue=st.booleans(),
	swept_until=MOMENTS,
	alerts=st.lists(ALERTS, max_size=4).map(tuple),
)


@EVERY
@given(CLOCKS)
def test_r4_6_the_sweep_sleeps_exactly_until_there_is_something_to_do(clock):
	wake = next_deadline(clock, clock.swept_until)
	if wake is None:
		assert events_due(clock, kyiv("2030-01-01 00:00")) == ()
	else:
		assert events_due(clock, wake)
		assert events_due(clock, utc(wake) - timedelta(microseconds=1)) == ()


@EVERY
@given(CLOCKS, st.lists(MOMENTS, min_size=1, max_size=6))
def test_r4_6_each_event_is_found_once_however_often_the_sweep_looks(clock, looks):
	found = []
	for now in sorted({utc(look) for look in looks}):
		if now < utc(clock.swept_until):
			continue
		events = events_due(clock, now)
		found += events
		kinds = {event.kind for event in events}
		clock = replace(
			clock,
			swept_until=now,
			accepted_late=clock.accepted_late or Kind.ACCEPTANCE_MISSED in kinds,
			overdue=clock.overdue or Kind.TERM_BROKEN in kinds,
		)
	misses = [event.kind for event in found if event.audience is None]
	assert len(misses) == len(set(misses))
	alerts = [event for event in found if event.audience is not None]
	assert len(alerts) <= len(clock.alerts)
