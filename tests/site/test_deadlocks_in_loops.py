"""Each loop of the machine's own that loses a deadlock goes on: imports, the demo city, the sweep, letters, patches."""

import re
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import frappe
import kit
import pytest
from kit_files import unique_photo
from kit_import import GOOD, text

from contact_center import commands, install
from contact_center.control import sweep
from contact_center.demo import life, load
from contact_center.demo.fates import Step
from contact_center.imports import importing, request_files
from contact_center.portal import uploads
from contact_center.record import checking, clock, messages
from contact_center.record.messages import OUTBOX

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
PATCHES = sorted(path.stem for path in Path(install.__file__).parent.glob("patches/[a-z]*.py"))
WRITES = re.compile(r"\s*(insert|update|delete)\b", re.IGNORECASE)


@contextmanager
def one_deadlock(at: int = 1):
	"""Let the database end the transaction at the statement number `at` that writes, as it does in favour of another.

	Yield a list with the statement, empty where none wrote so many.
	"""
	ended, count, original = [], [0], frappe.db.sql

	def sql(query, *args, **kwargs):
		if WRITES.match(str(query)):
			count[0] += 1
			if count[0] == at and not ended:
				ended.append(str(query))
				frappe.db.rollback()
				raise frappe.QueryDeadlockError(1213, "Deadlock found when trying to get lock")
		return original(query, *args, **kwargs)

	frappe.db.sql = sql
	try:
		yield ended
	finally:
		del frappe.db.sql


def imported(tmp_path, *buildings: str) -> list[importing.Result]:
	"""Import a line for each building; the results."""
	path = tmp_path / "requests.csv"
	lines = [{**GOOD, "building": building, "description": "Рядок, що програв"} for building in buildings]
	path.write_text(text(*lines), encoding="utf-8")
	return list(importing.import_lines(request_files.read(request_files.open_sheet(path))))


def lost(**filters) -> list[str]:
	frappe.db.rollback()
	return frappe.get_all("Request", {"description": "Рядок, що програв", **filters}, pluck="name")


@pytest.mark.parametrize("at", [1, 4, 9])
def test_an_import_goes_on(tmp_path, at):
	"""Whatever it was writing, an applicant, a number or a task: each line is there once."""
	with one_deadlock(at) as ended:
		results = imported(tmp_path, "1", "2", "3")
	assert ended and {result.outcome for result in results} == {importing.Outcome.REGISTERED}
	assert len(lost()) == 3 and [found for name in lost() for found in checking.check(name)] == []


def test_a_line_that_another_import_took_meanwhile_is_there_already(tmp_path, monkeypatch):
	"""Two clerks give the same file: the second reads «already there», and no error of the database."""
	real, late = importing._Desk._present, []

	def present(desk, lines, keys):
		found = real(desk, lines, keys)
		if not late:  # the other one comes first
			late.append(1)
			other_import(tmp_path, lines)
		return found

	def other_import(tmp_path, lines):
		keys = [
			importing.line_key(each.cells, channels=importing._city().channels, zone=clock.zone())
			for each in lines
		]
		other = kit.new_connection()
		for key in keys:
			name = frappe.generate_hash(length=10)
			other.sql(
				"insert into `tabRequest` (name, import_key, description, number, creation, modified) "
				"values (%s, %s, 'Рядок, що програв', 'KIT-1', now(), now())",
				(name, key),
			)
		other.commit()
		other.close()

	monkeypatch.setattr(importing._Desk, "_present", present)
	[result] = imported(tmp_path, "1")
	assert (result.outcome, result.text) == (importing.Outcome.PRESENT, "KIT-1")
	frappe.db.delete("Request", {"description": "Рядок, що програв"})
	frappe.db.commit()


@pytest.mark.parametrize("at", [1, 3])
def test_the_life_of_the_demo_city_goes_on(tmp_path, monkeypatch, at):
	imported(tmp_path, "1")
	monkeypatch.setattr(life, "plan", lambda *_: [Step("accept", clock.now())])
	with one_deadlock(at) as ended:
		assert list(life.live(kit.email("operator")))
	assert ended and len(lost(stage="In Progress")) == 1


def test_a_step_of_the_demo_city_goes_on(capsys):
	"""Streets, executors, people, settings: all of the step is done once."""
	made = {"doctype": "ToDo", "description": "Крок, що програв"}
	with one_deadlock() as ended:
		load._step("крок", lambda: frappe.get_doc(made).insert())
	frappe.db.rollback()
	[name] = frappe.get_all("ToDo", {"description": ("like", "%Крок, що програв%")}, pluck="name")
	assert ended
	frappe.delete_doc("ToDo", name)
	frappe.db.commit()


def test_every_step_of_the_demo_city_is_one_that_goes_on():
	"""None writes past `_step` and `_loop`."""
	source = Path(load.__file__).read_text(encoding="utf-8")
	body = source[source.index("def _load()") : source.index("def print_logins")]
	steps = [row.strip() for row in body.splitlines()[2:] if row.strip()]
	assert all(row.startswith(("_step(", "_loop(")) for row in steps), steps


def test_the_sweep_goes_on(db):
	with clock.at(kit.MONDAY):
		request = kit.registered()
	db.commit()
	with one_deadlock() as ended, clock.at(kit.moment(2026, 3, 2, 11)):
		assert sweep.run() >= 1
	db.rollback()
	assert ended and "Acceptance Missed" in kit.kinds(request)


def test_letters_go_on(db):
	request = kit.registered(notify_by="E-mail")
	db.commit()
	about = {"document_name": request.name}
	names = frappe.get_all(OUTBOX, about, pluck="name")
	with one_deadlock(2) as ended:
		messages.send_kept(names)
	db.rollback()
	assert ended and not frappe.db.exists(OUTBOX, about)
	# received, registered
	assert frappe.db.count("Email Queue", {"reference_name": request.name}) == 2


def test_the_daily_removal_of_files_goes_on(db):
	with kit.acting("citizen"):
		name = uploads.take(kit.email("citizen"), "двір.jpg", unique_photo())["name"]
	frappe.db.set_value("File", name, "creation", "2026-01-01 10:00:00", update_modified=False)
	db.commit()
	with one_deadlock() as ended:
		uploads.drop_stale()
	db.rollback()
	assert ended and not frappe.db.exists("File", name)


def test_a_repair_of_projections_goes_on(db, capsys):
	request = kit.registered()
	frappe.db.set_value("Request", request.name, "overdue", 1)
	db.commit()
	with one_deadlock() as ended:
		commands._check_all(repair=True)
	db.rollback()
	assert ended and checking.check(request.name) == []


@pytest.mark.parametrize("patch", PATCHES)
def test_a_patch_goes_on(patch, db):
	"""A migrate of a site at which people work: the whole patch is repeated, or each slice that it commits."""
	module = import_module(f"contact_center.patches.{patch}")
	assert any(hasattr(each, "contact_center_retries") for each in vars(module).values())
	with one_deadlock():
		module.execute()
	db.rollback()


def test_what_is_installed_goes_on(db):
	with one_deadlock():
		install._install_policy()
	assert install._install_policy.contact_center_retries
