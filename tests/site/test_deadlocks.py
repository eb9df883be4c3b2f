"""Acts that wait for each other in the database: one is begun anew, and nobody is shown an error of the machine's."""

import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import frappe
import kit
import pytest
from kit_rest import Client

from contact_center.framework import deadlocks
from contact_center.record import checking

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("world")
WORKERS, ACTS, REQUESTS = 8, 2000, 50
SELDOM = 40  # acts until a workflow is saved between them
PATIENCE = 30  # seconds until a test gives up waiting for the database
RESULT = {"informed_by": "Phone", "result": "Прорив усунуто", "result_unit": "Бригада 3"}
RESULT |= {"result_person": "Майстренко П. І.", "result_phone": "+380 56 440 15 21"}


# One deadlock, made on purpose


@contextmanager
def other_connection():
	other = kit.new_connection()
	yield other
	other.rollback()
	other.close()


def until_locked(request: str) -> None:
	"""Wait until the database shows a lock on the request."""
	end = time.monotonic() + PATIENCE
	with other_connection() as probe:
		while _is_free(probe, request):
			assert time.monotonic() < end, "nobody took the request"


def _is_free(probe, request: str) -> bool:
	try:
		probe.sql("select name from `tabRequest` where name = %s for update nowait", request)
	except Exception as error:
		if not deadlocks.is_lock_wait_timeout(error):
			raise
		return False
	finally:
		probe.rollback()
	return True


def weigh(other) -> None:
	"""Of two that wait for each other the database gives up who has written less: not this one."""
	for number in range(40):
		other.sql("insert into `tabSeries` (name, current) values (%s, 0)", f"KIT-DEADLOCK-{number}")


def press(client, doctype: str, name: str, action: str):
	"""What the form shows is read, and the button is pressed."""
	doc = json.dumps(client.get(f"/api/resource/{doctype}/{name}").json()["data"])
	return client.call("frappe.model.workflow.apply_workflow", doc=doc, action=action)


def lose_a_deadlock(request, act):
	"""Let `act` (an HTTP call) lock the request and wait for its task, whose holder then asks for the request."""
	task = kit.task_of(request).name
	frappe.db.commit()
	with other_connection() as other, ThreadPoolExecutor(1) as pool:
		weigh(other)
		other.sql("select name from `tabRequest Task` where name = %s for update", task)
		answer = pool.submit(act, task)
		until_locked(request.name)
		other.sql("select name from `tabRequest` where name = %s for update", request.name)
		other.rollback()
		return answer.result()


def test_an_act_that_lost_a_deadlock_is_done_again(rest):
	"""The executor's «Accept» is given up by the database once, and nobody notices."""
	request = kit.registered()
	answer = lose_a_deadlock(request, lambda task: press(rest("water"), "Request Task", task, "Accept"))
	assert answer.ok, answer.text
	frappe.db.rollback()
	assert (kit.fresh(request).stage, kit.kinds(request).count("Accepted")) == ("In Progress", 1)
	assert checking.check(request.name) == []


def test_a_comment_by_its_own_door_is_done_again(rest):
	request = kit.registered()
	arguments = {"doctype": "Request", "name": request.name, "text": "Дзвонили ще раз"}
	answer = lose_a_deadlock(
		request, lambda _task: rest("operator").call("contact_center.control.comments.comment", **arguments)
	)
	assert answer.ok, answer.text
	frappe.db.rollback()
	assert kit.kinds(request).count("Commented") == 1


def test_what_deadlocks_each_time_is_given_up(db):
	"""A bounded number of times: nothing hangs for ever."""
	tries = []

	def act():
		deadlocks.retry_from_here()
		tries.append(1)
		raise frappe.QueryDeadlockError

	with pytest.raises(frappe.QueryDeadlockError):
		deadlocks.retried(act)
	assert len(tries) == deadlocks.TRIES


@pytest.mark.parametrize(
	"error", [frappe.QueryTimeoutError(1205, "Lock wait timeout exceeded"), frappe.QueryTimeoutError()]
)
def test_a_lock_wait_timeout_is_not_tried_again(db, error):
	"""Each try would wait for as long as the database does: 50 seconds, and nobody's page waits that long ten times."""
	tries = []

	def act():
		deadlocks.retry_from_here()
		tries.append(1)
		raise error

	with pytest.raises(frappe.QueryTimeoutError):
		deadlocks.retried(act)
	assert len(tries) == 1


def test_a_record_that_changed_since_it_was_read_is_tried_again(db):
	"""MariaDB 11.8, error 1020: the next try reads the record as it is now."""
	tries = []

	def act():
		deadlocks.retry_from_here()
		tries.append(1)
		if len(tries) == 1:
			raise frappe.db.OperationalError(1020, "Record has changed since last read in table 'tabRequest'")
		return "done"

	assert deadlocks.retried(act) == "done" and len(tries) == 2


