"""Carry the imported requests of the demo city on: executors accept and report, operators call, return and close."""

from collections.abc import Iterable
from datetime import timedelta
from random import Random

import frappe

from contact_center import policy
from contact_center.control import comments, confirmation
from contact_center.control.redirect import redirect
from contact_center.demo import sentences
from contact_center.demo.acting import acting, attach_evidence, move
from contact_center.demo.fates import Step, plan
from contact_center.framework import deadlocks
from contact_center.record import clock
from contact_center.regulation.stages import Stage

FIELDS = "name import_key registered_utc anonymous classifier".split()
# Executors that get a declined task.
STAND_INS = ("DEP-ZHKG", "DEP-INFRA", "RVK-MET")


def live(operator: str) -> Iterable[int]:
	"""Do all acts of each imported request that is still registered, until now; yield how many requests are done."""
	filters = {"import_key": ["is", "set"], "stage": Stage.REGISTERED.value}
	rows = frappe.get_all("Request", filters=filters, fields=FIELDS, order_by="registered_utc")
	responsible = responsible_users()
	for number, row in enumerate(rows, 1):
		_live_one(row, operator, responsible)
		yield number


@deadlocks.repeated
def _live_one(row, operator: str, responsible: dict[str, str]) -> None:
	_Life(row, operator, responsible).run()
	frappe.db.commit()


def responsible_users() -> dict[str, str]:
	"""Return {executor's code: its responsible user} (P5)."""
	rows = frappe.get_all(
		"Executor User", filters={"is_responsible": 1}, fields=["parent", "user"], order_by="idx desc"
	)
	return {row.parent: row.user for row in rows}


class _Life:
	def __init__(self, row, operator: str, responsible: dict[str, str]):
		self.name = row.name
		self.row = row
		self.operator = operator
		self.responsible = responsible
		self.dice = Random(row.import_key[::-1])

	def run(self) -> None:
		acts = {
			"accept": self.accept,
			"report": self.report,
			"decline": self.decline,
			"cancel": self.cancel,
			"miss": self.miss,
			"dispute": self.dispute,
			"confirm": self.confirm,
		}
		for step in self._plan():
			acts[step.act](step)

	def _plan(self) -> list[Step]:
		lead = frappe.get_all(
			"Request Task",
			filters={"request": self.name, "is_lead": 1},
			fields=["accept_by_utc", "due_utc"],
			limit=1,
		)[0]
		return plan(
			self.row.import_key,
			clock.from_utc(self.row.registered_utc),
			clock.from_utc(lead.accept_by_utc),
			clock.from_utc(lead.due_utc),
			clock.now() - timedelta(minutes=15),
		)

	def accept(self, step: Step) -> None:
		for task in self._tasks(Stage.REGISTERED):
			with self._executor(task, step):
				move(task, Stage.IN_PROGRESS)
				if self.dice.random() < 0.15:
					comments.comment("Request Task", task.name, self._pick(sentences.COMMENTS), is_public=1)

	def report(self, step: Step) -> None:
		for task in self._tasks(Stage.IN_PROGRESS, Stage.REWORK):
			with self._executor(task, step):
				evidence = [] if task.evidence else attach_evidence(task, self._evidence())
				task.extend("evidence", evidence)
				move(task, Stage.AWAITING_CONFIRMATION, **self._result(task))

	def _evidence(self) -> list[str]:
		return list(policy.classifier_entry(self.row.classifier).evidence)

	def _result(self, task) -> dict:
		group = self.row.classifier.split("-")[0]
		informed = (
			["Anonymous Applicant"]
			if self.row.anonymous
			else ["Phone", "Phone", "Phone", "In Person", "Not Reached"]
		)
		done = self._pick(sentences.RESULTS.get(group, sentences.RESULTS[""]))
		return {
			"result": f"Доопрацьовано. {done}" if task.return_count else done,
			"result_unit": self._pick(sentences.UNITS),
			"result_person": self._pick(sentences.PERSONS),
			"result_phone": frappe.get_cached_value("Executor", task.executor, "phone"),
			"result_date": clock.to_site(clock.now()).date(),
			"informed_by": self.dice.choice(informed),
		}

	def decline(self, step: Step) -> None:
		task = next(iter(self._tasks(Stage.REGISTERED)), None)
		stand_in = next(code for code in STAND_INS if task and code not in self._executors())
		with self._executor(task, step):
			move(task, Stage.REJECTED, reason=self._pick(sentences.DECLINES), proposed_executor=stand_in)
		with acting(self.operator, step.moment + timedelta(minutes=10)):
			redirect(task.name, stand_in, self._pick(sentences.REDIRECTS))

	def cancel(self, step: Step) -> None:
		with acting(self.operator, step.moment):
			move(frappe.get_doc("Request", self.name), Stage.CANCELLED, reason=self._pick(sentences.CANCELS))

	def miss(self, step: Step) -> None:
		if not self.row.anonymous:
			with acting(self.operator, step.moment):
				confirmation.call_back(self.name, "Not Reached", self._pick(sentences.MISSED))

	def dispute(self, step: Step) -> None:
		ground, reason = self._pick(sentences.REWORK)
		with acting(self.operator, step.moment):
			if not self.row.anonymous:
				confirmation.call_back(self.name, "Not Confirmed", reason)
			request = frappe.get_doc("Request", self.name)
			move(request, Stage.REWORK, reason=reason, return_grounds=[{"ground": ground}])

	def confirm(self, step: Step) -> None:
		with acting(self.operator, step.moment):
			if not self.row.anonymous:
				confirmation.call_back(self.name, "Confirmed", self._pick(sentences.CONFIRMED))
			move(frappe.get_doc("Request", self.name), Stage.CLOSED)

	def _tasks(self, *stages: Stage) -> list:
		filters = {"request": self.name, "stage": ["in", [stage.value for stage in stages]]}
		names = frappe.get_all("Request Task", filters=filters, pluck="name", order_by="is_lead desc, name")
		return [frappe.get_doc("Request Task", name) for name in names]

	def _executors(self) -> set[str]:
		return set(frappe.get_all("Request Task", filters={"request": self.name}, pluck="executor"))

	def _executor(self, task, step: Step):
		late = timedelta(minutes=0 if task.is_lead else self.dice.randrange(1, 10))
		return acting(self.responsible[task.executor], step.moment + late)

	def _pick(self, texts):
		return self.dice.choice(texts)
