"""How the work went, as tables of texts that console and page both show: grounds of returns, who had it, new terms, inspections, stages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from contact_center.rehearsal.engine.inspections import STEPS
from contact_center.rehearsal.engine.long_term import NAMES as STAGES
from contact_center.rehearsal.engine.new_terms import NAMES
from contact_center.rehearsal.engine.rehearse import Outcome
from contact_center.rehearsal.telling import views
from contact_center.rehearsal.telling.texts import Speech

Row = dict[str, Any]
Listed = tuple[str, tuple[str, ...], list[tuple[str, ...]]]
"""Title, headings and rows of a table, the first two as keys of texts."""


def tables(outcome: Outcome, say: Speech) -> list[Listed]:
	"""Return the tables that have rows, of the first policy."""
	return [table for table in _tables(outcome, say) if table[2]]


def _tables(outcome: Outcome, say: Speech) -> Iterator[Listed]:
	figures = outcome.figures
	if any(row["ground"] for row in figures["grounds"]):
		yield "grounds", ("ground", "returns", "share"), _rows(figures["grounds"], _ground(say))
		headings = ("executor", "ground", "returns")
		yield "grounds_by_executor", headings, _rows(figures["grounds_by_executor"], _of_executor(say))
	columns = tuple(views.known(outcome, *NAMES))
	if any(row["handed_on"] for row in figures["holding"]):
		headings = ("executor", "tasks", "handed_on", "held", "held_longest")
		yield "holding", headings, _rows(figures["holding"], _held(say))
	yield "new_terms", ("executor", *columns), _rows(figures["new_terms"], _numbers(say, columns))
	for title, part, names in (
		("inspections_by_executor", "inspections", STEPS),
		("long_term", "long_term", STAGES),
	):
		columns = tuple(views.known(outcome, *names))
		yield title, ("executor", *columns), _rows(figures[part], _numbers(say, columns))


def _rows(rows: list[Row], say_row: Callable[[Row], tuple[str, ...]]) -> list[tuple[str, ...]]:
	return [say_row(row) for row in rows]


def _title(row: Row, say: Speech) -> str:
	return row["ground"] or say("no_ground")


def _ground(say: Speech) -> Callable[[Row], tuple[str, ...]]:
	return lambda row: (_title(row, say), say.number(row["returns"]), say.share(row["share"]))


def _of_executor(say: Speech) -> Callable[[Row], tuple[str, ...]]:
	return lambda row: (views.title(row, say), _title(row, say), say.number(row["returns"]))


def _held(say: Speech) -> Callable[[Row], tuple[str, ...]]:
	return lambda row: (
		views.title(row, say),
		*(say.number(row[name]) for name in ("tasks", "handed_on")),
		*(say.decimal(row[name]) for name in ("held", "held_longest")),
	)


def _numbers(say: Speech, columns: tuple[str, ...]) -> Callable[[Row], tuple[str, ...]]:
	return lambda row: (views.title(row, say), *(say.number(row[name]) for name in columns))
