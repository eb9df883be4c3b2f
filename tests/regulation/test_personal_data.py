"""When an executor sees who the applicant is, and which numbers of looks are unusual (D1, D2)."""

import pytest

from contact_center.regulation.personal_data import contact_problem, is_unusual, usual
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.regulation.stages import OPEN, Stage


@pytest.mark.parametrize("stage", sorted(OPEN))
def test_a_running_task_shows_the_contact_once_it_is_accepted(stage):
	assert contact_problem(stage, is_accepted=True, at_once=False) is None
	assert contact_problem(stage, is_accepted=False, at_once=True) is None
	assert contact_problem(stage, False, False).kind is Kind.CONTACT_BEFORE_ACCEPTANCE


@pytest.mark.parametrize("stage", sorted(set(Stage) - OPEN))
@pytest.mark.parametrize("at_once", [True, False])
def test_after_the_report_no_executor_sees_it(stage, at_once):
	assert contact_problem(stage, True, at_once).kind is Kind.CONTACT_CLOSED


def test_what_is_usual_is_the_median_of_the_own_days():
	assert usual([2, 4, 90, 3, 5], of_all=[50]) == 4.0


def test_who_has_looked_on_few_days_is_compared_with_all():
	assert usual([1, 1, 1, 1], of_all=[6, 8]) == 7.0
	assert usual([], of_all=[]) == 0.0


@pytest.mark.parametrize(
	("looks", "usually", "expected"),
	[(19, 0.0, False), (20, 0.0, True), (60, 20.0, False), (61, 20.0, True), (30, 10.0, False)],
)
def test_three_times_the_usual_number_is_unusual_from_twenty_on(looks, usually, expected):
	assert is_unusual(looks, usually) is expected
