"""The journal's fold, task by task: whom a line is about, when a part ended, whose lateness it is (R6, R7)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from journal_kit import ACCEPT_BY, CLOSED, DONE, DUE, at, line, story
from regulation_kit import kyiv

from contact_center.regulation.facts import JournalError, Kind, Line, TaskFacts, fold
from contact_center.regulation.stages import Stage

BOTH = ("water", "heat")


def ended(facts):
	return facts.ended_at, {code: task.ended_at for code, task in facts.tasks.items()}


@pytest.mark.parametrize(
	"lines, request_ended, tasks_ended",
	[
		((), None, None),
		(DONE, None, None),
		(CLOSED, at(32), at(32)),
		((*CLOSED, line("Called Back", 40)), at(32), at(32)),
		((*CLOSED, line("Disputed", 40)), None, None),
		((*CLOSED, line("Returned", 40), line("Executed", 50, "water"), line("Closed", 51)), at(51), at(51)),
		((line("Rejected", 1),), at(1), at(1)),
		((line("Cancelled", 1),), at(1), at(1)),
		((line("Not Competent", 1, "water"),), None, at(1)),
		((line("Not Competent", 1, "water"), line("Redirected", 5, "water")), None, at(1)),
	],
)
def test_r9_1_1_a_request_and_a_part_end_when_they_are_closed_dropped_or_declined(
	lines, request_ended, tasks_ended
):
	"""At once and once: what follows does not move the end, a return takes it back."""
	assert ended(story(*lines)) == (request_ended, {"water": tasks_ended})


def test_one_executors_part_ends_by_itself():
	facts = story(line("Cancelled", 3, "heat"), executors=BOTH)
	assert ended(facts) == (None, {"water": None, "heat": at(3)})


@pytest.mark.parametrize("kind, stage", [("Rejected", Stage.REJECTED), ("Cancelled", Stage.CANCELLED)])
def test_r3_4_what_ends_the_request_withdraws_every_part(kind, stage):
	facts = story(line("Accepted", 1, "water"), line(kind, 2), executors=BOTH)
	assert facts.stage is stage
	assert {task.stage for task in facts.tasks.values()} == {Stage.CANCELLED}


@pytest.mark.parametrize("kind", ["Rejected", "Cancelled"])
def test_one_part_withdrawn_is_not_the_request(kind):
	facts = story(line("Accepted", 1, "water"), line(kind, 2, "heat"), executors=BOTH)
	assert facts.stage is Stage.IN_PROGRESS
	assert (facts.tasks["water"].stage, facts.tasks["heat"].stage) == (Stage.IN_PROGRESS, Stage.CANCELLED)


def test_a_declined_task_awaits_no_redirect_once_the_request_has_ended():
	facts = story(line("Not Competent", 1, "water"), line("Cancelled", 2))
	assert not facts.tasks["water"].awaits_redirect


@pytest.mark.parametrize("executor", ["water", None])
def test_r8_1_6_what_was_reported_stays_reported(executor):
	"""A second report, or an acceptance that comes late, moves neither the moment nor the stage."""
	facts = story(*DONE, line("Accepted", 40, executor), line("Executed", 41, executor))
	task = facts.tasks["water"]
	assert (task.stage, task.executed_at, facts.executed_at) == (
		Stage.AWAITING_CONFIRMATION,
		at(30),
		at(30),
	)


def test_r7_7_closing_keeps_when_the_work_was_reported():
	"""What was done in time is not late because the applicant was asked after the term."""
	facts = story(*DONE, line("Closed", 130))
	assert (facts.executed_at, facts.tasks["water"].executed_at) == (at(30), at(30))
	assert not (facts.overdue or facts.tasks["water"].overdue)


@pytest.mark.parametrize("executor", ["heat", None])
def test_r6_3_3_only_what_was_reported_is_returned(executor):
	lines = (*DONE, line("Accepted", 1, "heat"), line("Returned", 31, executor))
	water, heat = story(*lines, executors=BOTH).tasks.values()
	assert (heat.stage, heat.return_count) == (Stage.IN_PROGRESS, 0)
	returned = executor is None
	assert water.stage is (Stage.REWORK if returned else Stage.AWAITING_CONFIRMATION)
	assert water.return_count == int(returned)


@pytest.mark.parametrize("kind", ["Disputed", "Returned"])
def test_a_closed_request_without_tasks_stays_closed(kind):
	"""Journals of other systems: there is no work to take up again."""
	facts = fold([line("Registered", 0), line("Closed", 32), line(kind, 40)])
	assert (facts.stage, facts.closed_at, facts.ended_at) == (Stage.CLOSED, at(32), at(32))


@pytest.mark.parametrize(
	"executor, accepted, late",
	[
		("water", False, True),
		("water", True, True),  # the journal knows of the miss what the moments do not show
		(None, False, True),
		(None, True, False),
	],
)
def test_r7_1_a_missed_acceptance_applies_to_the_named_task_or_to_those_not_accepted(
	executor, accepted, late
):
	lines = [line("Accepted", 1, "water")] if accepted else []
	facts = story(*lines, line("Acceptance Missed", 3, executor))
	assert facts.accepted_late
	assert facts.tasks["water"].accepted_late is late


def test_r7_1_a_later_line_never_clears_lateness():
	facts = story(
		line("Accepted", 3, "water"),
		line("Executed", 121, "water"),
		line("Acceptance Missed", 122),
		line("Term Broken", 122),
	)
	water = facts.tasks["water"]
	assert water.accepted_late and water.overdue


def test_r7_1_a_late_acceptance_stays_the_requests_though_the_next_executor_is_in_time():
	facts = story(
		line("Accepted", 3, "water"),
		line("Redirected", 5, "water"),
		line("Sent", 5, "heat", lead=True, accept_by=at(7), due=DUE),
		line("Accepted", 6, "heat"),
	)
	assert facts.accepted_late and not facts.tasks["heat"].accepted_late


@pytest.mark.parametrize(
	"lines, executor, extended",
	[
		((), "water", True),  # the lead
		((), None, True),  # everyone
		((line("Cancelled", 1, "water"),), "heat", True),  # the only one who is left
		((), "heat", False),
	],
)
def test_r6_2_2_an_extension_of_the_lead_of_everyone_or_of_the_last_is_the_requests(
	lines, executor, extended
):
	facts = story(*lines, line("Extended", 10, executor, due=at(300)), executors=BOTH)
	assert facts.due == (at(300) if extended else DUE)
	assert facts.first_due == DUE


def test_r6_2_2_without_a_lead_an_extension_for_everyone_is_the_requests():
	facts = fold(
		[
			line("Registered", 0, due=DUE),
			*(line("Sent", 0, executor, due=DUE) for executor in BOTH),
			line("Extended", 10, due=at(300)),
		]
	)
	assert facts.due == at(300)


def test_r6_2_2_a_longer_term_of_the_lead_does_not_end_what_another_has_longer_still():
	"""The second executor's work was returned with more of its term left than the lead's."""
	facts = story(
		*(line("Executed", hours, executor) for hours, executor in ((110, "water"), (10, "heat"))),
		line("Returned", 130),
		*(line("Resumed", 130, executor, due=at(due)) for executor, due in (("water", 140), ("heat", 240))),
		line("Extended", 131, "water", due=at(200)),
		executors=BOTH,
	)
	assert (facts.tasks["water"].due, facts.tasks["heat"].due, facts.due) == (at(200), at(240), at(240))


def test_r7_1_who_has_a_later_term_does_not_break_the_requests():
	broken = Line(Kind.TERM_BROKEN, DUE)
	facts = story(
		line("Executed", 10, "water"), line("Extended", 11, "heat", due=at(300)), broken, executors=BOTH
	)
	assert facts.overdue and not facts.tasks["heat"].overdue
	assert story(line("Executed", 10, "water"), broken, executors=BOTH).tasks["heat"].overdue


def test_r7_1_the_acceptance_deadline_is_that_of_the_registration():
	assert fold([line("Registered", 0, accept_by=ACCEPT_BY)]).accept_by == ACCEPT_BY


@pytest.mark.parametrize(
	"lines, accept_by",
	[
		# the lead has not accepted: its successor's term is the request's
		((line("Redirected", 1, "water"), line("Sent", 1, "gas", lead=True, accept_by=at(3))), at(3)),
		# it has: the request was accepted, whoever goes on
		(
			(
				line("Accepted", 1, "water"),
				line("Redirected", 2, "water"),
				line("Sent", 2, "gas", lead=True, accept_by=at(4)),
			),
			ACCEPT_BY,
		),
		# a co-executor's term is its own
		((line("Redirected", 1, "heat"), line("Sent", 1, "gas", accept_by=at(3))), ACCEPT_BY),
		# a successor without a term of its own
		((line("Redirected", 1, "water"), line("Sent", 1, "gas", lead=True)), ACCEPT_BY),
	],
)
def test_r6_2_1_what_a_redirect_does_to_the_term_of_acceptance(lines, accept_by):
	assert story(*lines, executors=BOTH).accept_by == accept_by


def test_r7_2_without_a_lead_the_request_is_accepted_when_the_first_of_the_others_did():
	"""By the instant: 03:40 of the first pass of the repeated hour comes before 03:10 of the second (R4.7)."""
	first, second = kyiv("2026-10-25 03:40", fold=0), kyiv("2026-10-25 03:10", fold=1)
	sent = kyiv("2026-10-25 02:30")
	facts = fold(
		[
			Line(Kind.REGISTERED, sent),
			*(Line(Kind.SENT, sent, executor, lead=executor == "water") for executor in (*BOTH, "gas")),
			Line(Kind.ACCEPTED, first, "heat"),
			Line(Kind.ACCEPTED, second, "gas"),
			Line(Kind.NOT_COMPETENT, kyiv("2026-10-25 05:00"), "water"),
		]
	)
	assert (facts.accepted_at, facts.accepted_at.fold) == (first, 0)


TWICE = (
	line("Registered", 0, due=DUE),
	line("Sent", 0, "water", lead=True, due=DUE, task="T1"),
	line("Not Competent", 1, "water", task="T1"),
	line("Sent", 5, "water", lead=True, due=DUE, task="T2"),
)


def test_r6_2_1_two_tasks_of_one_executor_are_kept_apart():
	facts = fold([*TWICE, line("Executed", 9, "water", task="T2")])
	assert {name: (task.executor, task.stage) for name, task in facts.tasks.items()} == {
		"T1": ("water", Stage.REJECTED),
		"T2": ("water", Stage.AWAITING_CONFIRMATION),
	}


def test_r7_2_a_declined_task_awaits_no_redirect_once_its_executor_has_the_request_again():
	facts = fold([*TWICE, line("Executed", 9, "water", task="T2")])
	assert facts.stage is Stage.AWAITING_CONFIRMATION


def test_r7_2_what_another_declined_still_waits():
	facts = fold(
		[*TWICE[:3], line("Sent", 5, "heat", due=DUE, task="T2"), line("Executed", 9, "heat", task="T2")]
	)
	assert facts.tasks["T1"].awaits_redirect and not facts.tasks["T2"].awaits_redirect
	assert facts.stage is Stage.IN_PROGRESS


def test_a_line_names_its_task_else_its_executor():
	named = line("Accepted", 1, "water", task="T1")
	lines = (named, replace(named, task=None), Line(Kind.ACCEPTED, at(1)))
	assert [each.about for each in lines] == ["T1", "water", None]


@pytest.mark.parametrize(
	"lines, lead",
	[
		((), "heat"),
		((line("Cancelled", 1, "heat"),), "water"),
		((line("Cancelled", 1),), None),
	],
)
def test_the_lead_executor_is_the_lead_else_the_first_with_a_task(lines, lead):
	facts = fold(
		[
			line("Registered", 0),
			line("Sent", 0, "water"),
			line("Sent", 0, "heat", lead=True),
			line("Sent", 0, "gas"),
			*lines,
		]
	)
	assert facts.lead_executor == lead


@pytest.mark.parametrize("seconds, sent_after_due", [(0, False), (1, True)])
def test_r7_1_a_term_broken_before_the_executor_had_the_task_is_not_its_miss(seconds, sent_after_due):
	assert (
		TaskFacts("water", sent_at=DUE + timedelta(seconds=seconds), due=DUE).sent_after_due is sent_after_due
	)


@pytest.mark.parametrize("missing", ["sent_at", "due"])
def test_a_task_is_sent_after_due_only_where_both_moments_are_known(missing):
	moments = {"sent_at": at(500), "due": DUE, missing: None}
	assert not TaskFacts("water", **moments).sent_after_due


def test_a_task_is_sent_to_somebody():
	with pytest.raises(JournalError, match=r"^Sent at 2026-11-23T11:00:00\+02:00: no executor$"):
		story(line("Sent", 1))


@pytest.mark.parametrize("facts", [fold([]), TaskFacts("water")])
def test_before_the_first_line_nothing_has_happened(facts):
	happened = {name: each for name, each in vars(facts).items() if name not in ("stage", "executor")}
	assert not any(happened.values())


def test_r4_8_a_breach_before_an_agreed_term_stays_and_the_new_term_can_be_broken_too():
	broken, agreed = line("Term Broken", 121, "water"), line("Extended", 122, "water", due=at(200))
	again = line("Term Broken", 201, "water")
	found = [story(*lines).tasks["water"] for lines in ((broken,), (broken, agreed), (broken, agreed, again))]
	assert [(task.overdue, task.broken_term_on_record) for task in found] == [
		(True, True),
		(True, False),
		(True, True),
	]
	past = story(broken, line("Extended", 122, "water", due=at(121.5)))
	assert past.tasks["water"].broken_term_on_record
