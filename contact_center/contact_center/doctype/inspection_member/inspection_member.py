from contact_center.framework.child_rows import GuardedRow


class InspectionMember(GuardedRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		came: DF.Literal["", "Came", "Did Not Come"]
		email: DF.Data | None
		executor: DF.Link | None
		full_name: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		represents: DF.Data | None
		task: DF.Link | None
		user: DF.Link | None
	# end: auto-generated types
	"""Who is called to an inspection: an executor's representative, somebody with an account, or an outside person."""
