from frappe.model.document import Document

from contact_center.desk import duplicates_form


class PossibleDuplicate(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		applicant: DF.Link
		decided_at: DF.Datetime | None
		decided_by: DF.Link | None
		other: DF.Link
		reasons: DF.SmallText | None
		status: DF.Literal["Proposed", "Different People", "Merged"]
		strength: DF.Int
	# end: auto-generated types
	"""Two applicants who may be one person; written by `contact_center.intake.duplicates` only."""

	def onload(self) -> None:
		duplicates_form.load(self)
