from frappe.model.document import Document


class ClarificationMark(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		by_operator: DF.Check
		clarification: DF.Link
		visitor: DF.Data
	# end: auto-generated types
	"""«It did not help», once a visitor; written by `contact_center.intake.knowledge_use` only."""
