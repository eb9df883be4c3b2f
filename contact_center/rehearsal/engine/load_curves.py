"""Tasks at work at the end of each day, by executor."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from contact_center.rehearsal.reading.instants import date_of

Row = dict[str, Any]
BUSIEST = 10
EVERYBODY = ""


def open_by_day(tasks: pl.DataFrame, executors: int, first: int, last: int) -> np.ndarray:
	"""Open tasks by executor and day from `first` to `last`; `sent` and `done` are days since 1970, `done` may be null."""
	span = max(last - first, 0) + 1

	def count(rows: pl.DataFrame, day: str) -> np.ndarray:
		days = np.clip(rows[day].to_numpy() - first, 0, span - 1)
		places = rows["executor"].to_numpy() * span + days
		return np.bincount(places, minlength=executors * span).reshape(executors, span)

	ended = tasks.filter(pl.col("done").is_not_null())
	return np.cumsum(count(tasks, "sent") - count(ended, "done"), axis=1)


def told(*sides: list[Row]) -> list[list[Row]]:
	"""Curves of the same executors on each side, from the same day on, as lists.

	Rows have code, title, first (day since 1970), tasks and open (an array); the curves end on the same day.
	Everybody comes first. One side tells of the busiest executors, two of those whose curves differ most.
	"""
	rows = [row for side in sides for row in side]
	if not rows:
		return [[] for _ in sides]
	titles = {row["code"]: row["title"] for row in reversed(rows)}
	first, days = min(row["first"] for row in rows), max(len(row["open"]) for row in rows)
	curves = [{row["code"]: _from_the_same_day(row["open"], days) for row in side} for side in sides]
	none = np.zeros(days, dtype=np.int64)
	codes = [EVERYBODY, *_chosen(curves, none, _tasks(rows))]
	return [
		[
			{
				"code": code,
				"title": titles[code],
				"first": date_of(first),
				"open": side.get(code, none).tolist(),
			}
			for code in codes
		]
		for side in curves
	]


def _from_the_same_day(curve: np.ndarray, days: int) -> np.ndarray:
	return np.concatenate([np.zeros(days - len(curve), dtype=curve.dtype), curve])


def _tasks(rows: list[Row]) -> dict[str, int]:
	"""By executor, of all sides together."""
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
