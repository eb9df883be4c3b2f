"""Fill the demo citizen's account with a request in every stage, so that no page of the portal is empty."""

from datetime import timedelta

import frappe

from contact_center.control import confirmation, reopening
from contact_center.demo import later, people, sentences
from contact_center.demo.acting import acting, attach_evidence, move
from contact_center.demo.life import responsible_users
from contact_center.intake import filing
from contact_center.policy import classifier_entry
from contact_center.record import clock
from contact_center.regulation.stages import Stage

HOME = {"street": "просп. Металургів", "building": "12", "flat": "34"}
PERSON = {
	"surname": "Демчук",
	"first_name": "Марія",
	"patronymic": "Іванівна",
	"phone": "+380670001520",
	"consent": 1,
}
# (classifier entry, days ago, key of ACTS, description)
STORY = (
	(
		"RDS-01",
		40,
		"closed",
		"Біля в’їзду у двір глибока вибоїна, після дощу її не видно. Двоє сусідів уже пробили колеса.",
	),
	("GRN-06", 21, "cancelled", "На дитячому майданчику зламана гойдалка, діти чіпляються за гострий край."),
	("INF-02", 17, "rejected", "Перевірка, чи працює ваша форма."),
	(
		"WST-01",
		9,
		"rework",
		"Третій день не вивозять сміття, контейнери переповнені, вітер розносить пакети по двору.",
	),
	(
		"HSG-04",
		4,
		"awaiting",
		"У другому під’їзді не горить світло з першого по третій поверх, літні люди бояться виходити.",
	),
	(
		"WST-05",
		8,
		"over",
		"Біля зупинки не спорожняють урни, сміття лежить просто на тротуарі.",
	),
	("GRN-03", 7, "reopened", "Гілки клена лягли на дроти біля будинку, у вітер іскрить."),
	(
		"HSG-13",
		3,
		"staged",
		"Промерзає зовнішня стіна у великій кімнаті, у кутку грибок. Просимо утеплити шви між панелями.",
	),
	("LGT-01", 1, "accepted", "Не горить ліхтар навпроти під’їзду, увечері зовсім темно."),
	("WTR-02", 0, "registered", "Слабкий напір води на п’ятому поверсі, зранку пральна машина не набирає."),
	("HSG-05", 0, "filed", "Уже два тижні не миють сходи у під’їзді, прошу нагадати прибиральниці."),
)
ACTS_OF_STORY = {
	"filed": (),
	"registered": ("register",),
	"accepted": ("register", "accept"),
	"awaiting": ("register", "accept", "report"),
	"rework": ("register", "accept", "report", "dispute"),
	"closed": ("register", "accept", "report", "confirm"),
	"over": ("register", "accept", "report", "confirm"),
	"reopened": ("register", "accept", "report", "confirm", "reopen"),
	"staged": ("register", "accept", "plan"),
	"cancelled": ("register", "cancel"),
	"rejected": ("reject",),
}


def fill_account() -> None:
	"""File the citizen's requests and do the acts of each; does nothing on a second call."""
	if frappe.db.exists("Applicant", {"user": people.CITIZEN.email}):
		return
	now, responsible = clock.now(), responsible_users()
	for number, (code, days, end, text) in enumerate(STORY):
		# Today's requests are at most 40 minutes old, so that their deadlines of acceptance lie ahead.
		moment = now - (timedelta(days=days, hours=2) if days else timedelta(minutes=40 - 3 * number))
		_play(code, moment, end, text, responsible)


def _play(code: str, moment, end: str, text: str, responsible: dict[str, str]) -> None:
	citizen = people.CITIZEN.email
	with acting(citizen, moment):
		name = filing.file_from_portal(
			citizen, {"classifier": code, "description": text, **HOME, **PERSON}
		).name
	for name_of_act in ACTS_OF_STORY[end]:
		act, wait = ACTS[name_of_act]
		act(name, moment + wait, responsible)


def _register(name: str, moment, responsible: dict[str, str]) -> None:
	with acting(people.OPERATOR.email, moment):
		move(frappe.get_doc("Request", name), Stage.REGISTERED)


def _accept(name: str, moment, responsible: dict[str, str]) -> None:
	for task in _tasks(name):
		with acting(responsible[task.executor], moment):
			move(task, Stage.IN_PROGRESS)


def _report(name: str, moment, responsible: dict[str, str]) -> None:
	for task in _tasks(name):
		with acting(responsible[task.executor], moment):
			task.extend("evidence", attach_evidence(task, list(classifier_entry(task.classifier).evidence)))
			move(task, Stage.AWAITING_CONFIRMATION, **_result(task))


def _result(task) -> dict:
	return {
		"result": sentences.RESULTS[task.classifier.split("-")[0]][0],
		"result_unit": sentences.UNITS[0],
		"result_person": sentences.PERSONS[0],
		"result_phone": frappe.get_cached_value("Executor", task.executor, "phone"),
		"result_date": clock.to_site(clock.now()).date(),
		"informed_by": "Phone",
	}


def _dispute(name: str, moment, responsible: dict[str, str]) -> None:
	with acting(people.CITIZEN.email, moment):
		confirmation.dispute(name, people.CITIZEN.email, "Вивезли лише один контейнер із трьох.")
	with acting(people.OPERATOR.email, moment + timedelta(minutes=30)):
		move(
			frappe.get_doc("Request", name), Stage.REWORK, reason="Заявниця не підтвердила: вивезено не все."
		)


def _confirm(name: str, moment, responsible: dict[str, str]) -> None:
	with acting(people.CITIZEN.email, moment):
		confirmation.confirm(name, people.CITIZEN.email)
	with acting(people.OPERATOR.email, moment + timedelta(hours=1)):
		move(frappe.get_doc("Request", name), Stage.CLOSED)


def _reopen(name: str, moment, responsible: dict[str, str]) -> None:
	with acting(people.CITIZEN.email, moment):
		reopening.reopen(
			name, people.CITIZEN.email, "Обрізали лише одну гілку, друга й досі лежить на дротах."
		)


def _plan(name: str, moment, responsible: dict[str, str]) -> None:
	for task in [each for each in _tasks(name) if each.is_lead]:
		later.plan_stages(task, responsible[task.executor], moment)


def _cancel(name: str, moment, responsible: dict[str, str]) -> None:
	with acting(people.CITIZEN.email, moment):
		filing.withdraw(name, people.CITIZEN.email, "Гойдалку вже полагодили сусіди.")


def _reject(name: str, moment, responsible: dict[str, str]) -> None:
	reason = "У тексті немає питання до міських служб. Опишіть, будь ласка, що сталося і де."
	with acting(people.OPERATOR.email, moment):
		ground = "Недостатньо даних"
		move(frappe.get_doc("Request", name), Stage.REJECTED, reason=reason, refusal_ground=ground)


def _tasks(name: str) -> list:
	names = frappe.get_all("Request Task", filters={"request": name}, pluck="name", order_by="name")
	return [frappe.get_doc("Request Task", each) for each in names]


ACTS = {
	"register": (_register, timedelta(minutes=12)),
	"accept": (_accept, timedelta(minutes=55)),
	"report": (_report, timedelta(hours=20)),
	"dispute": (_dispute, timedelta(hours=30)),
	"confirm": (_confirm, timedelta(hours=30)),
	"reopen": (_reopen, timedelta(hours=50)),
	"plan": (_plan, timedelta(hours=5)),
	"cancel": (_cancel, timedelta(hours=3)),
	"reject": (_reject, timedelta(minutes=25)),
}
"""The function of each act and how long after the filing it is done."""
