"""The journal: append-only, and sufficient for everything that a request shows (RE4, R6.2.1, R7.1)."""

import random
from datetime import timedelta

import frappe
import kit
import pytest
from frappe.model.rename_doc import rename_doc
from kit import MONDAY, YARD

from contact_center.control import confirmation, extension_requests, extensions, sweep
from contact_center.control.redirect import redirect
from contact_center.intake import filing
from contact_center.record import checking, clock, journal
from contact_center.record.journal import NewLine
from contact_center.record.writing import write
from contact_center.regulation.facts import Kind

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
HOUR = timedelta(hours=1)
PERSON_OF = {code: person for person, code in kit.EXECUTOR_OF.items()}
EVERYBODY = ("operator", "supervisor", "management", "administrator", "sysadmin", "Administrator")


def last_line(request):
	return frappe.get_last_doc("Request Journal", {"request": request.name})


# Append-only


@pytest.mark.parametrize("person", EVERYBODY)
def test_a_line_cannot_be_changed(person):
	line = last_line(kit.registered())
	with kit.acting(person), pytest.raises(frappe.PermissionError):
		line.text = "Нічого не було"
		line.save()
	assert kit.fresh(line).text != "Нічого не було"


@pytest.mark.parametrize("person", EVERYBODY)
def test_a_line_cannot_be_added_by_hand(person):
	request = kit.registered()
	line = {
		"doctype": "Request Journal",
		"request": request.name,
		"kind": "Closed",
		"moment": "2026-03-02 10:00:00",
	}
	with kit.acting(person), pytest.raises(frappe.PermissionError):
		frappe.get_doc(line).insert()
	assert "Closed" not in kit.kinds(request)


@pytest.mark.parametrize("person", EVERYBODY)
@pytest.mark.parametrize("doctype", ["Request", "Request Task", "Request Journal"])
def test_recorded_documents_cannot_be_deleted(doctype, person):
	request = kit.registered()
	name = {"Request": request.name, "Request Task": kit.task_of(request).name}.get(doctype) or last_line(
		request
	).name
	for force in (False, True):
		with kit.acting(person), pytest.raises(frappe.PermissionError):
			frappe.delete_doc(doctype, name, force=force)
	assert frappe.db.exists(doctype, name)


@pytest.mark.parametrize("person", ["operator", "sysadmin", "Administrator"])
@pytest.mark.parametrize("doctype", ["Request", "Request Task", "Request Journal"])
def test_recorded_documents_cannot_be_renamed(doctype, person):
	request = kit.registered()
	name = {"Request": request.name, "Request Task": kit.task_of(request).name}.get(doctype) or last_line(
		request
	).name
	with kit.acting(person), pytest.raises((frappe.ValidationError, frappe.PermissionError)):
		rename_doc(doctype, name, "kit-other-name")
	assert frappe.db.exists(doctype, name)


def test_a_line_has_actor_moment_kind_and_text():
	with clock.at(MONDAY):
		request = kit.executed()
	with clock.at(MONDAY + HOUR):
		kit.return_for_rework(request, "Акт без підпису")
	line = frappe.get_last_doc("Request Journal", {"request": request.name, "kind": "Returned"})
	assert (line.kind, line.text, line.actor) == ("Returned", "Акт без підпису", kit.email("operator"))
	assert (line.moment, line.moment_utc) == (clock.to_site(MONDAY + HOUR), clock.to_utc(MONDAY + HOUR))


def test_lines_of_one_second_keep_their_order():
	with clock.at(MONDAY):
		request = kit.registered(classifier=YARD)
		write(request.name, [NewLine(Kind.COMMENTED, text=str(number)) for number in range(12)])
		write(request.name, [NewLine(Kind.COMMENTED, text=str(number)) for number in range(12, 15)])
	texts = [
		line["text"] for line in journal.timeline("Request", request.name) if line["kind"] == "Commented"
	]
	assert texts == [str(number) for number in range(15)]


def test_the_order_holds_across_the_repeated_hour():
	"""R4.7: 03:30 of the first pass comes before 03:00, when the half hour is over, and 03:10 of the second."""
	with clock.at(kit.moment(2026, 10, 25, 3, 30)):
		request = kit.registered()
	with clock.at(kit.moment(2026, 10, 25, 3, 10, fold=1)):
		kit.accept(kit.task_of(request))
	assert kit.kinds(request) == ["Received", "Registered", "Sent", "Acceptance Missed", "Accepted"]


