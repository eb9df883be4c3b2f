"""Guess how a foreign file names its columns and writes its dates, where no mapping says it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

from contact_center.reading.csv_lines import DELIMITERS
from contact_center.reading.file_texts import opened_text
from contact_center.reading.folding import fold

_SAMPLE = 500
_NUMBER = ("номер", "№", "id", "case", "ticket", "unique key", "service_request_id", "sr_number")
_MOMENT = (
	*("надходження", "надійшло", "реєстрації", "створення", "створено", "подання", "requested", "opened"),
	*("created", "received", "submitted", "дата", "date"),
)
_CLOSED = ("закриття", "закрито", "виконання", "виконано", "завершення", "closed", "completed", "resolved")
_ENTRY = (
	*(
		"питання",
		"категорія",
		"тематика",
		"тема",
		"вид",
		"тип",
		"service_name",
		"sr_type",
		"complaint",
		"category",
	),
	*("request type", "issue", "type"),
)
_TEXT = ("зміст", "опис", "текст", "description", "details", "descriptor")
_PLACE = ("район", "district", "borough", "ward")
_WHO = ("виконавець", "відповідальн", "підрозділ", "agency", "department", "responsible", "assigned")
_DATES = ("%d.%m.%Y", "%Y-%m-%d", "%m/%d/%Y", "%d/%m/%Y", "%Y/%m/%d")
_TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M:%S %p", " %I:%M %p", "T%H:%M:%S", "T%H:%M:%S.%f", "T%H:%M")
FORMATS = tuple(f"{date}{time}" for date in _DATES for time in _TIMES)
NOON = "12:00"


def guessed(path: Path) -> str:
	"""Return a mapping as the text of a TOML file, "" where no column looks like a date and none like an entry.

	What a column is follows from its name and, for dates, from what stands in it.
	"""
	header, rows = _sample(path)
	columns = {
		name: [row[place].strip() for row in rows if len(row) > place] for place, name in enumerate(header)
	}
	dates = {name: found for name, cells in columns.items() if (found := _formats(cells))}
	taken: set[str] = set()

	def take(words: Sequence[str], among: Sequence[str]) -> str:
		found = next((name for word in words for name in among if _has(name, word) and name not in taken), "")
		taken.add(found)
		return found

	others = [name for name in header if name not in dates]
	closed, moment = take(_CLOSED, list(dates)), take(_MOMENT, list(dates))
	found = {"moment": moment, "classifier": take(_ENTRY, others), "number": take(_NUMBER, others)}
	found |= {"description": take(_TEXT, others), "district": take(_PLACE, others)}
	if not found["moment"] or not found["classifier"]:
		return ""
	formats = dict.fromkeys(each for name in (moment, closed) if name for each in dates[name])
	return _toml(found, take(_WHO, others), closed, list(formats))


def _sample(path: Path) -> tuple[list[str], list[list[str]]]:
	with opened_text(path, errors="replace") as source:
		lines = list(islice(source, _SAMPLE))
	first = lines[0] if lines else ""
	delimiter = max(DELIMITERS, key=first.count)
	rows = list(csv.reader((line.replace("\0", "") for line in lines), delimiter=delimiter))
	return ([each.strip() for each in rows[0]] if rows else []), rows[1:]


def _has(name: str, word: str) -> bool:
	return fold(word) in fold(name)


def _formats(cells: Sequence[str]) -> list[str]:
	"""Return the formats in which all cells are dates that are not empty; none where they are not."""
	written = [cell for cell in cells if cell]
	if not written or sum(any(sign.isdigit() for sign in cell) for cell in written) < len(written):
		return []
	return list(_fewest(written))


def _fewest(written: Sequence[str]) -> Iterator[str]:
	"""Yield the format that reads most of the texts, then one for the rest; nothing where some are no dates."""
	left = list(written)
	while left:
		best = max(FORMATS, key=lambda each: sum(map(_reads(each), left)))
		after = [text for text in left if not _reads(best)(text)]
		if len(after) == len(left):
			return
		if len(after) < len(left) // 2:
			yield best
		left = after


def _reads(format_: str) -> Callable[[str], bool]:
	def reads(text: str) -> bool:
		try:
			return bool(datetime.strptime(text, format_))
		except ValueError:
			return False

	return reads


def _toml(columns: dict[str, str], who: str, closed: str, formats: Sequence[str]) -> str:
	names = "\n".join(f"{ours} = {_quoted(theirs)}" for ours, theirs in columns.items() if theirs)
	events = [("Registered", columns["moment"], "")]
	events += [("Sent", columns["moment"], f"executor = {_quoted(who)}\nlead = true\n")] if who else []
	events += [("Closed", closed, "")] if closed else []
	told = "\n".join(
		f'[[events]]\nkind = "{kind}"\nmoment = {_quoted(moment)}\n{more}' for kind, moment, more in events
	)
	return (
		f"[requests]\nformats = [{', '.join(map(_quoted, formats))}]\ntime = {_quoted(NOON)}\n"
		f'needed = ["moment", "classifier"]\n\n[requests.names]\n{names}\nstreet = []\n\n'
		f'[requests.defaults]\nchannel = "Phone"\ndescription = "–"\n\n{told}'
	)


def _quoted(text: str) -> str:
	return json.dumps(text, ensure_ascii=False)
