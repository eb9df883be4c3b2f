"""Read a policy - types, calendar, districts, executors, classifier, streets - from its CSV files.

The site's own setup and everything that runs without a site use it. Structure is checked here;
whether a sound policy is also a sensible one (a district nobody serves) is another question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from contact_center.reading.csv_rows import PolicyError, Row, read_rows
from contact_center.regulation.addresses import Parity, StreetRange, StreetRow
from contact_center.regulation.problems import BaseKind, Problem, ProblemKind
from contact_center.regulation.routing import (
	EVIDENCE,
	REQUIRED_FIELDS,
	ClassifierEntry,
	Executor,
	Route,
	is_own_field,
)
from contact_center.regulation.terms import (
	Alert,
	AlertClock,
	AlertWhen,
	Audience,
	CountsFrom,
	DayEnd,
	RequestType,
	Rest,
	RestKind,
	Term,
	Unit,
	default_rest,
	rest_of,
)
from contact_center.regulation.working_calendar import Hours, WorkingCalendar, check_hours

__all__ = [
	*("COLUMNS", "DEFAULT_POLICY", "KYIV", "MOST_FAULTS", "OPTIONAL", "Policy", "PolicyError"),
	*("is_policy", "load_policy", "policy_faults", "rows_of"),
]

Day = TypeVar("Day", int, date)
DEFAULT_POLICY = Path(__file__).parents[1] / "policy"
KYIV = ZoneInfo("Europe/Kyiv")
EXECUTOR_KINDS = ("Department", "District Council", "Utility", "State Body", "Enterprise")

COLUMNS: dict[str, tuple[str, ...]] = {
	"request_types.csv": (
		*("code", "title", "urgency", "accept_amount", "accept_unit", "done_amount", "done_unit"),
		*("counts_from", "day_end", "rolls_off_non_working", "color"),
	),
	"request_type_alerts.csv": ("request_type", "clock", "amount", "unit", "when", "audience"),
	"calendar.csv": ("kind", "key", "from_time", "to_time", "reason"),
	"districts.csv": ("code", "title"),
	"executors.csv": (
		*("code", "title", "short_title", "kind", "parent", "is_group", "head", "email", "phone", "active"),
		*("responsible_email", "responsible_name"),
	),
	"classifier.csv": (
		*("code", "parent", "title", "is_group", "request_type", "public", "active", "operator_may_choose"),
		*("required_fields", "evidence", "hint", "keywords"),
	),
	"routes.csv": ("classifier", "district", "executor", "lead"),
	"streets.csv": (
		"street_type",
		"name",
		"former_names",
		"district",
		"parity",
		"from_building",
		"to_building",
	),
	"street_types.csv": ("title", "spellings"),
}
OPTIONAL = {
	"request_types.csv": (
		*("rest_kind", "rest_amount", "rest_unit", "round_the_clock"),
		"contact_at_once",
	),
	"classifier.csv": ("where_to_turn",),
}
"""Columns besides, which older files do not have: their cells are empty then."""
_ALWAYS_NEEDED = ("request_types.csv", "calendar.csv")
_UNKNOWN = {
	"request_types.csv": ProblemKind.UNKNOWN_REQUEST_TYPE,
	"districts.csv": ProblemKind.UNKNOWN_DISTRICT,
	"executors.csv": ProblemKind.UNKNOWN_EXECUTOR,
	"classifier.csv": ProblemKind.UNKNOWN_CODE,
}
"""The kind of problem for a code that no row of the file has."""
MOST_FAULTS = 100


@dataclass(frozen=True)
class Policy:
	"""What the rules need to know of a city. Dicts are keyed by code, in the order of their file."""

	types: dict[str, RequestType]
	calendar: WorkingCalendar
	districts: dict[str, str]
	executors: dict[str, Executor]
	classifier: dict[str, ClassifierEntry]
	streets: list[StreetRow]
	street_types: dict[str, str] = field(default_factory=dict)
	"""{as written in names: spellings}; where the policy names none, `street_names.SHIPPED_TYPES` are meant."""


def load_policy(*dirs: Path, zone: ZoneInfo = KYIV) -> Policy:
	"""Read the policy in `dirs`: a file of a later directory replaces the same file of an earlier one.

	Without `dirs` the shipped defaults of R4. Only types and calendar must be there. Raises PolicyError,
	with file and line, on the first structural fault.
	"""
	return _policy(_Files(_folders(dirs)), zone)


def is_policy(folder: Path) -> bool:
	"""Check whether any file of a policy lies in the folder."""
	return any((folder / name).is_file() for name in COLUMNS)


def policy_faults(*dirs: Path, zone: ZoneInfo = KYIV) -> list[PolicyError]:
	"""Return the faults that `load_policy` meets one after the other (MOST_FAULTS at most), none for a sound policy.

	A faulty row is left out to find the next; a row that names its code is then left out as well, and is no
	fault of its own.
	"""
	found: list[PolicyError] = []
	files = _Files(_folders(dirs))
	while len(found) < MOST_FAULTS:
		try:
			_policy(files, zone)
			break
		except PolicyError as fault:
			if (fault.kind, *fault.values) not in files.lost:
				found.append(fault)
			if not files.leave_out(fault):
				break
	return found


def _folders(dirs: Iterable[Path]) -> list[Path]:
	return [Path(each) for each in dirs] or [DEFAULT_POLICY]


def _policy(files: _Files, zone: ZoneInfo) -> Policy:
	types = _types(files)
	calendar = _calendar(files, zone)
	districts = {row.text("code"): row.needed("title") for row in files.coded("districts.csv")}
	executors = _executors(files)
	classifier = _classifier(files, types, _routes(files, districts, executors))
	streets = _streets(files, districts)
	return Policy(types, calendar, districts, executors, classifier, streets, _street_types(files))


def rows_of(file: Path) -> Iterator[Row]:
	"""The rows of one of the files of COLUMNS. Raises PolicyError."""
	return read_rows(file, COLUMNS[file.name], OPTIONAL.get(file.name, ()))


class _Files:
	"""The files of a policy. `lost` has (kind, code) of rows that were left out: naming them elsewhere is no new fault."""

	def __init__(self, dirs: list[Path]):
		self.dirs = dirs
		self.lost: set[tuple[BaseKind | str, ...]] = set()
		self._left_out: set[tuple[Path, int]] = set()

	def rows(self, name: str) -> Iterator[Row]:
		file = self.path(name)
		if file.is_file():
			rows = rows_of(file)
			return (row for row in rows if (file, row.line) not in self._left_out)
		if name in _ALWAYS_NEEDED:
			raise PolicyError(file, 1, Problem(ProblemKind.NO_FILE))
		return iter(())

	def path(self, name: str) -> Path:
		"""Return the path of the file, or where it would be."""
		found = (folder / name for folder in reversed(self.dirs) if (folder / name).is_file())
		return next(found, self.dirs[-1] / name)

	def leave_out(self, fault: PolicyError) -> bool:
		"""Leave out the faulty row; return False where the fault is not a row's."""
		place = (fault.file, fault.line)
		if fault.line == 1 or place in self._left_out:
			return False
		unknown = _UNKNOWN.get(fault.file.name)
		if unknown:
			rows = rows_of(fault.file)
			self.lost.update((unknown, row.text("code")) for row in rows if row.line == fault.line)
		self._left_out.add(place)
		return True

	def coded(self, name: str) -> Iterator[Row]:
		"""Yield the rows. Raises PolicyError for an empty or repeated `code`."""
		seen: set[str] = set()
		for row in self.rows(name):
			if row.needed("code") in seen:
				raise row.cell_error(ProblemKind.REPEATED_CODE, "code")
			seen.add(row.text("code"))
			yield row


