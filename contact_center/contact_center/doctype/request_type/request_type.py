import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from contact_center import policy

NO_TERM = "No Fixed Term"


class RequestType(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from contact_center.contact_center.doctype.request_type_alert.request_type_alert import (
			RequestTypeAlert,
		)

		accept_amount: DF.Int
		accept_unit: DF.Literal["Minutes", "Hours", "Calendar Days", "Working Days", "No Fixed Term"]
		alerts: DF.Table[RequestTypeAlert]
		code: DF.Data
		color: DF.Color | None
		counts_from: DF.Literal["Registration", "Receipt"]
		day_end: DF.Literal["Same Minute", "End of Day"]
		done_amount: DF.Int
		done_unit: DF.Literal["Minutes", "Hours", "Calendar Days", "Working Days", "No Fixed Term"]
		rolls_off_non_working: DF.Check
		title: DF.Data
		urgency: DF.Int
		working_calendar: DF.Link | None
	# end: auto-generated types
	"""A type of requests with its terms; administrators edit these, no code knows their names (R4.6)."""

	def validate(self) -> None:
		for amount, unit in (("accept_amount", "accept_unit"), ("done_amount", "done_unit")):
			if self.get(unit) == NO_TERM:
				self.set(amount, 0)
			elif cint(self.get(amount)) < 1:
				label = _(self.meta.get_label(amount))
				frappe.throw(_("{0}: give a number above 0, or choose “No Fixed Term”.").format(label))
		for row in self.alerts:
			try:
				policy.alert_of(row)
			except ValueError:
				frappe.throw(
					_(
						"Warnings and Escalations, row {0}: give 0 or more; “Before” or “After” says which way it counts."
					).format(row.idx)
				)