def test_the_applicant_is_not_shown_what_is_the_houses_own():
	"""R8.1.3, D1."""
	request = kit.executed()
	with kit.acting("operator"):
		confirmation.call_back(request.name, "Not Reached", "телефон вимкнено")
	lines = journal.public_timeline(request.name)
	assert {line["kind"] for line in lines} == {"Registered", "Sent", "Accepted", "Executed"}
	assert not {"actor", "actor_name"} & set().union(*lines)


# What a request shows is what its journal tells


def test_a_long_journal_folds_to_what_the_request_shows():
	with clock.at(MONDAY):
		request = kit.registered()
		task = kit.task_of(request)
	with clock.at(MONDAY + HOUR):
		sweep.sweep_batch()
		kit.report(kit.accept(task))
		confirmation.dispute(request.name, kit.email("citizen"), "Тече")
		kit.return_for_rework(kit.fresh(request))
	with clock.at(MONDAY + 25 * HOUR):
		sweep.sweep_batch()
	with clock.at(MONDAY + 26 * HOUR), kit.acting("operator"):
		new = frappe.get_doc("Request Task", redirect(task.name, "KIT-ROADS", "Потрібен асфальт"))
	with clock.at(MONDAY + 27 * HOUR):
		kit.report(kit.accept(new, "roads"), "roads")
		with kit.acting("operator"):
			confirmation.call_back(request.name, "Not Reached", "")
		kit.confirm_and_close(kit.fresh(request))
	assert checking.check(request.name) == []
	request = kit.fresh(request)
	assert (request.stage, request.accepted_late, request.overdue) == ("Closed", 1, 1)
	assert (request.return_count, request.redirect_count, request.callback_count) == (1, 1, 2)


def test_a_difference_is_found_and_mended():
	request = kit.executed()
	task = kit.task_of(request)
	frappe.db.set_value("Request", request.name, {"overdue": 1, "return_count": 7, "stage": "Closed"})
	frappe.db.set_value("Request Task", task.name, "accepted_at", None)
	found = {(each.doctype, each.field) for each in checking.check(request.name)}
	assert found == {
		("Request", "overdue"),
		("Request", "return_count"),
		("Request", "stage"),
		("Request Task", "accepted_at"),
	}
	checking.repair(request.name)
	assert checking.check(request.name) == []
	assert kit.fresh(request).workflow_state == "Awaiting Confirmation"
	assert kit.fresh(task).accepted_at


