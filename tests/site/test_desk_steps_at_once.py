"""Steps of the executor's desk that arrive at the same moment: one is done, and whoever else meant it is told so."""

from concurrent.futures import ThreadPoolExecutor

import frappe
import kit
import pytest
from kit_files import unique_photo

from contact_center.regulation.facts import Kind

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")
DESK = "contact_center.desk.executor_desk."


def together(*acts):
	with ThreadPoolExecutor(len(acts)) as pool:
		return [each.result() for each in [pool.submit(act) for act in acts]]


def lines(task, kind: Kind) -> int:
	frappe.db.rollback()
	return frappe.db.count("Request Journal", {"task": task.name, "kind": kind.value})


@pytest.fixture
def colleague():
	"""`idler` is another person of the water's executor."""
	executor = frappe.get_doc("Executor", kit.EXECUTOR_OF["water"])
	executor.append("users", {"user": kit.email("idler")})
	executor.save()
	frappe.db.commit()
	yield "idler"
	frappe.db.rollback()
	frappe.set_user("Administrator")
	executor.reload()
	executor.users = [row for row in executor.users if row.user != kit.email("idler")]
	executor.save()
	frappe.db.commit()


def test_the_same_result_sent_five_times_at_once_is_one(rest):
	task = kit.task_of(kit.registered())
	kit.accept(task)
	evidence = [{"kind": "Photo", "file": kit.hung_on(task, "water", "яма.jpg", unique_photo())}]
	frappe.db.commit()
	water, seen = rest("water"), kit.version(task)
	values = {"task": task.name, "seen": seen, **kit.result(), "evidence": evidence}
	answers = together(*[lambda: water.call(f"{DESK}report", **values)] * 5)
	assert [answer.status_code for answer in answers] == [200] * 5, [answer.text for answer in answers]
	assert lines(task, Kind.EXECUTED) == 1 and len(kit.fresh(task).evidence) == 1


def test_the_same_photo_sent_four_times_at_once_is_one(rest):
	task = kit.task_of(kit.registered())
	frappe.db.commit()
	water, content = rest("water"), unique_photo()

	def send():
		address = f"{water.base}/api/method/{DESK}attach"
		return water.session.post(
			address, {"task": task.name, "key": "p1"}, files={"file": ("яма.jpg", content)}, timeout=60
		)

	answers = together(*[send] * 4)
	assert [answer.status_code for answer in answers] == [200] * 4, [answer.text for answer in answers]
	assert len({answer.json()["message"]["file"] for answer in answers}) == 1
	frappe.db.rollback()
	assert frappe.db.count("File", {"attached_to_name": task.name}) == 1


def test_of_two_people_who_accept_at_once_one_is_told_who_has_it(rest, colleague):
	task = kit.task_of(kit.registered())
	frappe.db.commit()
	people, seen = [rest("water"), rest(colleague)], kit.version(task)
	answers = together(
		*[lambda each=each: each.call(f"{DESK}accept", task=task.name, seen=seen) for each in people]
	)
	assert sorted(answer.status_code for answer in answers) == [200, 417], [each.text for each in answers]
	[refused] = [answer.json() for answer in answers if not answer.ok]
	assert refused["problem"]["kind"] == "Changed Meanwhile"
	assert lines(task, Kind.ACCEPTED) == 1
