"""Several people at the same moment: a lock decides who comes first, and nothing is lost or doubled."""

import json
from concurrent.futures import ThreadPoolExecutor

import frappe
import kit
import pytest
from kit import YARD

from contact_center.record import checking

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("world")
ROUNDS = 6


def together(*acts) -> list:
	"""Call all of them at once; their answers in order."""
	with ThreadPoolExecutor(len(acts)) as pool:
		return [each.result() for each in [pool.submit(act) for act in acts]]


def press(client, doctype: str, name: str, action: str):
	"""What the form shows is read, and the button is pressed."""
	doc = json.dumps(client.get(f"/api/resource/{doctype}/{name}").json()["data"])
	return client.call("frappe.model.workflow.apply_workflow", doc=doc, action=action)


def test_numbers_are_given_once_each(rest, world):
	"""R5.12: eight telephones at once."""
	clients = [rest("operator"), rest("supervisor")] * 4
	names = [
		client.post("/api/resource/Request", kit.values(applicant=world.applicant)).json()["data"]["name"]
		for client in clients
	]
	acts = [
		lambda client=client, name=name: press(client, "Request", name, "Register")
		for client, name in zip(clients, names, strict=True)
	]
	answers = together(*acts)
	assert all(answer.ok for answer in answers), [answer.text for answer in answers if not answer.ok]
	numbers = sorted(int(answer.json()["message"]["number"][-6:]) for answer in answers)
	assert numbers == list(range(numbers[0], numbers[0] + 8))


def test_the_last_of_two_results_brings_the_request_on(rest, world):
	"""R8.1.6: two executors who report in the same second do not overlook each other."""
	for _round in range(ROUNDS):
		request = kit.registered(classifier=YARD)
		tasks = {"roads": kit.task_of(request, "KIT-ROADS"), "housing": kit.task_of(request, "KIT-HOUSING")}
		for person, task in tasks.items():
			kit.accept(task, person)
			with kit.acting(person):
				frappe.get_doc("Request Task", task.name).update(kit.result()).save()
		frappe.db.commit()
		acts = [
			lambda person=person, task=task: press(rest(person), "Request Task", task.name, "Report Result")
			for person, task in tasks.items()
		]
		answers = together(*acts)
		assert all(answer.ok for answer in answers), [answer.text for answer in answers if not answer.ok]
		frappe.db.rollback()
		assert kit.fresh(request).stage == "Awaiting Confirmation"
		assert checking.check(request.name) == []


def test_one_redirect_of_two_goes_through(rest, world):
	"""R6.2.1: two operators who redirect the same task do not leave it with two leads."""
	for _round in range(ROUNDS):
		request = kit.registered()
		task = kit.task_of(request).name
		frappe.db.commit()
		to = {"task": task, "reason": "Не їхнє", "seen": kit.version(kit.task_of(request))}
		acts = [
			lambda client=client, executor=executor, to=to: client.call(
				"contact_center.control.redirect.redirect", executor=executor, **to
			)
			for client, executor in ((rest("operator"), "KIT-ROADS"), (rest("supervisor"), "KIT-HOUSING"))
		]
		answers = together(*acts)
		assert sorted(answer.ok for answer in answers) == [False, True], [answer.text for answer in answers]
		frappe.db.rollback()
		living = frappe.db.count("Request Task", {"request": request.name, "stage": ("!=", "Cancelled")})
		assert (living, kit.fresh(request).redirect_count) == (1, 1)
		assert checking.check(request.name) == []


def test_a_request_is_registered_once(rest, world):
	"""A double click, or two operators: one number, one task, one line in the journal."""
	for _round in range(ROUNDS):
		request = kit.filed()
		frappe.db.commit()
		acts = [
			lambda person=person: press(rest(person), "Request", request.name, "Register")
			for person in ("operator", "supervisor")
		]
		answers = together(*acts)
		assert sum(answer.ok for answer in answers) >= 1
		frappe.db.rollback()
		assert kit.kinds(request).count("Registered") == 1
		assert frappe.db.count("Request Task", {"request": request.name}) == 1


def test_the_applicant_and_the_operator_at_once(rest, world):
	"""R3.4: a request cancelled while it is being registered ends in one of the two, wholly."""
	for _round in range(ROUNDS):
		request = kit.filed()
		frappe.db.commit()
		page = {"name": request.name, "reason": "Не треба", "seen": kit.version(request)}
		together(
			lambda: press(rest("operator"), "Request", request.name, "Register"),
			lambda: rest("citizen").call("contact_center.portal.api.cancel", **page),
		)
		frappe.db.rollback()
		stage = kit.fresh(request).stage
		tasks = frappe.get_all("Request Task", {"request": request.name}, pluck="stage")
		assert (stage, tasks) in [
			("Registered", ["Registered"]),
			("Cancelled", []),
			("Cancelled", ["Cancelled"]),
		]
		assert checking.check(request.name) == []
