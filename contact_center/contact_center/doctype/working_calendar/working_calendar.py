import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_date, get_time, getdate

from contact_center import policy


class WorkingCalendar(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from contact_center.contact_center.doctype.working_calendar_day.working_calendar_day import (
			WorkingCalendarDay,
		)
		from contact_center.contact_center.doctype.working_calendar_exception.working_calendar_exception import (
			WorkingCalendarException,
		)

		calendar_name: DF.Data
		exceptions: DF.Table[WorkingCalendarException]
		week: DF.Table[WorkingCalendarDay]
	# end: auto-generated types
	"""Working hours of a week and the days that differ from it."""

	def validate(self) -> None:
		if not self.week:
			frappe.throw(
				_("Give the working hours of at least one weekday: without them no term can be calculated.")
			)
		for row in [*self.week, *(day for day in self.exceptions if day.is_working)]:
			if not row.from_time or not row.to_time or get_time(row.from_time) >= get_time(row.to_time):
				frappe.throw(_("Row {0}: the day has to end after it begins.").format(row.idx))
		self._check_exceptions()
		try:
			policy.calendar_of(self)
		except ValueError:
			frappe.throw(
				_("Two lines of one weekday overlap: let each begin after the one before it has ended.")
			)

	def _check_exceptions(self) -> None:
		"""A day off has no hours, and no day is listed twice: nobody could say which line holds."""
		seen = set()
		for row in self.exceptions:
			if not row.is_working:
				row.from_time = row.to_time = None
			day = getdate(row.day)
			if day in seen:
				frappe.throw(_("{0} is listed twice. Keep one line for it.").format(format_date(day)))
			seen.add(day)
