"""The table of acts: what may be done to a request and a task, by whom, and where it leads (R3.4, R6, R7)."""

import pytest

from contact_center.regulation import acts
from contact_center.regulation.acts import ACTS, BY_CLOCK, REQUEST, TASK, Need, Party, between
from contact_center.regulation.facts import Kind
from contact_center.regulation.stages import DROPPED, FINISHED, OPEN, Stage, StageError

# Agreed upon by nobody yet: extensions come with their own documents (R6.2.2).
WITHOUT_ACT = BY_CLOCK | {Kind.EXTENDED}


def led_to(document: str, stage: Stage) -> set:
	"""The stages from which some act brings a document to `stage`."""
	return {origin for act in acts.moves(document) if act.target is stage for origin in act.origins}


@pytest.mark.parametrize("document", [REQUEST, TASK])
@pytest.mark.parametrize("stage", Stage)
def test_who_stays_does_nothing(document, stage):
	assert between(document, stage, stage) is None


def test_every_kind_of_the_journal_is_written_by_some_act_or_by_the_clock():
	assert {act.kind for act in ACTS} == set(Kind) - WITHOUT_ACT


def test_acts_are_told_apart():
	assert len({(act.name, act.document) for act in ACTS}) == len(ACTS)


@pytest.mark.parametrize("document", [REQUEST, TASK])
def test_two_stages_are_joined_by_one_act(document):
	joined = [(origin, act.target) for act in acts.moves(document) for origin in act.origins]
	assert len(joined) == len(set(joined))


@pytest.mark.parametrize("act", ACTS, ids=lambda act: f"{act.name}-{act.document}")
def test_every_act_starts_where_another_ends(act):
	"""Nothing in the table is out of reach: its origins are stages to which acts, or a request's tasks, lead."""
	reached = {None, *(other.target for other in ACTS if other.document == act.document)}
	follows = (
		{*OPEN, Stage.AWAITING_CONFIRMATION} if act.document == REQUEST else {Stage.CLOSED, Stage.REWORK}
	)
	assert act.origins <= reached | follows
	assert act.by


def test_r7_7_a_request_is_closed_only_from_awaiting_confirmation():
	assert led_to(REQUEST, Stage.CLOSED) == {Stage.AWAITING_CONFIRMATION}
	assert acts.CLOSE.needs == (Need.CONFIRMATION,)


def test_r3_4_the_operator_can_cancel_until_the_request_is_finished():
	assert led_to(REQUEST, Stage.CANCELLED) == set(Stage) - FINISHED


def test_r3_4_the_applicant_can_withdraw_until_the_work_is_reported_done():
	assert acts.WITHDRAW.by == {Party.APPLICANT}
	assert {stage for stage in Stage if acts.WITHDRAW.starts_from(stage)} == OPEN | {Stage.MODERATION}


def test_r7_1_a_task_is_accepted_before_it_is_reported():
	with pytest.raises(StageError):
		between(TASK, Stage.REGISTERED, Stage.AWAITING_CONFIRMATION)
	assert between(TASK, Stage.REGISTERED, Stage.IN_PROGRESS) is acts.ACCEPT


def test_r7_2_not_my_competence_is_open_to_an_executor_until_the_work_is_reported():
	assert led_to(TASK, Stage.REJECTED) == OPEN
	assert between(TASK, "In Progress", "Rejected") is acts.DECLINE


def test_work_taken_up_again_after_a_return_is_accepted_again():
	assert between(TASK, Stage.REWORK, Stage.IN_PROGRESS) is acts.ACCEPT


@pytest.mark.parametrize("document", [REQUEST, TASK])
def test_rejected_and_cancelled_are_final(document):
	assert not any(act.origins & DROPPED for act in acts.moves(document))


def test_a_return_reopens_the_closed():
	assert between(REQUEST, Stage.CLOSED, Stage.REWORK) is acts.RETURN_FOR_REWORK


@pytest.mark.parametrize("new", [Stage.IN_PROGRESS, Stage.AWAITING_CONFIRMATION])
def test_nobody_does_to_a_request_what_its_executors_do(new):
	"""It follows its tasks: a transition past them would show work that nobody did."""
	with pytest.raises(StageError):
		between(REQUEST, Stage.REGISTERED, new)


def test_a_refused_move_names_both_stages():
	with pytest.raises(StageError, match="Moderation cannot become Closed") as caught:
		between(REQUEST, "Moderation", "Closed")
	assert (caught.value.old, caught.value.new) == (Stage.MODERATION, Stage.CLOSED)


def test_a_name_that_is_no_stage_is_refused():
	with pytest.raises(ValueError):
		between(REQUEST, "Очікує матеріалів", Stage.CLOSED)
	with pytest.raises(ValueError):
		acts.CANCEL.starts_from("Очікує матеріалів")


def test_a_request_is_registered_when_it_comes_or_after_moderation():
	assert between(REQUEST, None, Stage.REGISTERED) is acts.REGISTER
	assert between(REQUEST, Stage.MODERATION, Stage.REGISTERED) is acts.REGISTER
	assert between(REQUEST, None, Stage.MODERATION) is acts.RECEIVE


def test_what_hurts_needs_a_reason():
	"""The applicant and the executor read why."""
	assert {act.name for act in ACTS if Need.REASON in act.needs} == {
		"reject",
		"cancel",
		"return_for_rework",
		"decline",
		"redirect",
	}
