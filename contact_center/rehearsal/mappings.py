"""Small files that say how another system names what we need, and what its columns tell of the work."""

from __future__ import annotations

import sys
from collections.abc import Mapping as Names
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import polars as pl

from contact_center.regulation.facts import Kind
from contact_center.rehearsal.tables import LINE, Table, Wanted, read_table
from contact_center.rehearsal.texts import Speech

SHIPPED = Path(__file__).parent / "mappings"
ISO = "%Y-%m-%dT%H:%M:%S"
MOMENTS = ("moment", "due")
_SAMPLE = datetime(2026, 1, 2, tzinfo=timezone.utc)


class MappingError(ValueError):
	"""A mapping file that says something else than a mapping can say: a text of `texts` with its values."""

	def __init__(self, key: str, *values: str):
		super().__init__(Speech("en")(key, *values))
		self.key = key
		self.values = values


@dataclass(frozen=True)
class Columns:
	"""`names` of columns in the file by ours, `values` to replace and `defaults` where a cell is empty, by column;
	`formats` (strftime) of its moments; `needed` columns must be there."""

	names: Names[str, str] = field(default_factory=dict)
	values: Names[str, Names[str, str]] = field(default_factory=dict)
	defaults: Names[str, str] = field(default_factory=dict)
	formats: tuple[str, ...] = ()
	needed: tuple[str, ...] | None = None

	def over(self, wanted: Wanted) -> Wanted:
		"""`wanted` as it is to be read from such a file."""
		odd = sorted((set(self.names) | set(self.values) | set(self.defaults)) - set(wanted.known))
		if odd:
			raise MappingError("mapping_columns", ", ".join(odd))
		prepared = {name: self._prepared(name) for name in wanted.known if self._is_prepared(name)}
		needed = wanted.needed if self.needed is None else self.needed
		return replace(wanted, sources=self.names, prepared=prepared, needed=needed)

	def _is_prepared(self, name: str) -> bool:
		return name in self.values or name in self.defaults or bool(self.formats and name in MOMENTS)

	def _prepared(self, name: str) -> pl.Expr:
		column = pl.col(name)
		if name in self.values:
			column = column.str.strip_chars().replace(dict(self.values[name]))
		if self.formats and name in MOMENTS:
			column = iso(column, self.formats)
		return column.fill_null(self.defaults[name]) if name in self.defaults else column


def iso(column: pl.Expr, formats: tuple[str, ...]) -> pl.Expr:
	"""Moments in one of `formats` as ISO text; what fits none of them stays as it is."""
	text = column.str.strip_chars()
	return pl.coalesce(*(_parsed(text, each) for each in formats), column)


def _parsed(text: pl.Expr, format_: str) -> pl.Expr:
	parsed = text.str.to_datetime(format_, strict=False)
	return parsed.dt.to_string(ISO + ("%:z" if "z" in format_ else ""))


@dataclass(frozen=True)
class Event:
	"""A journal line that a column of the requests' file tells: its moment, whose it is, and `when` it holds."""

	kind: str
	moment: str
	executor: str = ""
	lead: bool = False
	when: Names[str, str] = field(default_factory=dict)

	def columns(self) -> list[str]:
		return [name.casefold() for name in (self.moment, self.executor, *self.when) if name]

	def lines(self, frame: pl.LazyFrame) -> pl.LazyFrame:
		"""Lines with the columns of a journal."""
		holds = pl.col(self.moment.casefold()).is_not_null()
		for name, value in self.when.items():
			holds &= pl.col(name.casefold()).str.strip_chars().str.to_lowercase() == value.casefold()
		executor = pl.col(self.executor.casefold()) if self.executor else pl.lit(None, dtype=pl.String)
		return frame.filter(holds).select(
			LINE,
			request=pl.col("number"),
			moment=pl.col(self.moment.casefold()),
			kind=pl.lit(self.kind),
			executor=executor,
			lead=pl.lit("1" if self.lead else "0"),
			due=pl.lit(None, dtype=pl.String),
		)


