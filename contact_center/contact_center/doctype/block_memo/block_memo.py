from contact_center.framework.looks import Personal
from contact_center.intake import memos


class BlockMemo(Personal):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from contact_center.contact_center.doctype.block_memo_step.block_memo_step import BlockMemoStep

		applicant: DF.Link | None
		ground: DF.Literal[
			"", "Obscene Language", "Insults", "Threats", "Calls for Unlawful Acts", "Hoax Calls"
		]
		interaction: DF.Link | None
		phone: DF.Data
		stage: DF.Literal["Awaiting Approval", "Approved", "Declined", "Number Blocked", "Block Lifted"]
		steps: DF.Table[BlockMemoStep]
		what_was_said: DF.SmallText
	# end: auto-generated types
	"""An operator's memo (доповідна записка) about a caller whose number should be blocked (R5.8)."""

	def onload(self) -> None:
		self.set_onload("contact_center", memos.shown(self))

	def validate(self) -> None:
		memos.check_and_complete(self)

	def on_trash(self) -> None:
		memos.forbid_deletion(self)
