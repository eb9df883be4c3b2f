"""What must be looked at again when the regulation grows: each test names the file that has to follow."""

import re
from dataclasses import fields
from datetime import datetime, timedelta, timezone
from string import Formatter

import pytest

from contact_center.regulation.facts import Kind, Line, RequestFacts, TaskFacts, fold
from contact_center.regulation.problems import ProblemKind
from contact_center.regulation.routing import REQUIRED_FIELDS
from contact_center.regulation.stages import Stage
from contact_center.regulation.terms import CountsFrom, DayEnd, Unit
from contact_center.rehearsal.checking.kinds import CheckKind
from contact_center.rehearsal.engine.classes import LONGEST
from contact_center.rehearsal.engine.fast_replay import (
	REQUEST_MOMENTS,
	REQUEST_NUMBERS,
	STAGES,
	TASK_MOMENTS,
	TASK_NUMBERS,
)
from contact_center.rehearsal.engine.replay import DECIDED_AGAIN
from contact_center.rehearsal.reading.journal_columns import WITHOUT_EFFECT
from contact_center.rehearsal.reading.problems import RehearsalKind
from contact_center.rehearsal.reading.request_columns import FILLED
from contact_center.rehearsal.telling import problem_words
from contact_center.rehearsal.telling.catalogue import translator
from contact_center.rehearsal.telling.texts import TEXTS

AT = datetime(2026, 11, 23, 10, tzinfo=timezone.utc)
TERMS = {"accept_by": AT + timedelta(hours=2), "due": AT + timedelta(days=5)}


def test_every_fact_of_a_request_and_a_task_has_its_column():
	"""rehearsal/engine/fast_replay.py"""
	request = {each.name for each in fields(RequestFacts)} - {
		"stage",
		"tasks",
		"rating",
		"grounds",
	}  # no file has ratings and grounds
	task = {each.name for each in fields(TaskFacts)} - {
		"stage",
		"executor",
		"handed_to",
		"work_stages",
	}  # no file names people
	assert request == set(REQUEST_MOMENTS) | set(REQUEST_NUMBERS)
	assert task == (set(TASK_MOMENTS) | set(TASK_NUMBERS)) - {"stages_missed"}  # follows from the stages
	assert set(STAGES) == set(Stage)


def test_a_journal_line_says_nothing_that_a_class_of_journals_does_not_know():
	"""rehearsal/engine/classes.py and fast_replay.py: a new field of Line has to be part of the key and of the story."""
	read = {"kind", "moment", "executor", "accept_by", "due", "lead"}
	assert {each.name for each in fields(Line)} == read | {
		"task",
		"rating",
		"grounds",
		"handed_to",
		"work_stage",
	}  # a site's own: no file has them
	assert len(Kind) <= 64
	assert LONGEST < 62


@pytest.mark.parametrize("kind", sorted(WITHOUT_EFFECT - DECIDED_AGAIN))
def test_lines_left_out_of_a_replay_change_no_fact(kind):
	"""rehearsal/reading/journal_columns.py: WITHOUT_EFFECT"""
	begun = [Line(Kind.REGISTERED, AT, **TERMS), Line(Kind.SENT, AT, "water", lead=True, **TERMS)]
	done = [*begun, Line(Kind.ACCEPTED, AT, "water"), Line(Kind.EXECUTED, AT, "water")]
	for story in ([], begun, done, [*done, Line(Kind.CLOSED, AT)]):
		extra = [Line(kind, AT, executor) for executor in (None, "water")]
		assert fold(story + extra) == fold(story)


def test_lines_that_a_sweep_writes_are_decided_again():
	"""rehearsal/engine/replay.py: DECIDED_AGAIN; all other kinds are people's acts."""
	acts = (
		"Received Registered Sent Accepted Redirected Extended Commented Executed Returned Confirmed".split()
	)
	acts += ["Not Competent", "Called Back", "Disputed", "Closed", "Rejected", "Cancelled"]
	acts += ["Joined", "Left", "Joined Answered", "Asked", "Answered", "Split", "Joined to Another"]
	acts += ["Not Reached", "Taken In", "Became an Appeal"]
	acts += ["Term Asked", "Term Refused", "Handed Over", "Assigned Below", "Reopened", "Released"]
	acts += [f"Inspection {step}" for step in ("Asked", "Called", "Moved", "Held", "Cancelled")]
	acts += ["Stage Planned", "Stage Agreed", "Stage Refused", "Stage Done"]
	assert {kind.value for kind in Kind} - {kind.value for kind in DECIDED_AGAIN} == set(acts)


def test_the_columns_know_every_unit_and_every_way_to_count():
	"""rehearsal/engine/term_columns.py; tests/rehearsal/test_terms_and_moments.py tries all of them."""
	assert {unit.value for unit in Unit} == {
		"Minutes",
		"Hours",
		"Working Hours",
		"Calendar Days",
		"Working Days",
		"No Fixed Term",
	}
	assert {end.value for end in DayEnd} == {"Same Minute", "End of Day"}
	assert {each.value for each in CountsFrom} == {"Registration", "Receipt"}


def test_the_fields_that_a_line_can_fill_are_those_that_an_entry_can_require():
	"""rehearsal/request_columns.py: FILLED; a line has no photo."""
	assert set(FILLED) == set(REQUIRED_FIELDS) - {"photo"}


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_its_words(stage):
	"""rehearsal/telling/texts.py"""
	assert stage.value in TEXTS


@pytest.mark.parametrize("key", TEXTS)
def test_every_text_is_said_in_ukrainian_with_the_same_values(key):
	text, context = TEXTS[key]
	translated = translator("uk")(text, context)
	assert translated != text
	assert placeholders(translated) == placeholders(text)


@pytest.mark.parametrize("kind", problem_words.TEXTS, ids=str)
def test_everything_that_can_be_wrong_has_its_words_in_both_languages(kind):
	"""rehearsal/telling/problem_words.py, words/problem_texts.py"""
	text = problem_words.TEXTS[kind]
	translated = translator("uk")(text)
	assert re.search("[а-яіїєґ]", translated)
	assert placeholders(translated) == placeholders(text)


def test_no_kind_of_problem_is_without_words():
	assert set(problem_words.TEXTS) == {*ProblemKind, *RehearsalKind, *CheckKind}
	assert len(problem_words.KINDS) == len(problem_words.TEXTS), "two kinds have one code"


def placeholders(text):
	return sorted(field for _text, field, _spec, _how in Formatter().parse(text) if field is not None)
