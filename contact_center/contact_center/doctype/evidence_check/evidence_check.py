import frappe
from frappe.model.document import Document

from contact_center.desk import evidence
from contact_center.execution import picture_index, result_texts
from contact_center.record import journal


class EvidenceCheck(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		checked_at: DF.Datetime | None
		file_name: DF.Data | None
		findings: DF.LongText | None
		found: DF.Int
		handed_in: DF.Datetime | None
		measures: DF.LongText | None
		request: DF.Link | None
		runs_since: DF.Datetime | None
		state: DF.Literal["Waiting", "Checked", "Failed"]
		task: DF.Link
		tries: DF.Int
	# end: auto-generated types
	"""What was found about a file, or about the text of a result, which bears the task's name (R6.3.3).

	Written by `execution.evidence_checks` alone.
	"""

	def onload(self) -> None:
		evidence.load_check(self)

	def on_trash(self) -> None:
		journal.forbid_deletion(self)


def on_doctype_update() -> None:
	"""The sweep asks for what waits; pictures and texts have tables of their own."""
	frappe.db.add_index("Evidence Check", ["state", "modified"])
	picture_index.make()
	result_texts.make()
