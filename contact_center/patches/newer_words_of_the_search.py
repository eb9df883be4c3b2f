"""The shipped list of people's words has lines that sites of before never got."""

import frappe

from contact_center.framework import deadlocks
from contact_center.policy.policy_records import shipped_search_words
from contact_center.reading.entry_offers import pairs, root
from contact_center.reading.folding import words_of

SETTINGS, FIELD = "Contact Center Settings", "search_words"
FIRST_OF_THEM = "прорвало прорыв"
"""The lines of before end where this one begins."""


@deadlocks.repeated
def execute() -> None:
	"""Add the lines behind those of the site; what it wrote, emptied or took away stays so.

	A site that has one of them got them all when it was made: what it lacks of them it took away. A word that the site
	has a meaning for keeps that one.
	"""
	written = frappe.db.get_single_value(SETTINGS, FIELD) or ""
	shipped = pairs(shipped_search_words())
	newer = shipped[
		next((at for at, (words, _meant) in enumerate(shipped) if words == FIRST_OF_THEM), len(shipped)) :
	]
	lines = pairs(written)
	if not lines or set(newer) & set(lines):
		return
	own = [words for words, meant in lines if (words, meant) not in shipped]
	known = {root(word) for words in own for word in words_of(words)}
	missing = [(_without(words, known), meant) for words, meant in newer]
	added = [f"{words} = {meant}" for words, meant in missing if words]
	frappe.db.set_single_value(SETTINGS, FIELD, "\n".join([written.rstrip(), *added]) + "\n")


def _without(words: str, known: set[str]) -> str:
	"""Return the words that the site has no meaning for."""
	return " ".join(word for word in words.split() if not {root(each) for each in words_of(word)} & known)
