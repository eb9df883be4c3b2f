"""The table of acts: what may be done to a request and a task, by whom, and where it leads (R3.4, R6, R7)."""

import pytest

from contact_center.regulation import acts
from contact_center.regulation.acts import ACTS, BY_CLOCK, REQUEST, TASK, Need, Party, between
from contact_center.regulation.facts import Kind
from contact_center.regulation.stages import DROPPED, FINISHED, OPEN, Stage, StageError

# Agreed upon by nobody yet: extensions come with their own documents (R6.2.2).
WITHOUT_ACT = BY_CLOCK


def led_to(document: str, stage: Stage) -> set:
	"""The stages from which some act brings a document to `stage`."""
	return {origin for act in acts.moves(document) if act.target is stage for origin in act.origins}


@pytest.mark.parametrize("document", [REQUEST, TASK])
@pytest.mark.parametrize("stage", Stage)
def test_staying_in_a_stage_is_no_act(document, stage):
	assert between(document, stage, stage) is None


def test_every_kind_of_the_journal_is_written_by_some_act_or_by_the_clock():
	assert {act.kind for act in ACTS} == set(Kind) - WITHOUT_ACT


def test_each_act_of_a_document_has_its_own_name():
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


def test_what_is_closed_is_opened_again_by_no_button():
	"""A finished request takes neither reason nor ground any more: it is reopened, with words of its own (R7.7)."""
	with pytest.raises(StageError):
		between(REQUEST, Stage.CLOSED, Stage.REWORK)


@pytest.mark.parametrize("new", [Stage.IN_PROGRESS, Stage.AWAITING_CONFIRMATION])
def test_executors_acts_are_not_open_on_the_request(new):
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
		"assign_below",
		"release",
		"refuse_stage",
		"ask_for_term",
		"refuse_term",
		"ask_for_inspection",
		"call_inspection",
		"move_inspection",
		"call_off_inspection",
	}


