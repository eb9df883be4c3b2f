"""Tables of the page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from contact_center.rehearsal.telling.texts import Speech

Cell = str | tuple[str, str]
Cells = Sequence[Sequence[Cell]]
"""A cell is its text, or its text and its class."""


def table(headings: Sequence[str], rows: Cells, kind: str = "") -> str:
	head = "".join(f"<th scope=col>{escape(heading)}</th>" for heading in headings)
	body = "".join(f"<tr>{''.join(_cell(cell) for cell in row)}</tr>" for row in rows)
	return f'<div class=wide><table class="{kind}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _cell(cell: Cell) -> str:
	if isinstance(cell, tuple):
		return f'<td class="{escape(cell[1])}">{escape(cell[0])}</td>'
	return f"<td>{escape(cell)}</td>"


def heat(days: Sequence[str], counts: Sequence[Sequence[int]]) -> str:
	"""Counts by weekday and hour, the more the darker; the number stays readable."""
	top = max((count for row in counts for count in row), default=0) or 1
	head = "".join(f"<th scope=col>{hour}</th>" for hour in range(24))
	body = "".join(
		f"<tr><th scope=row>{escape(day)}</th>{''.join(_warm(count, top) for count in row)}</tr>"
		for day, row in zip(days, counts, strict=True)
	)
	return f"<div class=wide><table class=heat><thead><tr><th></th>{head}</tr></thead><tbody>{body}</tbody></table></div>"


def _warm(count: int, top: int) -> str:
	share = count / top
	ink = "#fff" if share > 0.55 else "#1c2733"
	return f'<td style="background:rgba(29,95,158,{share:.2f});color:{ink}">{_short(count)}</td>'


def _short(count: int) -> str:
	return f"{count // 1000}k" if count >= 10_000 else str(count or "")


def bars(rows: Sequence[tuple[str, int]], speech: Speech) -> str:
	return (
		table(["", speech("count")], [[title, speech.number(count)] for title, count in rows]) if rows else ""
	)
