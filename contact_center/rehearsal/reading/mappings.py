"""Small files that say how another system names what we need, and what its columns tell of the work."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection
from collections.abc import Mapping as Names
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import polars as pl

from contact_center.regulation.facts import Kind
from contact_center.regulation.problems import BaseKind, ProblemError, ProblemKind
from contact_center.rehearsal.reading.instants import iso, lacks_time
from contact_center.rehearsal.reading.problems import RehearsalKind
from contact_center.rehearsal.reading.row_events import ENDS, Choice, Event, chosen, listed
from contact_center.rehearsal.reading.tables import Wanted

SHIPPED = Path(__file__).parent / "mappings"
MOMENTS = ("moment", "due")
TIMELESS = "timeless"
"""A column that says of a request whether its moment is a date without a time, where a mapping gives it one."""
_NOWHERE = "\0"
"""A name that no column of a file can have: that of a column which is not to be read."""
_SAMPLE = datetime(2026, 1, 2, tzinfo=timezone.utc)


class MappingError(ProblemError):
	"""A mapping file that says something else than a mapping can say."""


@dataclass(frozen=True)
class Columns:
	"""`names` that columns may have in the file by ours, of which the first one that is there counts; `values` to
	replace and `defaults` where a cell is empty, by column; `formats` (strftime) of its moments, `time` of day (HH:MM) of
	those that have none; `needed` columns must be there."""

	names: Names[str, Choice] = field(default_factory=dict)
	values: Names[str, Names[str, str]] = field(default_factory=dict)
	defaults: Names[str, str] = field(default_factory=dict)
	formats: tuple[str, ...] = ()
	time: str = ""
	needed: tuple[str, ...] | None = None

	def in_file(self, columns: Collection[str]) -> list[str]:
		"""Return the names, in small letters, by which a file may know these columns of ours."""
		return [name.casefold() for column in columns for name in self.names.get(column, (column,))]

	def fitted(self, header: Collection[str]) -> Columns:
		"""Return it with the one name for each column that a file with this header has, else with all it might have."""
		return replace(
			self,
			names={ours: (chosen(names, header) or listed(names),) for ours, names in self.names.items()},
		)

	def over(self, wanted: Wanted) -> Wanted:
		"""Return `wanted` as it is to be read from a file that the columns are fitted to."""
		odd = sorted((set(self.names) | set(self.values) | set(self.defaults)) - set(wanted.known))
		if odd:
			raise MappingError(ProblemKind.UNKNOWN_COLUMNS, *odd)
		prepared = {name: self._prepared(name) for name in wanted.known if self._is_prepared(name)}
		needed = wanted.needed if self.needed is None else self.needed
		sources = {ours: listed(names) or _NOWHERE for ours, names in self.names.items()}
		computed = wanted.computed
		if self.time and "moment" in wanted.known:
			prepared[TIMELESS] = lacks_time(pl.col("moment"), self.formats).fill_null(False)
			computed = {**computed, TIMELESS: pl.col(TIMELESS)}
		return replace(wanted, sources=sources, prepared=prepared, computed=computed, needed=needed)

	def _is_prepared(self, name: str) -> bool:
		return name in self.values or name in self.defaults or self._is_moment(name)

	def _is_moment(self, name: str) -> bool:
		return bool((self.formats or self.time) and name in MOMENTS)

	def _prepared(self, name: str) -> pl.Expr:
		column = pl.col(name)
		if name in self.values:
			column = column.str.strip_chars().replace(dict(self.values[name]))
		if self._is_moment(name):
			column = iso(column, self.formats, self.time)
		return column.fill_null(self.defaults[name]) if name in self.defaults else column


@dataclass(frozen=True)
class Mapping:
	"""How the files of another system are read; by default they are ours. `encoding` is that of the requests."""

	requests: Columns = field(default_factory=Columns)
	journal: Columns = field(default_factory=Columns)
	events: tuple[Event, ...] = ()
	encoding: str = ""

	def with_time(self, time: str) -> Mapping:
		"""Return the mapping with a time of day (HH:MM) for dates that have none, where it names no other."""
		return replace(self, requests=replace(self.requests, time=self.requests.time or time))

	def at_midnight(self) -> Mapping:
		"""Return the mapping with midnight for dates without a time, where it names one: a forecast spreads them itself."""
		return replace(self, requests=replace(self.requests, time=self.requests.time and "00:00"))

	def event_columns(self) -> set[str]:
		return {name for event in self.events for name in event.columns()}

	def events_in(self, header: Collection[str]) -> tuple[tuple[Event, ...], tuple[str, ...]]:
		"""Return the fitted events of a file with this header, none where none of them ends the work; and what it lacks."""
		absent = [event.absent(header) for event in self.events]
		there = [event.fitted(header) for event in self.events if not event.absent(header)]
		has_end = any(event.kind.casefold() in ENDS for event in there)
		lacking = dict.fromkeys(name for names in absent for name in names)
		return tuple(there) if has_end else (), tuple(lacking)


def load_mapping(name: str) -> Mapping:
	"""Load a mapping by its path, or one of the shipped ones by its name. Raises MappingError, OSError."""
	path = Path(name) if name.endswith(".toml") else SHIPPED / f"{name}.toml"
	if not path.is_file():
		raise MappingError(RehearsalKind.NO_MAPPING, *shipped())
	content = _toml(path)
	_only("", content, ("requests", "journal", "events"))
	sides = {side: _columns(side, content[side]) for side in ("requests", "journal") if side in content}
	events = _checked("events", content.get("events", []), list, RehearsalKind.NOT_TABLES)
	encoding = _encoding(content.get("requests", {}).get("encoding", ""))
	return Mapping(**sides, events=tuple(_event(each) for each in events), encoding=encoding)


def shipped() -> list[str]:
	"""Return the names of the shipped mappings."""
	return sorted(each.stem for each in SHIPPED.glob("*.toml"))


def _toml(path: Path) -> dict[str, Any]:
	if sys.version_info >= (3, 14):
		import tomllib
	else:
		import tomli as tomllib  # knows where a file is at fault, as tomllib does since 3.14
	try:
		return tomllib.loads(path.read_text(encoding="utf-8"))
	except UnicodeDecodeError as error:
		raise MappingError(ProblemKind.NOT_UTF8) from error
	except tomllib.TOMLDecodeError as error:
		if error.pos >= len(error.doc):
			raise MappingError(RehearsalKind.TOML_ENDS) from error
		raise MappingError(RehearsalKind.NOT_TOML, str(error.lineno), str(error.colno)) from error


def _columns(side: str, given: Any) -> Columns:
	known = ("names", "values", "defaults", "formats", "needed")
	_only(side, given, (*known, "encoding", "time") if side == "requests" else known)
	names = _choices(f"{side}.names", given.get("names", {}))
	theirs = [name.casefold() for choice in names.values() for name in choice]
	twice = [name for place, name in enumerate(theirs) if name in theirs[:place]]
	if twice:
		raise MappingError(RehearsalKind.TAKEN_TWICE, twice[0])
	values = _checked(f"{side}.values", given.get("values", {}), dict, RehearsalKind.NOT_A_TABLE)
	return Columns(
		names,
		{column: _texts(f"{side}.values.{column}", words) for column, words in values.items()},
		_texts(f"{side}.defaults", given.get("defaults", {})),
		tuple(map(_format, _list(f"{side}.formats", given.get("formats", [])))),
		_time(f"{side}.time", given.get("time", "")),
		_list(f"{side}.needed", given["needed"]) if "needed" in given else None,
	)


def _event(given: Any) -> Event:
	_only("events", given, ("kind", "moment", "executor", "due", "lead", "when", "time"))
	for name in ("kind", "moment"):
		if name not in given:
			raise MappingError(RehearsalKind.MISSING_KEY, f"events.{name}")
	kind = _text("events.kind", given["kind"])
	if kind.casefold() not in {each.value.casefold() for each in Kind}:
		raise MappingError(RehearsalKind.UNKNOWN_KIND, kind)
	names = ("moment", "executor", "due")
	columns = {name: _choice(f"events.{name}", given[name]) for name in names if name in given}
	lead = _checked("events.lead", given.get("lead", False), bool, RehearsalKind.NOT_TRUE_OR_FALSE)
	when = given.get("when", [])
	tables = when if isinstance(when, list) else [when]
	conditions = tuple(_choices("events.when", each) for each in tables)
	return Event(
		kind, **columns, lead=lead, when=conditions, time=_time("events.time", given.get("time", ""))
	)


def _only(where: str, given: Any, known: tuple[str, ...]) -> None:
	odd = sorted(set(_checked(where, given, dict, RehearsalKind.NOT_A_TABLE)) - set(known))
	if odd:
		raise MappingError(RehearsalKind.UNKNOWN_KEYS, *(f"{where}.{name}".lstrip(".") for name in odd))


def _checked(where: str, value: Any, kind: type, fault: BaseKind) -> Any:
	if not isinstance(value, kind):
		raise MappingError(fault, where)
	return value


def _text(where: str, value: Any) -> str:
	return _checked(where, value, str, RehearsalKind.NOT_A_TEXT)


def _choice(where: str, given: Any) -> Choice:
	return _list(where, given) if isinstance(given, list) else (_text(where, given),)


def _choices(where: str, given: Any) -> dict[str, Choice]:
	table = _checked(where, given, dict, RehearsalKind.NOT_A_TABLE)
	return {name: _choice(f"{where}.{name}", value) for name, value in table.items()}


def _texts(where: str, given: Any) -> dict[str, str]:
	table = _checked(where, given, dict, RehearsalKind.NOT_A_TABLE)
	return {name: _text(f"{where}.{name}", value) for name, value in table.items()}


def _time(where: str, given: Any) -> str:
	"""Return a time of day as HH:MM, "" for none."""
	text = _text(where, given)
	try:
		return f"{datetime.strptime(text, '%H:%M'):%H:%M}" if text else ""
	except ValueError:
		raise MappingError(RehearsalKind.NOT_A_TIME_OF_DAY, where, text) from None


def _encoding(given: Any) -> str:
	"""Return the name of an encoding of texts that Python knows, "" for UTF-8."""
	name = _text("requests.encoding", given)
	try:
		"a".encode(name or "utf-8")
	except (LookupError, ValueError):
		raise MappingError(RehearsalKind.UNKNOWN_ENCODING, name) from None
	return name


def _format(text: str) -> str:
	"""Return a format that polars knows; what it reads only (`%#z`) it cannot write."""
	try:
		pl.Series([_SAMPLE]).dt.to_string(text.replace("%#z", "%z"))
	except pl.exceptions.PolarsError:
		raise MappingError(RehearsalKind.UNKNOWN_FORMAT, text) from None
	return text


def _list(where: str, given: Any) -> tuple[str, ...]:
	return tuple(_text(where, each) for each in _checked(where, given, list, RehearsalKind.NOT_TEXTS))
