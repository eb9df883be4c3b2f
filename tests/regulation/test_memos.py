"""The way of a memo about a caller: steps, their people, the end of a block (R5.8)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from contact_center.regulation import memos
from contact_center.regulation.memos import STEPS, MemoParty, MemoStage, block_end, check_step
from contact_center.regulation.problems import ProblemError
from contact_center.regulation.problems import ProblemKind as Kind

KYIV = ZoneInfo("Europe/Kyiv")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=KYIV)


def refused(*given) -> Kind | None:
	try:
		check_step(*given)
	except ProblemError as error:
		return error.kind
	return None


def test_each_stage_is_led_to_by_one_step():
	assert sorted(step.target.value for step in STEPS) == sorted(stage.value for stage in MemoStage)


def test_writing_deciding_and_blocking_belong_to_different_people():
	deciding, blocking = memos.APPROVE.by | memos.DECLINE.by, memos.BLOCK.by | memos.LIFT.by
	assert deciding == {MemoParty.SUPERVISOR} and blocking == {MemoParty.ADMINISTRATOR}


@pytest.mark.parametrize("step", [step for step in STEPS if step is not memos.WRITE])
@pytest.mark.parametrize("stage", list(MemoStage))
def test_a_step_is_taken_from_its_stages_alone(step, stage):
	found = refused(step, stage.value, False, "причина")
	assert found == (None if stage in step.origins else Kind.MEMO_DECIDED)


def test_a_way_ends_declined_or_lifted():
	origins = {origin for step in STEPS for origin in step.origins}
	assert set(MemoStage) - origins == {MemoStage.DECLINED, MemoStage.LIFTED}


@pytest.mark.parametrize(
	("step", "needed"), [(memos.DECLINE, True), (memos.LIFT, True), (memos.APPROVE, False)]
)
def test_a_reason_is_needed_where_something_is_refused_or_taken_back(step, needed):
	stage = next(iter(step.origins)).value
	assert (refused(step, stage, False, " ") is Kind.MEMO_REASON_NEEDED) is needed


@pytest.mark.parametrize("step", [memos.APPROVE, memos.DECLINE])
def test_a_writer_does_not_decide(step):
	assert refused(step, "Awaiting Approval", True, "причина") is Kind.OWN_MEMO


@pytest.mark.parametrize(
	("start", "days", "end"),
	[
		(NOON, 1, NOON + timedelta(days=1)),
		(NOON.replace(second=1), 1, NOON + timedelta(days=1, minutes=1)),
		(NOON.replace(microsecond=1), 365, datetime(2027, 3, 2, 12, 1, tzinfo=KYIV)),
	],
)
def test_a_block_ends_at_a_whole_minute(start, days, end):
	assert block_end(start, days) == end


def test_a_block_over_a_clock_change_ends_at_the_same_hour():
	"""R4.7."""
	start = datetime(2026, 3, 28, 12, 0, tzinfo=KYIV)
	assert block_end(start, 1).strftime("%d %H:%M %z") == "29 12:00 +0300"


@pytest.mark.parametrize("days", [0, -1, 366])
def test_a_block_lasts_between_a_day_and_a_year(days):
	with pytest.raises(ProblemError) as error:
		block_end(NOON, days)
	assert error.value.kind is Kind.BLOCK_DAYS and error.value.values == ("1", "365")
