"""What work came back for: grounds of returns by how often, and by executor (R6.3.3); what was opened again after its closing."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from contact_center.regulation.facts import Kind
from contact_center.rehearsal.engine.trial import Trial
from contact_center.rehearsal.reading.columns import KIND_CODE, NOBODY

Row = dict[str, Any]
_RETURNED, _REOPENED = KIND_CODE[Kind.RETURNED], KIND_CODE[Kind.REOPENED]
NO_GROUND = ""
"""Returns that name none."""


def grounds(trial: Trial) -> list[Row]:
	"""Count the returns by ground, most first; one that has several counts for each of them."""
	found, returns = Counter[str](), 0
	for _executor, cell, count in _counted(trial, of_tasks=False):
		returns += count
		for title in _titles(trial, cell):
			found[title] += count
	return [
		{"ground": title, "returns": count, "share": round(count / returns, 4)}
		for title, count in sorted(found.items(), key=lambda each: (-each[1], _last_without(each[0])))
	]


def grounds_by_executor(trial: Trial) -> list[Row]:
	"""Count by executor and ground how often work came back: only what is about the executor's work, most first."""
	found = Counter[tuple[int, str]]()
	for executor, cell, count in _counted(trial, of_tasks=True):
		for title in _titles(trial, cell, trial.executors[executor]):
			found[executor, title] += count
	return [
		{"executor": executor, "ground": title, "returns": count}
		for (executor, title), count in sorted(
			found.items(), key=lambda each: (-each[1], each[0][0], _last_without(each[0][1]))
		)
	]


def _last_without(title: str) -> tuple[bool, str]:
	return title == NO_GROUND, title


def _counted(trial: Trial, of_tasks: bool) -> list[tuple[int, int, int]]:
	"""Return executor, place among the grounds and count of the returns, of requests or of their tasks."""
	rows = trial.fates.returned
	which = trial.counted[rows["request"]] & ((rows["executor"] != NOBODY) == of_tasks)
	which &= rows["kind"] == _RETURNED
	pairs = np.stack([rows["executor"][which], rows["grounds"][which]], axis=1)
	distinct, counts = np.unique(pairs, axis=0, return_counts=True)
	return [
		(int(executor), int(cell), int(count))
		for (executor, cell), count in zip(distinct, counts, strict=True)
	]


def reopened(trial: Trial) -> dict[int, int]:
	"""Count by executor the work that was said to be done, was closed, and came back from the applicant (R7.7)."""
	rows = trial.fates.returned
	which = trial.counted[rows["request"]] & (rows["kind"] == _REOPENED) & (rows["executor"] != NOBODY)
	executors, counts = np.unique(rows["executor"][which], return_counts=True)
	return dict(zip(executors.tolist(), counts.tolist(), strict=True))


def _titles(trial: Trial, cell: int, executor: str | None = None) -> list[str]:
	named = trial.grounds[cell] if cell >= 0 else ()
	if not named:
		return [NO_GROUND]
	return [ground.title for ground in named if executor is None or ground.is_about(executor)]
