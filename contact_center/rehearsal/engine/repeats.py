"""Requests that repeat an earlier one, and those that come in bursts: what one answer to many would have saved."""

from __future__ import annotations

from typing import Any

import numpy as np

from contact_center.rehearsal.engine.trial import Trial
from contact_center.rehearsal.reading.instants import DAY, date_of, to_wall
from contact_center.rehearsal.reading.request_columns import FINE, Requests

Row = dict[str, Any]
WITHIN = 7 * DAY
"""A request repeats one of the same entry at the same address that came in at most so many seconds before."""
LEAST, TIMES = 10, 3
"""A burst is a day with so many requests of one entry, and more than so many times those of its median day."""
NAMED = 20


def repeats(trial: Trial) -> Row:
	"""Count the good requests that repeat one of the week before; of those that name street and building."""
	requests, rows = trial.requests, _rows(trial)
	rows = rows[(requests.street[rows] >= 0) & (requests.building[rows] >= 0)]
	place = _about(requests, rows)
	order = np.lexsort((requests.at[rows], place))
	same = np.diff(place[order]) == 0
	soon = np.diff(requests.at[rows][order]) <= WITHIN
	return _counted(int((same & soon).sum()), len(rows))


def bursts(trial: Trial) -> Row:
	"""Count the good requests that came in bursts, and name the greatest: day, entry, requests and those of a usual day."""
	requests, rows = trial.requests, _rows(trial)
	if not len(rows):
		return {**_counted(0, 0), "days": []}
	day = to_wall(requests.at[rows], trial.policy.calendar.zone) // DAY
	first, entries = int(day.min()), list(trial.policy.classifier.values())
	span = int(day.max()) - first + 1
	counts = np.bincount(requests.entry[rows] * span + day - first, minlength=len(entries) * span)
	counts = counts.reshape(len(entries), span)
	usual = np.median(counts, axis=1)
	entry, place = np.nonzero((counts >= LEAST) & (counts > TIMES * usual[:, None]))
	many = counts[entry, place]
	greatest = np.argsort(-many, kind="stable")[:NAMED]
	return {
		**_counted(int(many.sum()), len(rows)),
		"days": [
			{
				"day": date_of(first + int(place[each])),
				"entry": entries[entry[each]].code,
				"title": entries[entry[each]].title,
				"requests": int(many[each]),
				"usual": float(usual[entry[each]]),
			}
			for each in greatest
		],
	}


def _rows(trial: Trial) -> np.ndarray:
	"""Return the places of the good requests up to the trial's moment."""
	requests = trial.requests
	return np.flatnonzero((requests.problem == FINE) & (requests.at <= trial.until) & (requests.entry >= 0))


def _about(requests: Requests, rows: np.ndarray) -> np.ndarray:
	"""Return entry, street and building of each request as one number."""
	streets, buildings = int(requests.street.max(initial=0)) + 1, int(requests.building.max(initial=0)) + 1
	return (requests.entry[rows] * streets + requests.street[rows]) * buildings + requests.building[rows]


def _counted(count: int, of: int) -> Row:
	"""Return a count with its share; None for the share of nothing."""
	return {"requests": count, "of": of, "share": round(count / of, 4) if of else None}
