from contact_center.framework.child_rows import GuardedRow


class BlockMemoStep(GuardedRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reason: DF.SmallText | None
		step: DF.Literal["Awaiting Approval", "Approved", "Declined", "Number Blocked", "Block Lifted"]
		taken_at: DF.Datetime | None
		taken_by: DF.Link | None
	# end: auto-generated types
	"""A step of a memo: who took it, when and why; only added, never changed."""
