"""Grounds of a return: at least one, each in use, files that are evidence of the request, and who is told what (R6.3.3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from journal_kit import line, story

from contact_center.regulation.problems import ProblemError, ProblemKind
from contact_center.regulation.returns import ReturnMark, for_task, marks_of

IN_USE = ("scan", "photo", "disputed")
EVIDENCE = {"/private/files/akt.pdf": ["1-1"], "/private/files/foto.jpg": ["1-2"]}
AKT, FOTO = EVIDENCE


def test_a_ground_is_needed_while_one_is_in_use_and_no_dispute_brings_the_return():
	assert marks_of([], (), EVIDENCE) == ()
	assert marks_of([], IN_USE, EVIDENCE, None, is_disputed=True) == ()


def test_a_mark_names_the_task_of_each_file():
	marks = marks_of([("scan", [AKT]), ("photo", []), ("scan", [FOTO])], IN_USE, EVIDENCE)
	assert marks == (ReturnMark("scan", (("1-1", AKT), ("1-2", FOTO))), ReturnMark("photo"))


@pytest.mark.parametrize(
	("ticked", "kind", "values"),
	[
		([], ProblemKind.RETURN_GROUND_NEEDED, ()),
		([("old", [])], ProblemKind.RETURN_GROUND_NOT_IN_USE, ("old",)),
		([("scan", ["/files/foreign.pdf"])], ProblemKind.NO_SUCH_EVIDENCE, ("foreign.pdf",)),
	],
)
def test_what_may_not_be_ticked(ticked, kind, values):
	with pytest.raises(ProblemError) as refused:
		marks_of(ticked, IN_USE, EVIDENCE)
	assert (refused.value.kind, refused.value.values) == (kind, values)


def test_a_dispute_is_a_ground_by_itself():
	assert marks_of([], IN_USE, EVIDENCE, "disputed") == (ReturnMark("disputed"),)
	marks = marks_of([("disputed", []), ("scan", [])], IN_USE, EVIDENCE, "disputed")
	assert [mark.ground for mark in marks] == ["disputed", "scan"]


def test_an_executor_is_told_of_its_own_files_alone():
	marks = marks_of([("scan", [AKT, FOTO]), ("photo", [FOTO]), ("disputed", [])], IN_USE, EVIDENCE)
	assert for_task(marks, "1-1") == (ReturnMark("scan", (("1-1", AKT),)), ReturnMark("disputed"))
	assert for_task(marks, "1-2") == (
		ReturnMark("scan", (("1-2", FOTO),)),
		ReturnMark("photo", (("1-2", FOTO),)),
		ReturnMark("disputed"),
	)


@given(st.lists(st.lists(st.sampled_from(IN_USE), unique=True, max_size=3), max_size=6))
def test_the_fold_counts_each_ground_of_each_return(returns):
	lines = [line("Executed", 20, "water")]
	for minute, grounds in enumerate(returns):
		lines += [
			line("Returned", 30 + 2 * minute, grounds=tuple(grounds)),
			line("Executed", 31 + 2 * minute, "water"),
		]
	facts = story(*lines)
	assert facts.return_count == len(returns)
	assert facts.grounds == {
		ground: count for ground in IN_USE if (count := sum(ground in each for each in returns))
	}
