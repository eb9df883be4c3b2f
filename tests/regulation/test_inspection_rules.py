"""Inspections: what may be done to one from where, and which act an outcome proposes (R7.3, R6.3.4, R9.2.4)."""

from datetime import timedelta

import pytest
from regulation_kit import kyiv

from contact_center.regulation import inspections as rules
from contact_center.regulation.inspections import (
	FURTHEST,
	MOVES,
	InspectionStage,
	NextStep,
	Outcome,
	Step,
	check_moment,
	check_move,
	check_record,
	check_words,
	next_step,
	stage_after,
)
from contact_center.regulation.problems import ProblemError, ProblemKind
from contact_center.regulation.stages import OPEN, Stage

NOW = kyiv("2026-03-02 10:00")
ASKED, CALLED, HELD, CANCELLED = InspectionStage


def refused(act, *given) -> ProblemKind:
	with pytest.raises(ProblemError) as refusal:
		act(*given)
	return refusal.value.kind


@pytest.mark.parametrize(
	"step, origins, target",
	[
		(Step.ASKED, {None}, ASKED),
		(Step.CALLED, {None, ASKED}, CALLED),
		(Step.MOVED, {CALLED}, CALLED),
		(Step.HELD, {CALLED}, HELD),
		(Step.CANCELLED, {ASKED, CALLED}, CANCELLED),
	],
)
def test_the_table_of_steps(step, origins, target):
	[move] = [each for each in MOVES if each.step is step]
	assert (move.origins, move.target) == (origins, target)
	for stage in (None, *InspectionStage):
		if stage in origins:
			check_move(move, stage and stage.value)
		else:
			assert refused(check_move, move, stage and stage.value) is ProblemKind.INSPECTION_IS_OVER


def test_what_is_over_is_not_moved_recorded_or_called_off_again():
	assert not any(move.origins & {HELD, CANCELLED} for move in MOVES)


def test_it_takes_place_later_and_not_in_a_year():
	assert check_moment(NOW + timedelta(hours=1), NOW) == NOW + timedelta(hours=1)
	check_moment(NOW + FURTHEST, NOW)
	assert refused(check_moment, None, NOW) is ProblemKind.INSPECTION_WITHOUT_MOMENT
	for moment in (NOW - timedelta(minutes=1), NOW + FURTHEST + timedelta(days=1)):
		assert refused(check_moment, moment, NOW) is ProblemKind.INSPECTION_MOMENT


def test_why_and_where_are_said():
	check_words("Спір", "вул. Соборності, 12")
	assert refused(check_words, " ", "вул. Соборності, 12") is ProblemKind.INSPECTION_REASON_NEEDED
	assert refused(check_words, "Спір", " ") is ProblemKind.INSPECTION_PLACE_NEEDED


def test_nothing_is_found_before_it_has_begun():
	assert refused(check_record, Outcome.DONE, "Є", "", False) is ProblemKind.INSPECTION_TO_COME
	check_record(Outcome.NOT_HELD, "Злива", "", False)


def test_a_record_says_what_was_found_and_who_is_competent():
	check_record(Outcome.COMPETENT, "Мережа міська", "water", True)
	assert refused(check_record, Outcome.DONE, " ", "", True) is ProblemKind.FINDINGS_NEEDED
	assert refused(check_record, Outcome.COMPETENT, "Є", "", True) is ProblemKind.COMPETENT_NEEDED


@pytest.mark.parametrize("outcome", Outcome)
def test_what_could_not_take_place_is_not_held(outcome):
	assert stage_after(outcome) is (CANCELLED if outcome is Outcome.NOT_HELD else HELD)


@pytest.mark.parametrize(
	"outcome, competent, request_stage, proposed",
	[
		(Outcome.COMPETENT, "roads", Stage.REGISTERED, NextStep.REDIRECT),
		(Outcome.COMPETENT, "water", Stage.IN_PROGRESS, NextStep.KEEP),
		(Outcome.DONE, "", Stage.AWAITING_CONFIRMATION, NextStep.CONFIRM),
		(Outcome.DONE, "", Stage.CLOSED, NextStep.KEEP),
		(Outcome.NOT_DONE, "", Stage.AWAITING_CONFIRMATION, NextStep.RETURN),
		(Outcome.NOT_DONE, "", Stage.CLOSED, NextStep.RETURN),
		(Outcome.PARTLY, "", Stage.CLOSED, NextStep.RETURN),
		(Outcome.PARTLY, "", Stage.IN_PROGRESS, NextStep.KEEP),
		(Outcome.NOT_HELD, "", Stage.IN_PROGRESS, NextStep.CALL_AGAIN),
		(Outcome.NOT_DONE, "", Stage.CANCELLED, None),
	],
)
def test_an_outcome_proposes_and_decides_nothing(outcome, competent, request_stage, proposed):
	assert next_step(outcome, competent, ["water"], request_stage) is proposed


def test_nothing_is_proposed_for_what_is_over_and_no_work_is_returned_that_still_runs():
	for outcome in Outcome:
		for stage in (Stage.REJECTED, Stage.CANCELLED, Stage.MODERATION):
			assert next_step(outcome, "water", ["water"], stage) is None
		for stage in OPEN:
			assert next_step(outcome, "water", ["water"], stage) is not NextStep.RETURN


def test_what_may_be_open_at_one_time():
	assert rules.OPEN_STAGES == {ASKED, CALLED}
