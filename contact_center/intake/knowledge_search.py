"""Offer clarifications and services for a word or two, as entries of the Classifier are offered: by roots, in both languages."""

from collections.abc import Iterable

import frappe

from contact_center.intake import entry_search, knowledge

FIELDS = ("name", "title", "slug", "keywords")


def offered(text: str, doctypes: Iterable[str] = knowledge.KNOWLEDGE, *, public: bool = False) -> list[dict]:
	"""Return rows {doctype, name, title, slug} of what is in force and may be meant, the best first.

	What is about an entry is found by the title of the entry too. With `public` those that citizens get. No rights are asked.
	"""
	rows = [
		row.update(doctype=doctype)
		for doctype in doctypes
		for row in knowledge.in_force(doctype, FIELDS, public=public)
	]
	about = entry_titles([row.name for row in rows])
	keyed = {row.name: row for row in rows}
	described = [{**row, "hint": about.get(row.name, ""), "parent_classifier": None} for row in rows]
	return [keyed[name] for name in entry_search.offered(described, text)]


def entry_titles(names: list[str]) -> dict[str, str]:
	"""Return {name: titles of its entries}."""
	if not names:
		return {}
	row, entry = frappe.qb.DocType("Related Entry"), frappe.qb.DocType("Classifier")
	query = frappe.qb.from_(row).join(entry).on(entry.name == row.classifier)
	titles: dict[str, str] = {}
	for name, title in query.select(row.parent, entry.title).orderby(row.parent, row.idx).run():
		titles[name] = f"{titles.get(name, '')} {title}".strip()
	return titles
