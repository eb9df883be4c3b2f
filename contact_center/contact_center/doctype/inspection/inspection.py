from frappe.model.document import Document

from contact_center.control import inspection_letters, inspection_writing
from contact_center.desk import inspection_form


class Inspection(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from contact_center.contact_center.doctype.inspection_member.inspection_member import InspectionMember
		from contact_center.contact_center.doctype.inspection_step.inspection_step import InspectionStep

		applicant_invited: DF.Check
		asked_by: DF.Link | None
		competent: DF.Link | None
		findings: DF.Text | None
		kind: DF.Literal["Competence Dispute", "Reported Work", "Work That Drags On", "Sample"]
		member_email: DF.Data | None
		member_for: DF.Data | None
		members: DF.Table[InspectionMember]
		number: DF.Data | None
		outcome: DF.Literal[
			"",
			"Competent Executor Found",
			"Work Done",
			"Work Partly Done",
			"Work Not Done",
			"Could Not Take Place",
		]
		place: DF.Data | None
		reason: DF.SmallText | None
		recorded_at: DF.Datetime | None
		recorded_by: DF.Link | None
		request: DF.Link
		sequence: DF.Int
		stage: DF.Literal["Asked For", "Called", "Held", "Cancelled"]
		starts_at: DF.Datetime | None
		starts_utc: DF.Datetime | None
		steps: DF.Table[InspectionStep]
		title: DF.Data | None
	# end: auto-generated types
	"""A joint inspection on the spot (комісійне обстеження): who was called where, and what was found (R7.3, R9.2.4)."""

	def load_from_db(self) -> "Inspection":
		super().load_from_db()
		inspection_letters.address(self)
		return self

	def onload(self) -> None:
		inspection_form.load(self)

	def validate(self) -> None:
		inspection_writing.check_acting()

	def on_trash(self) -> None:
		inspection_writing.forbid()
