from datetime import datetime
from typing import ClassVar, NoReturn

import frappe

from contact_center.control import redirect
from contact_center.desk import forms
from contact_center.execution import tasks
from contact_center.framework import deadlocks
from contact_center.record import journal
from contact_center.record.writing import Draft
from contact_center.words import meanwhile, problems
from contact_center.workflows.states import StagedDocument


class RequestTask(StagedDocument):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from contact_center.contact_center.doctype.request_evidence.request_evidence import RequestEvidence
		from contact_center.contact_center.doctype.work_stage.work_stage import WorkStage

		accept_by: DF.Datetime | None
		accept_by_utc: DF.Datetime | None
		accepted_at: DF.Datetime | None
		accepted_late: DF.Check
		address: DF.SmallText | None
		anonymous: DF.Check
		awaits_redirect: DF.Check
		classifier: DF.Link | None
		comes_first: DF.Check
		coordinates: DF.Data | None
		district: DF.Link | None
		due: DF.Datetime | None
		due_utc: DF.Datetime | None
		evidence: DF.Table[RequestEvidence]
		executed_at: DF.Datetime | None
		executor: DF.Link | None
		executor_email: DF.Data | None
		extension_asked_at: DF.Datetime | None
		extension_count: DF.Int
		first_due: DF.Datetime | None
		for_supervisor: DF.Check
		handed_to: DF.Link | None
		head_email: DF.Data | None
		informed_by: DF.Literal[
			"", "Phone", "E-mail", "In Person", "Letter", "Not Reached", "Anonymous Applicant"
		]
		is_lead: DF.Check
		next_deadline: DF.Datetime | None
		next_deadline_utc: DF.Datetime | None
		number: DF.Data | None
		overdue: DF.Check
		overdue_now: DF.Check
		proposed_executor: DF.Link | None
		redirects_before: DF.Int
		reason: DF.SmallText | None
		request: DF.Link | None
		request_type: DF.Link | None
		responsible_email: DF.Data | None
		result: DF.Text | None
		result_date: DF.Date | None
		result_person: DF.Data | None
		result_phone: DF.Data | None
		result_unit: DF.Data | None
		return_count: DF.Int
		reviewer_comment: DF.SmallText | None
		sent_at: DF.Datetime | None
		sent_utc: DF.Datetime | None
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
		swept_until_utc: DF.Datetime | None
		title: DF.Data | None
		stages_missed: DF.Int
		without_date: DF.Check
		stage_waits: DF.Check
		wording: DF.Text | None
		work_stages: DF.Table[WorkStage]
		workflow_state: DF.Link | None
	# end: auto-generated types
	"""A task: the work of one executor on a request."""

	ACTS: ClassVar = {"accept": tasks.accept, "decline": tasks.decline, "report": tasks.report}
	draft: Draft | None = None

	def onload(self) -> None:
		forms.load_task(self)

	def check_if_latest(self) -> None:
		"""Lock the request before the task, as every writer does: two who report at once wait for each other here."""
		if not self.is_new():
			request = frappe.db.get_value("Request Task", self.name, "request")
			deadlocks.retry_from_here()
			frappe.db.get_value("Request", request, "name", for_update=True)
		super().check_if_latest()

	def validate(self) -> None:
		with problems.refusing():
			act = self.follow_state()
		meanwhile.check_named(act, self)
		if act:
			self.draft = self.ACTS[act.name](self)
		else:
			self.draft = tasks.correct_result(self) or tasks.note_state(self)

	def on_update(self) -> None:
		if self.draft:
			self.draft.write()
			redirect.tell_supervisors(self, self.draft)

	def refuse_outdated(self, version: str | datetime | None) -> NoReturn:
		meanwhile.refuse_save(self, version)

	def is_done_since(self, version: str, state: str | None, action: str) -> bool:
		return meanwhile.is_done_since(self, version, state, action)

	def on_trash(self) -> None:
		journal.forbid_deletion(self)
