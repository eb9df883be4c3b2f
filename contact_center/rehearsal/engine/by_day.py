"""Figures by day of the city's calendar: what came and went, and tasks at work at the end of each day by executor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from contact_center.rehearsal.reading.instants import date_of

Row = dict[str, Any]
BUSIEST = 10
EVERYBODY = ""


def count_days(series: Mapping[str, pl.Series]) -> list[Row]:
	"""Count each series of days since 1970, every day of the period."""
	known = {name: column.drop_nulls().to_numpy() for name, column in series.items()}
	some = [column for column in known.values() if len(column)]
	if not some:
		return []
	first, last = int(min(map(np.min, some))), int(max(map(np.max, some)))
	counts = {name: np.bincount(column - first, minlength=last - first + 1) for name, column in known.items()}
	return [
		{"day": date_of(first + place), **{name: int(count[place]) for name, count in counts.items()}}
		for place in range(last - first + 1)
	]


def load_curves(tasks: pl.DataFrame, executors: Sequence[Row], last: int) -> list[Row]:
	"""Count open tasks by day up to `last` (since 1970): of everybody together, then of each executor with a task.

	`sent` and `done` of `tasks` are days since 1970 or null, `executor` is a place among `executors`, which have
	code and title. What `choose_curves` chooses from.
	"""
	sent = tasks.filter(pl.col("sent").is_not_null())
	if not len(sent):
		return []
	first = int(sent["sent"].min())
	curves = _open_by_day(sent, len(executors), first, last)
	counts = np.bincount(sent["executor"].to_numpy(), minlength=len(executors))
	everybody = {"code": EVERYBODY, "title": "", "open": curves.sum(axis=0), "tasks": len(sent)}
	each = (
		{**executors[place], "open": curves[place], "tasks": int(counts[place])}
		for place in np.flatnonzero(counts)
	)
	return [{**row, "first": first} for row in (everybody, *each)]


def _open_by_day(tasks: pl.DataFrame, executors: int, first: int, last: int) -> np.ndarray:
	"""Count open tasks by executor and day from `first` to `last`."""
	span = max(last - first, 0) + 1

	def count(rows: pl.DataFrame, day: str) -> np.ndarray:
		days = np.clip(rows[day].to_numpy() - first, 0, span - 1)
		places = rows["executor"].to_numpy() * span + days
		return np.bincount(places, minlength=executors * span).reshape(executors, span)

	ended = tasks.filter(pl.col("done").is_not_null())
	return np.cumsum(count(tasks, "sent") - count(ended, "done"), axis=1)


def choose_curves(*sides: list[Row]) -> list[list[Row]]:
	"""Choose curves of the same executors for each side, from the same day on, as lists.

	The curves of `sides` (see `load_curves`) end on the same day. Everybody comes first. One side shows the busiest
	executors, two show those whose curves differ most.
	"""
	rows = [row for side in sides for row in side]
	if not rows:
		return [[] for _ in sides]
	titles = {row["code"]: row["title"] for row in reversed(rows)}
	first, days = min(row["first"] for row in rows), max(len(row["open"]) for row in rows)
	curves = [{row["code"]: _from_the_same_day(row["open"], days) for row in side} for side in sides]
	none = np.zeros(days, dtype=np.int64)
	chosen = [EVERYBODY, *_chosen(curves, none, _tasks(rows))]
	return [[_curve(code, titles[code], first, side.get(code, none)) for code in chosen] for side in curves]


def _curve(code: str, title: str, first: int, counts: np.ndarray) -> Row:
	return {"code": code, "title": title, "first": date_of(first), "open": counts.tolist()}


def _from_the_same_day(curve: np.ndarray, days: int) -> np.ndarray:
	return np.concatenate([np.zeros(days - len(curve), dtype=curve.dtype), curve])


def _tasks(rows: list[Row]) -> dict[str, int]:
	"""Count tasks by executor, of all sides together."""
	found: dict[str, int] = {}
	for row in rows:
		found[row["code"]] = found.get(row["code"], 0) + row["tasks"]
	return found


def _chosen(curves: list[dict[str, np.ndarray]], none: np.ndarray, tasks: dict[str, int]) -> list[str]:
	def weight(code: str) -> tuple[int, int]:
		now, then = (side.get(code, none) for side in (curves[0], curves[-1]))
		return int(np.abs(then - now).sum()), tasks[code]

	weights = {code: weight(code) for code in tasks if code != EVERYBODY}
	differing = [code for code, (difference, _) in weights.items() if difference]
	return sorted(differing or weights, key=weights.__getitem__, reverse=True)[:BUSIEST]
