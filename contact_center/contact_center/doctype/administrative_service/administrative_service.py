from frappe.model.document import Document

from contact_center.desk import knowledge as at_desk
from contact_center.intake import knowledge


class AdministrativeService(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from contact_center.contact_center.doctype.related_entry.related_entry import RelatedEntry
		from contact_center.contact_center.doctype.service_document.service_document import ServiceDocument
		from contact_center.contact_center.doctype.service_place.service_place import ServicePlace

		awaits_confirmation: DF.Check
		confirmed_at: DF.Datetime | None
		confirmed_by: DF.Link | None
		documents: DF.Table[ServiceDocument]
		entries: DF.Table[RelatedEntry]
		how_long: DF.Data | None
		how_much: DF.Data | None
		is_active: DF.Check
		is_public: DF.Check
		keywords: DF.SmallText | None
		legal_ground: DF.SmallText | None
		link: DF.Data | None
		places: DF.Table[ServicePlace]
		reminded_for: DF.Date | None
		responsible_person: DF.Link | None
		search_key: DF.SmallText | None
		slug: DF.Data | None
		summary: DF.Text | None
		supplier: DF.Link | None
		supplier_email: DF.SmallText | None
		title: DF.Data
		valid_until: DF.Date | None
	# end: auto-generated types
	"""An administrative service: what it needs, where, how long, how much; kept current by named people (RI4)."""

	def onload(self) -> None:
		at_desk.bring(self)

	def validate(self) -> None:
		knowledge.check_and_complete(self)
