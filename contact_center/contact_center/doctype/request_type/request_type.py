import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

NO_TERM = "No Fixed Term"


class RequestType(Document):
	"""A type of requests with its terms; administrators edit these, no code knows their names (R4.6)."""

	def validate(self) -> None:
		for amount, unit in (("accept_amount", "accept_unit"), ("done_amount", "done_unit")):
			if self.get(unit) == NO_TERM:
				self.set(amount, 0)
			elif cint(self.get(amount)) < 1:
				label = _(self.meta.get_label(amount))
				frappe.throw(_("{0}: give a number above 0, or choose “No Fixed Term”.").format(label))
