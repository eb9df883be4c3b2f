"""A sweep that is killed, between its batches or in the midst of one: the next one journals everything once (R7.1, R4.6)."""

import signal
from collections import Counter
from textwrap import dedent

import frappe
import kit
import pytest
from kit_process import in_a_process

from contact_center.control import sweep
from contact_center.record import checking, clock
from contact_center.record.messages import OUTBOX

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
MANY, BATCH = 10, 3
KILL = "os.kill(os.getpid(), 9)"
DEATHS = {
	"between two batches": """
		done = sweep._committed_batch
		sweep._committed_batch = lambda: kill_in_turn(done())
	""",
	"after the lines of a batch": """
		append = journal.append
		journal.append = lambda lines: kill_in_turn(append(lines))
	""",
	"after some rows of a batch": """
		update = rows.update
		rows.update = lambda *args, **options: kill_in_turn(update(*args, **options))
	""",
	"after the messages of a batch": """
		queue = messages.queue
		messages.queue = lambda found: kill_in_turn(queue(found))
	""",
	"before the commit of a batch": """
		commit = frappe.db.commit
		frappe.db.commit = lambda: kill_in_turn(None) or commit()
	""",
	"after a commit, before its letters are queued": """
		messages._enqueue = lambda: kill_in_turn(None) or messages.forget()
	""",
}
CODE = """
	from contact_center.control import sweep
	from contact_center.record import journal, rows
	times = []
	def kill_in_turn(result):
		times.append(result)
		if len(times) == {turn}:
			{kill}
		return result
	sweep.BATCH = {batch}
"""


@pytest.fixture(autouse=True)
def empty_outbox(db):
	frappe.db.delete(OUTBOX)
	frappe.db.commit()
	yield
	frappe.db.rollback()
	frappe.db.delete(OUTBOX)
	frappe.db.commit()


def missed(many: int) -> list:
	"""Requests whose every deadline is over, and which no sweep has seen; not of before the site had them."""
	with clock.at(kit.MONDAY):
		requests = [kit.registered(notify_by="E-mail", building=str(number + 1)) for number in range(many)]
	names = [request.name for request in requests]
	moment = clock.to_site(kit.MONDAY)
	frappe.db.set_value("Request", {"name": ("in", names)}, "creation", moment, update_modified=False)
	frappe.db.set_value("Request Task", {"request": ("in", names)}, "creation", moment, update_modified=False)
	frappe.db.delete(OUTBOX)
	frappe.db.commit()
	return requests


def told(request) -> Counter:
	"""What stands in the journal and in the outbox of what a sweep noticed."""
	lines = frappe.get_all(
		"Request Journal",
		{
			"request": request.name,
			"kind": ("in", ["Acceptance Missed", "Term Broken", "Warned", "Escalated"]),
		},
		["kind", "audience", "moment", "due_utc"],
	)
	about = (request.name, kit.task_of(request).name)
	sent = frappe.get_all(OUTBOX, {"document_name": ("in", about)}, ["document_type", "event", "alert_clock"])
	return Counter(tuple(each.values()) for each in (*lines, *sent))


@pytest.fixture
def as_it_should_be():
	"""What one sweep, which nobody kills, tells of such a request."""
	[request] = missed(1)
	sweep.run()
	found = told(request)
	assert found.total() > 8
	return found


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.parametrize("death", DEATHS)
def test_whatever_a_killed_sweep_had_begun_is_on_record_once(death, turn, as_it_should_be):
	requests = missed(MANY)
	code = CODE.format(kill=KILL, turn=turn, batch=BATCH)
	job = in_a_process("\n".join([dedent(code), dedent(DEATHS[death]), "sweep.run()"]))
	assert job.returncode == -signal.SIGKILL, job.stderr
	frappe.db.rollback()
	done = [told(request) for request in requests]
	assert all(found in (Counter(), as_it_should_be) for found in done), (
		"a batch is there wholly or not at all"
	)
	sweep.run()
	assert [told(request) for request in requests] == [as_it_should_be] * MANY
	assert [checking.check(request.name) for request in requests] == [[]] * MANY
