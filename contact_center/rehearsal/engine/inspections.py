"""Inspections on the spot: asked for, called, held, called off (R7.3, R6.3.4); no clock stands meanwhile."""

from __future__ import annotations

import numpy as np

from contact_center.regulation.facts import Kind
from contact_center.rehearsal.engine.trial import Trial
from contact_center.rehearsal.reading.columns import KIND_CODE, NOBODY, Journal
from contact_center.rehearsal.reading.instants import DAY

STEPS = {
	"inspections_asked": KIND_CODE[Kind.INSPECTION_ASKED],
	"inspections": KIND_CODE[Kind.INSPECTION_CALLED],
	"inspections_held": KIND_CODE[Kind.INSPECTION_HELD],
	"inspections_cancelled": KIND_CODE[Kind.INSPECTION_CANCELLED],
}


def counts(trial: Trial) -> dict[str, int]:
	"""Count inspections by step: the lines of one moment, for each executor and for the applicant, are one."""
	return {name: len(_distinct(_lines(trial, code))) for name, code in STEPS.items()}


def by_executor(trial: Trial) -> dict[int, dict[str, int]]:
	"""Count by executor the inspections that it was concerned in."""
	found: dict[int, dict[str, int]] = {}
	for name, code in STEPS.items():
		lines = _lines(trial, code)
		who, counts = np.unique(lines.executor[lines.executor != NOBODY], return_counts=True)
		for place, count in zip(who.tolist(), counts.tolist(), strict=True):
			found.setdefault(place, dict.fromkeys(STEPS, 0))[name] = count
	return found


def days_to_be_held(trial: Trial) -> np.ndarray:
	"""Return how many days after they were called inspections were held, a request at a time."""
	called, held = (_distinct(_lines(trial, STEPS[name])) for name in ("inspections", "inspections_held"))
	first = {int(request): int(at) for request, at in called[::-1]}
	spans = [int(at) - first[int(request)] for request, at in held if int(request) in first]
	return np.array([span for span in spans if span >= 0]) / DAY


def _lines(trial: Trial, code: int) -> Journal:
	lines = trial.told.rows(trial.told.kind == code)
	return lines.rows(trial.counted[lines.request])


def _distinct(lines: Journal) -> np.ndarray:
	"""Return distinct pairs of request and moment."""
	return np.unique(np.stack([lines.request, lines.at], axis=1), axis=0)