@dataclass(frozen=True)
class Mapping:
	"""How the files of another system are read; by default they are ours."""

	requests: Columns = field(default_factory=Columns)
	journal: Columns = field(default_factory=Columns)
	events: tuple[Event, ...] = ()

	def journal_of(self, path: Path, wanted: Wanted) -> Table:
		"""The journal that the requests' own file tells, as a table with the columns of `wanted`.

		The number stands where the mapping says, else the line counts. Lines of one request keep the order of
		`events`.
		"""
		names = dict.fromkeys(name for event in self.events for name in event.columns())
		number = {"number": self.requests.names["number"]} if "number" in self.requests.names else {}
		table = read_table(path, Wanted(("number", *names), (), sources=number))
		frame = table.frame.with_columns(pl.col("number").fill_null(pl.col(LINE).cast(pl.String))).lazy()
		frame = frame.with_columns(iso(pl.col(name), self.requests.formats) for name in self._moments())
		lines = pl.concat([event.lines(frame) for event in self.events]).with_columns(**wanted.prepared)
		return Table(lines.select(*wanted.selection(), LINE).collect(), [], ())

	def _moments(self) -> list[str]:
		return (
			list(dict.fromkeys(event.moment.casefold() for event in self.events))
			if self.requests.formats
			else []
		)


def load_mapping(name: str) -> Mapping:
	"""A mapping by its path, or one of the shipped ones by its name. Raises MappingError, OSError."""
	path = Path(name) if name.endswith(".toml") else SHIPPED / f"{name}.toml"
	if not path.is_file():
		raise MappingError("mapping_missing", ", ".join(sorted(each.stem for each in SHIPPED.glob("*.toml"))))
	told = _toml(path)
	_only("", told, ("requests", "journal", "events"))
	sides = {side: _columns(side, told[side]) for side in ("requests", "journal") if side in told}
	events = _made("events", told.get("events", []), list, "mapping_tables")
	return Mapping(**sides, events=tuple(_event(each) for each in events))


def _toml(path: Path) -> dict[str, Any]:
	if sys.version_info >= (3, 11):
		import tomllib
	else:
		import tomli as tomllib
	try:
		return tomllib.loads(path.read_text(encoding="utf-8"))
	except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
		raise MappingError("mapping_toml", str(error)) from error


def _columns(side: str, said: Any) -> Columns:
	_only(side, said, ("names", "values", "defaults", "formats", "needed"))
	names = _texts(f"{side}.names", said.get("names", {}))
	theirs = [name.casefold() for name in names.values()]
	twice = [name for place, name in enumerate(theirs) if name in theirs[:place]]
	if twice:
		raise MappingError("mapping_twice", twice[0])
	values = _made(f"{side}.values", said.get("values", {}), dict, "mapping_table")
	return Columns(
		names,
		{column: _texts(f"{side}.values.{column}", words) for column, words in values.items()},
		_texts(f"{side}.defaults", said.get("defaults", {})),
		tuple(map(_format, _list(f"{side}.formats", said.get("formats", [])))),
		_list(f"{side}.needed", said["needed"]) if "needed" in said else None,
	)


def _event(said: Any) -> Event:
	_only("events", said, ("kind", "moment", "executor", "lead", "when"))
	for name in ("kind", "moment"):
		if name not in said:
			raise MappingError("mapping_lacks", f"events.{name}")
	texts = {
		name: _text(f"events.{name}", said[name]) for name in ("kind", "moment", "executor") if name in said
	}
	if texts["kind"].casefold() not in {kind.value.casefold() for kind in Kind}:
		raise MappingError("mapping_kind", texts["kind"])
	lead = _made("events.lead", said.get("lead", False), bool, "mapping_flag")
	return Event(**texts, lead=lead, when=_texts("events.when", said.get("when", {})))


def _only(where: str, said: Any, known: tuple[str, ...]) -> None:
	odd = sorted(set(_made(where, said, dict, "mapping_table")) - set(known))
	if odd:
		raise MappingError("mapping_keys", ", ".join(f"{where}.{name}".lstrip(".") for name in odd))


def _made(where: str, value: Any, kind: type, fault: str) -> Any:
	if not isinstance(value, kind):
		raise MappingError(fault, where)
	return value


def _text(where: str, value: Any) -> str:
	return _made(where, value, str, "mapping_text")


def _texts(where: str, said: Any) -> dict[str, str]:
	table = _made(where, said, dict, "mapping_table")
	return {name: _text(f"{where}.{name}", value) for name, value in table.items()}


def _format(text: str) -> str:
	"""A format that polars knows; what it reads only (`%#z`) it cannot write."""
	try:
		pl.Series([_SAMPLE]).dt.to_string(text.replace("%#z", "%z"))
	except pl.exceptions.PolarsError:
		raise MappingError("mapping_format", text) from None
	return text


def _list(where: str, said: Any) -> tuple[str, ...]:
	return tuple(_text(where, each) for each in _made(where, said, list, "mapping_texts"))