def _types(files: _Files) -> dict[str, RequestType]:
	types = {row.text("code"): _type(row) for row in files.coded("request_types.csv")}
	alerts: defaultdict[str, list[Alert]] = defaultdict(list)
	for row in files.rows("request_type_alerts.csv"):
		code = row.needed_code_of("request_type", types, ProblemKind.UNKNOWN_REQUEST_TYPE)
		alerts[code].append(_alert(row))
	return {code: replace(each, alerts=tuple(alerts[code])) for code, each in types.items()}


def _type(row: Row) -> RequestType:
	done = _term(row, "done", row.choice("day_end", DayEnd), row.flag("rolls_off_non_working"))
	return RequestType(
		code=row.text("code"),
		title=row.needed("title"),
		urgency=row.number("urgency"),
		accept=_term(row, "accept", DayEnd.SAME_MINUTE, rolls=False),
		done=done,
		counts_from=row.choice("counts_from", CountsFrom),
		color=row.text("color"),
		rest=_rest(row, done),
		round_the_clock=bool(row.text("round_the_clock")) and row.flag("round_the_clock"),
		contact_at_once=bool(row.text("contact_at_once")) and row.flag("contact_at_once"),
	)


def _rest(row: Row, done: Term) -> Rest:
	"""What a return gives (R6.3.5), by default where the file is older than that."""
	if not row.text("rest_kind"):
		return default_rest(done)
	kind, amount = row.choice("rest_kind", RestKind), row.number("rest_amount", empty=0)
	unit = row.choice("rest_unit", Unit) if amount or row.text("rest_unit") else Unit.WORKING_HOURS
	return row.made(lambda: rest_of(kind, amount, unit))


