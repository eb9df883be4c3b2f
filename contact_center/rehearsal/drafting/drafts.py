"""Classifier, executors, districts, routes and terms as a foreign export shows them, as files of a policy.

A draft for a first look: what history did is not what a policy says. Titles are those of the file, one for all that differ
in case or signs only; a route is the commonest executor of an entry; a type is the shipped one whose term so many of the
closed requests of an entry kept.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from contact_center.reading.csv_lines import neutralised_text, tidy
from contact_center.reading.folding import fold
from contact_center.reading.policy_files import COLUMNS, DEFAULT_POLICY, load_policy
from contact_center.reading.spreadsheets import DELIMITER, ENCODING, harmless
from contact_center.reading.street_names import StreetTypes
from contact_center.regulation.lengths import LENGTHS
from contact_center.regulation.terms import RequestType, Unit
from contact_center.rehearsal.reading import journal_columns, request_columns
from contact_center.rehearsal.reading.instants import DAY, NONE, read_moments
from contact_center.rehearsal.reading.orders import Order
from contact_center.rehearsal.reading.row_events import ENDS, journal_of
from contact_center.rehearsal.reading.tables import LINE, Wanted, read_table

KEPT = 0.8
"""The share of an entry's closed requests that the term of its type covers."""
DISTRICT_SHARE, DISTRICT_COUNT = 0.6, 20
"""A district has a route of its own where another executor had such a share of so many requests there."""
ORDINARY, UNURGENT = "ordinary", ("sos",)
_UNREAD = ("description", "applicant", "phone", "email", "building", "flat", "channel", "number")
_MOST_TITLE = LENGTHS.get("title", 140)
_HOURS = {Unit.MINUTES: 1 / 60, Unit.HOURS: 1, Unit.CALENDAR_DAYS: 24}

Row = dict[str, Any]


@dataclass
class Draft:
	"""`files` have the rows of a policy's files by name. The rest is what was found: lines, those without an entry, entries
	without an executor or without a closed request."""

	files: dict[str, list[Row]] = field(default_factory=dict)
	lines: int = 0
	without_entry: int = 0
	without_executor: list[str] = field(default_factory=list)
	without_term: list[str] = field(default_factory=list)

	def write(self, folder: Path) -> list[Path]:
		"""Write the files; return their paths."""
		folder.mkdir(parents=True, exist_ok=True)
		return [_write(folder / name, rows) for name, rows in self.files.items()]


def draft(order: Order) -> Draft:
	"""Draft a policy from the requests of an order that was `opened`. Raises UnreadableFile, MappingError, OSError."""
	frame = _requests(order)
	entries, executors = _Titles(frame["entry"], "DR"), _Titles(frame["executor"], "EX")
	districts = _Titles(frame["district"], "D")
	frame = frame.with_columns(
		entry=entries.of(frame["entry"]),
		executor=executors.of(frame["executor"]),
		district=districts.of(frame["district"]),
	)
	found = Draft(lines=len(frame), without_entry=frame["entry"].null_count())
	routes, terms = _routes(frame), _terms(frame)
	routed = {row["classifier"] for row in routes}
	found.without_executor = [title for code, title in entries.titles.items() if code not in routed]
	found.without_term = [title for code, title in entries.titles.items() if code not in terms]
	found.files = {
		"districts.csv": [
			{"code": code, "title": title} for code, title in (districts.titles or {"D-1": "–"}).items()
		],
		"executors.csv": [_executor(code, title) for code, title in executors.titles.items()],
		"classifier.csv": [_entry(code, title, terms) for code, title in entries.titles.items()],
		"routes.csv": routes,
		"streets.csv": _streets(frame, next(iter(districts.titles or {"D-1": ""}))),
	}
	return found


def _requests(order: Order) -> pl.DataFrame:
	"""Return each request's entry, street, district and executor as texts, when it came in and ended, and its term in seconds."""
	wanted = order.mapping.requests.over(
		Wanted(request_columns.COLUMNS, ("moment", "classifier"), dropped=_UNREAD)
	)
	table = read_table(order.readable, wanted)
	frame = table.frame.select(
		pl.col("classifier").alias("entry"),
		"street",
		"district",
		LINE,
		at=_seconds(table.frame["moment"], order),
	)
	return frame.join(_work(order), on=LINE, how="left", maintain_order="left")


def _seconds(texts: pl.Series, order: Order) -> pl.Series:
	at = read_moments(texts, order.zone)
	return pl.Series(at, dtype=pl.Int64).set(pl.Series(at == NONE), None)


def _work(order: Order) -> pl.DataFrame:
	"""Return by line who had the request first, when it ended first, and until when it was due, as far as rows tell it."""
	schema = {LINE: pl.Int64, "executor": pl.String, "end": pl.Int64, "due": pl.Int64}
	if not order.row_events:
		return pl.DataFrame(schema=schema)
	requests = order.mapping.requests
	wanted = order.mapping.journal.over(journal_columns.wanted())
	table, origin = journal_of(
		order.readable, order.row_events, requests.formats, wanted, requests.time, requests.time
	)
	is_end = table.frame["kind"].cast(pl.String).str.to_lowercase().is_in(list(ENDS))
	lines = table.frame.select(
		pl.col("executor").cast(pl.String),
		end=_seconds(table.frame["moment"], order).set(~is_end, None),
		due=_seconds(table.frame["due"].fill_null(""), order),
	).with_columns(pl.Series(LINE, origin.line.astype(np.int64)))
	first = (pl.col("executor").drop_nulls().first(), pl.col("end").min(), pl.col("due").drop_nulls().first())
	return lines.group_by(LINE).agg(*first)