class Life:
	"""A request to which people do at random what they may do."""

	def __init__(self, seed: int):
		self.chance = random.Random(seed)
		self.moment = MONDAY
		with clock.at(self.moment):
			self.request = kit.registered(
				classifier=self.chance.choice([kit.LEAK, YARD, kit.SOS, kit.LIFT, kit.POTHOLE])
			)

	def live(self, steps: int) -> list[str]:
		done = []
		for _step in range(steps):
			self.moment += timedelta(minutes=self.chance.choice([0, 3, 40, 300, 1500, 9000]))
			with clock.at(self.moment):
				done.append(self.step())
			assert checking.check(self.request.name) == [], done
		return done

	def step(self) -> str:
		self.request = kit.fresh(self.request)
		name = self.chance.choice(self.possible())
		getattr(self, name)()
		return f"{self.moment:%d %H:%M} {name}"

	def possible(self) -> list[str]:
		stage = self.request.stage
		if stage in ("Closed", "Cancelled"):
			return ["sweep"]
		if stage == "Awaiting Confirmation":
			return ["sweep", "give_back", "give_back", "close", "dispute", "redirect", "ring_in_vain"]
		return [
			*["executor_acts"] * 6,
			"sweep",
			"sweep",
			"redirect",
			*["on_the_term"] * 3,
			*["cancel"] * (self.chance.random() < 0.1),
		]

	def sweep(self) -> None:
		sweep.sweep_batch()

	def executor_acts(self) -> None:
		stages = ("in", ["Registered", "In Progress", "Rework"])
		open_tasks = frappe.get_all(
			"Request Task", {"request": self.request.name, "stage": stages}, order_by="name", pluck="name"
		)
		if not open_tasks:
			return self.redirect()
		task = frappe.get_doc("Request Task", self.chance.choice(open_tasks))
		person = PERSON_OF[task.executor]
		if task.stage == "Registered":
			kit.accept(task, person)
		elif task.stage == "In Progress" and self.chance.random() < 0.3:
			kit.act(task, "Not My Competence", person, reason="Не наше")
		else:
			kit.report(task, person)

	def redirect(self) -> None:
		tasks = frappe.get_all(
			"Request Task",
			{"request": self.request.name},
			["name", "executor", "stage", "awaits_redirect"],
			order_by="name",
		)
		living = [task for task in tasks if task.stage not in ("Cancelled", "Rejected")]
		having = living + [task for task in tasks if task.awaits_redirect]
		if not having:
			return
		old = self.chance.choice(having)
		busy = {task.executor for task in living}
		free = sorted(set(PERSON_OF) if old.stage == "Rejected" else set(PERSON_OF) - busy)
		if free:
			with kit.acting("supervisor" if self.request.redirect_count > 1 else "operator"):
				redirect(old.name, self.chance.choice(free), "Не їхнє")

	def on_the_term(self) -> None:
		"""Ask for a new term, or decide about the one that waits (R8.6)."""
		running = {
			"request": self.request.name,
			"stage": ("in", ["In Progress", "Rework"]),
			"due": ("is", "set"),
		}
		names = frappe.get_all("Request Task", running, order_by="name", pluck="name")
		if not names:
			return
		task = frappe.get_doc("Request Task", self.chance.choice(names))
		day = str(max(task.due, clock.to_site(self.moment)).date() + timedelta(days=2))
		wish = extension_requests.waiting(task.name)
		if not wish:
			named = {"head": "Коваль О. П.", "responsible": "Майстер Гнат"}
			kit.ask_for_term(task, PERSON_OF[task.executor], reason=f"О {self.moment}", day=day, **named)
		elif self.chance.random() < 0.6:
			kit.extend(wish, day=day)
		else:
			with kit.acting("operator"):
				extensions.refuse_term(wish, f"О {self.moment}")

	def give_back(self) -> None:
		kit.return_for_rework(self.request, "Не видно місця")

	def close(self) -> None:
		kit.confirm_and_close(self.request)

	def dispute(self) -> None:
		confirmation.dispute(self.request.name, kit.email("citizen"), "Ні")

	def ring_in_vain(self) -> None:
		with kit.acting("operator"):
			confirmation.call_back(self.request.name, "Not Reached", "")

	def cancel(self) -> None:
		filing.withdraw(self.request.name, kit.email("citizen"), "Не треба")


@pytest.mark.parametrize("seed", range(20))
def test_after_each_act_the_request_shows_the_fold_of_its_journal(seed):
	"""Nothing that a request or task shows may depend on anything but its journal."""
	Life(seed).live(14)


def test_an_executor_reads_what_became_of_the_request_while_it_was_its_own():
	"""R6.3.3: that it came back, when and why; what followed a redirect is another's business (P4)."""
	request = kit.executed()
	task = kit.task_of(request)
	kit.return_for_rework(request, "Акт без підпису")
	kinds = [(line["kind"], line["text"]) for line in of_task(task)]
	assert kinds[-1] == ("Returned", "Акт без підпису")
	with kit.acting("operator"):
		redirect(task.name, "KIT-ROADS", "Їхня мережа")
	kit.act(request, "Cancel", "operator", reason="Більше не потрібно")
	assert "Cancelled" not in [line["kind"] for line in of_task(task)]


def of_task(task) -> list[dict]:
	with kit.acting("water"):
		return journal.timeline("Request Task", task.name)


def test_lines_of_the_sweep_have_no_actor():
	"""R7.1: a missed term is not signed with anybody's name."""
	with clock.at(MONDAY):
		request = kit.registered()
	with clock.at(MONDAY + 25 * HOUR):
		sweep.sweep_batch()
	lines = journal.timeline("Request", request.name)
	assert {line["actor_name"] for line in lines if line["kind"] == "Term Broken"} == {""}


def test_a_journal_keeps_its_order_when_a_clock_that_ran_fast_is_set_right(monkeypatch):
	"""What was written while it was ahead stays before what comes after."""
	request = kit.registered()
	with monkeypatch.context() as fast:
		ahead = str(frappe.utils.add_to_date(None, hours=2, as_datetime=True))
		fast.setattr(frappe.utils, "now", lambda: ahead)
		kit.accept(kit.task_of(request))
	kit.report(kit.task_of(request))
	lines = journal.lines_of([request.name])[request.name]
	assert [line.kind.value for line in lines][-2:] == ["Accepted", "Executed"]
	assert checking.check(request.name) == []
