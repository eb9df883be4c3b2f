import frappe
from frappe import _
from frappe.model.document import Document

from contact_center import journal


class RequestJournal(Document):
	"""One line of the record; written by `contact_center.journal` alone, never changed."""

	def validate(self) -> None:
		frappe.throw(_("The journal is written by the system and never changed."), frappe.PermissionError)

	def on_trash(self) -> None:
		journal.forbid_deletion(self)
