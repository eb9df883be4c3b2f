"""The journal's fold: R4.8, R6.2, R6.3.3, R7, R9.1.1."""

from datetime import datetime

import pytest
from journal_kit import ACCEPT_BY, CLOSED, DONE, DUE, at, line, story
from regulation_kit import kyiv

from contact_center.regulation.facts import JournalError, Kind, Line, advance, fold
from contact_center.regulation.stages import Stage


def test_the_whole_way_from_receipt_to_closing():
	facts = story(*DONE, line("Called Back", 31), line("Confirmed", 31), line("Closed", 32))
	assert facts.stage is Stage.CLOSED
	assert (facts.received_at, facts.registered_at) == (at(-1), at(0))
	assert (facts.accepted_at, facts.executed_at, facts.closed_at) == (at(1), at(30), at(32))
	assert (facts.accept_by, facts.first_due, facts.due) == (ACCEPT_BY, DUE, DUE)
	assert not (facts.accepted_late or facts.overdue)
	assert (facts.return_count, facts.redirect_count, facts.callback_count) == (0, 0, 1)
	assert facts.tasks["water"].stage is Stage.CLOSED


@pytest.mark.parametrize(
	"lines, stage",
	[
		((), "Registered"),
		((line("Commented", 1, "water"),), "Registered"),
		((line("Accepted", 1, "water"),), "In Progress"),
		(DONE, "Awaiting Confirmation"),
		((*DONE, line("Confirmed", 31)), "Awaiting Confirmation"),
		((*DONE, line("Disputed", 31)), "Awaiting Confirmation"),
		((*DONE, line("Returned", 31)), "Rework"),
		((*DONE, line("Returned", 31), line("Accepted", 32, "water")), "In Progress"),
		(CLOSED, "Closed"),
		((*CLOSED, line("Disputed", 40)), "Rework"),
		((*CLOSED, line("Returned", 40)), "Rework"),
		((line("Not Competent", 1, "water"),), "Registered"),
		((line("Rejected", 1),), "Rejected"),
		((line("Cancelled", 1),), "Cancelled"),
		((line("Cancelled", 1), line("Accepted", 2, "water")), "Cancelled"),
		((line("Rejected", 1), line("Closed", 2)), "Rejected"),
		((*CLOSED, line("Cancelled", 40)), "Closed"),
	],
)
def test_the_stage_of_a_request_with_one_executor(lines, stage):
	assert str(story(*lines).stage) == stage


def test_r3_2_a_request_is_in_moderation_until_it_is_registered():
	assert fold([]).stage is Stage.MODERATION
	assert fold([line("Received", 0)]).stage is Stage.MODERATION
	assert fold([line("Received", 0), line("Rejected", 1)]).stage is Stage.REJECTED


def test_a_call_is_received_when_it_is_registered():
	assert fold([line("Registered", 0)]).received_at == at(0)


def test_r7_1_acceptance_after_its_term_is_late():
	facts = story(line("Accepted", 3, "water"))
	assert facts.accepted_late and facts.tasks["water"].accepted_late


def test_r7_1_acceptance_and_work_at_the_very_deadline_are_kept():
	facts = story(line("Accepted", 2, "water"), Line(Kind.EXECUTED, DUE, "water"))
	assert not (facts.accepted_late or facts.overdue)


def test_r7_1_lateness_stays_through_extension_return_redirect_and_closing():
	facts = story(
		line("Acceptance Missed", 2, "water"),
		line("Accepted", 3, "water"),
		line("Term Broken", 120, "water"),
		line("Extended", 121, due=at(500)),
		line("Executed", 130, "water"),
		line("Returned", 131),
		line("Redirected", 132, "water"),
		line("Sent", 132, "heat", lead=True, due=at(500)),
		line("Executed", 140, "heat"),
		line("Closed", 141),
	)
	assert facts.accepted_late and facts.overdue
	assert facts.tasks["water"].accepted_late and facts.tasks["water"].overdue
	assert not (facts.tasks["heat"].accepted_late or facts.tasks["heat"].overdue)


def test_work_reported_after_its_term_is_overdue_even_if_no_sweep_noticed():
	facts = story(line("Accepted", 1, "water"), line("Executed", 121, "water"))
	assert facts.overdue and facts.tasks["water"].overdue


