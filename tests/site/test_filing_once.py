"""What is sent twice is done once: a double tap, a lost answer, a killed worker (R3.4).

Whoever sends again reads the same answer, and there is one request, one line in the journal, one file.
"""

import json
import os
import signal
import socket
import subprocess
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import frappe
import kit
import pytest
import requests
from kit_city import remove_requests
from kit_portal import API, GOOD, ours, post
from kit_rest import PASSWORD, Client

from contact_center.record import checking

pytest_plugins = ["kit_city", "kit_rest", "kit_portal"]
pytestmark = pytest.mark.usefixtures("city")
KEY = "a-form-of-this-test"
PATIENCE = 60  # seconds
FILINGS = 8


def together(act, times: int = 6) -> list:
	"""Do the same at the same moment; the answers in order."""
	with ThreadPoolExecutor(times) as pool:
		return [each.result() for each in [pool.submit(act) for _each in range(times)]]


def names(answers) -> set[str]:
	assert all(answer.ok for answer in answers), [answer.text for answer in answers if not answer.ok]
	return {json.dumps(answer.json()["message"], sort_keys=True) for answer in answers}


def kinds_of(request: str) -> Counter:
	frappe.db.rollback()
	assert checking.check(request) == []
	return Counter(kit.kinds(frappe.get_doc("Request", request)))


# Filing


def test_six_filings_at_once_are_one_request_with_six_same_answers(citizen, clean):
	for number in range(3):
		key = f"{KEY} {number}"
		form = {**GOOD, "description": f"Тече дах, під’їзд {number}", "key": key}
		assert len(names(together(lambda form=form: post(citizen, "submit", **form)))) == 1
		frappe.db.rollback()
		assert len(ours()) == number + 1


def test_the_first_filing_of_an_account_is_one_applicant_too(as_user, clean):
	"""R5.2: six taps make one record of the person."""
	stranger = as_user(kit.email("stranger"))
	person = {"surname": "Дем'яненко", "first_name": "Ганна", "phone": "(067) 111-00-09", "consent": "1"}
	try:
		assert len(names(together(lambda: post(stranger, "submit", **GOOD, **person, key=KEY)))) == 1
		frappe.db.rollback()
		[applicant] = frappe.get_all("Applicant", {"user": kit.email("stranger")}, pluck="name")
		assert frappe.db.count("Request", {"applicant": applicant}) == 1
	finally:
		name = frappe.db.get_value("Applicant", {"user": kit.email("stranger")})
		remove_requests(frappe.get_all("Request", {"applicant": name or "-"}, pluck="name"))
		frappe.db.delete("Applicant", {"user": kit.email("stranger")})
		frappe.db.commit()


def test_two_forms_with_another_phone_at_once_are_both_filed(citizen, clean):
	"""The second does not fail because the first has changed the applicant's record meanwhile."""
	phones = iter(["+380671110041", "+380671110042", "+380671110043", "+380671110044"])
	numbers = iter(range(4))

	def act():
		number = next(numbers)
		form = {**GOOD, "description": f"Тече дах, під’їзд {number}", "phone": next(phones)}
		return post(citizen, "submit", **form, key=f"{KEY} {number}")

	try:
		assert len(names(together(act, 4))) == 4
	finally:
		kit.put_back({"phone": kit.PHONES["citizen"]})


def test_whose_record_stays_as_it_is_is_not_saved(citizen, clean):
	before = frappe.db.get_value("Applicant", kit.applicant(), "modified")
	assert post(citizen, "submit", **GOOD, key=KEY).ok
	frappe.db.rollback()
	assert frappe.db.get_value("Applicant", kit.applicant(), "modified") == before


def test_a_form_whose_answer_was_lost_is_answered_with_its_request(citizen, clean):
	"""With its photo, however late, and though an operator has registered the request meanwhile."""
	photo = upload(citizen, "одна.png").json()["message"]["name"]
	form = {**GOOD, "files": json.dumps([photo]), "key": KEY}
	first = post(citizen, "submit", **form).json()["message"]
	frappe.db.rollback()
	frappe.db.set_value("Request", first["name"], "creation", "2026-01-01 10:00:00", update_modified=False)
	with kit.acting("operator"):
		request = frappe.get_doc("Request", first["name"])
		request.update({"workflow_state": "Registered"})
		kit.apply_workflow(request.as_dict(), "Register")
	frappe.db.commit()
	assert post(citizen, "submit", **form).json()["message"]["name"] == first["name"]
	frappe.db.rollback()
	assert len(ours()) == 1
	assert frappe.db.count("File", {"attached_to_name": first["name"]}) == 1


def test_who_corrects_the_words_before_sending_again_loses_none(citizen, clean):
	first = post(citizen, "submit", **GOOD, key=KEY).json()["message"]["name"]
	corrected = {**GOOD, "description": "Насправді тече з даху, а не з підвалу."}
	second = post(citizen, "submit", **corrected, key=KEY).json()["message"]["name"]
	assert first != second
	assert frappe.db.get_value("Request", second, "description") == corrected["description"]


