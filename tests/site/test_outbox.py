"""What is to be sent is kept with the act that caused it, and goes out once, whatever dies between (RI1, R8.2.3)."""

import re
import textwrap
from concurrent.futures import ThreadPoolExecutor

import frappe
import kit
import pytest
from frappe.utils import add_to_date, now_datetime
from kit_portal import GOOD, post
from kit_process import in_a_process

from contact_center.record import messages
from contact_center.record.messages import OUTBOX, Message

pytest_plugins = ["kit_city", "kit_portal"]
LETTERS = 3
"""About a request that an operator has registered: received, registered, and the executor's."""
pytestmark = pytest.mark.usefixtures("city", "empty_outbox")


@pytest.fixture
def empty_outbox(db):
	frappe.db.delete(OUTBOX)
	frappe.db.commit()
	yield
	frappe.db.rollback()
	frappe.db.delete(OUTBOX)
	frappe.db.commit()


def waiting(**filters) -> set[tuple[str, str]]:
	frappe.db.rollback()
	rows = frappe.get_all(OUTBOX, filters, ["document_name", "event"], as_list=True)
	return set(rows)


def letters_about(*names: str) -> int:
	"""Count the letters about documents; two of the same event would be one too many."""
	frappe.db.rollback()
	queued = frappe.get_all("Email Queue", {"reference_name": ("in", names)}, ["reference_name", "message"])
	subjects = [
		(each.reference_name, re.search(r"^Subject: .*", each.message, re.MULTILINE)[0]) for each in queued
	]
	assert len(set(subjects)) == len(subjects), subjects
	return len(subjects)


def grow_old(minutes: float = 2) -> None:
	frappe.db.sql(f"update `tab{OUTBOX}` set creation = %s", add_to_date(now_datetime(), minutes=-minutes))
	frappe.db.commit()


def registered(**values):
	"""Return a committed request whose applicant is written to, and its task."""
	request = kit.registered(notify_by="E-mail", **values)
	frappe.db.commit()
	return request.name, kit.task_of(request).name


def kept() -> list[str]:
	return frappe.get_all(OUTBOX, pluck="name", order_by="creation, idx")


def test_an_act_and_its_messages_are_written_together(db):
	request = kit.registered()
	assert frappe.db.count(OUTBOX, {"document_name": request.name}) > 0
	db.rollback()
	assert frappe.db.count(OUTBOX) == 0


def test_what_is_suppressed_is_not_kept(db):
	"""R8.2.3: of an import and the demo nobody is told later either."""
	with messages.quiet():
		kit.registered()
	assert frappe.db.count(OUTBOX) == 0


def test_an_act_whose_line_was_refused_leaves_no_message(db):
	"""A savepoint that is rolled back takes its messages along."""
	frappe.db.savepoint("kit_line")
	kit.registered()
	frappe.db.rollback(save_point="kit_line")
	assert frappe.db.count(OUTBOX) == 0


def test_the_job_sends_each_letter_once_and_empties_the_outbox():
	request, task = registered()
	names = kept()
	messages.send_kept(names)
	sent = letters_about(request, task)
	assert sent == LETTERS and waiting() == set()
	messages.send_kept(names)
	messages.send_late()
	assert letters_about(request, task) == sent


def test_letters_go_out_though_no_queue_answers(monkeypatch):
	"""Redis is down, or holds too many jobs: the act is done, and the next minute sends."""

	def unreachable(*args, **kwargs):
		raise ConnectionError("no queue")

	monkeypatch.setattr(frappe, "enqueue", unreachable)
	request, task = registered()
	assert letters_about(request, task) == 0
	grow_old()
	messages.send_late()
	assert letters_about(request, task) == LETTERS and waiting() == set()


def test_the_next_minute_leaves_to_the_job_what_is_fresh():
	request, task = registered()
	messages.send_late()
	assert letters_about(request, task) == 0 and waiting()


def test_what_a_clock_dated_ahead_is_not_left_for_then():
	"""A clock that ran an hour fast was set right."""
	request, task = registered()
	grow_old(-60)
	messages.send_late()
	assert letters_about(request, task) == LETTERS


