import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_time


class WorkingCalendar(Document):
	"""Working hours of a week and the days that differ from it."""

	def validate(self) -> None:
		for row in [*self.week, *(day for day in self.exceptions if day.is_working)]:
			if not row.from_time or not row.to_time or get_time(row.from_time) >= get_time(row.to_time):
				frappe.throw(_("Row {0}: the day has to end after it begins.").format(row.idx))
