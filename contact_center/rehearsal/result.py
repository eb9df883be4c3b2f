"""The outcome of a rehearsal for machines: JSON, and all refused lines as CSV."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from contact_center.rehearsal.faults import DETAILED, Refused
from contact_center.rehearsal.rehearse import Outcome
from contact_center.rehearsal.texts import Speech


def as_json(outcome: Outcome) -> dict[str, Any]:
	"""Figures, refused lines and changes; names of what is inside are those of the code, not of the screen."""
	found = {
		"requests_file": str(outcome.order.requests),
		"journal_file": str(outcome.order.journal) if outcome.order.journal else None,
		"policy": [str(each) for each in outcome.order.policy],
		"simulated": not outcome.order.has_journal,
		"lines": outcome.lines,
		"journal_lines": outcome.journal_lines,
		"ignored_columns": list(outcome.ignored),
		"refused": _refused(outcome.refused),
		"journal_refused": _refused(outcome.refused_journal),
		**outcome.told,
	}
	if outcome.changes is not None:
		found["against"] = {
			"policy": [str(each) for each in outcome.order.against],
			"figures": outcome.told_against,
			"changes": outcome.changes,
		}
	return found


def _refused(refused: Refused) -> dict[str, Any]:
	lines = [
		{"line": line, "kind": kind, "names": list(names)} for line, kind, names in refused.lines[:DETAILED]
	]
	return {"count": len(refused), "by": dict(refused.counts.most_common()), "lines": lines}


def write_refused(path: Path, outcome: Outcome, speech: Speech) -> None:
	"""One row a refused line: file, line, kind, reason."""
	with path.open("w", encoding="utf-8-sig", newline="") as target:
		writer = csv.writer(target)
		writer.writerow(("file", "line", "kind", "reason"))
		for file, refused in (
			(outcome.order.requests, outcome.refused),
			(outcome.order.journal, outcome.refused_journal),
		):
			writer.writerows(
				(file, line, kind, _safe(speech.reason(kind, names))) for line, kind, names in refused.lines
			)


def _safe(text: str) -> str:
	"""A cell that no spreadsheet takes for a formula."""
	return f"’{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
