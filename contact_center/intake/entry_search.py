"""Offer entries of the Classifier for a word or two, in one way for desk and portal (R5.11)."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import frappe

from contact_center import policy
from contact_center.reading import entry_offers
from contact_center.regulation.routing import ClassifierEntry

FIELDS = ("name", "title", "keywords", "hint", "parent_classifier")
PUBLIC = {"is_group": 0, "is_public": 1, "is_active": 1}


def offered(rows: Iterable[Mapping[str, Any]], text: str) -> list[str]:
	"""Return the codes of those rows (with FIELDS) that `text` may mean, the best first; all for an empty text.

	The caller chooses the rows and checks who may see them.
	"""
	groups = frappe.get_all("Classifier", {"is_group": 1}, ["name", "title"])
	entries = [
		ClassifierEntry(
			row["name"],
			row["title"],
			parent=row["parent_classifier"],
			keywords=row["keywords"] or "",
			hint=row["hint"] or "",
		)
		for row in rows
	]
	titles = {group.name: group.title for group in groups}
	found = entry_offers.offered(entries, text, titles, search_words())
	return [entry.code for entry in found]


def search_words() -> entry_offers.SearchWords:
	"""Return the site's own list of words of another root."""
	return _search_words(policy.settings().search_words or "")


@lru_cache(8)
def _search_words(text: str) -> entry_offers.SearchWords:
	return entry_offers.SearchWords(text)
