from frappe.model.document import Document

from contact_center.intake import text_modules


class TextModule(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from contact_center.contact_center.doctype.related_entry.related_entry import RelatedEntry

		entries: DF.Table[RelatedEntry]
		is_active: DF.Check
		purpose: DF.Literal["Wording", "Answer"]
		shortcut: DF.Data | None
		text: DF.Text
		title: DF.Data
	# end: auto-generated types
	"""A text with places to be filled in, for wordings and answers."""

	def validate(self) -> None:
		text_modules.check(self)
