"""A journal that lacks a line: `check-projection` names the request and the line in words, and repairs nothing there."""

import frappe
import kit
import pytest

from contact_center import commands
from contact_center.record import checking

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture
def request_in_work(db):
	request = kit.registered()
	kit.accept(kit.task_of(request))
	frappe.db.commit()
	return kit.fresh(request)


def without(request, *kinds: str) -> None:
	frappe.db.delete("Request Journal", {"request": request.name, "kind": ("in", kinds)})
	frappe.db.commit()


@pytest.fixture
def checked(capsys):
	"""Return `checked(repair)`: how many fields differ, how many lines are missing, and what is printed."""

	def check(repair: bool = False):
		differing, lacking = commands._check_all(repair)
		return differing, lacking, capsys.readouterr().out

	return check


def shown(request) -> tuple:
	return kit.stored("Request", request.name), kit.stored("Request Task", kit.task_of(request).name)


@pytest.mark.parametrize(
	("kinds", "line", "is_tasks"),
	[
		(["Sent"], "Sent", True),  # and a later line is about the task
		(["Sent", "Accepted"], "Sent", True),
		(["Received", "Registered"], "Registered", False),
		(["Received", "Registered", "Sent", "Accepted"], "Registered", False),
	],
)
@pytest.mark.parametrize("repair", [False, True])
def test_it_is_named_and_left_as_it_is(request_in_work, checked, kinds, line, is_tasks, repair):
	before, task = shown(request_in_work), kit.task_of(request_in_work).name
	without(request_in_work, *kinds)
	differing, lacking, said = checked(repair)
	[about] = [each for each in said.splitlines() if f"Request {request_in_work.name}:" in each]
	assert (differing, lacking) == (0, 1) and f"“{line}”" in about and (task in about) == is_tasks
	assert "Lines that journals lack: 1." in said
	assert shown(request_in_work) == before


def test_a_request_whose_every_line_is_gone(request_in_work):
	filed = kit.filed()
	frappe.db.delete("Request Journal", {"request": filed.name})
	assert [gap.kind for gap in checking.examine(filed.name)[0]] == ["Received"]


def test_a_whole_journal_lacks_nothing(request_in_work, checked):
	assert checking.examine(request_in_work.name) == ([], [])
	differing, lacking, said = checked()
	assert (differing, lacking) == (0, 0) and "lack" not in said


def test_what_differs_is_still_repaired(request_in_work, checked):
	frappe.db.set_value("Request", request_in_work.name, "return_count", 7)
	assert checked()[:2] == (1, 0)
	assert "return_count: 7 -> 0" in checked(repair=True)[2]
	assert checked()[:2] == (0, 0)
