"""What became of every request, a row each."""

from __future__ import annotations

import numpy as np
import polars as pl

from contact_center.rehearsal.engine.compare import route_labels
from contact_center.rehearsal.engine.fast_replay import STAGES
from contact_center.rehearsal.engine.trial import Trial
from contact_center.rehearsal.engine.unknown import unknown_figures
from contact_center.rehearsal.reading.instants import NONE
from contact_center.rehearsal.reading.request_columns import FINE, PROBLEMS

MOMENTS = {
	"accept_by": "accept_by",
	"accepted": "accepted_at",
	"term": "first_due",
	"due": "due",
	"closed": "closed_at",
}
"""Columns of moments by their names here and among the facts."""
FLAGS = {"accepted_late": "accepted_late", "overdue": "overdue", "returns": "return_count"}
REFUSED, LATER, UNROUTED, NO_JOURNAL = "Refused", "Later", "No Executor", "Not in Journal"


def fates_of(trial: Trial) -> pl.DataFrame:
	"""Return the requests of the file in its order: number, line, moments as ISO in the city's time, entry, district, type,
	route («lead + others»), stage, and whether terms were kept.

	`left_out` says why a request counts nowhere, with the reason in `reason`; what is not known is null.
	"""
	requests = trial.requests
	refused, later = requests.problem != FINE, requests.at > trial.until
	good, hidden = trial.counted, set(unknown_figures(trial.untold))
	left_out = np.select(
		[refused, later, ~trial.routes.good(), ~good], [REFUSED, LATER, UNROUTED, NO_JOURNAL], ""
	)
	policy, (labels, places) = trial.policy, route_labels(trial)
	reasons = np.array([str(each) for each in PROBLEMS])
	fates = trial.fates.requests
	columns = {
		"number": requests.number,
		"line": requests.line,
		"received": _moments(requests.at, trial),
		"entry": _named(requests.entry, list(policy.classifier)),
		"district": _named(requests.district, list(policy.districts)),
		"type": _named(trial.rtype, list(policy.types)),
		"route": _named(places, labels[:-1]),
		"left_out": pl.Series(left_out).replace("", None),
		"reason": pl.Series(np.where(refused, reasons[requests.problem], "")).replace("", None),
		"stage": _where(good, _named(fates["stage"], list(map(str, STAGES)))),
	}
	columns |= {name: _where(good, _moments(fates[fact], trial)) for name, fact in MOMENTS.items()}
	columns |= {
		name: _where(good & (name not in hidden), pl.Series(fates[fact])) for name, fact in FLAGS.items()
	}
	return pl.DataFrame(columns)


def _where(which: np.ndarray, column: pl.Series) -> pl.Series:
	return column.set(pl.Series(~which), None)


def _named(places: np.ndarray, names: list[str]) -> pl.Series:
	"""Return the names at these places, null for -1."""
	known = pl.Series(names, dtype=pl.String)
	return known.gather(pl.Series(places).set(pl.Series(places < 0), None).cast(pl.UInt32))


def _moments(at: np.ndarray, trial: Trial) -> pl.Series:
	seconds = pl.Series(at).set(pl.Series(at == NONE), None)
	zone = str(trial.policy.calendar.zone)
	moment = pl.from_epoch(seconds, "s").dt.replace_time_zone("UTC").dt.convert_time_zone(zone)
	return moment.dt.to_string("%Y-%m-%dT%H:%M:%S%:z")
