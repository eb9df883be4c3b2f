from typing import Any

from contact_center.framework import deadlocks
from contact_center.framework.looks import Personal
from contact_center.intake import appeal_views, appeals, once


class Appeal(Personal):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from contact_center.contact_center.doctype.appeal_step.appeal_step import AppealStep

		about: DF.Literal["", "Executor", "Official", "Contact Center", "Other"]
		anonymous: DF.Check
		answer: DF.Text | None
		answer_by: DF.Literal["", "E-mail", "Account", "Post"]
		answered_at: DF.Datetime | None
		answered_late: DF.Check
		applicant: DF.Link | None
		applicant_email: DF.Data | None
		assigned_to: DF.Link | None
		became_request: DF.Link | None
		came_from: DF.Link | None
		channel: DF.Literal["Phone", "Web", "E-mail", "In Person"]
		due: DF.Datetime | None
		due_utc: DF.Datetime | None
		executor: DF.Link | None
		filing_key: DF.Data | None
		interaction: DF.Link | None
		kind: DF.Literal["", "Complaint", "Proposal", "Gratitude"]
		number: DF.Data | None
		overdue: DF.Check
		passed_at: DF.Datetime | None
		passed_email: DF.Data | None
		passed_text: DF.SmallText | None
		passed_to: DF.Link | None
		person: DF.Data | None
		post_address: DF.SmallText | None
		received_at: DF.Datetime | None
		received_utc: DF.Datetime | None
		request: DF.Link | None
		signature: DF.Data | None
		stage: DF.Literal["Under Consideration", "Answer Given", "Passed On", "Withdrawn", "Became a Request"]
		steps: DF.Table[AppealStep]
		summary: DF.Data | None
		text: DF.Text | None
	# end: auto-generated types
	"""A complaint, a proposal or thanks (звернення): no work for an executor, answered by a person (R3.3a)."""

	def insert(self, *args: Any, **options: Any) -> "Appeal":
		"""Insert the appeal once: a form that is sent again shows the first one."""
		first = appeals.first_of(once.key_of_desk_form(self))
		if first:
			return once.become(self, first)
		with deadlocks.lost_races():
			return super().insert(*args, **options)

	def onload(self) -> None:
		appeal_views.load(self)

	def validate(self) -> None:
		appeals.check_and_complete(self)

	def after_insert(self) -> None:
		appeals.tell_of_receipt(self)

	def on_trash(self) -> None:
		appeals.forbid_deletion(self)
