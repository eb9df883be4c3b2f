"""Two policies tried on the same history: which requests have another fate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from contact_center.regulation.routing import RoutingProblem
from contact_center.rehearsal.engine.trial import Answer, Trial
from contact_center.rehearsal.reading.instants import moment
from contact_center.rehearsal.reading.request_columns import Requests

NAMED = 1_000
"""So many requests are named one by one; all are counted."""


@dataclass
class _View:
	"""A column of both trials in numbers that mean the same, and how to say one of them."""

	before: np.ndarray
	after: np.ndarray
	say: Callable[[int], Any]


def compare(now: Trial, then: Trial, named: int | None = NAMED) -> dict[str, Any]:
	"""Compare `now` with `then`: counts by what changes, and the first `named` requests (None for all) with each
	change as [before, after].

	A `route` is «lead + others» by their codes, or why there is none in square brackets; `accept_by` and `due` are
	ISO moments or None.
	"""
	views = _views(now, then)
	differs = {name: view.before != view.after for name, view in views.items()}
	changed = np.flatnonzero(np.logical_or.reduce(list(differs.values())))
	return {
		"count": len(changed),
		"by": {name: int(which.sum()) for name, which in differs.items()},
		"requests": [_changed(int(row), now.requests, views, differs) for row in changed[:named]],
	}


def _changed(
	row: int, requests: Requests, views: dict[str, _View], differs: dict[str, np.ndarray]
) -> dict[str, Any]:
	changes = {
		name: [view.say(int(view.before[row])), view.say(int(view.after[row]))]
		for name, view in views.items()
		if differs[name][row]
	}
	return {"number": requests.number[row], "line": int(requests.line[row]), "changes": changes}


def _views(now: Trial, then: Trial) -> dict[str, _View]:
	"""Compare terms and lateness only where both policies have a route: without one there is neither."""
	both = now.routes.good() & then.routes.good()
	zone = now.policy.calendar.zone

	def due(at: int) -> str | None:
		known = moment(at, zone)
		return known.isoformat() if known else None

	def masked(name: str, say: Callable[[int], Any]) -> _View:
		columns = (np.where(both, trial.fates.requests[name], 0) for trial in (now, then))
		return _View(*columns, say)

	types = _view([(_labels_of_types(each), np.where(both, each.rtype, -1)) for each in (now, then)])
	return {
		"route": _view([route_labels(each) for each in (now, then)]),
		"type": types,
		"accept_by": masked("accept_by", due),
		"due": masked("first_due", due),
		"accepted_late": masked("accepted_late", bool),
		"overdue": masked("overdue", bool),
	}


def _view(columns: list[tuple[list[str], np.ndarray]]) -> _View:
	"""Turn two columns of places in lists of labels into places in one list; the last label of a list is for place -1."""
	words: dict[str, int] = {}
	tables = [np.array([words.setdefault(label, len(words)) for label in labels]) for labels, _ in columns]
	before, after = (table[places] for table, (_, places) in zip(tables, columns, strict=True))
	return _View(before, after, list(words).__getitem__)


def _labels_of_types(trial: Trial) -> list[str]:
	return [*trial.policy.types, ""]


def route_labels(trial: Trial) -> tuple[list[str], np.ndarray]:
	"""Return labels of routes, the last one for none, and the place of each request's."""
	return [*map(_label, trial.routes.answers), ""], trial.routes.of_request


def _label(answer: Answer) -> str:
	if isinstance(answer, RoutingProblem):
		return f"[{answer.kind}]"
	return " + ".join(each.executor for each in sorted(answer, key=lambda each: not each.lead))
