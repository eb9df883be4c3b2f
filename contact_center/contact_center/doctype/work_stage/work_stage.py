from frappe.model.document import Document


class WorkStage(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		done_at: DF.Datetime | None
		due: DF.Datetime | None
		files: DF.SmallText | None
		first_due: DF.Datetime | None
		missed: DF.Check
		moves: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		result: DF.SmallText | None
		title: DF.Data | None
		wished: DF.Datetime | None
	# end: auto-generated types
	"""A stage of long-term work, with a day of its own (R4.5); written by acts alone."""
