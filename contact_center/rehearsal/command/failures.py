"""What is wrong with files and folders in one line, with exit code 2."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click

from contact_center.reading.csv_lines import UnreadableFile
from contact_center.reading.policy_files import PolicyError
from contact_center.regulation.problems import ProblemError, ProblemKind
from contact_center.rehearsal.forecast.calls import MOST_OPERATORS, TooManyCalls
from contact_center.rehearsal.reading.mappings import MappingError, shipped
from contact_center.rehearsal.reading.problems import RehearsalKind
from contact_center.rehearsal.telling.policy_words import policy_fault
from contact_center.rehearsal.telling.texts import Speech

FAILED = 2
_CURES = {ProblemKind.MISSING_COLUMNS: "cure_columns", ProblemKind.NOT_UTF8: "cure_encoding"}


@contextmanager
def fail_in_one_line(
	speech: Speech, requests: Path | None = None, mapping: str = "", journal: Path | None = None
) -> Iterator[None]:
	"""Fail with one line for whatever is raised inside the block and has words."""
	words: dict[type[Exception], Callable[[Any], str]] = {
		UnreadableFile: lambda fault: _unreadable(fault, speech, requests, journal),
		PolicyError: lambda fault: policy_fault(fault, speech),
		MappingError: lambda fault: f"{mapping}: {speech.problem(fault.kind, fault.values)}",
		TooManyCalls: lambda fault: speech.problem(
			RehearsalKind.TOO_MANY_CALLS, (speech.number(round(fault.calls)), speech.number(MOST_OPERATORS))
		),
		ProblemError: lambda fault: speech.problem(fault.kind, fault.values),
		csv.Error: lambda fault: f"{requests}: {speech.problem(ProblemKind.NOT_CSV)}",
		OSError: lambda fault: speech.problem(
			RehearsalKind.CANNOT_OPEN, (fault.filename or requests, fault.strerror or fault)
		),
	}
	try:
		yield
	except tuple(words) as fault:
		fail(next(say(fault) for kind, say in words.items() if isinstance(fault, kind)))


def _unreadable(fault: UnreadableFile, speech: Speech, requests: Path | None, journal: Path | None) -> str:
	"""Word the fault with a cure where there is one; what was read of the requests may have been a copy of them."""
	words = speech.problem(fault.kind, fault.values)
	if fault.path == journal:
		return f"{journal}: {words}"
	cure = _CURES.get(fault.kind)
	return f"{requests}: {words}" + (f"; {speech(cure, ', '.join(shipped()))}" if cure else "")


def fail(*messages: str) -> NoReturn:
	for message in messages:
		click.secho(message, fg="red", err=True)
	sys.exit(FAILED)
