from frappe.model.document import Document


class Consultation(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answer: DF.Text | None
		clarification: DF.Link | None
		classifier: DF.Link | None
		filing_key: DF.Data | None
		given_at: DF.Datetime | None
		interaction: DF.Link | None
		kind: DF.Literal["Consultation", "State Body"]
		operator: DF.Link | None
		text: DF.Text | None
		title: DF.Data | None
		where_to_turn: DF.SmallText | None
	# end: auto-generated types
	"""What was answered at once, or where the caller was told to turn (R5.3, R5.4)."""
