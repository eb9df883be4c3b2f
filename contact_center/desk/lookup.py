"""Find what an operator types into the desk's boxes while a caller talks (R5.2, R5.11).

Each function is the framework's search of one doctype, named in `standard_queries`: it returns rows of
[name, title, what tells them apart …] and shows nobody more than their permissions do. What has exactly the searched
name comes first: Frappe 16 asks these searches whether the record that was chosen may be chosen.
"""

import re
from typing import Any

import frappe
from frappe import _

from contact_center.access import permissions, roles
from contact_center.addresses import streets as register
from contact_center.framework import looks
from contact_center.intake import applicants as people
from contact_center.intake import entry_search, numbers
from contact_center.reading import request_codes
from contact_center.reading.folding import words_of
from contact_center.regulation.stages import FINISHED, Stage

MOST_STREETS = 50
LONGEST_SEARCH = 140
"""A search looks at so many characters: its time grows with the words."""
_NUMBER = re.compile(r"\d[\d-]*")
RUNNING = [stage.value for stage in Stage if stage not in FINISHED]
_DIGITS_ONLY = re.compile(r"[\d\s()+./-]*")


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def classifier_entries(doctype, txt, searchfield, start, page_len, filters, as_dict=False):
	"""Return entries of the Classifier by the words of title and keywords, in any order and ending, best first."""
	fields = ["name", "title", "keywords"]
	listed = {"fields": entry_search.FIELDS, "order_by": "lft", "limit_page_length": 0}
	rows = {row.name: row for row in frappe.get_list("Classifier", filters=filters, **listed)}
	codes = [code for code in [(txt or "").strip()] if code in rows]
	codes += [code for code in entry_search.offered(rows.values(), _short(txt)) if code not in codes]
	return _page([rows[code] for code in codes], fields, start, page_len, as_dict)


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def executors(doctype, txt, searchfield, start, page_len, filters, as_dict=False):
	"""Return executors by their code or the words of their titles, in any order."""
	fields = ["name", "title", "short_title"]
	words = [["search_key", "like", f"% {word}%"] for word in words_of(_short(txt))]
	rows = frappe.get_list(
		"Executor",
		filters=[*_listed(filters), *words],
		fields=fields,
		order_by="title",
		limit_start=start,
		limit_page_length=page_len,
	)
	return _page(_named_first("Executor", txt, fields, filters, rows), fields, 0, page_len, as_dict)


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def streets(doctype, txt, searchfield, start, page_len, filters, as_dict=False):
	"""Return streets by name or former name, with or without the type: «вулиця Соборності», «пр-т Миру»."""
	fields = ["name", "former_names"]
	if not (txt or "").strip():
		return _page(_streets(filters), fields, start, page_len, as_dict)
	names = register.offered(txt, most=MOST_STREETS)
	rows = {row.name: row for row in _streets([*_listed(filters), ["name", "in", names or [""]]])}
	found = [rows[name] for name in names if name in rows]
	return _page(_named_first("City Street", txt, fields, filters, found), fields, start, page_len, as_dict)


def _streets(filters: Any) -> list:
	fields = ["name", "former_names"]
	return frappe.get_list(
		"City Street", filters=filters, fields=fields, order_by="street_name", limit_page_length=0
	)


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def applicants(doctype, txt, searchfield, start, page_len, filters, as_dict=False):
	"""Return applicants by phone as it is dictated («067 123-45-67»), by names in any order, or by e-mail."""
	fields = ["name", "full_name", "phone", "email", "user"]
	rows = _named_first("Applicant", txt, fields, filters, _people(txt, fields, filters, start, page_len))
	if rows:
		looks.listed()
	for row in rows:
		# Anybody may write any phone into an account of one's own.
		row.user = _("account, phone not verified") if row.user else ""
	return _page(rows, fields, 0, page_len, as_dict)


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def requests(doctype, txt, searchfield, start, page_len, filters, as_dict=False):
	"""Return requests by number («585» is this year's), those that are not over by the words of their titles as well."""
	return _numbered("Request", "number", ["name", "title"], txt, filters, start, page_len, as_dict)


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def tasks(doctype, txt, searchfield, start, page_len, filters, as_dict=False):
	"""Return tasks as `requests` does, by their request's number and their titles, with their addresses."""
	return _numbered(
		"Request Task", "name", ["name", "title", "address"], txt, filters, start, page_len, as_dict
	)


