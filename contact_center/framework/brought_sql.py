"""Refuse to run a query in which a text that the request brought is more than a value or a name.

`query_names` reads the parameters that stand for names. This is the second door, for all others: those of other apps'
methods, of a custom search, and of whatever a later framework adds. Each text that the request brought and that could be
a piece of SQL is looked for in each query that the request runs. Inside one quoted value or quoted name it does no
harm; anywhere else it has become a part of the query itself. Values passed beside a query are not in it.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache, wraps
from typing import Any

import frappe
from frappe.database.database import Database

from contact_center.framework import query_names

NEEDED_BY = (">=15", "<17")
MARK = "contact_center_looks_for_brought_sql"
SHORTEST = 4  # characters; less is found in queries by chance, and does nothing
SIGN = re.compile(r"[()`'\"=<>;#/*,@|&!+~\\^%]|--")
WORD = re.compile(
	r"\s(?:or|and|x?or|not|r?like|regexp|in|is|between|div|mod|union|select|limit|collate|having|where|order|group|into"
	r"|for|from|procedure|case|binary|exists)\b"
)
"""Without one of these a text is words: no piece of SQL that does anything."""
FEW = re.compile(r"[^\W\d]+(?: [^\W\d]+)?")  # as "Group By"
NUMBER = re.compile(r"[-+]?[\d.]+(?:e[-+]?\d+)?")
QUOTED = re.compile(r"""'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`""", re.DOTALL)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CALLED = re.compile(r"\w\s*\(|\bselect\b")
SHORT = 100  # characters of a text that may come again: a field, a name
CONSOLE = "frappe.desk.doctype.system_console.system_console.execute_code"
"""Here the administrator of the system writes SQL, and it is run as it is."""


def apply() -> None:
	"""Wrap the framework's one way to run SQL, once a process."""
	if not hasattr(Database.sql, MARK):
		Database.sql = _looking_first(Database.sql)


def _looking_first(run: Callable[..., Any]) -> Callable[..., Any]:
	@wraps(run)
	def sql(db: Database, query: Any, *args: Any, **kwargs: Any) -> Any:
		if brought := _brought():
			brought.check(str(query))
		return run(db, query, *args, **kwargs)

	setattr(sql, MARK, True)
	return sql


class Brought:
	"""What a request brought that could be SQL, and the queries that hold none of it."""

	def __init__(self, request: Any, given: dict[str, Any]):
		self.request, self.given = request, given
		self.texts = {spelled for text in _leaves(given) for spelled in _spellings(text)}
		for part in (request.path, *request.path.split("/")):
			self.texts.update(_spellings(part))
		self.clean: set[str] = set()

	def check(self, query: str) -> None:
		"""Raise PermissionError if a text of the request is a part of the query."""
		if not self.texts or query in self.clean:
			return
		folded = query.casefold()
		for text in self.texts:
			if text in folded and not _is_quoted(text, folded):
				query_names.refuse(text)
		self.clean.add(query)


def _brought() -> Brought | None:
	"""What the running request brought; None where there is no request, as in jobs and commands."""
	request, given = getattr(frappe.local, "request", None), getattr(frappe.local, "form_dict", None)
	if not request or given is None:
		return None
	known = getattr(frappe.local, "contact_center_brought", None)
	if known is None or known.request is not request or known.given is not given:
		known = frappe.local.contact_center_brought = Brought(request, {} if _is_console(given) else given)
		known.given = given
	return known


def _is_console(given: dict[str, Any]) -> bool:
	called = given.get("cmd") or frappe.local.request.path.rpartition("/")[2]
	return called == CONSOLE


def _leaves(value: Any) -> Iterator[str]:
	"""Yield each text in the value, keys included, also where JSON is written in JSON."""
	if isinstance(value, str):
		found = query_names.read(value) if value[:1] in ("[", "{", '"') else value
		if isinstance(found, str):
			yield value
		else:
			yield from _leaves(found)
	elif isinstance(value, dict):
		for key, each in value.items():
			yield str(key)
			yield from _leaves(each)
	elif isinstance(value, list):
		for each in value:
			yield from _leaves(each)


def _spellings(text: str) -> tuple[str, ...]:
	"""Return how the text might stand in a query, unless it is harmless."""
	return _spelled(text) if len(text) <= SHORT else _spelled.__wrapped__(text)


@lru_cache(maxsize=4096)
def _spelled(text: str) -> tuple[str, ...]:
	"""Return the text whole, without comments, and in its parts, as far as they could be SQL."""
	text = text.strip().casefold()
	if _is_harmless(text):
		return ()
	parts = text.split(",") if "," in text and CALLED.search(text) else []
	shorter = (COMMENT.sub("", text), *(part for part in parts if CALLED.search(part)))
	return (text, *(each for part in shorter if not _is_harmless(each := part.strip())))


def _is_harmless(text: str) -> bool:
	if len(text) < SHORTEST or not (SIGN.search(text) or WORD.search(text)):
		return True
	return bool(FEW.fullmatch(text)) or _is_a_form(text)


def _is_a_form(text: str) -> bool:
	if NUMBER.fullmatch(text) or query_names.COMPARISON.fullmatch(text):
		return True
	parts = text.split(",")
	return any(
		all(form.fullmatch(part) for part in parts) for form in (query_names.SELECTED, query_names.SORTED)
	)


def _is_quoted(text: str, query: str) -> bool:
	"""Whether the text is within one quoted value or name wherever it is in the query."""
	quoted = [found.span() for found in QUOTED.finditer(query)]
	at = query.find(text)
	while at >= 0:
		if not any(start <= at and at + len(text) <= end for start, end in quoted):
			return False
		at = query.find(text, at + 1)
	return True
