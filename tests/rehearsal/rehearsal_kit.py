"""The demo city, and its rules asked one request at a time: what the columns must equal."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from inspect import signature
from pathlib import Path

from click.testing import CliRunner, Result

from contact_center.reading import csv_lines
from contact_center.reading.policy_files import DEFAULT_POLICY, Policy, load_policy
from contact_center.reading.request_lines import City, city_of, read_card
from contact_center.regulation.facts import Line
from contact_center.regulation.problems import ProblemError
from contact_center.regulation.routing import route
from contact_center.regulation.terms import deadlines
from contact_center.rehearsal.command.cli import main
from contact_center.rehearsal.engine.replay import Replayed, replay, with_terms
from contact_center.rehearsal.reading.instants import NONE, seconds
from contact_center.rehearsal.reading.orders import DEMO_POLICY

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "demo" / "requests.csv"


@cache
def policy() -> Policy:
	return load_policy(DEFAULT_POLICY, DEMO_POLICY)


@cache
def city() -> City:
	each = policy()
	return city_of(each.calendar.zone, each.streets, each.classifier, each.districts)


def call(*args: object) -> Result:
	"""Call the command. What it says on stderr is not in `.stdout`, whichever click runs it (older than 8.2 mix both)."""
	apart = {"mix_stderr": False} if "mix_stderr" in signature(CliRunner).parameters else {}
	return CliRunner(**apart).invoke(main, [str(each) for each in args])


def kyiv(text: str) -> datetime:
	return datetime.fromisoformat(text).replace(tzinfo=policy().calendar.zone)


def line_by_line(path: Path, now: datetime) -> dict[int, tuple]:
	"""What becomes of each line of a file: a reason, or (number, executors, type, moment, accept by, due)."""
	sheet = csv_lines.open_sheet(path, (*csv_lines.COLUMNS, "number"))
	return {line.number: _fate(line, now) for line in csv_lines.read(sheet)}


def _fate(line: csv_lines.Line, now: datetime) -> tuple:
	if line.fault:
		return (str(line.fault.kind),)
	try:
		card = read_card(line.cells, city(), now)
		entry = policy().classifier[card.classifier]
		assigned = route(entry, card.district, policy().executors, card.filled)
	except ProblemError as problem:
		return (str(problem.kind),)
	rtype = policy().types[entry.request_type]
	terms = deadlines(rtype, card.moment, card.moment, policy().calendar)
	number = line.cells.get("number") or str(line.number)  # no line of these files has a number of its own
	moments = (seconds(card.moment), seconds(terms.accept_by), seconds(terms.due))
	return (number, tuple(each.executor for each in assigned), rtype.code, *moments)


def replayed(lines: list[Line], type_code: str, received: datetime, until: datetime) -> Replayed:
	"""The journal of one request under the demo city's policy, by the scalar rules."""
	rtype, calendar = policy().types[type_code], policy().calendar
	return replay(with_terms(lines, rtype, received, calendar), until, rtype, calendar)


def as_numbers(facts: object, names: tuple[str, ...]) -> Mapping[str, object]:
	"""Moments as seconds and flags as numbers, as the columns have them."""
	values = {name: getattr(facts, name) for name in names}
	return {
		name: seconds(value) if isinstance(value, datetime) else NONE if value is None else int(value)
		for name, value in values.items()
	}
