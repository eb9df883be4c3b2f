"""Request types, their terms, and the deadlines calculated from them (R4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum

from contact_center.regulation.moments import END_OF_DAY, at_wall, utc, zone_of
from contact_center.regulation.problems import ProblemError, ProblemKind
from contact_center.regulation.working_calendar import WorkingCalendar


class _Choice(str, Enum):
	def __str__(self) -> str:
		return str(self.value)


class Unit(_Choice):
	MINUTES = "Minutes"
	HOURS = "Hours"
	WORKING_HOURS = "Working Hours"
	CALENDAR_DAYS = "Calendar Days"
	WORKING_DAYS = "Working Days"
	NO_FIXED_TERM = "No Fixed Term"


class DayEnd(_Choice):
	SAME_MINUTE = "Same Minute"
	END_OF_DAY = "End of Day"


class CountsFrom(_Choice):
	REGISTRATION = "Registration"
	RECEIPT = "Receipt"


class AlertClock(_Choice):
	ACCEPTANCE = "Acceptance"
	EXECUTION = "Execution"


class AlertWhen(_Choice):
	BEFORE = "Before"
	AFTER = "After"


class Audience(_Choice):
	EXECUTOR = "Executor"
	OPERATOR = "Operator"
	SUPERVISOR = "Supervisor"
	MANAGEMENT = "Management"
	RESPONSIBLE = "Responsible Person"
	HEAD = "Executor Head"


class RestKind(_Choice):
	LEFT = "What Was Left"
	WHOLE = "Whole Term"


_EXACT = {Unit.MINUTES: timedelta(minutes=1), Unit.HOURS: timedelta(hours=1)}
_SPANS = {**_EXACT, Unit.WORKING_HOURS: timedelta(hours=1)}
LONGEST = timedelta(days=3650)
"""Ten years. A longer term is a typing error, and calendars end some day."""
_DAYS = (Unit.CALENDAR_DAYS, Unit.WORKING_DAYS)
REST_UNITS = (Unit.WORKING_HOURS, Unit.HOURS, Unit.MINUTES, *_DAYS)
ALERT_UNITS = (Unit.MINUTES, Unit.HOURS, Unit.CALENDAR_DAYS)


@dataclass(frozen=True)
class Term:
	"""How long something may take (R4.6). `amount` counts `unit`s and is ignored for No Fixed Term.

	`day_end` applies to day units only. With `rolls_off_non_working` a term of any unit that ends on a
	non-working day moves to the next working day, to the same minute or to its end as `day_end` says.
	Raise ValueError for an unknown choice, ProblemError for an amount below one.
	"""

	amount: int
	unit: Unit
	day_end: DayEnd = DayEnd.SAME_MINUTE
	rolls_off_non_working: bool = False

	def __post_init__(self) -> None:
		_coerce(self, unit=Unit, day_end=DayEnd)
		if self.unit is not Unit.NO_FIXED_TERM and self.amount <= 0:
			raise ProblemError(ProblemKind.TERM_NOT_POSITIVE, str(self.amount), str(self.unit))


@dataclass(frozen=True)
class Alert:
	"""An alert to `audience`, `amount` `unit`s before or after the deadline of `clock` (R4.6).

	`amount` 0 After means the moment at which the deadline is missed. Raise ProblemError for working days and No
	Fixed Term.
	"""

	clock: AlertClock
	amount: int
	unit: Unit
	when: AlertWhen
	audience: Audience

	def __post_init__(self) -> None:
		_coerce(self, clock=AlertClock, unit=Unit, when=AlertWhen, audience=Audience)
		if self.unit not in ALERT_UNITS:
			raise ProblemError(ProblemKind.ALERT_UNIT, str(self.unit), *map(str, ALERT_UNITS))
		if self.amount < 0:
			raise ProblemError(ProblemKind.ALERT_BELOW_ZERO, str(self.amount))

	def moment(self, deadline: datetime) -> datetime:
		"""Return when the alert is given (aware, zone of `deadline`) for an aware deadline."""
		amount = self.amount if self.when is AlertWhen.AFTER else -self.amount
		return shift(deadline, amount, self.unit)

	def moment_in_hours(self, deadline: datetime, calendar: WorkingCalendar) -> datetime:
		"""The same in working hours: a warning that would come when nobody works comes before, with an hour left to work."""
		moment = self.moment(deadline)
		if self.when is AlertWhen.AFTER or calendar.is_open(moment):
			return moment
		try:
			return calendar.take_worked(moment, timedelta(hours=1))
		except ProblemError:  # nobody has worked for a year
			return moment


@dataclass(frozen=True)
class Rest:
	"""What a return for rework gives (R6.3.5): what was left of the term, or the whole of it again; at least `least`."""

	kind: RestKind = RestKind.LEFT
	least: Term | None = None

	def __post_init__(self) -> None:
		_coerce(self, kind=RestKind)
		if self.least and self.least.unit not in REST_UNITS:
			raise ProblemError(ProblemKind.NOT_ONE_OF, str(self.least.unit), *map(str, REST_UNITS))
		if self.least and self.least.amount > longest(self.least.unit):
			raise ProblemError(ProblemKind.TERM_TOO_LONG, str(self.least.amount), str(self.least.unit))


@dataclass(frozen=True)
class RequestType:
	"""A request type (R4.1-R4.5) as the administrator keeps it (R4.6). `urgency` 1 is the most urgent.

	Of a type that does not run `round_the_clock`, warnings before a deadline counted in days come in working hours. The
	executor sees the applicant's contact before it has accepted only where the type shows the `contact_at_once` (D1).
	"""

	code: str
	title: str
	urgency: int
	accept: Term
	done: Term
	counts_from: CountsFrom = CountsFrom.REGISTRATION
	alerts: tuple[Alert, ...] = ()
	color: str = ""
	rest: Rest = field(default_factory=Rest)
	round_the_clock: bool = False
	contact_at_once: bool = False

	def __post_init__(self) -> None:
		_coerce(self, counts_from=CountsFrom)

	@property
	def warned_in_hours(self) -> frozenset[AlertClock]:
		"""The clocks whose warnings come in working hours: those that count neither minutes nor hours."""
		terms = {AlertClock.ACCEPTANCE: self.accept, AlertClock.EXECUTION: self.done}
		counted = () if self.round_the_clock else terms.items()
		return frozenset(clock for clock, term in counted if term.unit not in _EXACT)


@dataclass(frozen=True)
class Deadlines:
	"""The two deadlines of a task: aware moments in the city's zone, None without a fixed term (R4.5)."""

	accept_by: datetime | None
	due: datetime | None