def test_two_jobs_at_once_send_each_letter_once():
	request, task = registered()
	names = kept()
	frappe.db.commit()
	with ThreadPoolExecutor(3) as pool:
		jobs = [pool.submit(in_a_process, f"messages.send_kept({names!r})") for _each in range(3)]
		assert [job.result().returncode for job in jobs] == [0, 0, 0], [job.result().stderr for job in jobs]
	assert letters_about(request, task) == LETTERS and waiting() == set()


DEATHS = {
	"before the letter": "messages._notify = lambda *_: os._exit(9)",
	"after the letter": """
		from frappe.database.database import Database
		Database.release_savepoint = lambda *_: os._exit(9)
	""",
}


@pytest.mark.parametrize("death", DEATHS)
def test_a_worker_that_dies_in_the_midst_of_a_letter_loses_and_doubles_none(death):
	request, task = registered()
	job = in_a_process(textwrap.dedent(DEATHS[death]) + f"\nmessages.send_kept({kept()!r})")
	assert job.returncode == 9, job.stderr
	assert letters_about(request, task) == 0
	grow_old()
	messages.send_late()
	assert letters_about(request, task) == LETTERS and waiting() == set()


def test_a_server_that_dies_right_after_the_commit_loses_no_letter():
	"""Between the commit and the queueing of the job."""
	code = f"""
		frappe.set_user({kit.email("operator")!r})
		frappe.db.after_commit._functions.clear()
		from contact_center.intake import registration
		messages._enqueue = lambda: os._exit(9)
		request = registration.register_at_once({kit.values(notify_by="E-mail", description="Смерть сервера")!r})
		frappe.db.commit()
	"""
	job = in_a_process(code)
	assert job.returncode == 9, job.stderr
	frappe.db.rollback()
	[request] = frappe.get_all("Request", {"description": "Смерть сервера"}, pluck="name")
	grow_old()
	messages.send_late()
	assert letters_about(request) == LETTERS - 1 and waiting() == set()


def test_a_letter_that_lost_a_deadlock_is_written_anew(monkeypatch):
	request, task = registered()
	tries, notify = [], messages._notify

	def losing(notification, message):
		tries.append(message)
		if len(tries) == 1:
			raise frappe.QueryDeadlockError
		notify(notification, message)

	monkeypatch.setattr(messages, "_notify", losing)
	messages.send_kept(kept())
	assert letters_about(request, task) == LETTERS and waiting() == set()


def test_a_transaction_that_was_ended_behind_the_frameworks_back_is_no_sent_letter(monkeypatch):
	"""The framework logs whatever fails in a message and goes on."""
	named = registered()
	notify, ended = messages._notify, []

	def ending(notification, message):
		notify(notification, message)
		if not ended:
			ended.append(frappe.db.rollback())

	monkeypatch.setattr(messages, "_notify", ending)
	messages.send_kept(kept())
	assert letters_about(*named) == LETTERS and waiting() == set()


def test_a_message_that_fails_stays_in_nobodys_way(monkeypatch):
	"""It is logged, as a text with a fault of the administrator's is; the others are sent."""
	_request, task = registered()
	name = frappe.db.get_value("Notification", {"document_type": "Request", "method": "registered"})
	before = frappe.db.get_value("Notification", name, "condition")
	frappe.db.set_value("Notification", name, "condition", "doc.no_such_thing.at_all")
	frappe.clear_document_cache("Notification", name)
	frappe.db.commit()
	try:
		messages.send_kept(kept())
		assert waiting() == set() and letters_about(task) == 1
	finally:
		frappe.db.set_value("Notification", name, "condition", before)
		frappe.clear_document_cache("Notification", name)
		frappe.db.commit()


def test_the_act_of_a_citizen_keeps_its_messages_too(citizen):
	name = post(citizen, "submit", **GOOD).json()["message"]["name"]
	assert (name, "received") in waiting()


def test_an_executor_nobody_can_be_written_to_is_kept(db):
	"""P5."""
	messages.queue([Message("Executor", "KIT-WATER", "unreachable")])
	assert frappe.db.count(OUTBOX, {"document_type": "Executor", "event": "unreachable"}) == 1
