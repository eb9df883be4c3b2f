from frappe.model.document import Document


class ClearingupCall(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		at: DF.Datetime | None
		filing_key: DF.Data | None
		operator: DF.Link | None
		outcome: DF.Literal["Cleared Up", "Not Reached"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		request: DF.Link | None
		text: DF.SmallText | None
	# end: auto-generated types
	"""A call by which the operator cleared up a request (R5.9)."""
