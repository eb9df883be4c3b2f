"""Stages of long-term work: agreed, done, missed (R4.5)."""

from __future__ import annotations

import numpy as np

from contact_center.regulation.facts import Kind
from contact_center.rehearsal.engine.trial import Trial
from contact_center.rehearsal.reading.columns import KIND_CODE

NAMES = ("stages_agreed", "stages_done", "stages_missed")
"""How often a day was agreed for a stage, stages that are done, and stages of which a day has passed."""
_AGREED, _DONE = KIND_CODE[Kind.STAGE_AGREED], KIND_CODE[Kind.STAGE_DONE]


def counts(trial: Trial) -> dict[str, int]:
	"""Count the stages of all requests by NAMES."""
	return dict(zip(NAMES, (len(each) for each in _executors(trial)), strict=True))


def by_executor(trial: Trial) -> dict[int, dict[str, int]]:
	"""Count the same by executor."""
	columns = [np.bincount(who[who >= 0], minlength=len(trial.executors)) for who in _executors(trial)]
	table = np.stack(columns, axis=1)
	return {
		int(place): dict(zip(NAMES, table[place].tolist(), strict=True))
		for place in np.flatnonzero(table.any(axis=1))
	}


def _executors(trial: Trial) -> tuple[np.ndarray, ...]:
	"""Return whose each agreed, done and missed stage is."""
	lines, tasks = trial.told.rows(trial.counted[trial.told.request]), trial.fates.tasks
	missed = tasks["stages_missed"] * trial.counted[tasks["request"]]
	return (
		lines.executor[lines.kind == _AGREED],
		lines.executor[lines.kind == _DONE],
		np.repeat(tasks["executor"], missed),
	)
