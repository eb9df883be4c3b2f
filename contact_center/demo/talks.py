"""Let the demo city's operator answer calls at once: cards with consultations of yesterday and today (R5.3, R5.4)."""

from datetime import datetime, timedelta

import frappe

from contact_center.demo.acting import acting
from contact_center.intake import card_callers, cards, consultations
from contact_center.record import clock

# (minutes ago, seconds that it took, classifier entry, text, where to turn); without a text the last says why
TALKS = (
	(35, 95, "WTR-01", "Воду вимкнено через порив, підвезення біля будинку 20, ремонт триває.", ""),
	(
		58,
		140,
		"TRN-06",
		"Картку оформлюють у «Візі», потрібні паспорт і код. Строк – десять робочих днів.",
		"",
	),
	(81, 60, "PWR-10", "Графік чинний, світло за графіком увімкнуть о 18:00.", ""),
	(
		104,
		75,
		None,
		"Як відновити загублений паспорт.",
		"Державна міграційна служба, +380 56 404 02 10, пн–пт 9–17",
	),
	(130, 20, None, "", "дзвінок обірвався"),
	(
		165,
		110,
		"HEA-07",
		"Перерахунок роблять за заявою до постачальника тепла, форма – на його сайті.",
		"",
	),
	(1450, 180, "WTR-09", "Показники приймають до 25 числа: кабінетом, телефоном або на касі.", ""),
	(
		1490,
		85,
		None,
		"Куди подати позов про аліменти.",
		"Місцевий суд за місцем проживання; безоплатна правова допомога 0 800 213 103",
	),
	(1530, 70, "RDS-08", "Посипають за черговістю: спершу схили, мости й маршрути автобусів.", ""),
	(1575, 125, "LFT-04", "Будинок у програмі наступного року, перелік оприлюднено на сайті міста.", ""),
)


def answer(operator: str, most_callers: int = 200) -> None:
	"""Record the talks; does nothing on a second call."""
	if frappe.db.count("Consultation"):
		return
	callers = frappe.get_all(
		"Applicant",
		{"user": ("is", "not set"), "phone": ("is", "set")},
		["name", "phone"],
		order_by="name",
		limit_page_length=most_callers,
	)
	for number, (ago, seconds, entry, text, where) in enumerate(TALKS):
		begun = clock.now() - timedelta(minutes=ago)
		caller = callers[number * 7 % len(callers)] if callers else None
		with acting(operator, begun):
			card = cards.begin(f"demo {number}", caller.phone if caller else "")
			if caller:
				card_callers.identify(card, {"applicant": caller.name})
		_answer(operator, card, begun + timedelta(seconds=seconds), entry, text, where)


def _answer(operator: str, card: str, ended: datetime, entry: str | None, text: str, where: str) -> None:
	with acting(operator, ended):
		if text:
			kind = consultations.STATE_BODY if where else consultations.ANSWERED
			known = entry if entry and frappe.db.exists("Classifier", entry) else ""
			given = {"classifier": known, "kind": kind, "text": text, "where_to_turn": where}
			consultations.consult(card, "1", given)
		cards.end(card, "" if text else where)
