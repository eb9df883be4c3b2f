from contact_center.framework.child_rows import GuardedRow


class AppealTerm(GuardedRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Int
		assigned_to: DF.Link | None
		kind: DF.Literal["Complaint", "Proposal", "Gratitude"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		rolls_off: DF.Check
		unit: DF.Literal["Hours", "Working Hours", "Calendar Days", "Working Days"]
	# end: auto-generated types
	"""By when appeals of a kind are answered, and by whom."""
