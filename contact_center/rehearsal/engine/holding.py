"""Who had requests how long, what was handed on, and which redirects were a supervisor's (R6.2.1, R7.2, R7.3)."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from contact_center.regulation.stages import DROPPED
from contact_center.rehearsal.engine.fast_replay import STAGE_CODE
from contact_center.rehearsal.engine.trial import Trial
from contact_center.rehearsal.reading.instants import DAY, NONE

Row = dict[str, Any]
OPERATOR_REDIRECTS = 2
"""So often an operator redirects a request, as a site is set up; the next time is a supervisor's."""


def supervisors(trial: Trial) -> dict[str, int]:
	"""Count the redirects that a supervisor decided on, and the requests that wait for one."""
	redirects = trial.fates.requests["redirect_count"] * trial.counted
	tasks = trial.fates.tasks
	waiting = np.unique(tasks["request"][tasks["awaits_redirect"] > 0])
	return {
		"supervisor_redirects": int(np.maximum(redirects - OPERATOR_REDIRECTS, 0).sum()),
		"awaiting_supervisor": int((redirects[waiting] >= OPERATOR_REDIRECTS).sum()),
	}


def holding(trial: Trial) -> list[Row]:
	"""Return by executor: tasks, those handed on, and for how many days it had a task: usually (the median), and the longest.

	A task is held from its sending until it is reported done, declined or taken away; until now where none of it is.
	"""
	tasks = trial.fates.tasks
	done = np.where(tasks["executed_at"] == NONE, tasks["ended_at"], tasks["executed_at"])
	days = (np.where(done == NONE, trial.until, done) - tasks["sent_at"]) / DAY
	frame = pl.DataFrame({"executor": tasks["executor"], "handed_on": _handed_on(trial), "days": days})
	counted = frame.filter(pl.Series(trial.counted[tasks["request"]])).group_by("executor")
	rows = counted.agg(
		pl.len().alias("tasks"),
		pl.col("handed_on").sum(),
		pl.col("days").median().round(1).alias("held"),
		pl.col("days").max().round(1).alias("held_longest"),
	)
	return rows.sort("handed_on", "held", "executor", descending=[True, True, False]).to_dicts()


def _handed_on(trial: Trial) -> np.ndarray:
	"""Return which tasks were declined or taken away while their requests went on."""
	tasks = trial.fates.tasks
	dropped = np.isin(tasks["stage"], [STAGE_CODE[stage] for stage in DROPPED])
	ended = trial.fates.requests["ended_at"][tasks["request"]]
	return dropped & ((ended == NONE) | (tasks["ended_at"] < ended))
