from frappe.model.document import Document

from contact_center.repairs import events


class RepairEvent(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from contact_center.contact_center.doctype.repair_event_address.repair_event_address import (
			RepairEventAddress,
		)

		addresses: DF.Table[RepairEventAddress]
		classifier: DF.Link | None
		closed_at: DF.Datetime | None
		description: DF.Text | None
		district: DF.Link | None
		ends_at: DF.Datetime
		executor: DF.Link
		kind: DF.Literal["Planned", "Emergency"]
		starts_at: DF.Datetime
		status: DF.Literal["Open", "Closed", "Cancelled"]
		title: DF.Data
	# end: auto-generated types
	"""Repair works that an executor announces to citizens (RE1-RE4)."""

	def validate(self) -> None:
		events.check_and_complete(self)