def _term(row: Row, which: str, day_end: DayEnd, rolls: bool) -> Term:
	unit = row.choice(f"{which}_unit", Unit)
	amount = row.number(f"{which}_amount", empty=0 if unit is Unit.NO_FIXED_TERM else None)
	return row.made(lambda: Term(amount, unit, day_end, rolls))


def _alert(row: Row) -> Alert:
	return row.made(
		lambda: Alert(
			clock=row.choice("clock", AlertClock),
			amount=row.number("amount"),
			unit=row.choice("unit", Unit),
			when=row.choice("when", AlertWhen),
			audience=row.choice("audience", Audience),
		)
	)


def _calendar(files: _Files, zone: ZoneInfo) -> WorkingCalendar:
	week: dict[int, Hours] = {}
	exceptions: dict[date, Hours] = {}
	for row in files.rows("calendar.csv"):
		if row.one_of("kind", ("weekday", "exception")) == "weekday":
			_add_hours(week, int(row.one_of("key", tuple("0123456"))), row)
		else:
			_add_hours(exceptions, row.day("key"), row)
	if not any(week.values()):
		raise PolicyError(files.path("calendar.csv"), 1, Problem(ProblemKind.NO_WORKING_HOURS))
	return WorkingCalendar(zone, week, exceptions)


def _add_hours(days: dict[Day, Hours], day: Day, row: Row) -> None:
	days[day] = days.get(day, ()) + _hours(row)
	row.made(lambda: check_hours(day, days[day]))


def _hours(row: Row) -> Hours:
	if not row.text("from_time") and not row.text("to_time"):
		return ()
	return ((row.clock("from_time"), row.clock("to_time")),)


def _executors(files: _Files) -> dict[str, Executor]:
	rows = {row.text("code"): row for row in files.coded("executors.csv")}
	parents = _parents(rows, ProblemKind.UNKNOWN_EXECUTOR)
	return {code: _executor(row, parents[code]) for code, row in rows.items()}


def _executor(row: Row, parent: str | None) -> Executor:
	texts = ("short_title", "head", "email", "phone", "responsible_email", "responsible_name")
	return Executor(
		code=row.text("code"),
		title=row.needed("title"),
		active=row.flag("active"),
		is_group=row.flag("is_group"),
		parent=parent,
		kind=row.one_of("kind", EXECUTOR_KINDS),
		**{column: row.text(column) for column in texts},
	)


def _routes(
	files: _Files, districts: Collection[str], executors: Mapping[str, Executor]
) -> dict[str, list[tuple[Row, Route]]]:
	routes: defaultdict[str, list[tuple[Row, Route]]] = defaultdict(list)
	for row in files.rows("routes.csv"):
		route = Route(
			executor=row.needed_code_of("executor", executors, ProblemKind.UNKNOWN_EXECUTOR),
			district=row.code_of("district", districts, ProblemKind.UNKNOWN_DISTRICT),
			lead=row.flag("lead"),
		)
		if executors[route.executor].is_group:
			raise row.cell_error(ProblemKind.EXECUTOR_IS_GROUP, "executor")
		routes[row.needed("classifier")].append((row, route))
	return routes


