from frappe.model.document import Document

from contact_center.control import extensions
from contact_center.record import journal


class ExtensionRequest(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		after_broken_term: DF.Check
		agreed_due: DF.Datetime | None
		answer: DF.SmallText | None
		asked_at: DF.Datetime | None
		asked_by: DF.Link | None
		decided_at: DF.Datetime | None
		decided_by: DF.Link | None
		documents: DF.SmallText | None
		due_before: DF.Datetime | None
		escalated_at: DF.Datetime | None
		executor: DF.Link
		head: DF.Data | None
		reason: DF.SmallText | None
		responsible: DF.Data | None
		status: DF.Literal["Awaiting Decision", "Agreed", "Agreed to Another Day", "Refused", "Lapsed"]
		task: DF.Link
		title: DF.Data | None
		wished_due: DF.Datetime | None
	# end: auto-generated types
	"""An executor's request for a new term of its task (запит на продовження строку), and what was decided (R6.2.2, R8.6)."""

	def onload(self) -> None:
		self.set_onload("contact_center", extensions.shown(self))

	def on_trash(self) -> None:
		journal.forbid_deletion(self)
