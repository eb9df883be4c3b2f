"""A made-up history of any size for a policy: what tests and measurements run on. Seeded, so always the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import polars as pl

from contact_center.reading.policy_files import Policy
from contact_center.regulation.routing import RoutingProblem, route

SENT, LEAD, SECOND, OTHER = "Sent", 0, 1, 2
BATCH = 200_000
DAY = 86_400

# Stories by their share: journal lines as (kind, who): None the request itself, LEAD and SECOND the executors
# of the classifier, OTHER whoever a redirect finds.
_START = (("Received", None), ("Registered", None), (SENT, LEAD))
_BOTH = (*_START, (SENT, SECOND))
_WORK = (("Accepted", LEAD), ("Executed", LEAD))
_END = (("Closed", None),)
STORIES: tuple[tuple[float, tuple[tuple[str, int | None], ...]], ...] = (
	(0.52, (*_START[1:], *_WORK, *_END)),
	(0.12, (*_START[1:], *_WORK, ("Called Back", None), ("Confirmed", None), *_END)),
	(0.06, (*_START[1:], *_WORK)),
	(0.05, (*_START[1:], _WORK[0])),
	(0.04, _START[1:]),
	(0.01, _START[:1]),
	(0.04, (*_START[1:], *_WORK, ("Returned", LEAD), ("Executed", LEAD), *_END)),
	(0.02, (*_START[1:], *_WORK, ("Returned", None), ("Accepted", LEAD), ("Executed", LEAD), *_END)),
	(0.02, (*_START[1:], *_WORK, *_END, ("Disputed", None), ("Executed", LEAD), *_END)),
	(0.02, (*_START[1:], ("Not Competent", LEAD), ("Redirected", LEAD), (SENT, OTHER), ("Accepted", OTHER))),
	(
		0.01,
		(*_START[1:], ("Accepted", LEAD), ("Redirected", LEAD), (SENT, OTHER), ("Executed", OTHER), *_END),
	),
	(
		0.02,
		(
			*_START[1:],
			("Accepted", LEAD),
			("Term Asked", LEAD),
			("Extended", LEAD),
			("Executed", LEAD),
			*_END,
		),
	),
	(
		0.01,
		(*_START[1:], ("Accepted", LEAD), ("Term Asked", LEAD), ("Term Refused", LEAD), ("Executed", LEAD)),
	),
	(0.01, (*_START[1:], ("Acceptance Missed", LEAD), ("Commented", None), *_WORK, ("Term Broken", LEAD))),
	(0.01, (*_START, ("Rejected", None))),
	(0.01, (*_START, ("Accepted", LEAD), ("Cancelled", None))),
	(0.02, (*_BOTH, ("Accepted", SECOND), *_WORK, ("Executed", SECOND), *_END)),
	(0.01, (*_BOTH, *_WORK, ("Not Competent", SECOND), *_END)),
)

_TEXTS = (
	"Немає води у всьому під'їзді з самого ранку, сусіди теж без води, диспетчер не відповідає.",
	"Не світить ліхтар біля зупинки, увечері там зовсім темно, просимо відновити освітлення.",
	"Яма на дорозі перед поворотом у двір, за тиждень троє пробили колеса. Просять вжити заходів.",
	"Сміття не забирали від понеділка, контейнери переповнені, вітер розносить пакети по двору",
)
_WRONG = 0.004
_FREE_TEXT = 0.01


@dataclass(frozen=True)
class _City:
	streets: np.ndarray
	leaves: list[str]
	leads: dict[tuple[str, str], tuple[str, ...]]
	executors: list[str]
	district_of: dict[str, str]


def write_history(folder: Path, policy: Policy, count: int, seed: int = 1520) -> tuple[Path, Path]:
	"""Write requests.csv and journal.csv, about five lines a request; returns their paths."""
	folder.mkdir(parents=True, exist_ok=True)
	paths = folder / "requests.csv", folder / "journal.csv"
	with paths[0].open("wb") as requests, paths[1].open("wb") as journal:
		for number, (some_requests, some_lines) in enumerate(_batches(policy, count, seed)):
			some_requests.write_csv(requests, include_header=number == 0)
			some_lines.write_csv(journal, include_header=number == 0)
	return paths


SHAPES = {
	"San Francisco": "CaseID,Opened,Closed,Status,Responsible Agency,Category,Neighborhood",
	"Chicago": "SR_NUMBER,CREATED_DATE,CLOSED_DATE,STATUS,OWNER_DEPARTMENT,SR_TYPE,WARD",
	"New York": "Unique Key,Created Date,Closed Date,Status,Agency,Complaint Type,Borough",
}
"""Columns of the exports of cities: number, received, closed, status, who, what, where."""
_SERVICES = {
	"Pothole": ("Streets", 4.0),
	"Street Light Out": ("Lights", 0.4),
	"Graffiti": ("Community Life", 9.0),
	"Tree Trim": ("Parks", 60.0),
}
"""Who does it, and the median of days that it takes."""


def write_export(path: Path, shape: str, count: int, without: tuple[str, ...] = (), seed: int = 1520) -> Path:
	"""Write an export as a city publishes it, with its faults: titles in other cases, closed before received, no closing.

	`without` are columns that it lacks.
	"""
	draw, start = np.random.default_rng(seed), int(datetime(2026, 1, 5, tzinfo=timezone.utc).timestamp())
	names, what = SHAPES[shape].split(","), draw.choice(list(_SERVICES), count)
	at = start + np.sort(draw.integers(0, 120 * DAY, count))
	median = np.array([_SERVICES[each][1] for each in what])
	end = at + (median * DAY * draw.lognormal(0, 0.4, count)).astype(np.int64)
	is_open, is_odd = draw.random(count) < 0.05, draw.random(count) < 0.01
	shown = [np.datetime64(int(each), "s").item().strftime("%m/%d/%Y %I:%M:%S %p") for each in (*at, *end)]
	closed = [
		"" if open_ else "01/01/1900 12:00:00 AM" if odd else text
		for open_, odd, text in zip(is_open, is_odd, shown[count:], strict=True)
	]
	frame = pl.DataFrame(
		{
			names[0]: [f"N{number}" for number in range(count)],
			names[1]: shown[:count],
			names[2]: closed,
			names[3]: np.where(is_open, "Open", "Closed"),
			names[4]: [_SERVICES[each][0] for each in what],
			names[5]: [each.upper() if draw.random() < 0.1 else each for each in what],
			names[6]: draw.choice(["North", "South"], count),
		}
	)
	frame.drop(without).write_csv(path)
	return path


def as_excel_saves(path: Path, target: Path) -> Path:
	"""Copy a file of `write_history` as real exports look: a mark, «;», lines that end in both signs, texts of several lines
	in one cell of ten, and here and there a null byte and a line that lacks its last cell."""
	frame = pl.read_csv(path, infer_schema=False).with_row_index("place")
	if "description" in frame.columns:
		text = pl.col("description").str.replace(", ", "\n", literal=True)
		odd = pl.format("{}\0\n", "description")
		frame = frame.with_columns(
			description=pl.when(pl.col("place") % 9_973 == 4_000)
			.then(odd)
			.when(pl.col("place") % 10 == 0)
			.then(text)
			.otherwise("description")
		)
	content = frame.drop("place").write_csv(include_bom=True, separator=";", line_terminator="\r\n").encode()
	lines = content.split(b"\r\n")
	for place in range(5_000, len(lines) - 1, 20_011):
		lines[place] = lines[place].rpartition(b";")[0]
	target.write_bytes(b"\r\n".join(lines))
	return target


def _batches(policy: Policy, count: int, seed: int) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
	draw, city = np.random.default_rng(seed), _city(policy)
	start = int(datetime(2026, 1, 1, tzinfo=timezone.utc).timestamp())
	for first in range(0, count, BATCH):
		size = min(BATCH, count - first)
		moments = start + np.sort(draw.integers(0, 250 * DAY, size))
		requests = _requests(draw, city, first, moments)
		yield requests.drop("street_district"), _journal(draw, city, requests, moments)


def _city(policy: Policy) -> _City:
	names = sorted({f"{row.street_type} {row.name}": row.range.district for row in policy.streets}.items())
	leaves = [code for code, each in policy.classifier.items() if not each.is_group and each.active]
	leads = {}
	for code in leaves:
		for district in policy.districts:
			entry = policy.classifier[code]
			try:
				found = route(entry, district, policy.executors, entry.required_fields)
			except RoutingProblem:
				found = ()
			leads[code, district] = tuple(each.executor for each in found) or ("",)
	executors = [code for code, each in policy.executors.items() if each.active and not each.is_group]
	return _City(np.array([name for name, _ in names]), leaves, leads, executors, dict(names))


def _requests(draw: np.random.Generator, city: _City, first: int, moments: np.ndarray) -> pl.DataFrame:
	size = len(moments)
	streets = draw.choice(city.streets, size)
	wrong = draw.random(size) < _WRONG
	phones = 380_670_000_000 + draw.integers(0, 9_999_999, size)
	frame = pl.DataFrame(
		{
			"number": first + np.arange(1, size + 1),
			"moment": moments,
			"channel": draw.choice(["Phone", "Web", "E-mail", "In Person"], size, p=[0.8, 0.17, 0.01, 0.02]),
			"applicant": draw.choice(["Коваль Ірина Петрівна", "Бондар Олег Іванович", "Мороз Ніна"], size),
			"phone": phones,
			"email": "",
			"street": np.where(wrong, "вул. Неіснуюча", streets),
			"building": draw.integers(1, 180, size),
			"flat": draw.integers(1, 120, size),
			"classifier": np.where(draw.random(size) < _FREE_TEXT, "", draw.choice(city.leaves, size)),
			"description": draw.choice(_TEXTS, size),
			"street_district": [city.district_of[name] for name in streets],
		}
	)
	return frame.with_columns(
		number=_number(),
		moment=_local(pl.col("moment")),
		phone=pl.format("+{}", "phone"),
		description=pl.format("{} ({})", "description", "number"),
	)


def _number() -> pl.Expr:
	return pl.format("1520-2026-{}", pl.col("number").cast(pl.String).str.zfill(7))


def _local(seconds: pl.Expr) -> pl.Expr:
	moment = pl.from_epoch(seconds, "s").dt.replace_time_zone("UTC").dt.convert_time_zone("Europe/Kyiv")
	return moment.dt.to_string("%Y-%m-%dT%H:%M:%S%:z")


def _journal(
	draw: np.random.Generator, city: _City, requests: pl.DataFrame, moments: np.ndarray
) -> pl.DataFrame:
	shares = np.array([share for share, _ in STORIES])
	story = draw.choice(len(STORIES), len(moments), p=shares / shares.sum())
	keys = zip(requests["classifier"], requests["street_district"], strict=True)
	routes = [city.leads.get(key, ("",)) for key in keys]
	who = np.empty((len(moments), 3), dtype=object)
	who[:, LEAD] = [codes[0] or city.executors[0] for codes in routes]
	who[:, SECOND] = [codes[1] if len(codes) > 1 else city.executors[-1] for codes in routes]
	who[:, OTHER] = draw.choice(city.executors[1:-1], len(moments))
	parts = [
		_told(draw, lines, np.flatnonzero(story == number), moments, who)
		for number, (_share, lines) in enumerate(STORIES)
	]
	lines = pl.concat(parts).sort("moment", "row", "step")
	return lines.select(
		requests["number"].gather(lines["row"]).alias("request"),
		_local(pl.col("moment")),
		"kind",
		"executor",
		"lead",
		_local(pl.col("due")).alias("due"),
	)


def _told(draw: np.random.Generator, lines, rows: np.ndarray, moments: np.ndarray, who: np.ndarray):
	"""One story for its requests; steps take from seconds to days, registration none."""
	steps = len(lines)
	delays = draw.lognormal(9.5, 2.0, (len(rows), steps)).astype(np.int64)
	at_once = [kind in ("Received", "Registered", SENT) and n < 4 for n, (kind, _) in enumerate(lines)]
	delays[:, at_once] = 0
	at = moments[rows, None] + np.cumsum(delays, axis=1)
	kinds = np.array([kind for kind, _ in lines], dtype=object)
	executors = np.empty((len(rows), steps), dtype=object)
	for step, (_kind, which) in enumerate(lines):
		executors[:, step] = None if which is None else who[rows, which]
	due = np.where(kinds == "Extended", at + 10 * DAY, 0).ravel()
	return pl.DataFrame(
		{
			"row": np.repeat(rows, steps),
			"step": np.tile(np.arange(steps), len(rows)),
			"moment": at.ravel(),
			"kind": np.tile(kinds, len(rows)).tolist(),
			"executor": executors.ravel().tolist(),
			"lead": np.tile([int(which == LEAD or which == OTHER) for _, which in lines], len(rows)),
			"due": due,
		},
		schema_overrides={"executor": pl.String, "kind": pl.String},
	).with_columns(pl.when(pl.col("due") > 0).then("due"))
