from frappe.model.document import Document


class ModerationHold(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		operator: DF.Link | None
		until_utc: DF.Datetime | None
	# end: auto-generated types
	"""Who works on a request in moderation, and until when; named as the request, written by `intake.holds` only."""
