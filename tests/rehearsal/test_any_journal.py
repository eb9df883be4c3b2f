"""Whatever stands in a journal, in whatever order, classes of journals and single journals come to the same."""

import random
from datetime import datetime, timedelta, timezone

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from rehearsal_kit import as_numbers, policy

from contact_center.regulation.facts import Kind, Line
from contact_center.rehearsal.engine.fast_replay import (
	MISSES,
	REQUEST_MOMENTS,
	REQUEST_NUMBERS,
	STAGE_CODE,
	TASK_MOMENTS,
	TASK_NUMBERS,
	decide,
)
from contact_center.rehearsal.engine.replay import replay, with_terms
from contact_center.rehearsal.engine.trial import policy_terms
from contact_center.rehearsal.reading.columns import KIND_CODE, NOBODY, Journal
from contact_center.rehearsal.reading.instants import NONE, moment, seconds

settings.register_profile("rehearsal", derandomize=True, max_examples=200, deadline=None, database=None)
EVERY = settings.get_profile("rehearsal")

START = int(datetime(2026, 10, 24, 20, tzinfo=timezone.utc).timestamp())
UNTIL = START + 20 * 86_400
EXECUTORS = ("water", "heat", "gas")
HOUR = 3600
WITH_DAY = (Kind.EXTENDED, Kind.STAGE_PLANNED, Kind.STAGE_AGREED)

LINE = st.tuples(
	st.sampled_from(Kind),
	st.sampled_from([NOBODY, 0, 0, 1, 2]),
	st.booleans(),
	st.sampled_from([0, 0, 1, 1800, HOUR, 2 * HOUR, 30 * HOUR, 5 * 24 * HOUR, -HOUR]),
	st.sampled_from([None, 10, 200]),
	st.sampled_from([0, 0, 1, 2]),
	st.sampled_from([0, 1, 1, 2]),
)
JOURNAL = st.lists(LINE, max_size=14)
REGISTERED = [(Kind.REGISTERED, NOBODY, False, 0, None, 0, 0), (Kind.SENT, 0, True, 0, None, 0, 0)]
CASES = st.lists(st.tuples(st.integers(0, 4), st.booleans(), JOURNAL), min_size=1, max_size=6)


@EVERY
@given(CASES)
def test_r7_1_r4_8_random_journals_have_the_facts_of_the_scalar_rules(cases):
	stories = [REGISTERED + lines if begun else lines for _type, begun, lines in cases]
	compare(stories, np.array([number for number, _begun, _lines in cases]))


WORK = st.tuples(
	st.sampled_from(
		[
			*(Kind.EXTENDED, Kind.EXTENDED, Kind.RETURNED, Kind.EXECUTED, Kind.ACCEPTED, Kind.SENT),
			*(Kind.NOT_COMPETENT, Kind.REDIRECTED, Kind.CLOSED, Kind.REOPENED, Kind.RELEASED),
			*(Kind.STAGE_AGREED, Kind.STAGE_DONE),
		]
	),
	st.sampled_from([NOBODY, 0, 0, 1, 2]),
	st.booleans(),
	st.sampled_from([0, 1, 1800, 2 * HOUR, 30 * HOUR, 5 * 24 * HOUR]),
	st.sampled_from([None, 10, 150, 200, 400]),
	st.sampled_from([0, 0, 0, 1]),
	st.sampled_from([1, 2, 2]),
)
"""What several executors do, and new terms of theirs alone: whose is longer decides."""


@EVERY
@given(st.integers(0, 4), st.lists(WORK, max_size=10), st.integers(0, 1 << 30))
def test_journals_that_nearly_are_one_have_each_their_own_facts(rtype, lines, seed):
	"""Alike in kinds and executors, a little apart in moments and days: most of them are one class, and some are not."""
	dice = random.Random(seed)
	second = (Kind.SENT, 1, False, 0, None, 0, 0)
	stories = [[*REGISTERED, second, *(moved(line, dice) for line in lines)] for _ in range(12)]
	compare(stories, np.full(len(stories), rtype))


