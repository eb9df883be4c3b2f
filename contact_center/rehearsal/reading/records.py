"""Single records of a large file, found again by their line: for what needs their words."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO

import numpy as np

from contact_center.reading import csv_lines
from contact_center.reading.csv_lines import harmless, tidy
from contact_center.rehearsal.reading.tables import CHUNK, Wanted

MOST_LINES = 1_000
MOST_BYTES = csv_lines.MAX_RECORD * 4
_NEWLINE, _RETURN = 10, 13
_FIRST_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)?")


def read_records(path: Path, lines: Collection[int], wanted: Wanted) -> dict[int, dict[str, str]]:
	"""The cleaned cells of the records that begin on `lines`, "" for known columns that are not there."""
	return dict(each_record(path, lines, wanted))


def each_record(path: Path, lines: Collection[int], wanted: Wanted) -> Iterator[tuple[int, dict[str, str]]]:
	"""`read_records` one after the other, by line."""
	with path.open("rb") as source:
		header = _FIRST_LINE.match(source.readline(MOST_BYTES))[0]
		source.seek(len(header))
		known = wanted.in_file(wanted.known)
		delimiter, columns = csv_lines.read_header(header.decode("utf-8-sig", "replace"), known, ())
		names = wanted.named(columns)
		for line, place in list(_places(source, sorted(set(lines)))):
			yield line, _cells(_record(source, place), delimiter, names, wanted.known)


def _places(source: IO[bytes], lines: list[int]) -> Iterator[tuple[int, int]]:
	"""Each line with the place where it begins; the source stands at the beginning of line 2."""
	place, passed, ahead = source.tell(), 0, 0
	if lines[:1] == [2]:
		yield 2, place
		ahead = 1
	while ahead < len(lines) and (data := source.read(CHUNK)):
		while data[-1] == _RETURN and (more := source.read(1)):
			data += more
		ends = _line_ends(np.frombuffer(data, dtype=np.uint8))
		while ahead < len(lines) and lines[ahead] - 2 <= passed + len(ends):
			yield lines[ahead], place + int(ends[lines[ahead] - 3 - passed]) + 1
			ahead += 1
		place, passed = place + len(data), passed + len(ends)


def _line_ends(data: np.ndarray) -> np.ndarray:
	"""Where lines end: at a newline, or at a carriage return that has none behind it."""
	ends = data == _NEWLINE
	lone = data == _RETURN
	lone[:-1] &= ~ends[1:]
	return np.flatnonzero(ends | lone)


def _record(source: IO[bytes], place: int) -> str:
	"""The record that begins there; one that never ends is cut."""
	source.seek(place)
	text = source.readline(MOST_BYTES)
	for _ in range(MOST_LINES if text.count(b'"') % 2 else 0):
		more = source.readline(MOST_BYTES)
		text += more
		if not more or text.count(b'"') % 2 == 0:
			break
	return text.decode("utf-8", "replace")


def _cells(text: str, delimiter: str, names: list[str], known: Collection[str]) -> dict[str, str]:
	row = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
	raw = dict(zip(names, row, strict=False))
	cells = {column: tidy(raw.get(column, "")) for column in known}
	return {column: text if column in csv_lines.NO_TEXT else harmless(text) for column, text in cells.items()}