APPLICANT, OPERATOR, EXECUTOR, SUPERVISOR = (frozenset({party}) for party in Party)
NOBODY: frozenset[Party] = frozenset()
MODERATION, REGISTERED, IN_PROGRESS, AWAITING, REWORK, CLOSED, REJECTED, CANCELLED = Stage
WORK = {REGISTERED, IN_PROGRESS, REWORK}
WHO_AND_WHERE = [
	(acts.RECEIVE, {None}, MODERATION, APPLICANT | OPERATOR, APPLICANT),
	(acts.ASK, {MODERATION}, None, OPERATOR, APPLICANT),
	(acts.ANSWER, {MODERATION}, None, APPLICANT | OPERATOR, OPERATOR),
	(acts.REGISTER, {None, MODERATION}, REGISTERED, OPERATOR, APPLICANT),
	(acts.SEND, {None}, REGISTERED, OPERATOR, EXECUTOR),
	(acts.ACCEPT, {REGISTERED, REWORK}, IN_PROGRESS, EXECUTOR, APPLICANT),
	(acts.DECLINE, WORK, REJECTED, EXECUTOR, OPERATOR),
	(acts.REPORT, {IN_PROGRESS, REWORK}, AWAITING, EXECUTOR, APPLICANT),
	(acts.REJECT, {MODERATION, *WORK}, REJECTED, OPERATOR, APPLICANT | EXECUTOR),
	(acts.CANCEL, {MODERATION, *WORK, AWAITING}, CANCELLED, OPERATOR, APPLICANT | EXECUTOR),
	(acts.WITHDRAW, {MODERATION, *WORK}, CANCELLED, APPLICANT, APPLICANT | EXECUTOR),
	(acts.SPLIT, {MODERATION}, None, OPERATOR, APPLICANT),
	(acts.JOIN_TO, {MODERATION}, CANCELLED, OPERATOR, APPLICANT),
	(acts.TURN_INTO_APPEAL, {MODERATION}, CANCELLED, OPERATOR, NOBODY),
	(acts.RETURN_FOR_REWORK, {AWAITING}, REWORK, OPERATOR, APPLICANT | EXECUTOR),
	(acts.REOPEN, {CLOSED}, REWORK, APPLICANT | OPERATOR, APPLICANT | EXECUTOR | SUPERVISOR),
	(acts.CLOSE, {AWAITING}, CLOSED, OPERATOR, APPLICANT),
	(acts.CLOSE_NOT_REACHED, {AWAITING}, CLOSED, SUPERVISOR, APPLICANT),
	(acts.CALL_BACK, {AWAITING}, None, OPERATOR, NOBODY),
	(acts.CONFIRM, {AWAITING}, None, APPLICANT, NOBODY),
	(acts.DISPUTE, {AWAITING}, None, APPLICANT, NOBODY),
	(acts.REDIRECT, {*WORK, AWAITING, REJECTED}, CANCELLED, OPERATOR, EXECUTOR),
	(acts.ASSIGN_BELOW, WORK, CANCELLED, EXECUTOR, EXECUTOR),
	(acts.RELEASE, {*WORK, AWAITING, REJECTED}, CANCELLED, OPERATOR, EXECUTOR),
	(acts.ASK_FOR_TERM, {IN_PROGRESS, REWORK}, None, EXECUTOR, OPERATOR),
	(acts.EXTEND, {IN_PROGRESS, REWORK}, None, OPERATOR, APPLICANT | EXECUTOR),
	(acts.REFUSE_TERM, {IN_PROGRESS, REWORK}, None, OPERATOR, EXECUTOR),
	(acts.HAND_OVER, {*WORK, AWAITING}, None, EXECUTOR, EXECUTOR),
	(acts.PLAN_STAGE, {IN_PROGRESS, REWORK}, None, EXECUTOR, OPERATOR),
	(acts.AGREE_STAGE, {IN_PROGRESS, REWORK}, None, OPERATOR, EXECUTOR),
	(acts.REFUSE_STAGE, {IN_PROGRESS, REWORK}, None, OPERATOR, EXECUTOR),
	(acts.REPORT_STAGE, {IN_PROGRESS, REWORK}, None, EXECUTOR, APPLICANT),
	(acts.COMMENT, {MODERATION, *WORK, AWAITING}, None, OPERATOR, EXECUTOR),
	(acts.COMMENT_ON_TASK, {*WORK, AWAITING}, None, OPERATOR | EXECUTOR, OPERATOR | EXECUTOR),
	(acts.SUPPLEMENT, {MODERATION, *WORK, AWAITING}, None, APPLICANT, OPERATOR),
	(acts.JOIN, {MODERATION, *WORK, AWAITING}, None, APPLICANT | OPERATOR, NOBODY),
	(acts.LEAVE, {MODERATION, *WORK, AWAITING}, None, APPLICANT | OPERATOR, NOBODY),
	(acts.ANSWER_AS_JOINED, {AWAITING}, None, APPLICANT, NOBODY),
	(acts.TAKE_IN, set(Stage), None, APPLICANT, NOBODY),
	(acts.CORRECT, {*WORK, AWAITING}, None, OPERATOR, NOBODY),
	(acts.CORRECT_RESULT, {AWAITING}, None, OPERATOR, NOBODY),
	(acts.ASK_FOR_INSPECTION, WORK, None, EXECUTOR, OPERATOR),
	(acts.CALL_INSPECTION, {*WORK, AWAITING, CLOSED}, None, OPERATOR, EXECUTOR),
	*(
		(act, set(Stage) - {MODERATION}, None, OPERATOR, EXECUTOR)
		for act in (acts.MOVE_INSPECTION, acts.RECORD_INSPECTION, acts.CALL_OFF_INSPECTION)
	),
]


@pytest.mark.parametrize(
	"act, origins, target, by, notifies",
	WHO_AND_WHERE,
	ids=[f"{act.name}-{act.document}" for act, *_ in WHO_AND_WHERE],
)
def test_the_row_of_an_act(act, origins, target, by, notifies):
	assert (act.origins, act.target, act.by, act.notifies) == (origins, target, by, notifies)


def called(act) -> str:
	return "comment on a part" if act is acts.COMMENT_ON_TASK else act.name


def test_every_act_is_in_the_table_of_the_tests():
	assert [act for act, *_expected in WHO_AND_WHERE] == list(ACTS)


def test_ri1_the_applicant_sees_every_stage_and_own_answers_but_no_internal_work():
	assert {called(act) for act in ACTS if not act.public} == {
		*("decline", "call_back", "redirect", "comment", "comment on a part", "correct", "correct_result"),
		*("join", "leave", "answer_as_joined"),
		*("ask_for_term", "refuse_term", "hand_over", "assign_below", "release"),
		*("ask_for_inspection", "call_inspection", "move_inspection", "record_inspection"),
		"call_off_inspection",
		*("plan_stage", "refuse_stage"),
	}