def deadline(start: datetime, term: Term, calendar: WorkingCalendar) -> datetime | None:
	"""Return the last moment (aware, in the calendar's zone) that keeps `term` from `start` on (R4).

	Minutes and hours are elapsed time, working hours elapsed opening time of the calendar, both exact across a
	clock change (R4.7); four working hours from 13:30 end at the closing of 17:30. Days keep the wall clock: the
	same minute so many days later, or 23:59:59 of that day; a day-term counts from the day after `start`.
	See `at_wall` for wall times that a clock change skips or repeats. None means no fixed term (R4.5).
	Raises ValueError for a naive start, ProblemError for a term beyond the calendar's last year and for
	working hours of a calendar that does not open within a year.
	"""
	start = utc(start).astimezone(calendar.zone)
	if term.unit is Unit.NO_FIXED_TERM:
		return None
	try:
		return _ENDS.get(term.unit, _elapsed_end)(start, term, calendar)
	except OverflowError as error:
		raise ProblemError(ProblemKind.TERM_TOO_LONG, str(term.amount), str(term.unit)) from error


def deadlines(
	rtype: RequestType, received_at: datetime, registered_at: datetime, calendar: WorkingCalendar
) -> Deadlines:
	"""Return the first deadlines of a request. The acceptance term runs from registration (R5.12, R7.1)."""
	start = received_at if rtype.counts_from is CountsFrom.RECEIPT else registered_at
	return Deadlines(
		accept_by=deadline(registered_at, rtype.accept, calendar),
		due=deadline(start, rtype.done, calendar),
	)


def rest_of(kind: str, amount: int, unit: str) -> Rest:
	"""The rest as a record or a file names it: of `amount` 0 no least. ValueError, ProblemError where it makes no sense."""
	return Rest(RestKind(kind), Term(amount, Unit(unit)) if amount else None)


