from frappe.model.document import Document

from contact_center.repairs import events


class RepairEvent(Document):
	"""Repair works that an executor announces, so that people know before they call (RE1-RE4)."""

	def validate(self) -> None:
		events.settle(self)
