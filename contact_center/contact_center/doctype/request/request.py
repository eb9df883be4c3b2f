from contact_center import journal
from contact_center.control import stages
from contact_center.execution import tasks
from contact_center.intake import moderation
from contact_center.workflows.states import StagedDocument


class Request(StagedDocument):
	"""A citizen's request (заявка) from its receipt to its confirmed end."""

	def validate(self) -> None:
		if self.is_new():
			moderation.receive(self)
		self.follow_state()
		moderation.settle(self)
		stages.before(self)
		self.title = moderation.title(self)

	def on_update(self) -> None:
		stages.after(self)
		tasks.correct(self)

	def on_trash(self) -> None:
		journal.forbid_deletion(self)
