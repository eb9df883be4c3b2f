import frappe
from frappe.model.document import Document

from contact_center.record import journal


class JoinedApplicant(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answer: DF.Literal["", "Confirmed", "Disputed"]
		answer_text: DF.SmallText | None
		answered_at: DF.Datetime | None
		answers_given: DF.Int
		applicant: DF.Link
		applicant_email: DF.Data | None
		came_from: DF.Link | None
		interaction: DF.Link | None
		joined_at: DF.Datetime | None
		left_at: DF.Datetime | None
		notify_by: DF.Literal["", "Phone", "E-mail", "Account"]
		request: DF.Link
	# end: auto-generated types
	"""Whom a request of somebody else concerns too; written by `contact_center.intake.joining` only."""

	def on_trash(self) -> None:
		journal.forbid_deletion(self)


def on_doctype_update() -> None:
	"""Nobody joins a request twice."""
	frappe.db.add_unique("Joined Applicant", ["request", "applicant"], "request_applicant")
