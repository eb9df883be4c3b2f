import frappe
from frappe.model.document import Document

from contact_center.record import journal
from contact_center.regulation.problems import Problem, ProblemKind
from contact_center.words import problems


class RequestJournal(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		accept_by_utc: DF.Datetime | None
		actor: DF.Link | None
		audience: DF.Data | None
		due_utc: DF.Datetime | None
		executor: DF.Link | None
		handed_to: DF.Link | None
		in_place_of: DF.Link | None
		is_lead: DF.Check
		is_public: DF.Check
		kind: DF.Literal[
			"Received",
			"Registered",
			"Sent",
			"Accepted",
			"Not Competent",
			"Redirected",
			"Extended",
			"Commented",
			"Executed",
			"Returned",
			"Called Back",
			"Confirmed",
			"Disputed",
			"Closed",
			"Not Reached",
			"Rejected",
			"Cancelled",
			"Acceptance Missed",
			"Term Broken",
			"Warned",
			"Escalated",
			"Resumed",
			"Joined",
			"Left",
			"Joined Answered",
			"Asked",
			"Answered",
			"Split",
			"Joined to Another",
			"Taken In",
			"Became an Appeal",
			"Term Asked",
			"Term Refused",
			"Handed Over",
			"Assigned Below",
			"Reopened",
			"Inspection Asked",
			"Inspection Called",
			"Inspection Moved",
			"Inspection Held",
			"Inspection Cancelled",
			"Released",
			"Stage Planned",
			"Stage Agreed",
			"Stage Refused",
			"Stage Done",
		]
		moment: DF.Datetime
		moment_utc: DF.Datetime | None
		rating: DF.Int
		request: DF.Link
		task: DF.Link | None
		text: DF.Text | None
		through: DF.Link | None
		work_stage: DF.Data | None
	# end: auto-generated types
	"""A journal line; written by `contact_center.record.journal` only, never changed."""

	def validate(self) -> None:
		problems.refuse(Problem(ProblemKind.JOURNAL_IS_LASTING), error=frappe.PermissionError)

	def on_trash(self) -> None:
		journal.forbid_deletion(self)