def test_what_is_not_ours_is_not_done_again(db):
	"""Another app's deadlock is its own business."""
	tries = []

	def act():
		tries.append(1)
		raise frappe.QueryDeadlockError

	with pytest.raises(frappe.QueryDeadlockError):
		deadlocks.retried(act)
	assert len(tries) == 1


# Many at once


class Worker:
	"""Somebody who presses whatever there is to press, with sessions of their own."""

	def __init__(self, http: str, seed: int, tasks: dict[str, str]):
		self.chance = random.Random(seed)
		self.today = frappe.utils.nowdate()
		self.tasks = tasks
		self.operator = Client(http, self.chance.choice(["operator", "supervisor"]))
		self.executor = Client(http, "water")
		self.administrator = Client(http, "sysadmin")
		self.workflow = frappe.get_all(
			"Workflow", {"document_type": "Request", "is_active": 1}, pluck="name"
		)[0]
		self.phoned = kit.values(classifier=kit.CHOICE, chosen_executor="KIT-WATER")
		self.failed: list[str] = []
		self.done = 0

	def work(self, number: int) -> None:
		for _act in range(number):
			request, task = self.chance.choice(list(self.tasks.items()))
			acts = [self.accept, self.report, self.give_back, self.comment, self.ring, self.redirect]
			act = self.chance.choice([*acts, self.correct, self.register])
			if not self.chance.randrange(SELDOM):
				act = self.save_workflow
			answer = act(request, task)
			self.done += answer.ok
			if answer.status_code >= 500:
				self.failed.append(answer.text[:500])

	def accept(self, _request: str, task: str):
		return press(self.executor, "Request Task", task, "Accept")

	def report(self, _request: str, task: str):
		self.executor.put(f"/api/resource/Request Task/{task}", RESULT | {"result_date": self.today})
		return press(self.executor, "Request Task", task, "Report Result")

	def give_back(self, request: str, _task: str):
		self.operator.put(
			f"/api/resource/Request/{request}",
			{"reason": "Не видно місця", "return_grounds": [{"ground": kit.BLURRED}]},
		)
		return press(self.operator, "Request", request, "Return for Rework")

	def shown(self, doctype: str, name: str) -> str:
		return self.operator.get(f"/api/resource/{doctype}/{name}").json()["data"]["modified"]

	def comment(self, request: str, _task: str):
		about = {"doctype": "Request", "name": request, "text": "Дзвонили ще раз"}
		return self.operator.call("contact_center.control.comments.comment", **about)

	def ring(self, request: str, _task: str):
		answer = {"request": request, "outcome": "Not Reached", "seen": self.shown("Request", request)}
		return self.operator.call("contact_center.control.confirmation.call_back", **answer)

	def register(self, _request: str, _task: str):
		body = {**self.phoned, "description": f"Тече дах {self.chance.random()}"}
		made = self.operator.post("/api/resource/Request", body)
		return press(self.operator, "Request", made.json()["data"]["name"], "Register") if made.ok else made

	def save_workflow(self, _request: str, _task: str):
		"""An administrator at the workflow's screen, while everybody works."""
		return self.administrator.put(f"/api/resource/Workflow/{self.workflow}", {"is_active": 1})

	def redirect(self, _request: str, task: str):
		to = {"task": task, "executor": "KIT-ROADS", "reason": "Не їхнє"}
		to["seen"] = self.shown("Request Task", task)
		return self.operator.call("contact_center.control.redirect.redirect", **to)

	def correct(self, request: str, _task: str):
		place = f"біля під'їзду {self.chance.randrange(9)}"
		return self.operator.put(f"/api/resource/Request/{request}", {"place": place})


def test_two_thousand_acts_of_eight_people_on_fifty_requests(http, rest):
	"""No user gets a technical error, and every request shows the fold of its journal."""
	rest("water")  # passwords are set
	requests = [
		kit.registered(classifier=kit.CHOICE, chosen_executor="KIT-WATER") for _each in range(REQUESTS)
	]
	tasks = {request.name: kit.task_of(request).name for request in requests}
	frappe.db.commit()
	workers = [Worker(http, seed, tasks) for seed in range(WORKERS)]
	with ThreadPoolExecutor(WORKERS) as pool:
		list(pool.map(lambda worker: worker.work(ACTS // WORKERS), workers))
	frappe.db.rollback()
	assert [text for worker in workers for text in worker.failed] == []
	assert (
		sum(worker.done for worker in workers) > ACTS / 4
	)  # most are refused: the request is elsewhere by then
	assert [found for name in tasks for found in checking.check(name)] == []
