"""People write plain text; the desk shows it as markup. Here it is made such that no page takes it for any.

Frappe's own filter looks at saved documents only, turns signs into entities, and lets through whatever can be
read as JSON, a text in quotation marks for one.
"""

import re

from frappe.model.document import Document

NEEDED_BY = (">=15", "<17")
MARKUP = re.compile(r"<(?=[A-Za-z/!?])")
TEXTS = ("Data", "Small Text", "Text")


def without_markup(text: str) -> str:
	"""«<b» as «< b», which opens no tag; all other signs stay, as in «5 < 6»."""
	return MARKUP.sub("< ", text or "")


def defuse(doc: Document) -> None:
	"""All texts of a document and of its rows."""
	for each in (doc, *doc.get_all_children()):
		for df in each.meta.fields:
			value = each.get(df.fieldname) if df.fieldtype in TEXTS else None
			if isinstance(value, str) and "<" in value:
				each.set(df.fieldname, without_markup(value))
