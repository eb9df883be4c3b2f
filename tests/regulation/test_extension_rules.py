"""A new term: who may ask when, what a further request needs, and which day is one (R6.2.2, R8.2.2, R8.6)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from journal_kit import DUE, at, line, story
from regulation_kit import CALENDAR

from contact_center.regulation.extensions import Wish, check_wish, needs_head, new_due
from contact_center.regulation.facts import Kind, Line, fold
from contact_center.regulation.problems import ProblemError, ProblemKind

WISH = Wish(date(2026, 12, 5), "Чекаємо на труби")
NAMED = Wish(WISH.day, WISH.reason, "Директор Коваль", "Майстер Петренко")
BEGUN = line("Accepted", 1, "water")
ASKED = line("Term Asked", 2, "water")
LATER = DUE + timedelta(days=5)


def task_after(*lines, executors=("water",)):
	return story(*lines, executors=executors).tasks["water"]


@pytest.mark.parametrize(
	("lines", "wish", "kind"),
	[
		((), WISH, ProblemKind.EXTENSION_OF_NO_WORK),
		((BEGUN, line("Executed", 3, "water")), WISH, ProblemKind.EXTENSION_OF_NO_WORK),
		((BEGUN, ASKED), WISH, ProblemKind.EXTENSION_ASKED_ALREADY),
		((BEGUN,), Wish(WISH.day, " "), ProblemKind.EXTENSION_REASON_NEEDED),
	],
)
def test_when_no_new_term_may_be_asked_for(lines, wish, kind):
	with pytest.raises(ProblemError) as refused:
		check_wish(task_after(*lines), wish, at(2))
	assert refused.value.kind is kind


def test_work_without_a_term_has_none_to_extend():
	task = task_after(BEGUN)
	task.due = None
	with pytest.raises(ProblemError) as refused:
		check_wish(task, WISH, at(2))
	assert refused.value.kind is ProblemKind.EXTENSION_WITHOUT_TERM


def test_a_further_request_after_a_broken_term_needs_the_head_and_a_responsible_person():
	extended = (BEGUN, ASKED, line("Extended", 3, "water", due=at(150)))
	assert not needs_head(task_after(BEGUN), at(500)), "the first one needs none, even late"
	assert not needs_head(task_after(*extended), at(149)), "the new term is kept so far"
	task = task_after(*extended)
	assert needs_head(task, at(151)) and needs_head(
		task_after(*extended, line("Term Broken", 151, "water")), at(152)
	)
	for wish in (
		WISH,
		Wish(WISH.day, WISH.reason, head="Директор"),
		Wish(WISH.day, WISH.reason, responsible="Майстер"),
	):
		with pytest.raises(ProblemError) as refused:
			check_wish(task, wish, at(151))
		assert refused.value.kind is ProblemKind.EXTENSION_NEEDS_HEAD
	check_wish(task, NAMED, at(151))


def test_a_day_ends_at_the_clock_of_the_present_deadline():
	task = task_after(BEGUN)
	due = new_due(task, date(2026, 12, 5), at(2), CALENDAR)
	assert (due.date(), due.time()) == (date(2026, 12, 5), DUE.time())


@pytest.mark.parametrize(("hours", "least"), [(0, 1), (2, 2)], ids=["clock ahead", "clock over"])
def test_a_day_that_is_named_as_allowed_is_allowed(hours, least):
	"""The term ended yesterday; today's clock of the deadline is ahead, or over."""
	task, now = task_after(BEGUN), DUE + timedelta(days=1, hours=hours)
	with pytest.raises(ProblemError) as refused:
		new_due(task, DUE.date(), now, CALENDAR)
	named = date.fromisoformat(refused.value.values[0])
	assert named == DUE.date() + timedelta(days=least)
	assert new_due(task, named, now, CALENDAR) >= now
	with pytest.raises(ProblemError):
		new_due(task, named - timedelta(days=1), now, CALENDAR)


@pytest.mark.parametrize("day", [DUE.date(), DUE.date() - timedelta(days=1), date(2046, 1, 1)])
def test_a_day_that_makes_the_term_no_longer_is_refused(day):
	with pytest.raises(ProblemError) as refused:
		new_due(task_after(BEGUN), day, at(2), CALENDAR)
	assert refused.value.kind is ProblemKind.EXTENSION_DAY


def test_a_day_that_is_over_is_refused():
	long_ago = at(24 * 60)
	with pytest.raises(ProblemError):
		new_due(task_after(BEGUN), DUE.date() + timedelta(days=1), long_ago, CALENDAR)


def test_the_clock_goes_on_until_it_is_agreed():
	facts = story(BEGUN, ASKED)
	assert (facts.due, facts.tasks["water"].due, facts.extension_count) == (DUE, DUE, 0)
	assert facts.tasks["water"].extension_asked_at == at(2)


def test_the_first_deadline_stays_beside_the_new_one():
	"""R4.8."""
	facts = story(BEGUN, ASKED, line("Extended", 3, "water", due=LATER))
	task = facts.tasks["water"]
	assert (task.first_due, task.due, facts.first_due, facts.due) == (DUE, LATER, DUE, LATER)
	assert (task.extension_count, facts.extension_count, task.extension_asked_at) == (1, 1, None)


@pytest.mark.parametrize(
	"end",
	[
		line("Term Refused", 4, "water"),
		line("Executed", 4, "water"),
		line("Not Competent", 4, "water"),
		line("Redirected", 4, "water"),
		line("Cancelled", 4),
	],
	ids=lambda end: str(end.kind),
)
def test_nobody_waits_for_a_term_that_was_refused_or_whose_work_is_over(end):
	assert task_after(BEGUN, ASKED, end).extension_asked_at is None


KINDS = st.sampled_from(
	[
		"Accepted",
		"Term Asked",
		"Extended",
		"Term Refused",
		"Executed",
		"Returned",
		"Not Competent",
		"Redirected",
	]
)


@given(st.lists(st.tuples(KINDS, st.sampled_from(["water", "heat"])), max_size=25))
def test_whatever_happens_counts_and_first_deadlines_hold(acts):
	lines = [
		Line(Kind(kind), at(2 + hour), executor, due=at(200 + hour) if kind == "Extended" else None)
		for hour, (kind, executor) in enumerate(acts)
	]
	facts = story(*lines, executors=("water", "heat"))
	assert facts.extension_count == sum(each.kind is Kind.EXTENDED for each in lines)
	assert facts.first_due == DUE and all(task.first_due == DUE for task in facts.tasks.values())
	for task in facts.tasks.values():
		assert not task.extension_asked_at or task.stage.value in ("Registered", "In Progress", "Rework")
	assert facts == fold([*story_lines(lines)])


def story_lines(lines):
	from journal_kit import registered

	return [*registered("water", "heat"), *lines]
