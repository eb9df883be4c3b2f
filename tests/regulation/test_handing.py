"""A task goes to one person inside its executor, and back (P4)."""

from datetime import datetime, timedelta, timezone

import pytest

from contact_center.regulation.facts import Kind, Line, TaskFacts, fold
from contact_center.regulation.handing import check_handing
from contact_center.regulation.problems import ProblemError, ProblemKind
from contact_center.regulation.stages import FINISHED, UNDER_CONTROL, Stage

START = datetime(2026, 3, 2, 8, tzinfo=timezone.utc)
PEOPLE = ("ivan", "olha")


def line(kind: str, hours: int = 0, executor: str | None = "water", **values) -> Line:
	return Line(Kind(kind), START + timedelta(hours=hours), executor, **values)


BEGUN = [line("Registered", executor=None, due=START + timedelta(days=5)), line("Sent", lead=True)]


def handed(to: str | None, hours: int = 1, executor: str = "water") -> Line:
	return line("Handed Over", hours, executor, handed_to=to)


@pytest.mark.parametrize(
	("lines", "whose"),
	[
		([], None),
		([handed("ivan")], "ivan"),
		([handed("ivan"), handed("olha")], "olha"),
		([handed("ivan"), handed(None)], None),
		([line("Accepted", 1), handed("ivan"), line("Executed", 2), line("Returned", 3, None)], "ivan"),
		([handed("ivan"), line("Not Competent", 2)], "ivan"),
	],
)
def test_the_last_line_says_whose_it_is(lines, whose):
	assert fold(BEGUN + lines).tasks["water"].handed_to == whose


def test_nothing_else_changes_by_it():
	before, after = fold(BEGUN), fold([*BEGUN, handed("ivan"), handed(None)])
	assert before == after


def test_an_executor_that_gets_a_task_anew_gets_it_whole():
	again = [handed("ivan"), line("Redirected", 2), line("Sent", 3, lead=True)]
	assert fold(BEGUN + again).tasks["water"].handed_to is None


def test_one_of_several_tasks_is_handed_over_alone():
	facts = fold([*BEGUN, line("Sent", executor="gas"), handed("ivan")])
	assert (facts.tasks["water"].handed_to, facts.tasks["gas"].handed_to) == ("ivan", None)


@pytest.mark.parametrize(
	("task", "person", "by_crew", "kind"),
	[
		({"stage": Stage.CLOSED}, "ivan", False, ProblemKind.HAND_OVER_OF_NO_WORK),
		({"stage": Stage.REJECTED}, None, False, ProblemKind.HAND_OVER_OF_NO_WORK),
		({"handed_to": "ivan"}, "ivan", False, ProblemKind.HANDED_ALREADY),
		({}, None, False, ProblemKind.HANDED_ALREADY),
		({"handed_to": "ivan"}, "olha", True, ProblemKind.CREW_GIVES_BACK),
		({}, "stranger", False, ProblemKind.NOT_OF_THE_EXECUTOR),
	],
)
def test_what_is_not_handed_over(task, person, by_crew, kind):
	with pytest.raises(ProblemError) as caught:
		check_handing(TaskFacts("water", **task), person, PEOPLE, by_crew=by_crew)
	assert caught.value.problem.kind is kind


@pytest.mark.parametrize("stage", sorted(UNDER_CONTROL))
def test_a_task_under_control_goes_to_a_person_and_back(stage):
	check_handing(TaskFacts("water", stage=stage), "ivan", PEOPLE, by_crew=False)
	check_handing(TaskFacts("water", stage=stage, handed_to="olha"), "ivan", PEOPLE, by_crew=False)
	check_handing(TaskFacts("water", stage=stage, handed_to="olha"), None, PEOPLE, by_crew=True)


@pytest.mark.parametrize("stage", sorted(FINISHED))
def test_a_finished_one_does_not(stage):
	with pytest.raises(ProblemError):
		check_handing(TaskFacts("water", stage=stage), "ivan", PEOPLE, by_crew=False)
