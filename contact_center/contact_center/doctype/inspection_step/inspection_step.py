from contact_center.framework.child_rows import GuardedRow


class InspectionStep(GuardedRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		note: DF.SmallText | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		step: DF.Literal["Asked For", "Called", "Moved", "Held", "Cancelled"]
		taken_at: DF.Datetime | None
		taken_by: DF.Link | None
	# end: auto-generated types
	"""A step of an inspection: who took it, when and why; only added, never changed."""
