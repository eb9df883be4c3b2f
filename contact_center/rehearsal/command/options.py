"""Options of the command, and whatever is wrong with them, with files and folders in one line, with exit code 2."""

from __future__ import annotations

import csv
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

import click

from contact_center.reading.csv_lines import FaultKind, UnreadableFile
from contact_center.reading.policy_files import PolicyError
from contact_center.reading.request_lines import LineProblem
from contact_center.regulation.working_calendar import CalendarError
from contact_center.rehearsal.forecast.calls import MOST_OPERATORS, TooManyCalls
from contact_center.rehearsal.reading.mappings import MappingError, shipped
from contact_center.rehearsal.telling.policy_words import in_words, policy_fault, rule_words
from contact_center.rehearsal.telling.texts import LANGUAGES, Speech

FAILED = 2
_CURES = {FaultKind.MISSING_COLUMNS: "cure_columns", FaultKind.NOT_UTF8: "cure_encoding"}
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
OUT = click.Path(path_type=Path, dir_okay=False)
WHEN = click.DateTime(
	[
		*("%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"),
		*("%d.%m.%Y", "%Y-%m-%d"),
	]
)
language = click.option(
	"--lang", type=click.Choice(LANGUAGES), default="uk", help="Language of what is printed."
)
policies = click.option(
	"--policy",
	type=FOLDER,
	multiple=True,
	help="Policy files; later ones lie over earlier ones. Default: the demo city.",
)
city_zone = click.option("--zone", default="Europe/Kyiv", show_default=True, help="The city's time zone.")
_SAID = r"'(.*?)'"
_WORDS = [
	(r"Missing argument '?(.+?)'?\.", "немає аргументу {0}"),
	(rf"(?:File|Path) {_SAID} does not exist\.", "немає такого файла: {0}"),
	(rf"Directory {_SAID} does not exist\.", "немає такої теки: {0}"),
	(rf"(?:File|Path) {_SAID} is a directory\.", "{0} – тека, а не файл"),
	(rf"Directory {_SAID} is a file\.", "{0} – файл, а не тека"),
	(rf"(?:File|Path|Directory) {_SAID} is not (?:read|writ)able\.", "{0}: немає доступу"),
	(rf"{_SAID} does not match the formats? .*", "«{0}» не є датою; приклад: 2026-11-09 10:00"),
	(r"(\S+) is not in the range (.*)\.", "{0} поза межами {1}"),
	(rf"{_SAID} is not a valid .*\.", "«{0}» не є числом"),
	(rf"{_SAID} is not one of (.*)\.", "«{0}» не підходить; можна: {1}"),
	(
		r"No such option:? '?([^' ]+?)'?\.? .*Did you mean '?([^'?]+)'?\?.*",
		"немає параметра {0}; схожий: {1}",
	),
	(r"No such option:? '?([^' ]+?)'?\.?", "немає параметра {0}"),
	(rf"No such command {_SAID}\..*{_SAID}.*", "немає команди {0}; схожа: {1}"),
	(rf"No such command {_SAID}\.", "немає команди {0}"),
	(rf"Option {_SAID} requires an argument\.", "{0}: потрібне значення"),
	(rf"Option {_SAID} does not take a value\.", "{0}: значення тут зайве"),
	(r"Got unexpected extra arguments? \((.*)\)", "зайве: {0}"),
]


@contextmanager
def fail_in_one_line(
	speech: Speech, requests: Path | None = None, mapping: str = "", journal: Path | None = None
) -> Iterator[None]:
	"""Fail with one line for whatever is raised inside the block and has words."""
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
	"""Word the fault with a cure where there is one; what was read of the requests may have been a copy of them."""
	words = speech(str(fault.kind), ", ".join(fault.names))
	if fault.path == journal:
		return f"{journal}: {words}"
	cure = _CURES.get(fault.kind)
	return f"{requests}: {words}" + (f"; {speech(cure, shipped())}" if cure else "")


def fail(*messages: str) -> NoReturn:
	for message in messages:
		click.secho(message, fg="red", err=True)
	sys.exit(FAILED)


class Number(click.FloatRange):
	"""A number in a range; «nan» compares with nothing, and would be in every range."""

	def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
		number = super().convert(value, param, ctx)
		if not math.isfinite(number):
			self.fail(f"{value!r} is not a valid number.", param, ctx)
		return number


class Commands(click.Group):
	"""Says what is wrong with options as everything else is said."""

	def main(
		self,
		args: Sequence[str] | None = None,
		prog_name: str | None = None,
		complete_var: str | None = None,
		standalone_mode: bool = True,
		**extra: Any,
	) -> NoReturn:
		given = sys.argv[1:] if args is None else list(args)
		try:
			code = super().main(given, prog_name, complete_var, standalone_mode=False, **extra)
		except click.UsageError as fault:
			fail(_usage_words(fault, _language(given)))
		except click.Abort:
			sys.exit(1)
		sys.exit(code if isinstance(code, int) else 0)


def _language(given: Sequence[str]) -> str:
	"""Return the language that is asked for, whatever else is wrong."""
	asked = [each.removeprefix("--lang=") for each in given if each.startswith("--lang=")]
	asked += [following for each, following in pairwise(given) if each == "--lang"]
	return next((each for each in reversed(asked) if each in LANGUAGES), LANGUAGES[0])


def _usage_words(fault: click.UsageError, language: str) -> str:
	"""Word what is wrong with the options; help that comes for want of any stays as it is."""
	if not isinstance(fault, click.BadParameter) or isinstance(fault, click.MissingParameter):
		return in_words(fault.format_message(), _WORDS, language)
	option = isinstance(fault.param, click.Option)
	name = fault.param.opts[0] if option else fault.param.human_readable_name if fault.param else ""
	return f"{name}: {in_words(fault.message, _WORDS, language)}"