def test_r4_8_an_extension_leaves_the_first_deadline():
	facts = story(line("Extended", 100, due=at(300)), line("Executed", 200, "water"))
	assert (facts.first_due, facts.due) == (DUE, at(300))
	assert (facts.tasks["water"].first_due, facts.tasks["water"].due) == (DUE, at(300))
	assert not facts.overdue


def test_r4_8_a_co_executors_extension_is_not_the_requests():
	facts = story(line("Extended", 100, "heat", due=at(300)), executors=("water", "heat"))
	assert facts.due == DUE
	assert facts.tasks["heat"].due == at(300)
	assert facts.tasks["water"].due == DUE


def test_r4_5_a_long_term_request_never_had_a_first_deadline():
	facts = fold(
		[
			line("Registered", 0, accept_by=ACCEPT_BY),
			line("Sent", 0, "roads", lead=True, accept_by=ACCEPT_BY),
			line("Extended", 10, due=at(900)),
			line("Redirected", 20, "roads"),
			line("Sent", 20, "parks", lead=True, due=at(900)),
		]
	)
	assert facts.first_due is None
	assert facts.due == at(900)


def test_r6_2_1_a_redirect_ends_one_task_and_begins_another():
	facts = story(
		line("Accepted", 1, "water"),
		line("Redirected", 5, "water"),
		line("Sent", 5, "heat", lead=True, accept_by=at(7), due=DUE),
	)
	assert facts.stage is Stage.REGISTERED
	assert facts.tasks["water"].stage is Stage.CANCELLED
	assert facts.tasks["heat"].sent_at == at(5)
	assert facts.redirect_count == 1
	assert facts.due == DUE


def test_r7_2_a_redirect_after_not_my_competence_keeps_that_on_the_task():
	facts = story(
		line("Not Competent", 1, "water"),
		line("Redirected", 2, "water"),
		line("Sent", 2, "heat", lead=True, accept_by=at(4), due=DUE),
		line("Accepted", 3, "heat"),
	)
	assert facts.tasks["water"].stage is Stage.REJECTED
	assert (facts.redirect_count, facts.accept_by, facts.accepted_at) == (1, at(4), at(3))


def test_r7_2_one_of_several_is_not_competent_and_the_rest_go_on():
	facts = story(*DONE, line("Not Competent", 40, "heat"), executors=("water", "heat"))
	assert facts.stage is Stage.AWAITING_CONFIRMATION
	assert facts.executed_at == at(40)


WITHOUT_LEAD = (
	line("Not Competent", 1, "water"),
	line("Accepted", 2, "heat"),
	line("Executed", 3, "heat"),
)


def test_r7_2_without_its_lead_a_request_is_not_done():
	facts = story(*WITHOUT_LEAD, executors=("water", "heat"))
	assert (facts.stage, facts.executed_at) == (Stage.IN_PROGRESS, None)


@pytest.mark.parametrize(
	"lines",
	[
		(line("Redirected", 4, "water"),),
		(
			line("Redirected", 4, "water"),
			line("Sent", 4, "gas", lead=True, due=DUE),
			line("Executed", 5, "gas"),
		),
	],
)
def test_r7_2_once_the_leads_part_is_redirected_and_done_the_applicant_is_asked(lines):
	"""To a new executor, or to the one who has its part already."""
	assert story(*WITHOUT_LEAD, *lines, executors=("water", "heat")).stage is Stage.AWAITING_CONFIRMATION


def test_r7_1_a_term_broken_before_the_executor_had_the_task_is_not_its_miss():
	facts = story(
		line("Not Competent", 1, "water"),
		line("Redirected", 121, "water"),
		line("Sent", 121, "heat", lead=True, due=DUE),
		line("Accepted", 122, "heat"),
		line("Term Broken", 123),
		line("Executed", 130, "heat"),
	)
	assert facts.overdue and not any(task.overdue for task in facts.tasks.values())


def test_r7_1_work_sent_and_reported_after_the_term_makes_the_request_overdue_but_not_the_task():
	facts = story(
		line("Redirected", 121, "water"),
		line("Sent", 121, "heat", lead=True, due=DUE),
		line("Executed", 122, "heat"),
	)
	assert facts.overdue and not facts.tasks["heat"].overdue


