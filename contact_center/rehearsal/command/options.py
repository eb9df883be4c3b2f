"""The kinds of options that the commands have, and what is wrong with them in the chosen language."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

import click

from contact_center.regulation.problems import Problem
from contact_center.rehearsal.command.failures import fail
from contact_center.rehearsal.reading.problems import RehearsalKind
from contact_center.rehearsal.telling.texts import LANGUAGES, Speech


class Wrong(click.UsageError):
	"""A problem with the options; `where` is the option or the argument, "" where it is none of them."""

	def __init__(self, kind: RehearsalKind, *values: object, where: str = ""):
		super().__init__(str(kind))
		self.problem = Problem(kind, tuple(map(str, values)))
		self.where = where


class Place(click.ParamType):
	"""A file or a folder; `name` is what the help calls it."""

	def __init__(self, name: str = "file", exists: bool = True):
		self.name = name
		self.exists = exists

	def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
		path = Path(value)
		wrong = self._problem(path)
		if wrong:
			raise Wrong(wrong, path, where=_name(param))
		return path

	def _problem(self, path: Path) -> RehearsalKind | None:
		is_folder = self.name == "directory"
		if not path.exists():
			missing = RehearsalKind.NO_SUCH_FOLDER if is_folder else RehearsalKind.NO_SUCH_FILE
			return missing if self.exists else None
		if path.is_dir() is not is_folder:
			return RehearsalKind.FILE_NOT_FOLDER if is_folder else RehearsalKind.FOLDER_NOT_FILE
		return None if os.access(path, os.R_OK if self.exists else os.W_OK) else RehearsalKind.NO_ACCESS


class Moment(click.DateTime):
	"""A date, with a time or without one."""

	def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
		try:
			return super().convert(value, param, ctx)
		except click.BadParameter:
			raise Wrong(RehearsalKind.NO_DATE, value, where=_name(param)) from None


class TimeOfDay(click.ParamType):
	"""Hours and minutes."""

	name = "HH:MM"

	def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
		try:
			return f"{datetime.strptime(value, '%H:%M'):%H:%M}"
		except ValueError:
			raise Wrong(RehearsalKind.NO_TIME_OF_DAY, value, where=_name(param)) from None


class Language(click.Choice):
	"""A language that everything can be said in."""

	def __init__(self) -> None:
		super().__init__(LANGUAGES)

	def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
		try:
			return super().convert(value, param, ctx)
		except click.BadParameter:
			raise Wrong(RehearsalKind.NO_CHOICE, value, *LANGUAGES, where=_name(param)) from None


class Number(click.FloatRange):
	"""A number in a range; «nan» compares with nothing, and would be in every range."""

	def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
		return _in_range(self, float, value, param)


class Whole(click.IntRange):
	"""A whole number in a range."""

	def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
		return _in_range(self, int, value, param)


def _in_range(
	range_: click.IntRange | click.FloatRange, kind: type[int] | type[float], value: Any, param: Any
) -> int | float:
	try:
		number = kind(value)
	except ValueError:
		number = math.nan
	if not math.isfinite(number):
		raise Wrong(RehearsalKind.NO_NUMBER, value, where=_name(param))
	least, most = range_.min, math.inf if range_.max is None else range_.max
	if not least <= number <= most:
		bounds = f"x>={least}" if range_.max is None else f"{least}<=x<={most}"
		raise Wrong(RehearsalKind.OUT_OF_RANGE, number, bounds, where=_name(param))
	return number


FILE = Place("file")
FOLDER = Place("directory")
OUT = Place("file", exists=False)
WHEN = Moment(
	[
		*("%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"),
		*("%d.%m.%Y", "%Y-%m-%d"),
	]
)
language = click.option("--lang", type=Language(), default="uk", help="Language of what is printed.")
policies = click.option(
	"--policy",
	type=FOLDER,
	multiple=True,
	help="Policy files; later ones lie over earlier ones. Default: the demo city.",
)
city_zone = click.option("--zone", default="Europe/Kyiv", show_default=True, help="The city's time zone.")


class Command(click.Command):
	"""Takes no more arguments than it has, and says so itself."""

	allow_extra_args = True

	def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
		extra = super().parse_args(ctx, args)
		if extra:
			raise Wrong(RehearsalKind.EXTRA_ARGUMENTS, *extra)
		return extra


class Commands(click.Group):
	"""Says what is wrong with options as everything else is said."""

	command_class = Command

	def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
		if self.get_command(ctx, args[0]):
			return super().resolve_command(ctx, args)
		similar = get_close_matches(args[0], self.list_commands(ctx), 1)
		kind = RehearsalKind.MISSPELT_COMMAND if similar else RehearsalKind.UNKNOWN_COMMAND
		raise Wrong(kind, args[0], *similar)

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
			fail(self._usage_words(fault, Speech(_language(given))))
		except click.Abort:
			sys.exit(1)
		sys.exit(code if isinstance(code, int) else 0)

	def _usage_words(self, fault: click.UsageError, speech: Speech) -> str:
		"""Word what is wrong with the options; help that comes for want of any stays as it is."""
		wrong = fault if isinstance(fault, Wrong) else self._of_click(fault)
		if wrong is None:
			return fault.format_message()
		words = speech.problem(wrong.problem.kind, wrong.problem.values)
		return ": ".join(filter(None, (wrong.where, words)))

	def _of_click(self, fault: click.UsageError) -> Wrong | None:
		"""Return what click found wrong by itself."""
		if isinstance(fault, click.MissingParameter) and fault.param:
			return Wrong(RehearsalKind.NO_ARGUMENT, fault.param.human_readable_name)
		if isinstance(fault, click.NoSuchOption):
			similar = list(fault.possibilities or ())[:1]
			kind = RehearsalKind.MISSPELT_OPTION if similar else RehearsalKind.UNKNOWN_OPTION
			return Wrong(kind, fault.option_name, *similar)
		if isinstance(fault, click.BadOptionUsage):
			kind = (
				RehearsalKind.NO_VALUE
				if self._takes_value(fault.option_name)
				else RehearsalKind.NEEDLESS_VALUE
			)
			return Wrong(kind, where=fault.option_name)
		return None

	def _takes_value(self, option: str) -> bool:
		params = [param for command in self.commands.values() for param in command.params]
		return any(option in each.opts and not getattr(each, "is_flag", False) for each in params)


def _name(param: click.Parameter | None) -> str:
	if param is None:
		return ""
	return param.opts[0] if isinstance(param, click.Option) else param.human_readable_name


def _language(given: Sequence[str]) -> str:
	"""Return the language that is asked for, whatever else is wrong."""
	asked = [each.removeprefix("--lang=") for each in given if each.startswith("--lang=")]
	asked += [following for each, following in pairwise(given) if each == "--lang"]
	return next((each for each in reversed(asked) if each in LANGUAGES), LANGUAGES[0])