def test_r6_2_2_which_of_two_terms_is_longer_is_asked_of_each_request():
	"""A return gave the second executor until the 360th hour: the lead's new term is the request's where it is longer."""
	story = [
		*REGISTERED,
		(Kind.SENT, 1, False, 0, None, 0, 0),
		(Kind.EXECUTED, 1, False, 30 * HOUR, None, 0, 0),
		(Kind.RETURNED, 1, False, 240 * HOUR, None, 0, 0),
	]
	stories = [[*story, (Kind.EXTENDED, 0, False, HOUR, due, 0, 0)] for due in (60, 150, 70, 160)]
	compare(stories, np.full(4, 2))


def moved(line, dice):
	"""The line a little earlier or later, an agreed day too."""
	kind, executor, lead, later, due, task, stage = line
	later += dice.choice([0, 0, 0, 1, 60, HOUR]) if later > 0 else 0
	due = due and due + dice.choice([0, 0, 1, 5, 30, 100])
	return kind, executor, lead, later, due, task, stage


def compare(stories, types):
	"""Compare what the columns say of the stories with what the scalar rules say of each."""
	received = np.full(len(stories), START)
	journal = as_columns(stories)
	terms = policy_terms(journal, policy(), types, received)
	fates = decide(journal, len(stories), terms, UNTIL, policy().calendar)
	zone, rtypes = policy().calendar.zone, list(policy().types.values())
	refused = []
	for request in range(len(stories)):
		rows = np.flatnonzero(journal.request == request)
		lines = [as_line(journal, row, zone, place) for place, row in enumerate(rows)]
		lines = with_terms(lines, rtypes[types[request]], moment(START, zone), policy().calendar)
		done = replay(lines, moment(UNTIL, zone), rtypes[types[request]], policy().calendar)
		same_request(fates, request, done.facts)
		same_tasks(fates, request, done)
		same_lists(fates, request, done, rows)
		refused += journal.line[rows[done.refused]].tolist()
	assert fates.refused.tolist() == sorted(refused)


def as_columns(stories):
	rows = []
	for request, story in enumerate(stories):
		at = START
		for kind, executor, lead, later, due, task, stage in story:
			at += later
			if kind is Kind.SENT and executor == NOBODY:
				executor = 1
			agreed = at + due * HOUR if kind in WITH_DAY and due else NONE
			rows.append(
				(request, KIND_CODE[kind], executor, lead, at, agreed, len(rows) + 2, len(rows), task, stage)
			)
	columns = list(zip(*rows, strict=True)) or [()] * 10
	dtypes = (np.int64, np.uint8, np.int64, bool, np.int64, np.int64, np.int64, np.int64, np.uint8, np.uint8)
	return Journal(*(np.array(column, dtype) for column, dtype in zip(columns, dtypes, strict=True)))


def as_line(journal, row, zone, place):
	executor = None if journal.executor[row] == NOBODY else EXECUTORS[journal.executor[row]]
	kind = list(KIND_CODE)[journal.kind[row]]
	at, due = moment(journal.at[row], zone), moment(journal.due[row], zone)
	task = key(executor, journal.task[row]) if executor else None
	return Line(
		kind,
		at,
		executor,
		due=due,
		lead=bool(journal.lead[row]),
		task=task,
		grounds=(str(place),),
		work_stage=str(journal.stage[row]) if journal.stage[row] else None,
	)


def key(executor, task):
	"""The name of a task among the facts."""
	return f"{executor} {task}" if executor and task else executor


def same_request(fates, request, facts):
	expected = {**as_numbers(facts, REQUEST_MOMENTS + REQUEST_NUMBERS), "stage": STAGE_CODE[facts.stage]}
	assert {name: int(fates.requests[name][request]) for name in expected} == expected