def test_a_key_is_the_accounts_own(citizen, neighbour, clean):
	first = post(citizen, "submit", **GOOD, key=KEY).json()["message"]["name"]
	assert post(neighbour, "submit", **GOOD, key=KEY).json()["message"]["name"] != first


def upload(session, name: str, **data):
	return session.post(session.url(API + "upload"), data, files={"file": (name, kit.PNG)}, timeout=PATIENCE)


def test_a_file_that_is_sent_again_is_stored_once(citizen, clean):
	answers = together(lambda: upload(citizen, "двір.png", key=KEY), 4)
	assert len(names(answers)) == 1
	frappe.db.rollback()
	own = {"owner": kit.email("citizen"), "file_name": ("like", "двір%")}
	assert frappe.db.count("File", own) == 1
	assert upload(citizen, "двір.png", key="another").json()["message"]["name"] not in str(names(answers))


# What the applicant does next


@pytest.mark.parametrize(
	("make", "method", "values", "kind"),
	[
		(kit.filed, "cancel", {"reason": "Не треба"}, "Cancelled"),
		(kit.filed, "supplement", {"comment": "Тече вже й на другому поверсі"}, "Commented"),
		(kit.executed, "confirm", {"rating": "5"}, "Confirmed"),
		(kit.executed, "dispute", {"text": "Досі тече"}, "Disputed"),
	],
)
def test_an_answer_that_is_sent_again_is_one(citizen, make, method, values, kind):
	"""R3.4, R7.7, R6.3.3: six at once, and once more after it."""
	request = make()
	frappe.db.commit()
	page = {"name": request.name, "seen": kit.version(request), **values}
	answers = [*together(lambda: post(citizen, method, **page)), post(citizen, method, **page)]
	assert {answer.status_code for answer in answers} == {200}, [answer.text for answer in answers]
	assert kinds_of(request.name)[kind] == 1


def test_a_dispute_whose_answer_was_lost_is_done_though_the_work_went_back_meanwhile(citizen):
	"""R6.3.3: nobody reads «changed meanwhile» about one's own act."""
	request = kit.executed()
	frappe.db.commit()
	page = {"name": request.name, "seen": kit.version(request), "text": "Досі тече"}
	assert post(citizen, "dispute", **page).ok
	frappe.db.rollback()
	kit.return_for_rework(request)
	frappe.db.commit()
	assert post(citizen, "dispute", **page).ok
	assert kinds_of(request.name)["Disputed"] == 1
	assert not post(citizen, "dispute", **{**page, "text": "І ще двері"}).ok


# What staff do


def press(client, doctype: str, name: str, action: str, times: int = 4):
	doc = json.dumps(client.get(f"/api/resource/{doctype}/{name}").json()["data"])
	return together(
		lambda: client.call("frappe.model.workflow.apply_workflow", doc=doc, action=action), times
	)


@pytest.mark.parametrize(
	("person", "make", "action", "kind"),
	[
		("operator", kit.filed, "Register", "Registered"),
		("water", lambda: kit.task_of(kit.registered()), "Accept", "Accepted"),
	],
)
def test_a_button_that_is_pressed_twice_acts_once(rest, person, make, action, kind):
	"""R5.11, R8.1.1: each press is answered with the document as it is now."""
	doc = make()
	frappe.db.commit()
	answers = press(rest(person), doc.doctype, doc.name, action)
	assert {answer.status_code for answer in answers} == {200}, [answer.text for answer in answers]
	assert len({answer.json()["message"]["workflow_state"] for answer in answers}) == 1
	assert kinds_of(doc.get("request") or doc.name)[kind] == 1


def test_a_result_that_is_reported_twice_is_one(rest):
	"""R8.1.6."""
	task = kit.task_of(kit.registered())
	kit.accept(task)
	with kit.acting("water"):
		evidence = [{"kind": "Photo", "file": kit.hung_on(task)}]
		frappe.get_doc("Request Task", task.name).update({**kit.result(), "evidence": evidence}).save()
	frappe.db.commit()
	answers = press(rest("water"), "Request Task", task.name, "Report Result")
	assert {answer.status_code for answer in answers} == {200}, [answer.text for answer in answers]
	assert kinds_of(task.request)["Executed"] == 1


def test_another_persons_act_is_not_ones_own(rest):
	"""R5.11: the supervisor who comes second reads who was first."""
	request = kit.filed()
	frappe.db.commit()
	doc = json.dumps(rest("supervisor").get(f"/api/resource/Request/{request.name}").json()["data"])
	press(rest("operator"), "Request", request.name, "Register", 1)
	second = rest("supervisor").call("frappe.model.workflow.apply_workflow", doc=doc, action="Register")
	assert second.json()["problem"]["kind"] == "Changed Meanwhile"


