"""Let letters print states in the site's language and reference records by their titles.

The administrator writes `doc.workflow_state` in the text and compares it in the condition of a letter. So a value
prints as its words and compares as itself.
"""

import html
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center.framework import own_words

TITLED = frozenset({"Request Type", "Classifier", "Executor", "City District"})
"""Reference records only: a letter to an executor does not print a person by chance (D1)."""
STATES = frozenset({"Workflow State"})


class WordedValue(str):
	"""A text that prints as its words."""

	words: str

	def __new__(cls, value: str, words: str) -> "WordedValue":
		made = super().__new__(cls, value)
		made.words = words
		return made

	def __str__(self) -> str:
		return self.words

	def __html__(self) -> str:
		return html.escape(self.words)

	def __format__(self, spec: str) -> str:
		return format(self.words, spec)


def word(doc: Document) -> None:
	"""Let the document's choices, states and reference records print as their words. The document is not saved then."""
	for df in doc.meta.fields:
		value = doc.get(df.fieldname)
		words = _words(df, value) if value and isinstance(value, str) else value
		if words != value:
			vars(doc)[df.fieldname] = WordedValue(value, words)


def _words(df: Any, value: str) -> str:
	if df.fieldtype == "Select" or (df.fieldtype == "Link" and df.options in STATES):
		return _(value, context=own_words.CONTEXT)
	if df.fieldtype == "Link" and df.options in TITLED:
		return frappe.get_cached_value(df.options, value, "title") or value
	return value
