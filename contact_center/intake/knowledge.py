"""Clarifications and administrative services: what a save completes, which are in force, what one page of them says (RI2, RI4)."""

import re
from collections.abc import Iterable
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate

from contact_center import policy
from contact_center.framework import plain_text
from contact_center.reading.folding import search_key
from contact_center.reading.phones import check_names_a_number
from contact_center.reading.slugs import slug
from contact_center.record import clock
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.regulation.validity import Validity, validity
from contact_center.words import problems

CLARIFICATION, SERVICE = "Clarification", "Administrative Service"
KNOWLEDGE = (CLARIFICATION, SERVICE)
PAGES = {CLARIFICATION: "/help", SERVICE: "/services"}
"""{doctype: address of its pages on the portal}."""
LONGEST_SPOKEN = 300
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
REMINDER_DAYS, VALID_MONTHS = 14, 12
"""Where the settings say nothing: days before the end at which the supplier is reminded, months that a word holds."""


def today() -> date:
	"""Return the city's day."""
	return clock.now().date()


def reminder_days() -> int:
	"""Return how many days before the end of an answer its supplier is reminded."""
	return cint(policy.settings().get("reminder_days")) or REMINDER_DAYS


def validity_of(doc: Document | dict) -> Validity:
	"""Return how a clarification or service stands today."""
	until = doc.get("valid_until")
	return validity(getdate(until) if until else None, today(), reminder_days())


def is_in_force(doc: Document | dict) -> bool:
	"""Return whether it is in use and still holds: `is_active` and `valid_until`."""
	return bool(cint(doc.get("is_active"))) and validity_of(doc) is not Validity.OVER


def is_for_citizens(doc: Document | dict) -> bool:
	"""Return whether citizens and callers get it."""
	return bool(cint(doc.get("is_public"))) and is_in_force(doc)


def in_force(doctype: str, fields: Iterable[str], *, public: bool = False, **filters) -> list[dict]:
	"""Return the rows of those in use that still hold, by title; with `public` what citizens get. No rights are asked."""
	filters = {"is_active": 1, **({"is_public": 1} if public else {}), **filters}
	holding = {"valid_until": [("is", "not set"), (">=", today())]}
	either = [["valid_until", *each] for each in holding["valid_until"]]
	return frappe.get_all(doctype, filters, list(fields), or_filters=either, order_by="title, name")


def entry_titles(names: list[str]) -> dict[str, str]:
	"""Return {name: titles of its entries} of clarifications and services, which are found by them too."""
	if not names:
		return {}
	row, entry = frappe.qb.DocType("Related Entry"), frappe.qb.DocType("Classifier")
	query = frappe.qb.from_(row).join(entry).on(entry.name == row.classifier)
	query = query.select(row.parent, entry.title).where(
		row.parenttype.isin(KNOWLEDGE) & row.parent.isin(names)
	)
	titles: dict[str, str] = {}
	for name, title in query.orderby(row.parent, row.idx).run():
		titles[name] = f"{titles.get(name, '')} {title}".strip()
	return titles


def lists_of_service(service: Document) -> list[tuple[str, list[str]]]:
	"""Return what a service needs and where it is had, each as (label, lines), for letters and for reading out."""
	documents = [" – ".join(filter(None, (row.title, row.note))) for row in service.documents]
	places = [
		", ".join(filter(None, (row.title, row.address, row.hours, row.phone))) for row in service.places
	]
	return [(_("Documents"), documents), (_("Where"), places)]


def url_of(doc: Document | dict, doctype: str = "") -> str:
	"""Return the whole address of its public page."""
	return frappe.utils.get_url(f"{PAGES[doctype or doc.doctype]}/{doc.get('slug')}")


def check_and_complete(doc: Document) -> None:
	"""Refuse what cannot be spoken or opened; write the search key, the page's address, and whether it is to be confirmed."""
	plain_text.defuse(doc)
	if len(doc.get("short_answer") or "") > LONGEST_SPOKEN:
		problems.refuse(Problem(Kind.SPOKEN_TOO_LONG, (str(LONGEST_SPOKEN),)))
	if doc.get("link") and not WEB_ADDRESS.fullmatch(doc.link.strip()):
		problems.refuse(Problem(Kind.NOT_A_WEB_ADDRESS, (doc.link,)))
	with problems.refusing():
		for phone in _phones(doc) - _phones(doc.get_doc_before_save()):
			check_names_a_number(phone)
	_drop_repeated(doc)
	doc.search_key = search_key(doc.title, doc.keywords)
	doc.slug = doc.slug or _free_address(doc)
	doc.awaits_confirmation = int(awaits_confirmation(doc))


def _phones(doc: Document | None) -> set[str]:
	"""Return the phones of the places; those that stood there before are no bar to a confirmation."""
	return {row.phone for row in (doc.get("places") if doc else None) or () if row.phone}


def awaits_confirmation(doc: Document | dict) -> bool:
	"""Return whether its supplier is to say that it still holds: it ends soon, or has ended."""
	return bool(cint(doc.get("is_active"))) and validity_of(doc) is not Validity.VALID


def _drop_repeated(doc: Document) -> None:
	"""Keep one row an entry: each that is named twice would be offered twice."""
	rows = {row.classifier: row for row in reversed(doc.entries)}
	if len(rows) < len(doc.entries):
		doc.set("entries", [row for row in doc.entries if rows[row.classifier] is row])


def _free_address(doc: Document) -> str:
	"""Return an address that no other page of the doctype has. It stays when the title changes: people keep links."""
	wanted = slug(doc.title) or "page"
	taken = set(frappe.get_all(doc.doctype, {"slug": ("like", f"{wanted}%")}, pluck="slug"))
	numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
	return next(each for each in (wanted, *numbered) if each not in taken)
