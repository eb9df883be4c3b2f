from contact_center.framework.child_rows import GuardedRow


class SampledRequest(GuardedRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		checked_at: DF.Datetime | None
		checked_by: DF.Link | None
		closed_at: DF.Datetime | None
		executor: DF.Link | None
		inspection: DF.Link | None
		lot: DF.Data | None
		note: DF.SmallText | None
		number: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		request: DF.Link
		result: DF.Literal["", "Passed", "Not Passed", "Could Not Be Checked"]
	# end: auto-generated types
	"""A closed request that was drawn, and what its check showed."""
