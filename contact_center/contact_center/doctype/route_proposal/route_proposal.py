from frappe.model.document import Document

from contact_center.control import route_proposals


class RouteProposal(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		classifier: DF.Link
		declines: DF.Int
		dismissed_at: DF.Datetime | None
		dismissed_by: DF.Link | None
		district: DF.Link | None
		executor: DF.Link
		last_declined_at: DF.Datetime | None
		reason: DF.SmallText | None
		status: DF.Literal["Open", "Dismissed", "Ceased"]
		street: DF.Link | None
		title: DF.Data | None
	# end: auto-generated types
	"""A route that should be looked at: its executor declines it again and again (R7.2)."""

	def validate(self) -> None:
		self.title = route_proposals.title(self)
