"""What is wrong with a policy's files, said of them together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from contact_center.reading.csv_rows import PolicyError
from contact_center.reading.policy_files import MOST_FAULTS
from contact_center.regulation.problems import ProblemKind
from contact_center.rehearsal.telling.texts import Speech

_NEEDED = {
	"executors.csv": ProblemKind.UNKNOWN_EXECUTOR,
	"classifier.csv": ProblemKind.UNKNOWN_CODE,
}
"""Files without which a folder is but a change of another policy, with what is wrong where their codes are named."""


def told_faults(faults: Sequence[PolicyError], dirs: Sequence[Path], speech: Speech) -> list[str]:
	"""Faults of the policy in `dirs` as they are said: those that follow from a whole file missing as one."""
	missing = [_NEEDED[name] for name in _missing(dirs)]
	own = [fault for fault in faults if fault.kind not in missing]
	lines = [policy_fault(fault, speech) for fault in own]
	if own and len(faults) == MOST_FAULTS:
		lines.append(speech("check_more", len(own)))
	return lines if len(own) == len(faults) else [*overlay(dirs, speech), *lines]


def overlay(dirs: Sequence[Path], speech: Speech) -> list[str]:
	"""A line that says so where the folders are but changes of another policy."""
	missing = _missing(dirs)
	return [speech("check_overlay", dirs[-1], ", ".join(missing))] if missing else []


def _missing(dirs: Sequence[Path]) -> list[str]:
	return [name for name in _NEEDED if not any((folder / name).is_file() for folder in dirs)]


def policy_fault(fault: PolicyError, speech: Speech) -> str:
	"""Word a fault with its place: «routes.csv:5: executor: …»."""
	place = f"{fault.file}:{fault.line}"
	return ": ".join(filter(None, (place, fault.column, speech.problem(fault.kind, fault.values))))
