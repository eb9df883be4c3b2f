"""What is wrong with files, folders and options as one line on the error stream, with exit code 2."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click

from contact_center.reading.csv_lines import FaultKind, UnreadableFile
from contact_center.reading.policy_files import PolicyError
from contact_center.reading.request_lines import LineProblem
from contact_center.regulation.working_calendar import CalendarError
from contact_center.rehearsal.forecast.erlang import MOST_OPERATORS, TooManyCalls
from contact_center.rehearsal.reading.mappings import MappingError, shipped
from contact_center.rehearsal.telling.policy_words import policy_fault, rule_words
from contact_center.rehearsal.telling.texts import Speech

FAILED = 2
_CURES = {FaultKind.MISSING_COLUMNS: "cure_columns", FaultKind.NOT_UTF8: "cure_encoding"}


@contextmanager
def said_clearly(
	speech: Speech, requests: Path | None = None, mapping: str = "", journal: Path | None = None
) -> Iterator[None]:
	"""Says whatever is raised within and can be said in a line."""
	words: dict[type[Exception], Callable[[Any], str]] = {
		UnreadableFile: lambda fault: _unreadable(fault, speech, requests, journal),
		PolicyError: lambda fault: policy_fault(fault, speech.language),
		MappingError: lambda fault: f"{mapping}: {speech(fault.key, *fault.values)}",
		LineProblem: lambda fault: speech.reason(str(fault.kind), fault.names),
		TooManyCalls: lambda fault: speech(
			"too_many_calls", speech.number(round(fault.calls)), speech.number(MOST_OPERATORS)
		),
		CalendarError: lambda fault: rule_words(str(fault), speech.language),
		csv.Error: lambda fault: f"{requests}: {speech.reason('Not CSV', (str(fault),))}",
		OSError: lambda fault: speech("cannot_open", fault.filename or requests, fault.strerror or fault),
	}
	try:
		yield
	except tuple(words) as fault:
		fail(next(say(fault) for kind, say in words.items() if isinstance(fault, kind)))


def _unreadable(fault: UnreadableFile, speech: Speech, requests: Path | None, journal: Path | None) -> str:
	"""With a cure where there is one; what was read of the requests may have been a copy of them."""
	said = speech(str(fault.kind), ", ".join(fault.names))
	if fault.path == journal:
		return f"{journal}: {said}"
	cure = _CURES.get(fault.kind)
	return f"{requests}: {said}" + (f"; {speech(cure, shipped())}" if cure else "")


def fail(*messages: str) -> NoReturn:
	for message in messages:
		click.secho(message, fg="red", err=True)
	sys.exit(FAILED)
