import pytest

from contact_center.regulation.stages import (
	DROPPED,
	FINISHED,
	OPEN,
	REQUEST_MOVES,
	TASK_MOVES,
	Stage,
	StageError,
	check_move,
	request_stage,
	standing,
)


@pytest.mark.parametrize("moves", [REQUEST_MOVES, TASK_MOVES])
def test_every_stage_has_its_moves_and_may_stay(moves):
	assert set(moves) == set(Stage)
	for stage in Stage:
		check_move(moves, stage, stage)


def test_r7_7_a_request_is_closed_only_from_awaiting_confirmation():
	assert [stage for stage in Stage if Stage.CLOSED in REQUEST_MOVES[stage]] == [Stage.AWAITING_CONFIRMATION]


def test_r3_4_the_applicant_can_cancel_until_the_request_is_finished():
	assert all(Stage.CANCELLED in REQUEST_MOVES[stage] for stage in set(Stage) - FINISHED)


def test_r7_1_a_task_is_accepted_before_it_is_reported():
	with pytest.raises(StageError):
		check_move(TASK_MOVES, Stage.REGISTERED, Stage.AWAITING_CONFIRMATION)


def test_r7_2_not_my_competence_is_open_to_an_executor_until_the_work_is_reported():
	assert {stage for stage in Stage if Stage.REJECTED in TASK_MOVES[stage]} == OPEN


@pytest.mark.parametrize("moves", [REQUEST_MOVES, TASK_MOVES])
def test_rejected_and_cancelled_are_final_and_a_dispute_reopens_the_closed(moves):
	assert not any(moves[stage] for stage in DROPPED)
	assert moves[Stage.CLOSED] == {Stage.REWORK}


def test_a_refused_move_names_both_stages():
	with pytest.raises(StageError, match="Moderation cannot become Closed") as caught:
		check_move(REQUEST_MOVES, "Moderation", "Closed")
	assert (caught.value.old, caught.value.new) == (Stage.MODERATION, Stage.CLOSED)


def test_a_name_that_is_no_stage_is_refused():
	with pytest.raises(ValueError):
		check_move(REQUEST_MOVES, "Очікує матеріалів", Stage.CLOSED)


@pytest.mark.parametrize(
	"tasks, expected",
	[
		([], "Registered"),
		(["Registered"], "Registered"),
		(["Rejected"], "Registered"),
		(["Rejected", "Cancelled"], "Registered"),
		(["In Progress"], "In Progress"),
		(["Registered", "In Progress"], "In Progress"),
		(["Registered", "Awaiting Confirmation"], "In Progress"),
		(["Registered", "Closed"], "In Progress"),
		(["Rework", "In Progress"], "Rework"),
		(["Rework", "Awaiting Confirmation"], "Rework"),
		(["Awaiting Confirmation"], "Awaiting Confirmation"),
		(["Awaiting Confirmation", "Rejected"], "Awaiting Confirmation"),
		(["Awaiting Confirmation", "Closed"], "Awaiting Confirmation"),
		(["Closed", "Closed"], "Awaiting Confirmation"),
	],
)
def test_a_request_stands_where_its_tasks_stand_and_is_never_closed_by_them(tasks, expected):
	assert str(request_stage(tasks)) == expected


@pytest.mark.parametrize(
	"lead, awaits_redirect, expected",
	[
		(True, True, "In Progress"),
		(True, False, "Awaiting Confirmation"),
		(False, True, "Awaiting Confirmation"),
	],
)
def test_r7_2_what_the_lead_declined_is_owed_until_it_is_redirected(lead, awaits_redirect, expected):
	"""Nobody confirms work whose main part nobody did; without one of the others the rest go on."""
	declined = standing("Rejected", lead, awaits_redirect)
	assert str(request_stage([declined, "Awaiting Confirmation"])) == expected
	assert str(request_stage([declined])) == "Registered"


def test_tasks_can_take_a_request_between_any_two_stages_under_control():
	under_control = OPEN | {Stage.AWAITING_CONFIRMATION}
	for old in under_control:
		for new in under_control:
			check_move(REQUEST_MOVES, old, new)