def test_a_call_back_that_is_noted_twice_is_one(rest):
	"""R6.1.5."""
	request = kit.executed()
	frappe.db.commit()
	call = {"request": request.name, "outcome": "Not Reached", "text": "зайнято"}
	call["seen"] = kit.version(request)
	answers = together(
		lambda: rest("operator").call("contact_center.control.confirmation.call_back", **call), 4
	)
	assert {answer.status_code for answer in answers} == {200}, [answer.text for answer in answers]
	assert kinds_of(request.name)["Called Back"] == 1


def test_a_redirect_that_is_sent_twice_is_one(rest):
	"""R6.2.1."""
	request = kit.registered()
	task = kit.task_of(request)
	frappe.db.commit()
	to = {"task": task.name, "executor": "KIT-ROADS", "reason": "Не їхнє", "seen": kit.version(task)}
	answers = together(lambda: rest("operator").call("contact_center.control.redirect.redirect", **to), 4)
	assert len(names(answers)) == 1
	assert kinds_of(request.name)["Redirected"] == 1


def test_a_form_of_the_desk_that_is_saved_twice_is_one_request(rest):
	"""R5.5: a double click, or the save whose answer was lost."""
	new = {"doctype": "Request", "name": "new-request-kitonce", "__islocal": 1, "__unsaved": 1}
	doc = json.dumps({**new, **kit.values(description="Збережено двічі")})
	answers = together(
		lambda: rest("operator").call("frappe.desk.form.save.savedocs", doc=doc, action="Save"), 4
	)
	assert {answer.status_code for answer in answers} == {200}, [answer.text for answer in answers]
	shown = {(answer.json()["docs"][0]["name"], answer.json()["docs"][0]["localname"]) for answer in answers}
	frappe.db.rollback()
	[only] = frappe.get_all("Request", {"description": "Збережено двічі"}, pluck="name")
	assert shown == {(only, "new-request-kitonce")}
	assert not any(answer.json()["docs"][0].get("__islocal") for answer in answers)


# Workers that die


@contextmanager
def mortal_server():
	"""Yield (base URL, process id) of a web server of two workers, one of which may be killed at any moment."""
	here, bench = Path(__file__).parents[2], Path(os.environ["CONTACT_CENTER_BENCH"])
	with socket.create_server(("127.0.0.1", 0)) as listener:
		command = ["../env/bin/gunicorn", "--pythonpath", str(here / "scripts"), "--workers", "2"]
		command += [
			"--threads",
			"4",
			"--log-level",
			"critical",
			"--bind",
			f"fd://{listener.fileno()}",
			"wsgi",
		]
		server = subprocess.Popen(command, cwd=bench / "sites", pass_fds=[listener.fileno()])
		try:
			yield f"http://127.0.0.1:{listener.getsockname()[1]}", server.pid
		finally:
			server.terminate()
			server.wait(timeout=30)


def workers_of(pid: int) -> list[int]:
	found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
	return [int(each) for each in found.stdout.split()]


def kill_a_worker(pid: int) -> None:
	for worker in workers_of(pid)[:1]:
		os.kill(worker, signal.SIGKILL)


def until_answered(act):
	"""Send again as the portal's script does."""
	end = time.monotonic() + PATIENCE
	while time.monotonic() < end:
		try:
			answer = act()
			if answer.status_code < 500:
				return answer
		except requests.ConnectionError:
			time.sleep(0.1)
	raise AssertionError("nobody answered")


def test_filings_are_one_each_while_workers_are_killed(rest, setting, clean):
	"""Each citizen sees one thank-you, and there is one request."""
	setting("Contact Center Settings", "submissions_per_hour", 100)
	rest("citizen")  # the password is set
	with mortal_server() as (base, pid), ThreadPoolExecutor(4) as citizens:
		people = {}
		for person in ("citizen", "neighbour"):
			login = {"usr": kit.email(person), "pwd": PASSWORD}
			until_answered(
				lambda login=login: requests.post(f"{base}/api/method/login", login, timeout=PATIENCE)
			)
			people[person] = Client(base, person)

		def file(number: int):
			client = people[("citizen", "neighbour")[number % 2]]
			form = {**GOOD, "description": f"Тече дах, під’їзд {number}", "key": f"{KEY} {number}"}
			return until_answered(lambda: client.call("contact_center.portal.api.submit", **form))

		killers = []

		def file_and_kill(number: int):
			if number % 4 == 2:  # while this one and others are being answered
				killers.append(threading.Timer(0.15, kill_a_worker, [pid]))
				killers[-1].start()
			return file(number)

		answers = list(citizens.map(file_and_kill, range(FILINGS)))
		for killer in killers:
			killer.join()
	assert len(names(answers)) == FILINGS
	frappe.db.rollback()
	assert len(ours()) == FILINGS
	assert [found for name in ours() for found in checking.check(name)] == []
