from contact_center.framework.child_rows import GuardedRow


class RepairEventAddress(GuardedRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		buildings: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		street: DF.Link
	# end: auto-generated types
	pass
