"""Let people of the demo city complain, propose and thank: appeals of each kind, each at another step of its way (R3.3a)."""

from datetime import timedelta

import frappe

from contact_center.demo import people
from contact_center.demo.acting import acting
from contact_center.intake import appeal_acts, appeals, cards
from contact_center.intake.appeal_filing import file_from_portal
from contact_center.record import clock

KP = people.WATER_UTILITY
# (days ago, kind, about, executor, who it is, words, what follows after so many days: (days, act, text))
TOLD = (
	(
		*(24, "Complaint", "Executor", KP, ""),
		"Бригада розкопала двір, полагодила трубу й поїхала, а яму не засипала. Третій тиждень обходимо.",
		(
			9,
			"answer",
			"Скаргу перевірено на місці: яму засипано, покриття відновлено. Начальнику дільниці оголошено зауваження.",
		),
	),
	(
		*(17, "Complaint", "Official", "", "начальник ЖЕД № 4"),
		"Двічі приходила в години прийому, кабінет зачинено, телефон не відповідає.",
		None,
	),
	(
		*(3, "Complaint", "Contact Center", "", ""),
		"Чекала відповіді на лінії сорок хвилин і так і не дочекалася.",
		(1, "assign", ""),
	),
	(
		*(12, "Proposal", "", "", ""),
		"Зробіть на сайті карту громадських туалетів і питної води, влітку її дуже бракує.",
		(
			6,
			"answer",
			"Дякуємо, пропозицію передано до департаменту інфраструктури: карту планують у квітні.",
		),
	),
	(
		*(2, "Proposal", "", "", ""),
		"Поставте лавку на зупинці «95-й квартал»: літнім людям ніде сісти.",
		None,
	),
	(
		*(6, "Gratitude", "Executor", KP, ""),
		"Дякую майстрам, які вночі полагодили воду на вулиці Соборності. Працювали під дощем до ранку.",
		(1, "pass_on", "Дякую майстрам, які вночі полагодили воду. Працювали під дощем до ранку."),
	),
	(
		*(1, "Gratitude", "Other", "", "Ірина з контакт-центру"),
		"Дуже терпляче пояснила, як подати показники. Подякуйте їй від мене.",
		None,
	),
)


def take() -> None:
	"""Take the appeals by phone and one in the account; does nothing on a second call."""
	if frappe.db.count(appeals.DOCTYPE):
		return
	callers = frappe.get_all(
		"Applicant",
		{"user": ("is", "not set"), "phone": ("is", "set"), "street": ("is", "set")},
		["name", "phone"],
		order_by="name",
		limit_page_length=100,
	) or frappe.get_all(
		"Applicant", {"phone": ("is", "set")}, ["name", "phone"], order_by="name", limit_page_length=100
	)
	for number, told in enumerate(TOLD):
		_take(number, callers[number * 11 % len(callers)], told)
	_file()


def _take(number: int, caller: dict, told: tuple) -> None:
	ago, kind, about, executor, person, text, then = told
	moment = clock.now() - timedelta(days=ago, hours=2 - number * 0.2)
	values = {"kind": kind, "about": about, "executor": executor, "person": person, "text": text}
	with acting(people.OPERATOR.email, moment):
		card = cards.begin(f"demo appeal {number}", caller.phone)
		appeal = appeals.receive(values, channel="Phone", applicant=caller.name, interaction=card)
		cards.change(card, applicant=caller.name)
		cards.end(card)
	if then:
		days, name, words = then
		_act(appeal.name, moment + timedelta(days=days), name, words)


def _act(appeal: str, moment, name: str, words: str) -> None:
	seen = str(frappe.db.get_value(appeals.DOCTYPE, appeal, "modified"))
	given = {
		"answer": {"text": words},
		"assign": {"user": people.SUPERVISOR.email},
		"pass_on": {"executor": KP, "text": words},
	}[name]
	with acting(people.SUPERVISOR.email, moment):
		getattr(appeal_acts, name)(appeal, seen=seen, **given)


def _file() -> None:
	"""The demo's citizen complains in the account, and has the answer there."""
	moment = clock.now() - timedelta(days=8)
	said = {
		"kind": "Complaint",
		"about": "Executor",
		"person": "міська аварійна служба",
		"text": "Майстер обіцяв прийти до дев’ятої, прийшов о третій. Довелося відпроситися з роботи.",
		"answer_by": "Account",
	}
	with acting(people.CITIZEN.email, moment):
		appeal = file_from_portal(people.CITIZEN.email, said, None)
	answer = (
		"Перепрошуємо. Диспетчер тепер попереджає про запізнення телефоном; з майстром проведено розмову."
	)
	_act(appeal.name, moment + timedelta(days=4), "answer", answer)
