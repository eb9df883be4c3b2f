"""Make plain text safe to show: the desk renders it as markup.

Frappe's own filter sees saved documents only, turns characters into entities, and lets through any text that parses
as JSON, for example one in quotation marks.
"""

import re

from frappe.model.document import Document

NEEDED_BY = (">=15", "<17")
MARKUP = re.compile(r"<(?=[A-Za-z/!?])")
TEXTS = ("Data", "Small Text", "Text")


def without_markup(text: str) -> str:
	"""Return the text with "<b" as "< b", which opens no tag; "5 < 6" and all other characters stay."""
	return MARKUP.sub("< ", text or "")


def defuse(doc: Document) -> None:
	"""Remove markup from all text fields of a document and of its rows."""
	for each in (doc, *doc.get_all_children()):
		for df in each.meta.fields:
			value = each.get(df.fieldname) if df.fieldtype in TEXTS else None
			if isinstance(value, str) and "<" in value:
				each.set(df.fieldname, without_markup(value))
