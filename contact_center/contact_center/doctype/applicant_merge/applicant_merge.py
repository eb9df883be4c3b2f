from frappe.model.document import Document

from contact_center.desk import merge_form


class ApplicantMerge(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		kept: DF.Link
		merged: DF.Link
		merged_at: DF.Datetime | None
		merged_by: DF.Link | None
		moved: DF.LongText | None
		status: DF.Literal["In Force", "Undone"]
		undone_at: DF.Datetime | None
		undone_by: DF.Link | None
	# end: auto-generated types
	"""Two records of one person that became one, and what moved; written by `contact_center.intake.merging` only."""

	def onload(self) -> None:
		merge_form.load(self)