def same_tasks(fates, request, done):
	columns, found = fates.tasks, {}
	for row in np.flatnonzero(columns["request"] == request):
		names = ("stage", *TASK_MOMENTS, *TASK_NUMBERS, *MISSES)
		own = key(EXECUTORS[columns["executor"][row]], columns["task"][row])
		found[own] = {name: int(columns[name][row]) for name in names}
	assert list(found) == list(done.facts.tasks)
	for own, task in done.facts.tasks.items():
		expected = {**as_numbers(task, TASK_MOMENTS + TASK_NUMBERS), "stage": STAGE_CODE[task.stage]}
		for name, kind in MISSES.items():
			missed = [miss.deadline for miss in done.misses if (miss.task, miss.kind) == (own, kind)]
			expected[name] = seconds(missed[0] if missed else None)
		assert found[own] == expected


def same_lists(fates, request, done, rows):
	"""Every broken term (R4.8), and every return with the line that has its grounds (R6.3.3)."""
	broken = [
		(done.facts.tasks[miss.task].executor, seconds(miss.deadline))
		for miss in done.misses
		if miss.task and miss.kind is Kind.TERM_BROKEN
	]
	assert sorted(of_executors(fates.broken, "at", request)) == sorted(broken)
	returned = [("", int(rows[place])) for place in map(int, done.facts.grounds)]
	returned += [(done.facts.tasks[task].executor, int(rows[place])) for place, task in done.returned]
	assert sorted(of_executors(fates.returned, "grounds", request)) == sorted(returned)
	assert sum(not executor for executor, _row in returned) == done.facts.return_count


def of_executors(columns, name, request):
	which = columns["request"] == request
	names = (*EXECUTORS, "")  # the last for NOBODY
	pairs = zip(columns["executor"][which].tolist(), columns[name][which].tolist(), strict=True)
	return [(names[who], value) for who, value in pairs]


def test_a_journal_that_never_ends_and_a_crowd_of_executors_are_followed_too():
	zone = policy().calendar.zone
	back_and_forth = [
		(Kind.EXECUTED, 0, False, HOUR, None, 0, 0),
		(Kind.RETURNED, NOBODY, False, HOUR, None, 0, 0),
	]
	back_and_forth *= 60
	crowd = [(Kind.SENT, number, False, 60, None, 0, 0) for number in range(20)]
	journal = as_columns([REGISTERED + back_and_forth, crowd])
	terms = policy_terms(journal, policy(), np.array([2, 2]), np.full(2, START))
	fates = decide(journal, 2, terms, UNTIL, policy().calendar)
	assert fates.requests["return_count"].tolist() == [60, 0]
	assert (fates.tasks["request"] == 1).sum() == 20
	assert moment(int(fates.requests["registered_at"][0]), zone) == moment(START, zone)


def test_warnings_and_misses_of_a_former_policy_count_for_nothing():
	"""Lines that a sweep wrote are decided again: under a longer term nothing was missed."""
	at = moment(START, policy().calendar.zone)
	lines = [
		Line(Kind.REGISTERED, at),
		Line(Kind.SENT, at, "water", lead=True),
		Line(Kind.ACCEPTANCE_MISSED, at, "water"),
		Line(Kind.TERM_BROKEN, at, "water"),
		Line(Kind.EXECUTED, at + timedelta(hours=1), "water"),
		Line(Kind.CLOSED, at + timedelta(hours=2)),
	]
	rtype, calendar = policy().types["ordinary"], policy().calendar
	done = replay(with_terms(lines, rtype, at, calendar), at + timedelta(days=9), rtype, calendar)
	assert not (done.facts.accepted_late or done.facts.overdue or done.misses)


def test_r7_2_a_request_that_all_declined_breaks_its_term_all_the_same():
	at = moment(START, policy().calendar.zone)
	lines = [
		Line(Kind.REGISTERED, at),
		Line(Kind.SENT, at, "water", lead=True),
		Line(Kind.NOT_COMPETENT, at + timedelta(minutes=10), "water"),
	]
	rtype, calendar = policy().types["emergency"], policy().calendar
	lines = with_terms(lines, rtype, at, calendar)
	zone, day = calendar.zone, 24 * HOUR
	assert not replay(lines, moment(START + day, zone), rtype, calendar).facts.overdue
	late = replay(lines, moment(START + day + 1, zone), rtype, calendar).facts
	assert late.overdue and not late.tasks["water"].overdue
