from contact_center.desk import card_form
from contact_center.framework.looks import Personal


class Interaction(Personal):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from contact_center.contact_center.doctype.clearing_up_call.clearing_up_call import ClearingupCall

		anonymous: DF.Check
		anonymous_warned: DF.Check
		applicant: DF.Link | None
		calls: DF.Table[ClearingupCall]
		channel: DF.Literal["Phone", "Web", "E-mail", "In Person"]
		consent_at: DF.Datetime | None
		desk_key: DF.Data | None
		draft: DF.LongText | None
		duration: DF.Duration | None
		ended_at: DF.Datetime | None
		filing_key: DF.Data | None
		kept_utc: DF.Datetime | None
		made_applicant: DF.Link | None
		made_before: DF.SmallText | None
		note: DF.SmallText | None
		operator: DF.Link | None
		phone: DF.Data | None
		started_at: DF.Datetime | None
		started_utc: DF.Datetime | None
		status: DF.Literal["Open", "Ended"]
		taken_over_at: DF.Datetime | None
		taken_over_from: DF.Link | None
		title: DF.Data | None
	# end: auto-generated types
	"""The card of a talk with one caller, електронна картка (R5.2)."""

	def onload(self) -> None:
		card_form.load(self)
