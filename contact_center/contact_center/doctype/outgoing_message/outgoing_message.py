from frappe.model.document import Document


class OutgoingMessage(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		alert_clock: DF.Data | None
		document_name: DF.Data
		document_type: DF.Data
		event: DF.Data
	# end: auto-generated types
	"""An event whose messages are not sent yet; written by `contact_center.record.messages` only."""
