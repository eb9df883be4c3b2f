from frappe.model.document import Document

from contact_center.addresses import streets


class StreetType(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		spellings: DF.SmallText | None
		title: DF.Data
	# end: auto-generated types
	"""A type of street as the city writes it, «вул.», with the other ways in which people write it."""

	def validate(self) -> None:
		streets.check_spellings(self)
