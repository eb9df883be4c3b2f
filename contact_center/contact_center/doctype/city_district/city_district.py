from frappe.model.document import Document

from contact_center.words import reference_words


class CityDistrict(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		code: DF.Data
		title: DF.Data
	# end: auto-generated types
	"""A district of the city, by which the classifier finds executors."""

	def on_trash(self) -> None:
		reference_words.guard_deletion(self)
