from frappe.model.document import Document

from contact_center.desk import knowledge as at_desk
from contact_center.intake import knowledge


class Clarification(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from contact_center.contact_center.doctype.related_entry.related_entry import RelatedEntry

		answer: DF.Text
		awaits_confirmation: DF.Check
		confirmed_at: DF.Datetime | None
		confirmed_by: DF.Link | None
		district: DF.Link | None
		entries: DF.Table[RelatedEntry]
		is_active: DF.Check
		is_public: DF.Check
		keywords: DF.SmallText | None
		not_helped_count: DF.Int
		reminded_for: DF.Date | None
		responsible_person: DF.Link | None
		search_key: DF.SmallText | None
		short_answer: DF.SmallText | None
		slug: DF.Data | None
		supplier: DF.Link | None
		supplier_email: DF.SmallText | None
		title: DF.Data
		used_count: DF.Int
		valid_until: DF.Date | None
	# end: auto-generated types
	"""A standard clarification: what operators, the voice menu and citizens answer with (RI2)."""

	def onload(self) -> None:
		at_desk.bring(self)

	def validate(self) -> None:
		knowledge.check_and_complete(self)
