"""R7.2, R8.1.6: several executors with a lead: whatever they do, the work is done once all who still count have reported."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from journal_kit import at, line, story
from regulation_kit import CALENDAR, kyiv, same

from contact_center.regulation import acts
from contact_center.regulation.facts import Kind, Line, RequestFacts, advance, fold
from contact_center.regulation.moments import utc
from contact_center.regulation.problems import ProblemError, ProblemKind
from contact_center.regulation.releasing import check_release, may_be_released
from contact_center.regulation.resuming import resuming_lines
from contact_center.regulation.stages import DROPPED, EXECUTED, OPEN, Stage
from contact_center.regulation.terms import RequestType, Rest, Term

THREE = ("water", "roads", "heat")
WORK = {Stage.IN_PROGRESS, Stage.REWORK}


def accepted(*executors: str) -> list[Line]:
	return [line("Accepted", 1, each) for each in executors]


def reported(*executors: str) -> list[Line]:
	return [line("Executed", 2 + place, each) for place, each in enumerate(executors)]


def test_the_lead_that_reports_first_waits_for_the_others():
	facts = story(*accepted(*THREE), *reported("water"), executors=THREE)
	assert (facts.stage, facts.executed_at) == (Stage.IN_PROGRESS, None)
	facts = story(*accepted(*THREE), *reported("water", "roads", "heat"), executors=THREE)
	assert (facts.stage, facts.executed_at) == (Stage.AWAITING_CONFIRMATION, at(4))


def test_the_others_do_not_make_it_done_without_the_lead():
	facts = story(*accepted(*THREE), *reported("roads", "heat"), executors=THREE)
	assert facts.stage is Stage.IN_PROGRESS


def test_the_release_of_the_last_who_owes_work_makes_it_done_at_that_moment():
	lines = (*accepted(*THREE), *reported("water", "roads"), line("Released", 9, "heat"))
	facts = story(*lines, executors=THREE)
	assert (facts.stage, facts.executed_at) == (Stage.AWAITING_CONFIRMATION, at(9))
	assert facts.tasks["heat"].stage is Stage.CANCELLED and facts.tasks["heat"].ended_at == at(9)


def test_what_the_released_missed_stays_on_record():
	facts = story(line("Acceptance Missed", 3, "heat"), line("Released", 9, "heat"), executors=THREE)
	assert facts.tasks["heat"].accepted_late and facts.accepted_late


def test_who_declined_is_released_from_the_list_of_the_declined():
	facts = story(line("Not Competent", 1, "heat"), line("Released", 2, "heat"), executors=THREE)
	assert (facts.tasks["heat"].awaits_redirect, facts.tasks["heat"].stage) == (False, Stage.REJECTED)


def test_a_declined_lead_holds_the_request_until_it_is_redirected():
	lines = (*accepted("roads", "heat"), *reported("roads", "heat"), line("Not Competent", 9, "water"))
	facts = story(*lines, executors=THREE)
	assert facts.stage is Stage.IN_PROGRESS
	handed = (line("Redirected", 10, "water"), line("Sent", 10, "gas", lead=True, due=at(120)))
	facts = story(*lines, *handed, executors=THREE)
	assert facts.lead_executor == "gas" and facts.stage is Stage.IN_PROGRESS
	facts = story(*lines, *handed, line("Accepted", 11, "gas"), line("Executed", 12, "gas"), executors=THREE)
	assert facts.stage is Stage.AWAITING_CONFIRMATION


def test_the_leads_agreed_term_is_the_requests_and_anothers_is_its_own():
	facts = story(*accepted(*THREE), line("Extended", 3, "water", due=at(200)), executors=THREE)
	assert same(facts.due, at(200)) and same(facts.tasks["roads"].due, at(120))
	facts = story(*accepted(*THREE), line("Extended", 3, "roads", due=at(200)), executors=THREE)
	assert same(facts.due, at(120)) and same(facts.tasks["roads"].due, at(200))


def test_a_return_gives_the_work_back_to_all_who_have_reported_and_to_nobody_else():
	lines = (*accepted(*THREE), line("Released", 2, "heat"), *reported("water", "roads"), line("Returned", 9))
	facts = story(*lines, executors=THREE)
	assert [task.stage for task in facts.tasks.values()] == [Stage.REWORK, Stage.REWORK, Stage.CANCELLED]
	assert [task.return_count for task in facts.tasks.values()] == [1, 1, 0]


def test_a_return_to_one_of_them_leaves_the_others_results():
	lines = (*accepted("water", "roads"), *reported("water", "roads"), line("Returned", 9, "roads"))
	facts = story(*lines, executors=("water", "roads"))
	assert [task.stage for task in facts.tasks.values()] == [Stage.AWAITING_CONFIRMATION, Stage.REWORK]
	assert facts.stage is Stage.REWORK


REFUSED = [
	((), "water", ProblemKind.LEAD_NOT_RELEASED),
	((line("Not Competent", 1, "water"),), "water", ProblemKind.LEAD_NOT_RELEASED),
	((line("Released", 1, "heat"),), "heat", ProblemKind.TASK_PASSED_ON),
	((line("Cancelled", 1),), "heat", ProblemKind.NOT_UNDER_CONTROL),
	(
		(line("Not Competent", 1, "water"), line("Released", 1, "roads")),
		"heat",
		ProblemKind.LAST_NOT_RELEASED,
	),
]


@pytest.mark.parametrize("before, name, kind", REFUSED)
def test_who_is_not_released(before, name, kind):
	facts = story(*before, executors=THREE)
	with pytest.raises(ProblemError) as refused:
		check_release(facts, name)
	assert refused.value.kind is kind
	task = facts.tasks[name]
	others = sum(each.stage not in DROPPED for each in facts.tasks.values() if each is not task)
	assert not may_be_released(task.lead, task.stage, task.awaits_redirect, facts.stage, others)


# Histories of legal acts alone: (act, whose). What is not legal at its moment is left out.
STEPS = st.lists(
	st.tuples(
		st.sampled_from("accept report decline redirect release extend return close reopen".split()),
		st.sampled_from(("water", "roads", "heat", "gas", "light")),
	),
	max_size=30,
)
RTYPE = RequestType(
	"ordinary", "Звичайна", 3, Term(2, "Hours"), Term(5, "Calendar Days"), rest=Rest(least=Term(8, "Hours"))
)
ACTS = {
	"accept": acts.ACCEPT,
	"report": acts.REPORT,
	"decline": acts.DECLINE,
	"redirect": acts.REDIRECT,
	"extend": acts.EXTEND,
	"return": acts.RETURN_FOR_REWORK,
	"close": acts.CLOSE,
	"reopen": acts.REOPEN,
}


def legal(facts: RequestFacts, name: str, whose: str, moment) -> list[Line]:
	"""The lines of an act, [] where the table and the rules do not allow it now."""
	if name in ("return", "close", "reopen"):
		return [Line(ACTS[name].kind, moment)] if ACTS[name].starts_from(facts.stage) else []
	task = facts.tasks.get(whose)
	if not task:
		return []
	if name == "release":
		try:
			check_release(facts, whose)
		except ProblemError:
			return []
		return [Line(Kind.RELEASED, moment, whose)]
	if not ACTS[name].starts_from(task.stage) or facts.stage in (Stage.CLOSED,):
		return []
	if name == "redirect":
		return _redirected(facts, whose, moment)
	due = {"due": moment + timedelta(days=9)} if name == "extend" else {}
	return [Line(ACTS[name].kind, moment, whose, **due)]


def _redirected(facts: RequestFacts, whose: str, moment) -> list[Line]:
	task = facts.tasks[whose]
	free = next((each for each in ("gas", "light", "sewer", "parks") if each not in facts.tasks), None)
	if not free or (task.stage is Stage.REJECTED and not task.awaits_redirect):
		return []
	sent = Line(Kind.SENT, moment, free, lead=task.lead, due=task.due, accept_by=moment + timedelta(hours=2))
	return [Line(Kind.REDIRECTED, moment, whose), sent]


def history(steps) -> list[Line]:
	"""Every line of the legal ones among the steps, with the clocks that ran again (R6.3.5)."""
	start = kyiv("2026-10-20 10:00")
	lines = [Line(Kind.REGISTERED, start, due=start + timedelta(days=5))]
	lines += [
		Line(Kind.SENT, start, each, lead=each == "water", due=start + timedelta(days=5)) for each in THREE
	]
	facts = fold(lines)
	for place, (name, whose) in enumerate(steps):
		for each in legal(facts, name, whose, start + timedelta(hours=7 * (place + 1))):
			lines.append(each)
			advance(facts, each)
			for follows in list(resuming_lines(facts, RTYPE, CALENDAR)):
				lines.append(follows)
				advance(facts, follows)
	return lines


@settings(max_examples=400, deadline=None)
@given(STEPS)
def test_over_legal_histories_the_work_is_done_exactly_when_all_who_count_have_reported(steps):
	facts = RequestFacts()
	for each in history(steps):
		advance(facts, each)
		check(facts)


def check(facts: RequestFacts) -> None:
	active = [task for task in facts.tasks.values() if task.stage not in DROPPED]
	waits = any(task.lead and task.awaits_redirect for task in facts.tasks.values())
	if facts.stage is not Stage.CLOSED and facts.tasks:
		is_done = bool(active) and not waits and all(task.stage in EXECUTED for task in active)
		assert (facts.stage is Stage.AWAITING_CONFIRMATION) == is_done
		assert (facts.executed_at is not None) == is_done
	leads = [task for task in active if task.lead]
	assert len(leads) <= 1
	assert all(utc(task.due) <= utc(facts.due) for task in leads)
	for task in facts.tasks.values():
		assert task.stage in OPEN | EXECUTED | DROPPED
		assert not (task.stage in OPEN and task.ended_at) and not (
			task.stage in DROPPED and not task.ended_at
		)
		assert not task.extension_asked_at or task.stage in WORK
	assert facts.overdue or not facts.overdue_now


@settings(max_examples=100, deadline=None)
@given(STEPS)
def test_over_legal_histories_counts_are_those_of_the_lines(steps):
	lines = history(steps)
	facts, kinds = fold(lines), [each.kind for each in lines]
	assert facts.reopen_count == kinds.count(Kind.REOPENED)
	assert facts.return_count == kinds.count(Kind.RETURNED)
	assert facts.redirect_count == kinds.count(Kind.REDIRECTED)
	assert facts.extension_count == kinds.count(Kind.EXTENDED)