def test_r6_2_1_sent_back_to_the_first_executor_the_task_keeps_its_record():
	facts = story(
		line("Acceptance Missed", 2, "water"),
		line("Redirected", 5, "water"),
		line("Sent", 5, "heat", lead=True, due=DUE),
		line("Redirected", 9, "heat"),
		line("Sent", 9, "water", lead=True, accept_by=at(11), due=DUE),
		line("Accepted", 10, "water"),
	)
	water = facts.tasks["water"]
	assert (water.stage, water.sent_at, water.accepted_at) == (Stage.IN_PROGRESS, at(9), at(10))
	assert water.accepted_late
	assert facts.redirect_count == 2


def test_several_executors_are_done_when_the_last_is():
	lines = [line("Accepted", 1, "heat"), line("Accepted", 2, "water"), line("Executed", 20, "water")]
	halfway = story(*lines, executors=("water", "heat"))
	assert (halfway.stage, halfway.executed_at) == (Stage.IN_PROGRESS, None)
	done = story(*lines, line("Executed", 25, "heat"), executors=("water", "heat"))
	assert (done.stage, done.executed_at) == (Stage.AWAITING_CONFIRMATION, at(25))


def test_the_request_is_accepted_when_its_lead_accepts():
	facts = story(line("Accepted", 1, "heat"), executors=("water", "heat"))
	assert (facts.accepted_at, facts.stage) == (None, Stage.IN_PROGRESS)
	facts = story(line("Accepted", 1, "heat"), line("Accepted", 1.5, "water"), executors=("water", "heat"))
	assert facts.accepted_at == at(1.5)


def test_r6_3_3_each_return_counts_and_clears_the_moment_of_execution():
	facts = story(*DONE, line("Returned", 31, "water"), line("Executed", 40, "water"), line("Returned", 41))
	assert (facts.return_count, facts.tasks["water"].return_count) == (2, 2)
	assert (facts.executed_at, facts.tasks["water"].executed_at) == (None, None)
	assert facts.tasks["water"].accepted_at == at(1)


def test_r6_3_3_a_return_to_one_of_two_leaves_the_other_done():
	lines = [line("Executed", 20, "water"), line("Executed", 21, "heat"), line("Returned", 22, "heat")]
	facts = story(*lines, executors=("water", "heat"))
	assert facts.tasks["water"].stage is Stage.AWAITING_CONFIRMATION
	assert (facts.tasks["heat"].stage, facts.stage) == (Stage.REWORK, Stage.REWORK)


def test_p1_a_dispute_after_the_closing_takes_the_closing_back():
	facts = story(*CLOSED, line("Disputed", 40))
	assert (facts.closed_at, facts.executed_at) == (None, None)
	again = story(*CLOSED, line("Disputed", 40), line("Executed", 50, "water"), line("Closed", 51))
	assert (again.stage, again.executed_at, again.closed_at) == (Stage.CLOSED, at(50), at(51))


def test_r6_1_5_every_attempt_to_call_back_counts():
	assert story(*DONE, line("Called Back", 31), line("Called Back", 32)).callback_count == 2


def test_cancelling_the_request_ends_its_tasks():
	facts = story(line("Cancelled", 1), executors=("water", "heat"))
	assert {task.stage for task in facts.tasks.values()} == {Stage.CANCELLED}


def test_withdrawing_one_executor_leaves_the_request_with_the_other():
	facts = story(*DONE, line("Cancelled", 31, "heat"), executors=("water", "heat"))
	assert facts.stage is Stage.AWAITING_CONFIRMATION


def test_another_systems_journal_without_a_report_is_done_when_closed():
	facts = story(line("Closed", 121))
	assert (facts.stage, facts.executed_at, facts.overdue) == (Stage.CLOSED, at(121), True)


def test_a_miss_without_executor_applies_to_unfinished_tasks():
	facts = story(*DONE, line("Term Broken", 121), executors=("water", "heat"))
	assert facts.overdue
	assert not facts.tasks["water"].overdue
	assert facts.tasks["heat"].overdue


def test_r8_1_3_comments_warnings_and_escalations_change_nothing():
	quiet = [line(kind, 1, "water") for kind in ("Commented", "Warned", "Escalated", "Confirmed")]
	assert story(*quiet) == story()


def test_a_line_about_a_stranger_is_refused():
	with pytest.raises(JournalError, match="never sent to gas"):
		story(line("Accepted", 1, "gas"))
	with pytest.raises(JournalError):
		story(line("Sent", 1))


