"""Single records of a large file, found again by their line: for what needs their words."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO

import numpy as np

from contact_center.regulation import csv_lines
from contact_center.regulation.csv_lines import harmless, tidy
from contact_center.rehearsal.tables import CHUNK, Wanted

MOST_LINES = 1_000
_NEWLINE = 10


def read_records(path: Path, lines: Collection[int], wanted: Wanted) -> dict[int, dict[str, str]]:
	"""The cleaned cells of the records that begin on `lines`, "" for known columns that are not there."""
	with path.open("rb") as source:
		header = source.readline().decode("utf-8-sig", "replace")
		delimiter, columns = csv_lines.read_header(header, wanted.in_file(wanted.known), ())
		names = wanted.named(columns)
		return {
			line: _cells(_record(source, place), delimiter, names, wanted.known)
			for line, place in list(_places(source, sorted(set(lines))))
		}


def _places(source: IO[bytes], lines: list[int]) -> Iterator[tuple[int, int]]:
	"""Each line with the place where it begins; the source stands at the beginning of line 2."""
	place, passed, ahead = source.tell(), 0, 0
	if lines[:1] == [2]:
		yield 2, place
		ahead = 1
	while ahead < len(lines) and (data := source.read(CHUNK)):
		ends = np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == _NEWLINE)
		while ahead < len(lines) and lines[ahead] - 2 <= passed + len(ends):
			yield lines[ahead], place + int(ends[lines[ahead] - 3 - passed]) + 1
			ahead += 1
		place, passed = place + len(data), passed + len(ends)


def _record(source: IO[bytes], place: int) -> str:
	"""The record that begins there; one that never ends is cut."""
	source.seek(place)
	text = source.readline()
	for _ in range(MOST_LINES if text.count(b'"') % 2 else 0):
		more = source.readline()
		text += more
		if not more or text.count(b'"') % 2 == 0:
			break
	return text.decode("utf-8", "replace")


def _cells(text: str, delimiter: str, names: list[str], known: Collection[str]) -> dict[str, str]:
	row = next(csv.reader(text.splitlines(keepends=True), delimiter=delimiter), [])
	raw = dict(zip(names, row, strict=False))
	cells = {column: tidy(raw.get(column, "")) for column in known}
	return {column: text if column in csv_lines.NO_TEXT else harmless(text) for column, text in cells.items()}
