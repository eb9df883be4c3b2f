"""Let the demo city show what comes after the first round of work: a crew, stages, inspections, a reopening, a sample."""

from datetime import date, datetime, time, timedelta

import frappe

from contact_center.control import (
	absences,
	handing,
	inspection_acts,
	inspections,
	reopening,
	samples,
	work_stages,
)
from contact_center.demo import people
from contact_center.demo.acting import acting
from contact_center.demo.life import responsible_users
from contact_center.record import clock
from contact_center.regulation.inspections import InspectionKind, Outcome
from contact_center.regulation.moments import at_wall
from contact_center.regulation.stages import Stage

HANDED = ("Зробіть сьогодні до обіду.", "Візьміть насос і дві засувки.", "Спершу подзвоніть диспетчеру.")
# (title, days from now)
STAGES = (
	("Огляд і дефектний акт", 12),
	("Кошторис і замовлення матеріалів", 35),
	("Монтажні роботи", 80),
)
RUNNING = ("In Progress", "Rework")


def happen() -> None:
	"""Do all of it by the people whose it is, as far as the city has requests for it; does nothing on a second call."""
	if frappe.db.count("Inspection"):
		return
	responsible = responsible_users()
	_form_crew(responsible)
	_hand_over(responsible)
	_go_by_stages(responsible)
	_inspect(responsible)
	_reopen()
	_draw_sample()


def _form_crew(responsible: dict[str, str]) -> None:
	"""Give the water utility a crew, which sees what is handed to it, and a deputy for its responsible person next week."""
	executor = frappe.get_doc("Executor", people.WATER_UTILITY)
	executor.append("users", {"user": people.CREW.email, "only_handed": 1})
	executor.append("users", {"user": people.DEPUTY.email})
	executor.save(ignore_permissions=True)
	user, first = responsible[executor.name], clock.now().date() + timedelta(days=7)
	with acting(user, clock.now()):
		absences.add_absence(
			executor.name, user, people.DEPUTY.email, str(first), str(first + timedelta(days=13)), "Відпустка"
		)


def _hand_over(responsible: dict[str, str]) -> None:
	tasks = _tasks({"executor": people.WATER_UTILITY, "stage": ("in", ("Registered", *RUNNING))})
	with acting(responsible[people.WATER_UTILITY], clock.now()):
		for note, task in zip(HANDED, tasks, strict=False):
			handing.hand_over(task.name, people.CREW.email, note)


def _go_by_stages(responsible: dict[str, str]) -> None:
	"""Plan stages of the newest long-term work, and report the first of one."""
	types = frappe.get_all("Request Type", {"done_unit": "No Fixed Term"}, pluck="name")
	running = {
		"request_type": ("in", types),
		"stage": Stage.IN_PROGRESS.value,
		"is_lead": 1,
		"next_deadline": ("is", "not set"),
	}
	for task in _tasks(running, 2):
		user = responsible[task.executor]
		plan_stages(task, user, clock.now())
		first = {"parent": task.name, "title": STAGES[0][0]}
		with acting(user, clock.now()):
			stage = frappe.db.get_value("Work Stage", first)
			work_stages.report_stage(task.name, stage, "Оглянуто, акт складено, замовляємо кошторис.")


def plan_stages(task, user: str, moment: datetime) -> None:
	"""Plan the stages of a long-term task: the near ones are agreed by that, the far one waits for the contact centre."""
	with acting(user, moment):
		for title, days in STAGES:
			work_stages.plan_stage(task.name, str(moment.date() + timedelta(days=days)), title)


def _inspect(responsible: dict[str, str]) -> None:
	"""Hold one inspection, call one, and let an executor ask for a third, each of another request."""
	tasks = _tasks({"stage": ("in", RUNNING), "is_lead": 1, "handed_to": ("is", "not set")}, 12)
	requests, now = iter(tasks), clock.now()
	if task := next(requests, None):
		with acting(responsible[task.executor], now):
			inspections.ask_for_inspection(
				task.name, "Труба проходить на межі дільниць, прошу визначити, чия вона."
			)
	if task := next(requests, None):
		with acting(people.OPERATOR.email, now):
			_call(task, _morning(now.date() + timedelta(days=2)), InspectionKind.COMPETENCE)
	if task := next((each for each in requests if _rests(each.request, now - timedelta(days=2))), None):
		with acting(people.OPERATOR.email, now - timedelta(days=2)):
			held = _call(task, now - timedelta(days=1), InspectionKind.DRAGGING)
		with acting(people.OPERATOR.email, now - timedelta(hours=22)):
			came = frappe.get_all("Inspection Member", {"parent": held}, pluck="name")
			inspection_acts.record_inspection(
				held, Outcome.PARTLY.value, "Зроблено половину: розкопано, труби не замінено.", came=came
			)


def _call(task, moment: datetime, kind: InspectionKind) -> str:
	about = frappe.db.get_value("Request", task.request, ["street", "building", "place"], as_dict=True)
	place = ", ".join(filter(None, (about.street, about.building))) or about.place or "Виконком міської ради"
	starts = str(clock.to_site(moment))
	return inspections.call_inspection(
		task.request, starts, place, "З’ясувати на місці, хто і що має зробити.", kind.value
	)


def _morning(day: date) -> datetime:
	return at_wall(day, time(10), clock.zone())


def _rests(request: str, since: datetime) -> bool:
	"""Return whether nothing was recorded since, so that what is told of then fits into the journal."""
	later = {"request": request, "moment_utc": (">", clock.to_utc(since))}
	return not frappe.db.exists("Request Journal", later)


def _reopen() -> None:
	"""Open again, for who calls, the newest that the city has closed."""
	closed = {"stage": Stage.CLOSED.value, "applicant": ("is", "set")}
	for name in frappe.get_all("Request", closed, pluck="name", order_by="closed_at desc, name", limit=2):
		with acting(people.OPERATOR.email, clock.now()):
			reopening.reopen_for(name, "Заявниця телефонує: наступного дня все повторилося.")


def _draw_sample() -> None:
	today = clock.now().date()
	first = today - timedelta(days=30)
	closed = {"stage": Stage.CLOSED.value, "closed_at": (">=", first)}
	if frappe.db.exists("Request", closed):
		with acting(people.SUPERVISOR.email, clock.now()):
			samples.draw(str(first), str(today), size=12)


def _tasks(filters: dict, limit: int = 3) -> list:
	fields = ["name", "request", "executor"]
	return frappe.get_all("Request Task", filters, fields, order_by="creation desc, name", limit=limit)
