from frappe.model.document import Document


class ReturnGround(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		is_active: DF.Check
		is_for_disputes: DF.Check
		text: DF.SmallText
		title: DF.Data
	# end: auto-generated types
	"""Why a result is returned for rework, with what its executor reads; the administrator's, counted on the requests."""
