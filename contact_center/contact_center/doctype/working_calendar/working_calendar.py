from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from contact_center import policy
from contact_center.regulation.problems import Problem, ProblemKind
from contact_center.regulation.working_calendar import MIDNIGHT, is_span
from contact_center.regulation.working_calendar import WorkingCalendar as Hours
from contact_center.words import reference_words, speech
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
		hours_in_words: DF.SmallText | None
		week: DF.Table[WorkingCalendarDay]
	# end: auto-generated types
	"""Working hours of a week and the days that differ from it."""

	def validate(self) -> None:
		if not self.week:
			refuse(Problem(ProblemKind.NO_WORKING_HOURS))
		for row in self.week:
			row._validate_selects()  # the framework checks them after this, but the hours are read here
		self._check_times()
		self._check_exceptions()
		with refusing():
			self.hours_in_words = _in_words(policy.calendar_of(self))

	def on_trash(self) -> None:
		reference_words.guard_deletion(self)

	def _check_times(self) -> None:
		"""Refuse a row without hours; 24:00 becomes the 00:00 that a Time field can hold."""
		for row in [*self.week, *(day for day in self.exceptions if day.is_working)]:
			written = row.from_time, row.to_time
			if None in written or "" in written or not is_span(*map(policy.time_of, written)):
				refuse(Problem(ProblemKind.HOURS_ROW_EMPTY, (str(row.idx),)))
			row.from_time, row.to_time = (policy.time_of(each).isoformat() for each in written)

	def _check_exceptions(self) -> None:
		"""Clear the hours of a day off. A day off has one row; a working day may have several, with a break between."""
		seen: dict = {}
		for row in self.exceptions:
			if not row.is_working:
				row.from_time = row.to_time = None
			day = getdate(row.day)
			if day in seen and not (seen[day] and row.is_working):
				refuse(Problem(ProblemKind.DAY_LISTED_TWICE, (day.isoformat(),)))
			seen[day] = row.is_working


def _in_words(calendar: Hours) -> str:
	"""Return the week in words, with a note on night shifts: a time written the wrong way round is seen."""
	night = any(end < start and end != MIDNIGHT for hours in calendar.week.values() for start, end in hours)
	note = _("A shift that ends before it begins runs over midnight, to the next morning.") if night else ""
	return "\n".join(filter(None, (speech.week_words(calendar), note)))
