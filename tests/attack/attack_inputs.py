"""The places where somebody can send a value."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import kit
from attack_calls import Call, method

COMMENT = "contact_center.control.comments.comment"
REDIRECT = "contact_center.control.redirect.redirect"
CALL_BACK = "contact_center.control.confirmation.call_back"
SIGN_UP = "frappe.core.doctype.user.user.sign_up"
PORTAL = "contact_center.portal.api."


@dataclass(frozen=True)
class Entry:
	"""A place where somebody can send a value."""

	name: str
	person: str
	call: Callable[[SimpleNamespace, Any], Call]
	text: bool = True
	"""Whether the value is a text: what is no text is refused then."""


def _field(name: str, person: str, path: str, field: str, /, **others: Any) -> Entry:
	return Entry(
		f"{name}: {field}", person, lambda world, value: method(path, **_of(world, others), **{field: value})
	)


def _of(world: SimpleNamespace, arguments: dict[str, Any]) -> dict[str, Any]:
	"""Return the arguments, those that begin with @ taken from the world."""
	return {
		key: getattr(world, value[1:]) if isinstance(value, str) and value.startswith("@") else value
		for key, value in arguments.items()
	}


def _saved(person: str, doctype: str, which: str, field: str) -> Iterator[Entry]:
	"""Yield the roads by which a form or a program saves a field."""

	def path(world: SimpleNamespace) -> str:
		return f"/api/resource/{doctype}/{getattr(world, which)}"

	def document(world: SimpleNamespace, value: Any) -> str:
		return json.dumps({"doctype": doctype, "name": getattr(world, which), field: value})

	yield Entry(
		f"REST, {doctype}.{field}", person, lambda world, value: Call("PUT", path(world), {field: value})
	)
	yield Entry(
		f"form, {doctype}.{field}",
		person,
		lambda world, value: method(
			"frappe.desk.form.save.savedocs", doc=document(world, value), action="Save"
		),
	)


def _new(person: str, doctype: str, field: str, /, **others: Any) -> Entry:
	place = f"/api/resource/{doctype}"
	return Entry(
		f"new {doctype}.{field}", person, lambda world, value: Call("POST", place, {**others, field: value})
	)


def entries() -> list[Entry]:
	"""Return every place that is tried."""
	good = {
		"classifier": kit.LEAK,
		"description": "З підвалу другий день тече вода",
		"street": kit.STREET,
		"building": "12",
	}
	found = [
		_field(
			"portal, new request",
			"citizen",
			PORTAL + "submit",
			name,
			**{key: good[key] for key in good if key != name},
		)
		for name in (
			*good,
			"flat",
			"place",
			"phone",
			"surname",
			"files",
			"own",
			"sure",
			"district",
			"notify_by",
		)
	]
	found += [
		_field("portal, details", "citizen", PORTAL + "save_details", name)
		for name in ("surname", "phone", "notify_by")
	]
	found += [
		_field("portal, addition", "citizen", PORTAL + "supplement", "comment", name="@own"),
		_field("portal, addition", "citizen", PORTAL + "supplement", "files", name="@own"),
		_field("portal, addition", "citizen", PORTAL + "supplement", "name", comment="Ще"),
		_field("portal, dispute", "citizen", PORTAL + "dispute", "text", name="@result"),
		_field("portal, cancel", "citizen", PORTAL + "cancel", "reason", name="@own"),
		_field("portal, cancel", "citizen", PORTAL + "cancel", "seen", name="@own", reason="Не треба"),
		_field("portal, discard", "citizen", PORTAL + "discard", "file"),
		_field("sign-up", "Guest", SIGN_UP, "email", full_name="Оксана", redirect_to=""),
		_field("sign-up", "Guest", SIGN_UP, "full_name", email="kit-odd@example.com", redirect_to=""),
		_field("new password", "Guest", "frappe.core.doctype.user.user.reset_password", "user"),
		_field("comment", "operator", COMMENT, "text", doctype="Request", name="@own"),
		_field("comment", "operator", COMMENT, "name", doctype="Request", text="Так"),
		_field("comment", "operator", COMMENT, "doctype", name="@own", text="Так"),
		_field("redirect", "operator", REDIRECT, "executor", task="@own_task", reason="Так"),
		_field("redirect", "operator", REDIRECT, "reason", task="@own_task", executor="KIT-ROADS"),
		_field("redirect", "operator", REDIRECT, "task", executor="KIT-ROADS", reason="Так"),
		_field("call-back", "operator", CALL_BACK, "text", request="@result", outcome="Confirmed"),
		_field("call-back", "operator", CALL_BACK, "outcome", request="@result", text="Так"),
		_field("portal, likely entries", "citizen", PORTAL + "likely_entries", "description"),
		_field("search of the desk", "operator", "contact_center.desk.finding.propose", "text"),
		_field(
			"search of the desk", "operator", "contact_center.desk.finding.propose", "description", text=""
		),
		_field("contact", "water", "contact_center.execution.contact.applicant_contact", "task"),
		_field("consent", "operator", "contact_center.intake.applicants.record_consent", "applicant"),
	]
	for person, doctype, which, names in (
		(
			"operator",
			"Request",
			"waiting",
			("description", "street", "building", "place", "classifier", "workflow_state"),
		),
		("operator", "Applicant", "applicant", ("surname", "phone", "email", "notify_by")),
		("water", "Request Task", "own_task", ("result", "result_date", "result_phone", "evidence")),
		("water", "Repair Event", "event", ("title", "starts_at", "ends_at", "addresses")),
	):
		found += [entry for name in names for entry in _saved(person, doctype, which, name)]
	found += [
		_new("operator", "Request", name, **{key: good[key] for key in good if key != name}) for name in good
	]
	found += [
		_new("administrator", "City Street", "street_name", street_type="вул."),
		_new("administrator", "Classifier", "title", code="KIT-ODD"),
	]
	return found


SEARCHES = (
	*("txt", "filters", "searchfield", "start", "page_length", "doctype", "query", "filter_fields"),
	*("reference_doctype", "ignore_user_permissions"),
)
SOUGHT = {"doctype": "City Street", "txt": "Перев"}


def searches() -> list[Entry]:
	"""Return what is read only: texts of searches, and names of what is asked for."""
	found = [
		_field(
			"desk search",
			"operator",
			"frappe.desk.search.search_link",
			name,
			**{key: value for key, value in SOUGHT.items() if key != name},
		)
		for name in SEARCHES
	]
	for name, arguments in (
		("entries", ("text",)),
		("streets", ("text",)),
		("locate", ("street", "building")),
		("where", ("latitude", "longitude")),
	):
		found += [
			Entry(
				f"portal, {name}: {field}",
				"citizen",
				lambda world, value, name=name, field=field, arguments=arguments: Call(
					"GET", f"/api/method/{PORTAL}{name}", {**dict.fromkeys(arguments, "1"), field: value}
				),
				text=False,
			)
			for field in arguments
		]
	pages = (
		("/repairs", "district"),
		("/repairs", "day"),
		("/my-requests", "page"),
		("/my-requests", "archive"),
		("/submit-request", "entry"),
		("/home", "x"),
		("/login", "redirect-to"),
		("/update-password", "key"),
	)
	found += [
		Entry(
			f"page {path}: {field}",
			"citizen" if path != "/login" else "Guest",
			lambda world, value, path=path, field=field: Call("GET", path, {field: value}),
			text=False,
		)
		for path, field in pages
	]
	return found
