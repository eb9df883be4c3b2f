from frappe.model.document import Document


class ClassifierRequiredField(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		field: DF.Literal["district", "street", "building", "flat", "description", "phone", "photo"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types
	"""A field that a request of the entry cannot do without: one of ours, or one that the city added to the request."""

	def _validate_selects(self) -> None:
		"""The choices are more than the Select's own: the entry checks them (`intake.entry_routes`)."""
