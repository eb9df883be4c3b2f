"""New terms: asked for, agreed, agreed to another day than was asked for, refused, waiting (R6.2.2, R8.6)."""

from __future__ import annotations

import numpy as np

from contact_center.regulation.facts import Kind
from contact_center.rehearsal.engine.trial import Trial
from contact_center.rehearsal.reading.columns import KIND_CODE
from contact_center.rehearsal.reading.instants import NONE

NAMES = ("terms_asked", "extensions", "terms_other_day", "terms_refused", "terms_waiting")
_ASKED, _AGREED, _REFUSED = (KIND_CODE[kind] for kind in (Kind.TERM_ASKED, Kind.EXTENDED, Kind.TERM_REFUSED))


def counts(trial: Trial) -> dict[str, int]:
	"""Count the lines of all requests by NAMES; one that agrees to a term for several tasks is one."""
	asked, agreed, other, refused = (len(each) for each in _executors(trial))
	found = (asked, agreed, other, refused, len(_waiting(trial)))
	return dict(zip(NAMES, found, strict=True))


def by_executor(trial: Trial) -> dict[int, dict[str, int]]:
	"""Count the same by executor, as far as a line names one; what was agreed for several counts for each of them.

	A stage of long-term work whose day is moved counts as a new term of its executor.
	"""
	asked, _agreed, other, refused = _executors(trial)
	tasks, size = trial.fates.tasks, len(trial.executors)
	agreed = np.repeat(tasks["executor"], tasks["extension_count"] * trial.counted[tasks["request"]])
	columns = [
		np.bincount(who[who >= 0], minlength=size) for who in (asked, agreed, other, refused, _waiting(trial))
	]
	table = np.stack(columns, axis=1)
	return {
		int(place): dict(zip(NAMES, table[place].tolist(), strict=True))
		for place in np.flatnonzero(table.any(axis=1))
	}


def _waiting(trial: Trial) -> np.ndarray:
	"""Return whose tasks wait for an answer, one for each."""
	tasks = trial.fates.tasks
	waits = (tasks["extension_asked_at"] != NONE) & trial.counted[tasks["request"]]
	return tasks["executor"][waits]


def _executors(trial: Trial) -> tuple[np.ndarray, ...]:
	"""Return the executors of the lines that ask, agree, agree to another day than was asked for last, and refuse."""
	lines = trial.told.rows(np.isin(trial.told.kind, (_ASKED, _AGREED, _REFUSED)))
	lines = lines.rows(trial.counted[lines.request])
	lines = lines.rows(np.lexsort((np.arange(len(lines)), lines.executor, lines.request)))
	asked, agreed, refused = (lines.kind == kind for kind in (_ASKED, _AGREED, _REFUSED))
	answers = (np.diff(lines.request) == 0) & (np.diff(lines.executor) == 0) & asked[:-1] & agreed[1:]
	differs = (np.diff(lines.due) != 0) & (lines.due[:-1] != NONE)
	other = np.flatnonzero(answers & differs) + 1
	return lines.executor[asked], lines.executor[agreed], lines.executor[other], lines.executor[refused]