def _numbered(
	doctype: str,
	number: str,
	fields: list[str],
	txt: str,
	filters: Any,
	start: Any,
	page_len: Any,
	as_dict: bool,
) -> list:
	"""Find by ranges of an index: by its words alone a city's years would be read through at each key."""
	text = _short(txt)
	if _NUMBER.fullmatch(text):
		wanted = {"or_filters": [[number, "like", f"{each}%"] for each in numbers.meant(text)]}
	else:
		running = [["stage", "in", RUNNING]] if text else []
		wanted = {"filters": [*running, *(["title", "like", f"%{word}%"] for word in text.split())]}
	# by the stages, not along all that was ever made
	order = "comes_first desc, creation desc" if text else "creation desc"
	listed = {"fields": fields, "order_by": order, "limit_start": start, "limit_page_length": page_len}
	rows = frappe.get_list(
		doctype, **listed, **{**wanted, "filters": [*_listed(filters), *wanted.get("filters", ())]}
	)
	return _page(_named_first(doctype, txt, fields, filters, rows), fields, 0, page_len, as_dict)


def _named_first(doctype: str, txt: str | None, fields: list[str], filters: Any, rows: list) -> list:
	"""Put the record of exactly this name before the others, if the user may see it and the filters leave it in."""
	name = (txt or "").strip()
	if not name:
		return rows
	named = frappe.get_list(doctype, filters=[*_listed(filters), ["name", "=", name]], fields=fields)
	return [*named, *(row for row in rows if row.name not in [each.name for each in named])]


def _people(
	txt: str | None, fields: list[str], filters: Any = None, start: Any = 0, page_len: Any = 20
) -> list:
	return frappe.get_list(
		"Applicant",
		filters=[*_listed(filters), *people.wanted(_short(txt))],
		fields=fields,
		order_by="modified desc",
		limit_start=start,
		limit_page_length=page_len,
	)


@frappe.whitelist(methods=["GET"])
def find(text: str) -> dict[str, list[str]]:
	"""Return {requests, applicants, streets}: names of what a number, a phone, a name, an e-mail or a street may mean.

	«585» is this year's request of that number, «A72-USE-LLN2» the code that its applicant wrote down. PermissionError for others than operators.
	"""
	permissions.check_role(*roles.CONTROLLERS)
	text = " ".join(_short(text.replace("%", " ")).split())
	if not text:
		return {"requests": [], "applicants": [], "streets": []}
	either = {"number": ("in", numbers.meant(text))}
	if codes := request_codes.meant(text):
		either["name"] = ("in", codes)
	requests = frappe.get_list("Request", or_filters=either, pluck="name")
	return {
		"requests": requests,
		"applicants": [row.name for row in _people(text, ["name"])],
		"streets": list(register.offered(text)) if not _DIGITS_ONLY.fullmatch(text) else [],
	}


def _short(text: str | None) -> str:
	return (text or "").strip()[:LONGEST_SEARCH]


def _listed(filters: Any) -> list:
	if not isinstance(filters, dict):
		return list(filters or [])
	return [
		[field, *(value if isinstance(value, list | tuple) else ("=", value))]
		for field, value in filters.items()
	]


def _page(rows: list, fields: list[str], start: Any, page_len: Any, as_dict: bool) -> list:
	start = int(start or 0)
	shown = rows[start : start + int(page_len or 20)]
	return [row if as_dict else [row.get(field) for field in fields] for row in shown]
