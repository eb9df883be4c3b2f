"""R4.8, R6.3.5: «overdue» is said of the term in force; that a term was ever broken stays beside it for ever."""

import pytest
from journal_kit import at, line, story

from contact_center.regulation.facts import RequestFacts

TWO = ("water", "roads")
BROKEN = line("Term Broken", 121, "water")
AGREED = line("Extended", 122, "water", due=at(200))


def marks(facts: RequestFacts, executor: str = "water") -> tuple[bool, bool, bool, bool]:
	"""(request's overdue, its overdue_now, task's overdue, task's overdue now)."""
	task = facts.tasks[executor]
	return facts.overdue, facts.overdue_now, task.overdue, task.broken_term_on_record


def test_a_broken_term_is_both():
	assert marks(story(BROKEN)) == (True, True, True, True)


def test_a_newly_agreed_term_is_not_overdue_and_the_breach_stays():
	assert marks(story(BROKEN, AGREED)) == (True, False, True, False)


def test_the_agreed_term_can_be_broken_too():
	assert marks(story(BROKEN, AGREED, line("Term Broken", 201, "water"))) == (True, True, True, True)


def test_the_rest_after_a_return_is_not_overdue_until_it_ends():
	returned = (
		line("Executed", 130, "water"),
		line("Returned", 140),
		line("Resumed", 140, "water", due=at(150)),
	)
	assert marks(story(BROKEN, *returned)) == (True, False, True, False)
	assert marks(story(BROKEN, *returned, line("Term Broken", 151, "water"))) == (True, True, True, True)


def test_a_result_reported_late_stays_overdue_while_it_waits_and_once_it_is_closed():
	late = line("Executed", 130, "water")
	for facts in (story(late), story(late, line("Closed", 131))):
		assert marks(facts) == (True, True, True, True)


def test_a_result_reported_within_its_agreed_term_is_not_overdue():
	assert marks(story(BROKEN, AGREED, line("Executed", 199, "water"), line("Closed", 300))) == (
		True,
		False,
		True,
		False,
	)


def test_a_term_agreed_for_one_of_two_alone_leaves_the_requests_own_broken():
	both = (BROKEN, line("Term Broken", 121, "roads"))
	facts = story(*both, line("Extended", 122, "roads", due=at(200)), executors=TWO)
	assert marks(facts, "roads") == (True, True, True, False)
	assert marks(facts, "water") == (True, True, True, True)


def test_another_executors_breach_shows_on_the_request_while_that_executor_counts():
	facts = story(line("Term Broken", 100, "roads"), executors=TWO)
	assert marks(facts, "water") == (True, True, False, False)
	facts = story(line("Term Broken", 100, "roads"), line("Not Competent", 101, "roads"), executors=TWO)
	assert marks(facts, "water") == (True, False, False, False)


def test_the_next_executor_of_a_late_request_is_not_late_and_the_request_is():
	handed = (line("Redirected", 122, "water"), line("Sent", 122, "heat", lead=True, due=at(120)))
	assert marks(story(BROKEN, *handed), "heat") == (True, True, False, False)


@pytest.mark.parametrize("executors", [("water",), TWO])
def test_a_term_of_the_whole_request_that_breaks_is_of_all_who_owe_work(executors):
	assert marks(story(line("Term Broken", 121), executors=executors)) == (True, True, True, True)
