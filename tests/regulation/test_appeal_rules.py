"""Complaints, proposals, thanks: what each has to name, who may do what, by when it is answered (R3.3a)."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from contact_center.regulation import appeals
from contact_center.regulation.appeals import ACTS, AppealKind, AppealParty, AppealStage, Reach
from contact_center.regulation.moments import is_late
from contact_center.regulation.problems import ProblemError
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.regulation.terms import DayEnd, Term, Unit
from contact_center.regulation.working_calendar import WorkingCalendar

KYIV = ZoneInfo("Europe/Kyiv")
WEEK = WorkingCalendar(KYIV, {day: ((time(8), time(17)),) for day in range(5)}, {})
EVERYTHING = Reach(named=True, email=True, account=True, address=True)
SOUND = {"kind": "Complaint", "about": "Executor", "executor": "WATER", "text": "Не прийшли"}


def kinds_of(reach: Reach = EVERYTHING, **other) -> dict[str, Kind]:
	return {field: each.kind for field, each in appeals.problems_of({**SOUND, **other}, reach).items()}


def test_a_complaint_about_an_executor_is_sound():
	assert kinds_of() == {}


@pytest.mark.parametrize(
	("given", "found"),
	[
		({"kind": ""}, {"kind": Kind.APPEAL_FIELD_NEEDED}),
		({"kind": "Gossip"}, {"kind": Kind.NOT_ONE_OF}),
		({"about": ""}, {"about": Kind.APPEAL_WHOM_NEEDED}),
		({"about": "Mayor"}, {"about": Kind.NOT_ONE_OF}),
		({"executor": ""}, {"person": Kind.APPEAL_FIELD_NEEDED}),
		({"about": "Official"}, {"person": Kind.APPEAL_FIELD_NEEDED}),
		({"about": "Official", "person": "  "}, {"person": Kind.APPEAL_FIELD_NEEDED}),
		({"text": " \n"}, {"text": Kind.APPEAL_TEXT_NEEDED}),
		({"text": "я" * 10_001}, {"text": Kind.LONG_TEXT}),
		({"answer_by": "Pigeon"}, {"answer_by": Kind.NOT_ONE_OF}),
		({"kind": "Gratitude", "about": ""}, {"about": Kind.APPEAL_WHOM_NEEDED}),
	],
)
def test_what_is_missing_is_named_at_its_field(given, found):
	assert kinds_of(**given) == found


@pytest.mark.parametrize(
	"given",
	[
		{"kind": "Proposal", "about": "", "executor": ""},
		{"about": "Official", "person": "начальник відділу"},
		{"about": "Contact Center", "executor": ""},
		{"about": "Other", "executor": ""},
		{"executor": "", "person": "водоканал"},
		{"answer_by": "Post"},
	],
)
def test_a_proposal_is_about_nobody_and_others_about_whom_they_name(given):
	assert kinds_of(**given) == {}


@pytest.mark.parametrize(
	("way", "reach"),
	[
		("E-mail", Reach(named=True, account=True, address=True)),
		("Account", Reach(named=True, email=True, address=True)),
		("Post", Reach(named=True, email=True, account=True)),
		("E-mail", Reach(email=True)),
	],
)
def test_an_answer_in_writing_needs_a_way_to_a_named_person(way, reach):
	assert kinds_of(reach, answer_by=way) == {"answer_by": Kind.ANSWER_HAS_NO_WAY}


def names(kind: str, stage: str, *parties: AppealParty) -> list[str]:
	return [act.name for act in appeals.open_acts(kind, stage, frozenset(parties))]


def test_who_may_do_what_while_it_is_considered():
	considered = "Under Consideration"
	office = ["correct", "withdraw", "turn_into_request"]
	assert names("Complaint", considered, AppealParty.OPERATOR) == office
	assert names("Complaint", considered, AppealParty.SUPERVISOR) == [
		"assign",
		"correct",
		"answer",
		*office[1:],
	]
	assert names("Complaint", considered, AppealParty.ASSIGNED) == ["answer"]
	assert names("Complaint", considered, AppealParty.APPLICANT) == ["withdraw"]
	assert names("Gratitude", considered, AppealParty.OPERATOR) == ["correct", "pass_on", *office[1:]]


@pytest.mark.parametrize("stage", [stage for stage in AppealStage if stage is not AppealStage.CONSIDERED])
def test_nothing_is_done_to_what_has_ended(stage):
	assert not names("Gratitude", stage.value, *AppealParty)
	for act in ACTS[1:]:
		with pytest.raises(ProblemError) as refused:
			appeals.check_act(act, "Gratitude", stage.value)
		assert refused.value.kind is Kind.APPEAL_DECIDED


@pytest.mark.parametrize("kind", ["Complaint", "Proposal"])
def test_only_thanks_are_passed_on(kind):
	with pytest.raises(ProblemError) as refused:
		appeals.check_act(appeals.PASS_ON, kind, "Under Consideration")
	assert refused.value.kind is Kind.NOT_TO_PASS_ON


def test_the_term_counts_by_the_calendar_and_ends_on_a_working_day():
	"""15 days from Friday, 6 November, end on Saturday: Monday it is, to its last second."""
	term = Term(15, Unit.CALENDAR_DAYS, DayEnd.END_OF_DAY, rolls_off_non_working=True)
	received = datetime(2026, 11, 6, 16, 40, tzinfo=KYIV)
	due = appeals.due_of(received, term, WEEK)
	assert due == datetime(2026, 11, 23, 23, 59, 59, tzinfo=KYIV)
	assert not is_late(due, due) and is_late(datetime(2026, 11, 24, tzinfo=KYIV), due)


def test_working_days_skip_the_weekend():
	term = Term(5, Unit.WORKING_DAYS, DayEnd.END_OF_DAY)
	assert appeals.due_of(datetime(2026, 11, 6, 9, tzinfo=KYIV), term, WEEK).day == 13


def test_without_a_term_nothing_is_due():
	assert appeals.due_of(datetime(2026, 11, 6, tzinfo=KYIV), None, WEEK) is None


def test_terms_are_one_a_kind_and_not_endless():
	day = Term(1, Unit.CALENDAR_DAYS)
	appeals.check_terms(["Complaint", "Gratitude"], [day, day])
	for kinds, terms, kind in (
		(["Gratitude", "Gratitude"], [day, day], Kind.APPEAL_KIND_TWICE),
		(["Gratitude"], [Term(4000, Unit.CALENDAR_DAYS)], Kind.TERM_TOO_LONG),
	):
		with pytest.raises(ProblemError) as refused:
			appeals.check_terms(kinds, terms)
		assert refused.value.kind is kind


def test_every_kind_and_step_has_an_act():
	assert {kind for act in ACTS for kind in act.kinds} == set(AppealKind)
	assert {act.target for act in ACTS if act.target} == set(AppealStage)
	assert len(set(appeals.STEPS)) == len(appeals.STEPS)
