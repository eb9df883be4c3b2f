from frappe.model.document import Document


class CityStreetRange(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		district: DF.Link
		from_building: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		parity: DF.Literal["All", "Even", "Odd"]
		to_building: DF.Int
	# end: auto-generated types
	pass
