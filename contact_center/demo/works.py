"""Announce the repair works of the demo city: current, coming, past their end, closed (RE1-RE3)."""

from datetime import timedelta

import frappe

from contact_center.demo.acting import acting
from contact_center.demo.life import responsible_users
from contact_center.record import clock

# (executor, kind, hours from now to the start, to the end, title, description, district, streets, buildings)
WORKS = (
	(
		"KP-VODOKANAL",
		"Emergency",
		-3,
		5,
		"Порив водогону",
		"Без води будинки по обидва боки вулиці. Підвезення води: біля будинку 20.",
		"met",
		("просп. Металургів",),
		"10-26",
	),
	(
		"ENT-DTEK",
		"Planned",
		-2,
		4,
		"Заміна трансформатора",
		"Електроенергії не буде на час робіт.",
		"met",
		("вул. Соборності",),
		"14, 16, 18",
	),
	(
		"KPTM-TEPLO",
		"Planned",
		-20,
		-4,
		"Промивання тепломережі",
		"Можливі перебої з опаленням.",
		"cen",
		("вул. Буковинська",),
		"",
	),
	(
		"KP-VODOKANAL",
		"Planned",
		30,
		38,
		"Планова заміна засувки",
		"Воду відключать на час робіт, зробіть запас.",
		"ing",
		("вул. Промениста",),
		"1-15",
	),
	(
		"KP-DOROHY",
		"Planned",
		50,
		98,
		"Поточний ремонт дороги",
		"Рух однією смугою, об’їзд позначено знаками.",
		"dov",
		("шосе Дніпровське",),
		"",
	),
	(
		"KP-TRAM",
		"Planned",
		75,
		83,
		"Зварювання рейок",
		"Рух трамвая скорочено, курсує автобус.",
		None,
		(),
		"",
	),
	(
		"ENT-GAZ",
		"Emergency",
		-52,
		-46,
		"Витік на газопроводі",
		"Подачу газу відновлено.",
		"ter",
		("вул. Маршака",),
		"3, 5, 7",
	),
)
CLOSED = {"Витік на газопроводі"}


def announce() -> None:
	"""Register the works as their executors, each announced in time; does nothing on a second call."""
	if frappe.db.count("Repair Event"):
		return
	responsible = responsible_users()
	for executor, kind, starts, ends, title, text, district, streets, buildings in WORKS:
		moment = clock.now() + timedelta(hours=starts)
		announced = moment - timedelta(hours=40) if kind == "Planned" else moment
		values = {
			"executor": executor,
			"kind": kind,
			"title": title,
			"description": text,
			"district": district,
		}
		values["addresses"] = [{"street": street, "buildings": buildings} for street in _known(streets)]
		with acting(responsible[executor], min(announced, clock.now())):
			event = _event(values, moment, moment + timedelta(hours=ends - starts))
		if title in CLOSED:
			with acting(responsible[executor], moment + timedelta(hours=ends - starts)):
				event.update({"status": "Closed"}).save()


def _event(values: dict, starts, ends):
	moments = {"starts_at": clock.to_site(starts), "ends_at": clock.to_site(ends)}
	return frappe.get_doc({"doctype": "Repair Event", **values, **moments}).insert()


def _known(streets: tuple[str, ...]) -> list[str]:
	return [street for street in streets if frappe.db.exists("City Street", street)]