def test_r4_7_a_line_without_zone_is_refused_where_it_decides_on_lateness():
	with pytest.raises(ValueError):
		story(Line(Kind.EXECUTED, datetime(2026, 11, 24, 10), "water"))


def test_r4_7_acceptance_in_the_second_pass_of_the_repeated_hour_is_late_for_the_first():
	accept_by = kyiv("2026-10-25 03:29", fold=0)
	facts = fold(
		[
			Line(Kind.REGISTERED, kyiv("2026-10-25 02:59"), accept_by=accept_by),
			Line(Kind.SENT, kyiv("2026-10-25 02:59"), "rescue", accept_by=accept_by, lead=True),
			Line(Kind.ACCEPTED, kyiv("2026-10-25 03:05", fold=1), "rescue"),
		]
	)
	assert facts.accepted_late


@pytest.mark.parametrize(
	"kind", ["Accepted", "Redirected", "Extended", "Executed", "Returned", "Acceptance Missed"]
)
def test_a_line_that_is_refused_changes_nothing(kind):
	facts = story(*DONE)
	with pytest.raises(JournalError):
		advance(facts, line(kind, 40, "gas"))
	assert facts == story(*DONE)


@pytest.mark.parametrize(
	"lines, rating",
	[
		((), None),
		((line("Confirmed", 31),), None),
		((line("Confirmed", 31, rating=4),), 4),
		((line("Confirmed", 31, rating=4), line("Closed", 32)), 4),
		((line("Confirmed", 31, rating=4), line("Confirmed", 31)), 4),
		((line("Confirmed", 31, rating=4), line("Disputed", 32)), None),
		((line("Confirmed", 31, rating=4), line("Closed", 32), line("Returned", 40)), None),
		((line("Disputed", 31), line("Confirmed", 32, rating=2)), 2),
	],
)
def test_p1_the_rating_is_that_of_the_result_in_force(lines, rating):
	assert story(*DONE, *lines).rating == rating


def test_whom_it_concerns_too_is_counted_until_they_leave():
	assert story(*DONE, line("Joined", 3), line("Joined", 4), line("Left", 5)).joined_count == 1
	assert story(line("Left", 1), line("Joined", 2)).joined_count == 1


def test_an_answer_of_the_joined_changes_no_stage():
	asked = story(*DONE, line("Joined", 3))
	assert story(*DONE, line("Joined", 3), line("Joined Answered", 31)) == asked


def test_moderation_waits_from_the_first_open_question_until_the_answer():
	asked = fold([line("Received", 0), line("Asked", 1), line("Asked", 2)])
	assert (asked.asked_at, asked.answered_at) == (at(1), None)
	answered = fold([line("Received", 0), line("Asked", 1), line("Answered", 3)])
	assert (answered.asked_at, answered.answered_at) == (None, at(3))


@pytest.mark.parametrize("kind", ["Registered", "Rejected", "Cancelled"])
def test_what_is_decided_waits_for_no_answer(kind):
	assert fold([line("Received", 0), line("Asked", 1), line(kind, 2)]).asked_at is None
	assert fold([line("Received", 0), line(kind, 1), line("Asked", 2)]).asked_at is None


def test_a_request_closed_unreached_is_counted_apart_until_it_is_opened_again():
	"""R6.1.5."""
	closed = (*DONE, line("Called Back", 31), line("Not Reached", 60))
	facts = story(*closed)
	assert (facts.stage, facts.not_reached, facts.closed_at) == (Stage.CLOSED, True, at(60))
	assert facts.tasks["water"].stage is Stage.CLOSED and not facts.overdue
	opened = story(*closed, line("Returned", 61))
	assert (opened.stage, opened.not_reached) == (Stage.REWORK, False)


def test_what_was_confirmed_and_closed_stays_so():
	facts = story(*CLOSED, line("Not Reached", 60))
	assert not facts.not_reached and facts.closed_at == at(32)


def test_what_is_joined_to_another_has_ended():
	facts = fold([line("Received", 0), line("Asked", 1), line("Joined to Another", 2)])
	assert (facts.stage, facts.ended_at, facts.asked_at) == (Stage.CANCELLED, at(2), None)


def test_a_split_changes_nothing_of_the_first_request():
	assert fold([line("Received", 0), line("Split", 2)]) == fold([line("Received", 0)])