def test_what_an_act_cannot_do_without():
	assert {called(act): set(act.needs) for act in ACTS if act.needs} == {
		"register": {Need.CLASSIFIER, Need.AGREEMENT},  # R5.11, R5.5
		"decline": {Need.REASON},  # R7.2
		"report": {Need.RESULT, Need.EVIDENCE},  # R7.5, R7.6
		"reject": {Need.GROUND, Need.REASON},  # R5.8
		"cancel": {Need.REASON},
		"return_for_rework": {Need.GROUND, Need.REASON},  # R6.3.3
		"close": {Need.CONFIRMATION},  # R7.7
		"close_not_reached": {Need.ATTEMPTS},  # R6.1.5
		"dispute": {Need.TEXT},
		"reopen": {Need.TEXT},
		"ask": {Need.TEXT},
		"split": {Need.TEXT},
		"answer": {Need.TEXT},
		"redirect": {Need.EXECUTOR, Need.REASON},  # R6.2.1
		"assign_below": {Need.EXECUTOR, Need.REASON},  # P4
		"release": {Need.REASON},
		"plan_stage": {Need.TEXT},  # R4.5
		"report_stage": {Need.TEXT},
		"refuse_stage": {Need.REASON},
		"ask_for_term": {Need.REASON},  # R6.2.2
		"refuse_term": {Need.REASON},
		"comment": {Need.TEXT},
		"comment on a part": {Need.TEXT},
		"supplement": {Need.TEXT},  # R3.4
		**{f"{act}_inspection": {Need.REASON} for act in ("ask_for", "call", "move", "call_off")},  # R7.3
		"record_inspection": {Need.TEXT},
	}


def test_acts_on_a_part_are_acts_on_the_task():
	assert {called(act) for act in ACTS if act.document == TASK} == {
		*("send", "accept", "decline", "report", "redirect", "comment on a part", "correct_result"),
		*("ask_for_term", "extend", "refuse_term", "hand_over", "assign_below", "release"),
		"ask_for_inspection",
		*("plan_stage", "agree_stage", "refuse_stage", "report_stage"),
	}


def test_what_the_journal_calls_an_act():
	"""Filing a withdrawal reads as a cancelling, a correction and an addition as a comment; all others have a kind of their own."""
	kinds = {called(act): str(act.kind) for act in ACTS}
	assert kinds == {
		**{"receive": "Received", "register": "Registered", "send": "Sent", "accept": "Accepted"},
		**{"decline": "Not Competent", "report": "Executed", "reject": "Rejected", "cancel": "Cancelled"},
		**{"withdraw": "Cancelled", "return_for_rework": "Returned", "close": "Closed"},
		"reopen": "Reopened",
		"release": "Released",
		**{"plan_stage": "Stage Planned", "agree_stage": "Stage Agreed"},
		**{"refuse_stage": "Stage Refused", "report_stage": "Stage Done"},
		**{"close_not_reached": "Not Reached"},
		**{"call_back": "Called Back", "confirm": "Confirmed", "dispute": "Disputed"},
		**{"redirect": "Redirected", "comment": "Commented"},
		**{"ask_for_term": "Term Asked", "extend": "Extended", "refuse_term": "Term Refused"},
		**{"hand_over": "Handed Over", "assign_below": "Assigned Below"},
		**{"comment on a part": "Commented"},
		**{
			"ask": "Asked",
			"answer": "Answered",
			"split": "Split",
			"join_to": "Joined to Another",
			"turn_into_appeal": "Became an Appeal",
		},
		**{"join": "Joined", "leave": "Left", "answer_as_joined": "Joined Answered"},
		"take_in": "Taken In",
		**{
			"ask_for_inspection": "Inspection Asked",
			"call_inspection": "Inspection Called",
			"move_inspection": "Inspection Moved",
			"record_inspection": "Inspection Held",
			"call_off_inspection": "Inspection Cancelled",
		},
		**{"supplement": "Commented", "correct": "Commented", "correct_result": "Commented"},
	}


def test_by_themselves_fall_missed_terms_warnings_and_escalations():
	assert {str(kind) for kind in BY_CLOCK} == {
		"Acceptance Missed",
		"Term Broken",
		"Warned",
		"Escalated",
		"Resumed",
	}


def test_a_form_never_sends_withdraws_or_redirects_by_itself():
	"""An operator's move to Cancelled is a cancelling, whatever else leads there."""
	assert between(REQUEST, Stage.REGISTERED, Stage.CANCELLED) is acts.CANCEL
	for old in (None, *Stage):
		for new in (Stage.REGISTERED, Stage.CANCELLED):
			if old is not new:
				with pytest.raises(StageError):
					between(TASK, old, new)


def test_a_new_document_starts_with_what_makes_one():
	assert {act.name for act in ACTS if act.starts_from(None)} == {"receive", "register", "send"}


def test_the_desk_reads_the_table_in_these_words():
	assert (REQUEST, TASK) == ("Request", "Request Task")
	assert [str(party) for party in Party] == ["applicant", "operator", "executor", "supervisor"]
	assert [str(need) for need in Need] == [
		*(
			"reason",
			"ground",
			"text",
			"classifier",
			"agreement",
			"executor",
			"result",
			"evidence",
			"confirmation",
		),
		"attempts",
	]


def test_the_operator_comments_a_request_until_it_is_finished():
	assert acts.COMMENT.origins == set(Stage) - FINISHED
