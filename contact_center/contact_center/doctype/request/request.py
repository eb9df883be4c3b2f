from datetime import datetime
from typing import Any, ClassVar, NoReturn

from contact_center.addresses import place
from contact_center.control import ending, return_grounds, rework
from contact_center.desk import forms
from contact_center.execution import tasks
from contact_center.framework import deadlocks, looks
from contact_center.intake import holds, moderation, once, refusal_grounds, registration
from contact_center.record import journal
from contact_center.record.writing import Draft
from contact_center.words import meanwhile, problems
from contact_center.workflows.states import StagedDocument


class Request(StagedDocument):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from contact_center.contact_center.doctype.return_mark.return_mark import ReturnMark

		accept_by: DF.Datetime | None
		accepted_at: DF.Datetime | None
		accepted_late: DF.Check
		anonymous: DF.Check
		anonymous_warned: DF.Check
		applicant: DF.Link | None
		applicant_answer: DF.Literal["", "Confirmed", "Disputed"]
		applicant_email: DF.Data | None
		asked_at: DF.Datetime | None
		became_appeal: DF.Check
		building: DF.Data | None
		callback_count: DF.Int
		channel: DF.Literal["Phone", "Web", "E-mail", "In Person"]
		chosen_executor: DF.Link | None
		classifier: DF.Link | None
		closed_at: DF.Datetime | None
		comes_first: DF.Check
		confirmation: DF.Literal["", "By Phone", "In Account", "Anonymous Applicant", "Not Reached"]
		description: DF.Text
		district: DF.Link | None
		due: DF.Datetime | None
		due_utc: DF.Datetime | None
		executed_at: DF.Datetime | None
		extension_count: DF.Int
		filing_key: DF.Data | None
		first_due: DF.Datetime | None
		flat: DF.Data | None
		import_key: DF.Data | None
		interaction: DF.Link | None
		latitude: DF.Float
		joined_count: DF.Int
		lead_executor: DF.Link | None
		longitude: DF.Float
		moderate_from: DF.Datetime | None
		next_deadline: DF.Datetime | None
		notify_by: DF.Literal["", "Phone", "E-mail", "Account"]
		number: DF.Data | None
		overdue: DF.Check
		overdue_now: DF.Check
		place: DF.Data | None
		reason: DF.SmallText | None
		rating: DF.Int
		received_at: DF.Datetime | None
		received_utc: DF.Datetime | None
		redirect_count: DF.Int
		refusal_ground: DF.Link | None
		registered_at: DF.Datetime | None
		registered_utc: DF.Datetime | None
		request_type: DF.Link | None
		result_for_applicant: DF.Text | None
		reopen_count: DF.Int
		reopened_at: DF.Datetime | None
		return_count: DF.Int
		return_grounds: DF.Table[ReturnMark]
		returned_for: DF.Table[ReturnMark]
		split_from: DF.Link | None
		source: DF.Data | None
		stage: DF.Literal[
			"Moderation",
			"Registered",
			"In Progress",
			"Awaiting Confirmation",
			"Rework",
			"Closed",
			"Rejected",
			"Cancelled",
		]
		street: DF.Link | None
		title: DF.Data | None
		wording: DF.Text | None
		wording_agreed: DF.Check
		workflow_state: DF.Link | None
	# end: auto-generated types
	"""A citizen's request (заявка) from its receipt to its confirmed end."""

	ACTS: ClassVar = {
		"receive": moderation.receive,
		"register": registration.register,
		"reject": ending.reject,
		"cancel": ending.cancel,
		"return_for_rework": rework.return_for_rework,
		"close": ending.close,
	}
	draft: Draft | None = None

	def insert(self, *args: Any, **options: Any) -> "Request":
		"""Insert the request once: a form that is sent again shows the first one."""
		first = once.first_of(once.key_of_desk_form(self))
		if first:
			return once.become(self, first)
		with deadlocks.lost_races():
			return super().insert(*args, **options)

	def _validate_links(self) -> None:
		# Before the framework looks for a street of exactly this name.
		place.name_street(self)
		super()._validate_links()

	def onload(self) -> None:
		forms.load_request(self)

	def apply_fieldlevel_read_permissions(self) -> None:
		super().apply_fieldlevel_read_permissions()
		looks.shown(self)

	def validate(self) -> None:
		if self.is_new():
			moderation.stamp(self)
			self.filing_key = self.filing_key or once.key_of_desk_form(self)
		with problems.refusing():
			act = self.follow_state()
		meanwhile.check_named(act, self)
		holds.check_save(self)
		refusal_grounds.keep(self, act)
		return_grounds.keep(self, act)
		moderation.check_and_complete(self)
		self.draft = self.ACTS[act.name](self) if act else None
		self.title = moderation.title(self)

	def on_update(self) -> None:
		if self.draft:
			self.draft.write()
			holds.end_with(self)
		tasks.correct(self)

	def refuse_outdated(self, version: str | datetime | None) -> NoReturn:
		meanwhile.refuse_save(self, version)

	def is_done_since(self, version: str, state: str | None, action: str) -> bool:
		return meanwhile.is_done_since(self, version, state, action)

	def on_trash(self) -> None:
		journal.forbid_deletion(self)