def _by_entry(
	routes: dict[str, list[tuple[Row, Route]]], entries: Collection[str]
) -> dict[str, list[tuple[Row, Route]]]:
	"""Return routes by the codes that the entries have, however a spreadsheet wrote them. Raises PolicyError."""
	found: defaultdict[str, list[tuple[Row, Route]]] = defaultdict(list)
	for routed in routes.values():
		found[routed[0][0].needed_code_of("classifier", entries, ProblemKind.UNKNOWN_CODE)] += routed
	return found


def _classifier(
	files: _Files, types: Collection[str], routes: dict[str, list[tuple[Row, Route]]]
) -> dict[str, ClassifierEntry]:
	rows = {row.text("code"): row for row in files.coded("classifier.csv")}
	parents = _parents(rows, ProblemKind.UNKNOWN_CODE)
	of_entry = _by_entry(routes, rows)
	for code, routed in of_entry.items():
		_check_routes(rows[code], routed)
	return {
		code: _entry(row, types, parents[code], tuple(route for _row, route in of_entry.get(code, ())))
		for code, row in rows.items()
	}


def _entry(
	row: Row, types: Collection[str], parent: str | None, routes: tuple[Route, ...]
) -> ClassifierEntry:
	return ClassifierEntry(
		code=row.text("code"),
		title=row.needed("title"),
		parent=parent,
		is_group=row.flag("is_group"),
		request_type=row.code_of("request_type", types, ProblemKind.UNKNOWN_REQUEST_TYPE),
		public=row.flag("public"),
		active=row.flag("active"),
		operator_may_choose=row.flag("operator_may_choose"),
		required_fields=_required(row),
		routes=routes,
		evidence=row.items("evidence", EVIDENCE),
		keywords=row.text("keywords"),
		hint=row.text("hint"),
		where_to_turn=row.text("where_to_turn"),
	)


def _required(row: Row) -> tuple[str, ...]:
	"""Ours, and those of the city's own: which of these a request has only its site knows."""
	own = [each for each in row.items("required_fields") if is_own_field(each)]
	return row.items("required_fields", (*REQUIRED_FIELDS, *own))


def _check_routes(entry: Row, routed: list[tuple[Row, Route]]) -> None:
	seen: set[tuple[str, str | None]] = set()
	for row, route in routed:
		if entry.flag("is_group"):
			raise row.cell_error(ProblemKind.ENTRY_IS_GROUP, "classifier")
		if (route.executor, route.district) in seen:
			raise row.cell_error(ProblemKind.REPEATED_CODE, "executor")
		seen.add((route.executor, route.district))


def _parents(rows: dict[str, Row], unknown: ProblemKind) -> dict[str, str | None]:
	"""Return each row's parent, a known group; no row is among its own ancestors. Raises PolicyError."""
	found: dict[str, str | None] = {}
	for code, row in rows.items():
		found[code] = parent = row.code_of("parent", rows, unknown)
		if parent and not rows[parent].flag("is_group"):
			raise row.cell_error(ProblemKind.PARENT_IS_NO_GROUP, "parent")
		seen = {code}
		while parent:
			if parent in seen:
				raise row.error(ProblemKind.PARENT_OF_ITSELF, parent, column="parent")
			seen.add(parent)
			parent = rows[parent].code_of("parent", rows, unknown)
	return found


def _streets(files: _Files, districts: Collection[str]) -> list[StreetRow]:
	return [_street(row, districts) for row in files.rows("streets.csv")]


def _street(row: Row, districts: Collection[str]) -> StreetRow:
	district = row.needed_code_of("district", districts, ProblemKind.UNKNOWN_DISTRICT)
	parity = row.choice("parity", Parity)
	first, last = row.number("from_building", empty=0), row.number("to_building", empty=0)
	return StreetRow(
		street_type=row.text("street_type"),
		name=row.needed("name"),
		former_names=row.items("former_names"),
		range=row.made(lambda: StreetRange(district, parity, first, last)),
	)


def _street_types(files: _Files) -> dict[str, str]:
	types: dict[str, str] = {}
	for row in files.rows("street_types.csv"):
		if row.needed("title") in types:
			raise row.cell_error(ProblemKind.REPEATED_CODE, "title")
		types[row.text("title")] = row.text("spellings")
	return types