def default_rest(done: Term) -> Rest:
	"""What a type whose record or file is older than R6.3.5 gives: a sixth of hours, a working day of longer terms."""
	if done.unit in _EXACT:
		return Rest(least=Term(max(1, done.amount // 6), done.unit))
	return Rest(least=Term(min(8, done.amount) if done.unit is Unit.WORKING_HOURS else 8, Unit.WORKING_HOURS))


def resumed(
	rtype: RequestType, due: datetime, stopped_at: datetime, since: datetime, calendar: WorkingCalendar
) -> datetime:
	"""The deadline (aware, in the calendar's zone) of work whose clock stopped at `stopped_at` and runs again `since` (R6.3.5).

	`due` was its deadline. The latest of what the type's `rest` names; never before `due`. What was left counts in
	the term's own unit: whole days up to the same clock for terms that end with their day and for working days.
	"""
	ends = [due, since, _left(rtype.done, due, stopped_at, since, calendar)]
	ends.append(deadline(since, rtype.rest.least, calendar) if rtype.rest.least else None)
	ends.append(deadline(since, rtype.done, calendar) if rtype.rest.kind is RestKind.WHOLE else None)
	return max(filter(None, ends), key=utc).astimezone(calendar.zone)


def _left(
	term: Term, due: datetime, stopped_at: datetime, since: datetime, calendar: WorkingCalendar
) -> datetime | None:
	"""The end of what was left; None where nothing was."""
	if utc(stopped_at) >= utc(due):
		return None
	if term.unit is Unit.WORKING_HOURS:
		return calendar.add_worked(since, calendar.worked(stopped_at, due))
	if term.unit in _DAYS and (term.unit is Unit.WORKING_DAYS or term.day_end is DayEnd.END_OF_DAY):
		return _same_days(term, due, stopped_at, since, calendar)
	return utc(since) + (utc(due) - utc(stopped_at))


def _same_days(
	term: Term, due: datetime, stopped_at: datetime, since: datetime, calendar: WorkingCalendar
) -> datetime:
	first, last, start = (each.astimezone(calendar.zone).date() for each in (stopped_at, due, since))
	if term.unit is Unit.WORKING_DAYS:
		day = calendar.add_working_days(start, calendar.count_working_days(first, last))
	else:
		day = _rolled(start + (last - first), term, calendar)
	return at_wall(day, due.astimezone(calendar.zone).time(), calendar.zone)


def longest(unit: Unit | str) -> int:
	"""How many of `unit` a term or an alert may count at most (R4.6)."""
	return LONGEST // _SPANS.get(Unit(unit), timedelta(days=1))


def ends_before_accepted(rtype: RequestType, start: datetime, calendar: WorkingCalendar) -> bool:
	"""Return whether the work is due before it has to be accepted, both counted from `start` (aware) (R4)."""
	accept_by, due = deadline(start, rtype.accept, calendar), deadline(start, rtype.done, calendar)
	return bool(accept_by and due and utc(due) < utc(accept_by))


def shift(moment: datetime, amount: int, unit: Unit) -> datetime:
	"""Return `moment` (aware) moved by `amount` minutes, hours or calendar days, back where negative, in its zone."""
	if unit in _EXACT:
		return (utc(moment) + amount * _EXACT[unit]).astimezone(moment.tzinfo)
	if amount == 0:
		return moment
	return at_wall(moment.date() + timedelta(days=amount), moment.time(), zone_of(moment))


def _worked_end(start: datetime, term: Term, calendar: WorkingCalendar) -> datetime:
	return calendar.add_worked(start, term.amount * timedelta(hours=1))


def _elapsed_end(start: datetime, term: Term, calendar: WorkingCalendar) -> datetime:
	end = shift(start, term.amount, term.unit)
	day = _rolled(end.date(), term, calendar)
	return end if day == end.date() else at_wall(day, end.time(), calendar.zone)


def _day_end(start: datetime, term: Term, calendar: WorkingCalendar) -> datetime:
	if term.unit is Unit.WORKING_DAYS:
		day = calendar.add_working_days(start.date(), term.amount)
	else:
		day = start.date() + timedelta(days=term.amount)
	clock = END_OF_DAY if term.day_end is DayEnd.END_OF_DAY else start.time()
	return at_wall(_rolled(day, term, calendar), clock, calendar.zone)


_ENDS = {Unit.WORKING_HOURS: _worked_end, Unit.CALENDAR_DAYS: _day_end, Unit.WORKING_DAYS: _day_end}


def _rolled(day: date, term: Term, calendar: WorkingCalendar) -> date:
	return calendar.next_working_day(day) if term.rolls_off_non_working else day


def _coerce(instance: object, **choices: type[Enum]) -> None:
	"""Let a frozen dataclass be made from the plain strings of a record or a file."""
	for name, choice in choices.items():
		object.__setattr__(instance, name, choice(getattr(instance, name)))
