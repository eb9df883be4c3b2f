"""What an operator writes into a box of the desk while a caller talks, found as people say it (R5.2, R5.11).

Each function is the framework's search of one doctype, named in `standard_queries`: it returns rows of
[name, title, what tells them apart …] and shows nobody more than their permissions do.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from frappe import _

from contact_center import policy
from contact_center.access import permissions, roles
from contact_center.addresses import streets as register
from contact_center.reading.folding import fold
from contact_center.record import clock

IN_TITLE, IN_KEYWORDS = 3, 2
MOST_STREETS = 50
DIGITS = 6  # of the number behind prefix and year
_PHONE = re.compile(r"\+?[\d\s()./-]{3,}")


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def classifier_entries(doctype, txt, searchfield, start, page_len, filters, as_dict=False):
	"""Entries of the Classifier by the words of title and keywords, in any order and ending, best first."""
	fields = ["name", "title", "keywords"]
	rows = frappe.get_list("Classifier", filters=filters, fields=fields, order_by="lft", limit_page_length=0)
	return _page(_best(rows, fold(txt)), fields, start, page_len, as_dict)


def _best(rows: list[Mapping[str, Any]], text: str) -> list[Mapping[str, Any]]:
	"""Those that fit at least half as well as the best one; an entry's code finds it too."""
	words = re.findall(r"\w+", text)
	stems = [_stem(word) for word in words if len(word) > 2] or words
	if not stems:
		return rows
	scores = [IN_TITLE * len(stems) if fold(row.name) == text else _score(row, stems) for row in rows]
	enough = max(scores, default=0) / 2
	found = [(score, row) for score, row in zip(scores, rows, strict=True) if score and score > enough]
	# Of equals the plainer one: «ліфт» is «Не працює ліфт» before it is a rarer and graver question.
	found.sort(key=lambda pair: (-pair[0], len(pair[1].title.split())))
	return [row for _score_of, row in found]


def _score(row: Mapping[str, Any], stems: Iterable[str]) -> int:
	title, others = (re.findall(r"\w+", fold(text or "")) for text in (row.title, row.keywords))
	return sum(
		IN_TITLE if _begins(title, stem) else IN_KEYWORDS if _begins(others, stem) else 0 for stem in stems
	)


def _begins(words: Iterable[str], stem: str) -> bool:
	return any(word.startswith(stem) for word in words)


def _stem(word: str) -> str:
	"""«води», «воду», «вода»: the end of a word changes, its beginning stays."""
	return word if len(word) < 4 else word[: max(3 if len(word) == 4 else 4, len(word) - 2)]


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def streets(doctype, txt, searchfield, start, page_len, filters, as_dict=False):
	"""Streets by name or former name, whether the type is written or not: «вулиця Соборності», «пр-т Миру»."""
	fields = ["name", "former_names"]
	if not (txt or "").strip():
		return _page(_streets(filters), fields, start, page_len, as_dict)
	names = register.offered(txt, most=MOST_STREETS)
	rows = {row.name: row for row in _streets([*_listed(filters), ["name", "in", names or [""]]])}
	return _page([rows[name] for name in names if name in rows], fields, start, page_len, as_dict)


def _streets(filters: Any) -> list:
	fields = ["name", "former_names"]
	return frappe.get_list(
		"City Street", filters=filters, fields=fields, order_by="street_name", limit_page_length=0
	)


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def applicants(doctype, txt, searchfield, start, page_len, filters, as_dict=False):
	"""Applicants by phone as it is dictated («067 123-45-67»), by names in any order, or by e-mail."""
	fields = ["name", "full_name", "phone", "email", "user"]
	rows = _people(txt, fields, filters, start, page_len)
	for row in rows:
		# Anybody may write any phone into an account of one's own.
		row.user = _("account, phone not verified") if row.user else ""
	return _page(rows, fields, 0, page_len, as_dict)


def _people(
	txt: str | None, fields: list[str], filters: Any = None, start: Any = 0, page_len: Any = 20
) -> list:
	text = (txt or "").strip()
	if _PHONE.fullmatch(text):
		wanted = [["phone", "like", f"%{re.sub(r'[^0-9]', '', text)}%"]]
	elif "@" in text:
		wanted = [["email", "like", f"%{text}%"]]
	else:
		wanted = [["full_name", "like", f"%{word}%"] for word in text.split()]
	return frappe.get_list(
		"Applicant",
		filters=[*_listed(filters), *wanted],
		fields=fields,
		order_by="modified desc",
		limit_start=start,
		limit_page_length=page_len,
	)


@frappe.whitelist(methods=["GET"])
def find(text: str) -> dict[str, list[str]]:
	"""{requests, applicants}: names of what a caller means by a number, a phone, a name or an e-mail.

	«585» is this year's request of that number. PermissionError for others than operators.
	"""
	permissions.check_role(*roles.CONTROLLERS)
	text = " ".join(text.replace("%", " ").split())[:140]
	if not text:
		return {"requests": [], "applicants": []}
	numbers = [text]
	if text.isdecimal() and len(text) <= DIGITS:
		numbers.append(f"{policy.settings().number_prefix}-{clock.now().year}-{int(text):0{DIGITS}}")
	requests = frappe.get_list("Request", {"number": ("in", numbers)}, pluck="name")
	return {"requests": requests, "applicants": [row.name for row in _people(text, ["name"])]}


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
