import frappe

from contact_center import journal, permissions
from contact_center.execution import follow, tasks
from contact_center.workflows.states import StagedDocument


class RequestTask(StagedDocument):
	"""One executor's part of a request."""

	def check_if_latest(self) -> None:
		"""Everybody locks the request before its tasks: two who report at once wait for each other here."""
		if not self.is_new():
			request = frappe.db.get_value("Request Task", self.name, "request")
			frappe.db.get_value("Request", request, "name", for_update=True)
		super().check_if_latest()

	def set_user_and_timestamp(self) -> None:
		"""What an applicant does to the request moves the task too, but leaves no name on it (D1)."""
		super().set_user_and_timestamp()
		if permissions.is_citizen(frappe.session.user):
			for doc in (self, *self.get_all_children()):
				doc.modified_by = "Administrator"
			self.flags.ignore_version = True

	def validate(self) -> None:
		self.follow_state()
		tasks.settle(self)

	def on_update(self) -> None:
		tasks.announce(self)
		if not self.flags.from_request and not self.flags.in_insert and follow.concerns(self):
			follow.follow(self.request)

	def on_trash(self) -> None:
		journal.forbid_deletion(self)
