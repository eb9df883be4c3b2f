from frappe.model.document import Document

from contact_center.intake import memos


class PhoneBlock(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		blocked_at: DF.Datetime
		blocked_by: DF.Link
		ground: DF.Literal[
			"", "Obscene Language", "Insults", "Threats", "Calls for Unlawful Acts", "Hoax Calls"
		]
		lift_reason: DF.SmallText | None
		lifted_at: DF.Datetime | None
		lifted_by: DF.Link | None
		memo: DF.Link
		phone: DF.Data
		until: DF.Datetime
		until_utc: DF.Datetime | None
	# end: auto-generated types
	"""A number that is not answered until a moment, or until it is lifted (R5.8); written by `intake.memos` alone."""

	def validate(self) -> None:
		memos.check_block(self)

	def on_trash(self) -> None:
		memos.forbid_deletion(self)
