from frappe.model.document import Document
from frappe.utils import get_time, getdate

from contact_center import policy
from contact_center.regulation.problems import Problem, ProblemKind
from contact_center.words import reference_words
from contact_center.words.problems import refuse, refusing


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
			refuse(Problem(ProblemKind.NO_WORKING_HOURS))
		for row in self.week:
			row._validate_selects()  # the framework checks them after this, but the hours are read here
		for row in [*self.week, *(day for day in self.exceptions if day.is_working)]:
			if not row.from_time or not row.to_time or get_time(row.from_time) >= get_time(row.to_time):
				refuse(Problem(ProblemKind.HOURS_ROW_EMPTY, (str(row.idx),)))
		self._check_exceptions()
		with refusing():
			policy.calendar_of(self)

	def on_trash(self) -> None:
		reference_words.guard_deletion(self)

	def _check_exceptions(self) -> None:
		"""Clear the hours of a day off; refuse a day listed twice, for either row could be meant."""
		seen = set()
		for row in self.exceptions:
			if not row.is_working:
				row.from_time = row.to_time = None
			day = getdate(row.day)
			if day in seen:
				refuse(Problem(ProblemKind.DAY_LISTED_TWICE, (day.isoformat(),)))
			seen.add(day)
