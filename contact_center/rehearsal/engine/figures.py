"""The figures of a trial: what the regulation would have said, as plain numbers ready for JSON."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from contact_center.regulation.routing import RoutingProblem
from contact_center.regulation.stages import FINISHED
from contact_center.rehearsal.engine import by_day, holding, inspections, long_term, new_terms, rework
from contact_center.rehearsal.engine.fast_replay import STAGE_CODE, STAGES, Columns
from contact_center.rehearsal.engine.repeats import bursts, repeats
from contact_center.rehearsal.engine.trial import Trial
from contact_center.rehearsal.engine.unknown import without_unknown
from contact_center.rehearsal.reading.columns import side_by_side
from contact_center.rehearsal.reading.instants import DAY, EPOCH, NONE, moment, to_wall
from contact_center.rehearsal.reading.request_columns import FINE

Row = dict[str, Any]
HOURS, WEEKDAYS = 24, 7
_FIRST_WEEKDAY = EPOCH.weekday()
_COUNTED = (
	*("accepted_late", "overdue", "return_count", "redirect_count", "callback_count", "not_reached"),
	*("extension_count", "reopen_count"),
)
_SUMS = (
	pl.col("accepted_late").sum(),
	pl.col("overdue").sum(),
	pl.col("first_broken").sum(),
	pl.col("return_count").sum().alias("returns"),
)


def figures(*trials: Trial) -> list[dict[str, Any]]:
	"""Count each trial; shares are 0..1. All trials end at the same moment.

	Requests that are not routed count as unroutable only; those that are not `counted` (see `Trial`) count nowhere here.
	"""
	found = [_figures(trial) for trial in trials]
	for each, chosen in zip(found, by_day.choose_curves(*(each["load"] for each in found)), strict=True):
		each["load"] = chosen
	return found


def _figures(trial: Trial) -> dict[str, Any]:
	frames = _Frames(trial)
	found = {
		"period": _period(trial),
		"acceptance_known": trial.acceptance_known,
		"unroutable": _unroutable(trial),
		"totals": frames.totals(),
		"stages": frames.stages(),
		"types": frames.by("type", [each.title for each in trial.policy.types.values()]),
		"districts": frames.by("district", list(trial.policy.districts.values())),
		"classifier": frames.by("entry", [each.title for each in trial.policy.classifier.values()]),
		"executors": frames.executors(),
		"grounds": rework.grounds(trial),
		"grounds_by_executor": frames.of_executors(rework.grounds_by_executor(trial)),
		"new_terms": frames.by_most(new_terms.by_executor(trial), "terms_asked"),
		"inspections": frames.by_most(inspections.by_executor(trial), "inspections"),
		"long_term": frames.by_most(long_term.by_executor(trial), "stages_agreed"),
		"holding": frames.of_executors(holding.holding(trial)),
		"days": frames.days(),
		"hours": _hours(trial),
		"load": frames.load(),
		"repeats": repeats(trial),
		"bursts": bursts(trial),
	}
	return without_unknown(found, trial.untold)


def _period(trial: Trial) -> Row:
	zone = trial.policy.calendar.zone
	at = _received(trial)
	ends = [moment(int(end), zone).isoformat() for end in (at.min(), at.max())] if len(at) else [None, None]
	return {"first": ends[0], "last": ends[1], "until": moment(trial.until, zone).isoformat()}


def _unroutable(trial: Trial) -> Row:
	"""Count requests that the classifier has no answer for, by reason; each reason with what is at fault."""
	counts = np.bincount(trial.routes.of_request + 1, minlength=len(trial.routes.answers) + 1)[1:]
	reasons: dict[tuple[str, tuple[str, ...]], int] = {}
	for answer, count in zip(trial.routes.answers, counts, strict=True):
		if isinstance(answer, RoutingProblem):
			key = str(answer.kind), answer.values
			reasons[key] = reasons.get(key, 0) + int(count)
	some = [(*reason, count) for reason, count in reasons.items() if count]
	rows = [{"kind": kind, "names": list(names), "count": count} for kind, names, count in some]
	return {"count": sum(reasons.values()), "reasons": sorted(rows, key=lambda row: -row["count"])}


class _Frames:
	"""Requests and tasks of a trial as frames to count in."""

	def __init__(self, trial: Trial):
		self.trial = trial
		self.zone = trial.policy.calendar.zone
		done = _ends(trial.fates)
		self.requests, self.tasks = side_by_side(self._requests, lambda: self._tasks(done))
		self.broken = self._broken()

	def _requests(self) -> pl.DataFrame:
		fates, requests = self.trial.fates.requests, self.trial.requests
		return pl.DataFrame(
			{
				**{name: fates[name] for name in (*_COUNTED, "stage")},
				"first_broken": _first_broken(fates, self.trial.until),
				"type": self.trial.rtype,
				"district": requests.district,
				"entry": requests.entry,
				"received": self._day(requests.at),
				"closed": self._day(fates["closed_at"]),
			}
		).filter(pl.Series(self.trial.counted))

	def _tasks(self, done: np.ndarray) -> pl.DataFrame:
		fates = self.trial.fates.tasks
		flags = ("executor", "accepted_late", "overdue", "return_count")
		return pl.DataFrame(
			{
				**{name: fates[name] for name in flags},
				"first_broken": _first_broken(fates, self.trial.until),
				"sent": self._day(fates["sent_at"]),
				"done": self._day(done),
			}
		).filter(pl.Series(self.trial.counted[fates["request"]]))

	def _broken(self) -> pl.DataFrame:
		"""Return all broken terms by day; a task has several where an agreed term was broken too (R4.8)."""
		rows = self.trial.fates.broken
		frame = pl.DataFrame({"executor": rows["executor"], "broken": self._day(rows["at"])})
		return frame.filter(pl.Series(self.trial.counted[rows["request"]]))

	def _day(self, at: np.ndarray) -> pl.Series:
		"""Return days since 1970 on the wall, null for no moment."""
		days = np.where(at == NONE, 0, to_wall(np.where(at == NONE, 0, at), self.zone) // DAY)
		return pl.Series(days).set(pl.Series(at == NONE), None)

	def totals(self) -> Row:
		requests, count = self.requests, len(self.requests)
		sums = {name: int(requests[name].sum()) for name in _COUNTED}
		finished = requests["stage"].is_in([STAGE_CODE[stage] for stage in FINISHED]).sum()
		return {
			"requests": count,
			"finished": int(finished),
			"accepted_late": sums["accepted_late"],
			"accepted_late_share": _share(sums["accepted_late"], count),
			"overdue": sums["overdue"],
			"overdue_share": _share(sums["overdue"], count),
			"first_broken": int(requests["first_broken"].sum()),
			"returns": sums["return_count"],
			"redirects": sums["redirect_count"],
			**holding.supervisors(self.trial),
			"reopened": sums["reopen_count"],
			**inspections.counts(self.trial),
			**new_terms.counts(self.trial),
			"extensions": sums["extension_count"],
			**long_term.counts(self.trial),
			"callbacks": sums["callback_count"],
			"not_reached": sums["not_reached"],
			"tasks": len(self.tasks),
			"letters": len(self._letters()),
		}

	def stages(self) -> Row:
		counts = np.bincount(self.requests["stage"].to_numpy(), minlength=len(STAGES))
		return {str(stage): int(counts[code]) for stage, code in STAGE_CODE.items() if counts[code]}

	def by(self, column: str, titles: list[str]) -> list[Row]:
		"""Count requests by a column of places in `titles`, most broken terms first."""
		codes = {
			"type": list(self.trial.policy.types),
			"district": list(self.trial.policy.districts),
			"entry": list(self.trial.policy.classifier),
		}[column]
		counted = self.requests.group_by(column).agg(pl.len().alias("requests"), *_SUMS)
		rows = counted.sort("overdue", "requests", column, descending=[True, True, False]).to_dicts()
		codes, titles = [*codes, ""], [*titles, ""]
		return [
			{"code": codes[place], "title": titles[place], **_with_shares(row, "requests")}
			for row in rows
			for place in [row.pop(column)]
		]

	def executors(self) -> list[Row]:
		"""Count tasks by executor, most broken terms first, with the letters due to its head (R9.2.1)."""
		is_open = pl.col("done").is_null().sum().alias("open")
		letters = self._letters().group_by("executor").agg(pl.len().alias("letters"))
		counted = self.tasks.group_by("executor").agg(pl.len().alias("tasks"), *_SUMS, is_open)
		rows = counted.join(letters, on="executor", how="left").fill_null(0)
		rows = rows.sort("overdue", "tasks", "executor", descending=[True, True, False]).to_dicts()
		reopened = rework.reopened(self.trial)
		rows = [{**row, "reopened": reopened.get(row["executor"], 0)} for row in rows]
		return self.of_executors([_with_shares(row, "tasks") for row in rows])

	def _executor(self, place: int) -> Row:
		code = self.trial.executors[place]
		known = self.trial.policy.executors.get(code)
		return {"code": code, "title": known.short_title or known.title if known else code}

	def of_executors(self, rows: list[Row]) -> list[Row]:
		"""Return the rows with code and title of their executors."""
		return [{**self._executor(row.pop("executor")), **row} for row in rows]

	def by_most(self, found: dict[int, dict[str, int]], name: str) -> list[Row]:
		"""Return what is counted by executor as rows, the most of this name first."""
		rows = [{"executor": place, **counts} for place, counts in found.items()]
		rows.sort(key=lambda row: (-row[name], row["executor"]))
		return self.of_executors(rows)

	def _letters(self) -> pl.DataFrame:
		"""Return one letter a day to the head of each executor with terms broken on that day (R9.2.1)."""
		return self.broken.group_by("executor", "broken").agg(pl.len().alias("terms"))

	def days(self) -> list[Row]:
		"""Count what is received, closed, broken and sent as a letter by day."""
		series = {
			"received": self.requests["received"],
			"closed": self.requests["closed"],
			"broken": self.broken["broken"],
			"letters": self._letters()["broken"],
		}
		return by_day.count_days(series)

	def load(self) -> list[Row]:
		"""Return what `choose_curves` chooses from."""
		executors = [self._executor(place) for place in range(len(self.trial.executors))]
		last = int(to_wall(np.array([self.trial.until]), self.zone)[0] // DAY)
		return by_day.load_curves(self.tasks, executors, last)


def _ends(fates) -> np.ndarray:
	"""Return when each executor was through: reported done, declined, or was relieved of it."""
	done = fates.tasks["executed_at"]
	return np.where(done == NONE, fates.tasks["ended_at"], done)


def _first_broken(fates: Columns, until: int) -> np.ndarray:
	"""Return which requests or tasks were not done within their first term, whatever was agreed later (R4.8)."""
	agreed = np.flatnonzero(fates["extension_count"])
	done, ended, first = (fates.some(name, agreed) for name in ("executed_at", "ended_at", "first_due"))
	ends = np.where(done == NONE, ended, done)
	found = fates["overdue"] > 0
	found[agreed] |= (np.where(ends == NONE, until, ends) > first) & (first != NONE)
	return found


def _with_shares(row: Row, of: str) -> Row:
	return row | {f"{name}_share": _share(row[name], row[of]) for name in ("accepted_late", "overdue")}


def _share(part: int, whole: int) -> float:
	return round(part / whole, 4) if whole else 0.0


def _received(trial: Trial) -> np.ndarray:
	"""Return when the good requests up to the trial's moment came in, whether they have an executor or not."""
	at = trial.requests.at[trial.requests.problem == FINE]
	return at[at <= trial.until]


def _hours(trial: Trial) -> list[list[int]]:
	"""Count requests received by weekday (0 is Monday) and hour on the wall."""
	wall = to_wall(_received(trial), trial.policy.calendar.zone)
	weekday = (wall // DAY + _FIRST_WEEKDAY) % WEEKDAYS
	counts = np.bincount(weekday * HOURS + wall % DAY // 3600, minlength=WEEKDAYS * HOURS)
	return counts.reshape(WEEKDAYS, HOURS).tolist()