class _Titles:
	"""Titles of a column, the commonest first, with codes; texts that differ in case or signs only have one."""

	def __init__(self, texts: pl.Series, prefix: str):
		counts = texts.drop_nulls().value_counts().sort("count", texts.name, descending=[True, False])
		self._code: dict[str, str] = {}
		self.titles: dict[str, str] = {}
		for text in counts[texts.name]:
			title = neutralised_text(tidy(text))[:_MOST_TITLE]
			if title and fold(title) not in self._code:
				code = f"{prefix}-{len(self.titles) + 1}"
				self._code[fold(title)], self.titles[code] = code, title

	def of(self, texts: pl.Series) -> pl.Series:
		"""Return the code of each text."""
		distinct = texts.drop_nulls().unique()
		codes = [self._code.get(fold(neutralised_text(tidy(text))[:_MOST_TITLE])) for text in distinct]
		return texts.replace_strict(
			distinct, pl.Series(codes, dtype=pl.String), default=None, return_dtype=pl.String
		)


def _routes(frame: pl.DataFrame) -> list[Row]:
	known = frame.drop_nulls(["entry", "executor"])
	overall = {row["entry"]: row["executor"] for row in _commonest(known, "entry")}
	routes = [_route(entry, "", executor) for entry, executor in overall.items()]
	for row in _commonest(known.drop_nulls("district"), "entry", "district"):
		is_clear = row["count"] >= DISTRICT_COUNT and row["count"] >= DISTRICT_SHARE * row["all"]
		if is_clear and row["executor"] != overall[row["entry"]]:
			routes.append(_route(row["entry"], row["district"], row["executor"]))
	return routes


def _commonest(frame: pl.DataFrame, *by: str) -> list[Row]:
	"""Return the commonest executor of each group, with how many requests it had and how many there are."""
	counted = frame.group_by(*by, "executor").agg(pl.len().alias("count"))
	counted = counted.with_columns(pl.col("count").sum().over(*by).alias("all"))
	counted = counted.sort(*by, "count", "executor", descending=[*(False for _ in by), True, False])
	return counted.unique(list(by), keep="first", maintain_order=True).to_dicts()


def _route(entry: str, district: str, executor: str) -> Row:
	return {"classifier": entry, "district": district, "executor": executor, "lead": 1}


def _terms(frame: pl.DataFrame) -> dict[str, tuple[str, float, int]]:
	"""Return a type, days and closed requests by entry: the days within which KEPT of them ended, or were due."""
	now = int(datetime.now(timezone.utc).timestamp())
	ended = pl.coalesce("due", pl.when(pl.col("end") <= now).then("end")) - pl.col("at")
	known = frame.select("entry", took=ended).drop_nulls().filter(pl.col("took") >= 0)
	days = known.group_by("entry").agg(
		(pl.col("took").quantile(KEPT, "higher") / DAY).alias("days"), pl.len().alias("count")
	)
	types = list(load_policy(DEFAULT_POLICY).types.values())
	return {entry: (_type(types, took * 24), took, count) for entry, took, count in days.rows()}


def _type(types: list[RequestType], hours: float) -> str:
	"""Return the type of the shortest term that is long enough, the one without a term where none is."""
	terms = {
		each.code: each.done.amount * _HOURS[each.done.unit]
		for each in types
		if each.done.unit in _HOURS and each.code not in UNURGENT
	}
	enough = [code for code, length in sorted(terms.items(), key=lambda each: each[1]) if length >= hours]
	unlimited = [each.code for each in types if each.done.unit is Unit.NO_FIXED_TERM]
	return (*enough, *unlimited, ORDINARY)[0]


def _entry(code: str, title: str, terms: Mapping[str, tuple[str, float, int]]) -> Row:
	rtype, days, count = terms.get(code, (ORDINARY, 0.0, 0))
	flags = {"is_group": 0, "public": 1, "active": 1, "operator_may_choose": 1}
	hint = f"{KEPT:.0%}: {days:.1f} d ({count})" if count else ""
	return {"code": code, "title": title, "request_type": rtype, "hint": hint, **flags}


def _executor(code: str, title: str) -> Row:
	return {"code": code, "title": title, "kind": "Department", "is_group": 0, "active": 1}


def _streets(frame: pl.DataFrame, somewhere: str) -> list[Row]:
	"""Return the streets of the file, each in the district where most of its requests were."""
	types, found = StreetTypes(), {}
	known = frame.drop_nulls("street").group_by("street").agg(pl.col("district").drop_nulls().mode().first())
	for text, district in known.sort("street").rows():
		kind, name = types.split(neutralised_text(tidy(text)))
		if name:
			found.setdefault((kind, fold(name)), (kind, name, district or somewhere))
	return [
		{
			"street_type": kind,
			"name": name,
			"district": district,
			"parity": "All",
			"from_building": 0,
			"to_building": 0,
		}
		for kind, name, district in found.values()
	]


def _write(path: Path, rows: list[Row]) -> Path:
	with path.open("w", encoding=ENCODING, newline="") as target:
		writer = csv.DictWriter(target, COLUMNS[path.name], delimiter=DELIMITER, lineterminator="\n")
		writer.writeheader()
		writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
	return path


def _cell(value: Any) -> Any:
	return harmless(value) if isinstance(value, str) else value
