from contact_center import journal
from contact_center.execution import follow, tasks
from contact_center.workflows.states import StagedDocument


class RequestTask(StagedDocument):
	"""One executor's part of a request."""

	def validate(self) -> None:
		self.follow_state()
		tasks.settle(self)

	def on_update(self) -> None:
		tasks.announce(self)
		if not self.flags.from_request and not self.flags.in_insert:
			follow.follow(self.request)

	def on_trash(self) -> None:
		journal.forbid_deletion(self)
