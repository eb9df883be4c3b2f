"""Create the site's records from a policy of CSV files; existing records belong to the administrator and stay."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

import frappe

from contact_center.policy import WEEKDAYS
from contact_center.reading.policy_files import DEFAULT_POLICY, Policy
from contact_center.reading.street_names import SHIPPED_TYPES
from contact_center.regulation.routing import ClassifierEntry, Executor
from contact_center.regulation.terms import REST_UNITS, RequestType, Rest
from contact_center.regulation.working_calendar import WorkingCalendar

SEARCH_WORDS = DEFAULT_POLICY / "search_words.txt"
CALENDAR = "Години роботи контакт-центру"


def install(policy: Policy) -> None:
	"""Create the request types, calendar, districts, streets, executors and classifier that the site lacks."""
	_create("Request Type", {code: _type(each) for code, each in policy.types.items()})
	_create("Working Calendar", {CALENDAR: _calendar(policy.calendar)})
	_create(
		"City District", {code: {"code": code, "title": title} for code, title in policy.districts.items()}
	)
	_create("Executor", {code: _executor(each) for code, each in policy.executors.items()})
	_create("Classifier", {code: _entry(each) for code, each in policy.classifier.items()})
	install_street_types(policy.street_types)
	_create_missing_types({row.street_type for row in policy.streets})
	_create("City Street", _streets(policy))


def shipped_search_words() -> str:
	"""Return the words of people for those of a classifier, a line «свет = світло» each (`reading.entry_offers`)."""
	return SEARCH_WORDS.read_text(encoding="utf-8")


def install_street_types(types: Mapping[str, str]) -> None:
	"""Create the types of streets that the site lacks, {as written in names: spellings}."""
	_create("Street Type", {title: {"title": title, "spellings": text} for title, text in types.items()})


def _create_missing_types(used: Iterable[str]) -> None:
	"""Types that streets have and no file describes get the shipped spellings."""
	install_street_types({title: SHIPPED_TYPES.get(title, "") for title in sorted(used)})


def _create(doctype: str, records: Mapping[str, dict[str, Any]]) -> None:
	present = set(frappe.get_all(doctype, pluck="name"))
	for name, values in records.items():
		if name not in present:
			frappe.get_doc({"doctype": doctype, **values}).insert(ignore_permissions=True)


def _type(each: RequestType) -> dict[str, Any]:
	return {
		"code": each.code,
		"title": each.title,
		"urgency": each.urgency,
		"color": each.color,
		"accept_amount": each.accept.amount,
		"accept_unit": each.accept.unit.value,
		"done_amount": each.done.amount,
		"done_unit": each.done.unit.value,
		"day_end": each.done.day_end.value,
		"rolls_off_non_working": int(each.done.rolls_off_non_working),
		"counts_from": each.counts_from.value,
		**rest_fields(each.rest),
		"round_the_clock": int(each.round_the_clock),
		"contact_at_once": int(each.contact_at_once),
		"alerts": [_alert(alert) for alert in each.alerts],
	}


def rest_fields(rest: Rest) -> dict[str, Any]:
	"""What a return gives (R6.3.5), as fields of a Request Type."""
	least = rest.least
	return {
		"rest_kind": rest.kind.value,
		"rest_amount": least.amount if least else 0,
		"rest_unit": (least.unit if least else REST_UNITS[0]).value,
	}


def _alert(alert) -> dict[str, Any]:
	return {
		"clock": alert.clock.value,
		"amount": alert.amount,
		"unit": alert.unit.value,
		"when": alert.when.value,
		"audience": alert.audience.value,
	}


def _calendar(calendar: WorkingCalendar) -> dict[str, Any]:
	week = [
		{"weekday": WEEKDAYS[day], **_hours(hours)}
		for day, all_hours in calendar.week.items()
		for hours in all_hours
	]
	exceptions = [
		{"day": day, "is_working": int(bool(all_hours)), **(_hours(hours) if hours else {})}
		for day, all_hours in calendar.exceptions.items()
		for hours in all_hours or (None,)
	]
	return {"calendar_name": CALENDAR, "week": week, "exceptions": exceptions}


def _hours(hours: tuple[time, time]) -> dict[str, str]:
	return {"from_time": hours[0].isoformat(), "to_time": hours[1].isoformat()}


def _executor(each: Executor) -> dict[str, Any]:
	return {
		"code": each.code,
		"title": each.title,
		"short_title": each.short_title,
		"kind": each.kind,
		"parent_executor": each.parent,
		"is_group": int(each.is_group),
		"is_active": int(each.active),
		"head": each.head,
		"official_email": each.email,
		"phone": each.phone,
	}


def _entry(each: ClassifierEntry) -> dict[str, Any]:
	return {
		"code": each.code,
		"title": each.title,
		"parent_classifier": each.parent,
		"is_group": int(each.is_group),
		"request_type": each.request_type,
		"is_public": int(each.public),
		"is_active": int(each.active),
		"operator_may_choose": int(each.operator_may_choose),
		"required_fields": [{"field": field} for field in each.required_fields],
		"evidence": [{"kind": kind} for kind in each.evidence],
		"executors": [_route(route) for route in each.routes],
		"hint": each.hint,
		"keywords": each.keywords,
		"is_state_body": int(bool(each.where_to_turn)),
		"where_to_turn": each.where_to_turn,
	}


def _route(route) -> dict[str, Any]:
	return {"executor": route.executor, "district": route.district, "is_lead": int(route.lead)}


def _streets(policy: Policy) -> dict[str, dict[str, Any]]:
	rows = defaultdict(list)
	for row in policy.streets:
		rows[(row.street_type, row.name)].append(row)
	return {f"{kind} {name}": _street(kind, name, each) for (kind, name), each in rows.items()}


def _street(kind: str, name: str, rows: Iterable) -> dict[str, Any]:
	former = sorted({former for row in rows for former in row.former_names})
	return {
		"street_type": kind,
		"street_name": name,
		"former_names": "; ".join(former),
		"ranges": [
			{
				"district": row.range.district,
				"parity": row.range.parity.value,
				"from_building": row.range.first,
				"to_building": row.range.last,
			}
			for row in rows
		],
	}
