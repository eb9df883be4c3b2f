"""What a history says of how often something happens beside the work itself: shares that a simulation can be made with."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from contact_center.regulation.facts import Kind
from contact_center.rehearsal.engine import inspections, new_terms, rework
from contact_center.rehearsal.engine.trial import Trial
from contact_center.rehearsal.reading.columns import KIND_CODE
from contact_center.rehearsal.reading.instants import DAY, NONE
from contact_center.rehearsal.reading.shares import Shares

_DIGITS = 4
_ENDS = tuple(KIND_CODE[kind] for kind in (Kind.REOPENED, Kind.CLOSED, Kind.NOT_REACHED))


def learned(trial: Trial) -> Shares:
	"""Return the shares of the history; events that it cannot tell of, or that could never happen in it, have none."""
	found = Shares()
	for event, count, of in _counts(trial):
		if of and event not in trial.untold:
			found.of[event] = round(count / of, _DIGITS)
	for event, days in (
		(Kind.EXTENDED, _days_longer(trial)),
		(Kind.REOPENED, _days_to_reopening(trial)),
		(Kind.INSPECTION_CALLED, inspections.days_to_be_held(trial)),
	):
		if len(days):
			found.days[event] = round(float(np.median(days)), 1)
	found.grounds.update(
		{row["ground"]: row["share"] for row in rework.grounds(trial) if row["ground"] != rework.NO_GROUND}
	)
	return found


def _counts(trial: Trial) -> Iterator[tuple[Kind, int, int]]:
	"""Yield how often each event happened, of what it could have happened to."""
	requests, tasks, counted = trial.fates.requests, trial.fates.tasks, trial.counted
	returned = (requests["return_count"] > 0) & counted
	reported = ((requests["executed_at"] != NONE) | (requests["return_count"] > 0)) & counted
	yield Kind.RETURNED, int(returned.sum()), int(reported.sum())
	ended = ((requests["closed_at"] != NONE) | (requests["reopen_count"] > 0)) & counted
	yield Kind.REOPENED, int((requests["reopen_count"][ended] > 0).sum()), int(ended.sum())
	accepted = (tasks["accepted_at"] != NONE) & (tasks["first_due"] != NONE) & counted[tasks["request"]]
	yield Kind.TERM_ASKED, _tasks_that_asked(trial), int(accepted.sum())
	terms = new_terms.counts(trial)
	yield Kind.EXTENDED, terms["extensions"], terms["extensions"] + terms["terms_refused"]
	yield Kind.INSPECTION_CALLED, inspections.counts(trial)["inspections"], int(counted.sum())


def _tasks_that_asked(trial: Trial) -> int:
	lines = trial.told.rows(trial.told.kind == KIND_CODE[Kind.TERM_ASKED])
	lines = lines.rows(trial.counted[lines.request])
	return len(np.unique(np.stack([lines.request, lines.executor]), axis=1).T)


def _days_longer(trial: Trial) -> np.ndarray:
	"""Return by how many days the first agreed terms of requests were longer than their first ones."""
	lines = trial.told.rows(trial.told.kind == KIND_CODE[Kind.EXTENDED])
	lines = lines.rows(trial.counted[lines.request])
	request, first = np.unique(lines.request, return_index=True)
	before = trial.fates.requests["first_due"][request]
	return (lines.due[first][before != NONE] - before[before != NONE]) / DAY


def _days_to_reopening(trial: Trial) -> np.ndarray:
	"""Return how many days after their closing requests were opened again."""
	found = trial.told.rows(np.isin(trial.told.kind, _ENDS) & trial.counted[trial.told.request])
	again = (found.kind[1:] == _ENDS[0]) & (found.kind[:-1] != _ENDS[0]) & (np.diff(found.request) == 0)
	return np.diff(found.at)[again] / DAY
