"""The outcome of a rehearsal for machines: JSON; all refused lines and all changes as CSV."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import polars as pl

from contact_center.reading.spreadsheets import DELIMITER, ENCODING, harmless
from contact_center.regulation.facts import Kind
from contact_center.rehearsal.engine.compare import compare
from contact_center.rehearsal.engine.fates import fates_of
from contact_center.rehearsal.engine.learning import learned
from contact_center.rehearsal.engine.rehearse import Outcome
from contact_center.rehearsal.reading import journal_columns, request_columns
from contact_center.rehearsal.reading.faults import DETAILED, Refused, Sum, in_full
from contact_center.rehearsal.telling.texts import Speech
from contact_center.rehearsal.telling.views import unused_columns


def as_json(outcome: Outcome) -> dict[str, Any]:
	"""Return figures, refused lines and changes; names of what is inside are those of the code, not of the screen."""
	found = {
		"requests_file": str(outcome.order.requests),
		"journal_file": str(outcome.order.journal) if outcome.order.journal else None,
		"policy": [str(each) for each in outcome.order.policy],
		"simulated": not outcome.order.has_journal,
		"lines": outcome.lines,
		"dates_without_time": outcome.timeless,
		"after_until": outcome.after_until,
		"journal_lines": outcome.journal_lines,
		"ignored_columns": unused_columns(outcome),
		"ignored_journal_columns": list(outcome.ignored_journal),
		"absent_columns": list(outcome.order.absent),
		"unread_files": [str(each) for each in outcome.unread_files],
		"refused": {**_refused(outcome.refused), "sums": [_sum(each) for each in outcome.sums]},
		"journal_refused": _refused(outcome.refused_journal),
		**outcome.figures,
	}
	if outcome.changes is not None:
		found["against"] = {
			"policy": [str(each) for each in outcome.order.against],
			"refused": _refused(outcome.refused_against or Refused()),
			"figures": outcome.figures_against,
			"changes": outcome.changes,
		}
	return found


def _sum(each: Sum) -> dict[str, Any]:
	return {"kind": each.reason, "count": each.count, "values": dict(each.values)}


def _refused(refused: Refused) -> dict[str, Any]:
	lines = [
		{"line": line, "kind": kind, "names": list(names)} for line, kind, names in refused.lines[:DETAILED]
	]
	return {"count": len(refused), "by": dict(refused.counts.most_common()), "lines": lines}


def write_refused(path: Path, outcome: Outcome, speech: Speech) -> None:
	"""Write a row for each refused line: file, line, kind, reason."""
	order = outcome.order
	requests = in_full(
		order.readable, outcome.refused, order.mapping.requests.over(request_columns.wanted(()))
	)
	journal = iter(outcome.refused_journal.lines)
	if order.journal:
		journal = in_full(
			order.readable_journal,
			outcome.refused_journal,
			order.mapping.journal.over(journal_columns.wanted()),
		)
	with path.open("w", encoding=ENCODING, newline="") as target:
		writer = csv.writer(target, delimiter=DELIMITER)
		writer.writerow(("file", "line", "kind", "reason"))
		for file, refused in ((order.requests, requests), (order.journal or order.requests, journal)):
			writer.writerows(
				(harmless(str(file)), line, kind, harmless(speech.problem(kind, names)))
				for line, kind, names in refused
			)


def write_shares(path: Path, outcome: Outcome, _speech: Speech) -> None:
	"""Write what the history says of how often things happen, as a simulation reads it (see `reading.shares`)."""
	shares = learned(outcome.trials[0])
	rows = [(event, "", share, shares.days.get(event, "")) for event, share in shares.of.items()]
	rows += [(Kind.RETURNED, harmless(ground), share, "") for ground, share in shares.grounds.items()]
	with path.open("w", encoding=ENCODING, newline="") as target:
		writer = csv.writer(target, delimiter=DELIMITER)
		writer.writerow(("event", "ground", "share", "days"))
		writer.writerows((str(event), *cells) for event, *cells in rows)


def write_fates(path: Path, outcome: Outcome, _speech: Speech) -> None:
	"""Write a row for each request of the file: what became of it under the policy (see `engine.fates`)."""
	frame = fates_of(outcome.trials[0])
	texts = [name for name, kind in frame.schema.items() if kind == pl.String]
	frame = frame.with_columns(_harmless(frame[name]) for name in texts)
	frame.write_csv(path, include_bom=True, separator=DELIMITER)


def _harmless(texts: pl.Series) -> pl.Series:
	odd = texts.str.contains(r"^[^\pL\pN#]")
	if not odd.any():
		return texts
	cells = [harmless(text) if is_odd else text for text, is_odd in zip(texts, odd, strict=True)]
	return pl.Series(texts.name, cells, dtype=pl.String)


def write_changes(path: Path, outcome: Outcome, speech: Speech) -> None:
	"""Write a row for each change of a request: number, line, change (of `compare`), before, after."""
	with path.open("w", encoding=ENCODING, newline="") as target:
		writer = csv.writer(target, delimiter=DELIMITER)
		writer.writerow(("number", "line", "change", "before", "after"))
		for row in compare(*outcome.trials, named=None)["requests"]:
			writer.writerows(
				(harmless(row["number"]), row["line"], name, _cell(before), _cell(after))
				for name, (before, after) in row["changes"].items()
			)


def _cell(value: str | bool | None) -> str:
	return str(int(value)) if isinstance(value, bool) else harmless(value or "")
