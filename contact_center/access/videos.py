"""MP4 and MOV without place, device and moment: what only tells is blanked where it lies, the film stays (D1).

A phone writes them into boxes of user data and metadata, a camera into tracks of their own beside picture and sound.
Nothing is moved, since the film's tables count its bytes from the beginning of the file.
"""

import struct
from collections.abc import Iterator
from itertools import chain, islice, repeat
from typing import NamedTuple

# What players need, by the box that holds it; of any other box nothing is left.
KEPT: dict[bytes, frozenset[bytes]] = {
	b"": frozenset((b"ftyp", b"moov", b"mdat", b"moof", b"sidx", b"styp", b"mfra", b"pdin", b"prft")),
	b"moov": frozenset((b"mvhd", b"trak", b"mvex", b"iods")),
	b"trak": frozenset((b"tkhd", b"edts", b"mdia", b"tref", b"tapt")),
	b"mdia": frozenset((b"mdhd", b"hdlr", b"minf", b"elng")),
}
DATED = (b"mvhd", b"tkhd", b"mdhd")
SEEN_OR_HEARD = (b"vide", b"soun")
# A film has a handful. Each may name the whole film as its own bytes, and blanking them all would take hours.
MOST_TRACKS = 64


class Box(NamedTuple):
	"""A part of the file: where its head begins, where what is in it begins and ends."""

	name: bytes
	start: int
	body: int
	end: int


def without_traces(content: bytes) -> bytes:
	"""The film, as long as it came. ValueError where it is none."""
	film = bytearray(content)
	if film.count(b"trak") > MOST_TRACKS:
		raise ValueError("a film of too many tracks")
	if not any(box.name in (b"moov", b"moof") for box in _boxes(film, 0, len(film))):
		raise ValueError("no film")
	_clean(film, b"", 0, len(film))
	return bytes(film)


def _boxes(film: bytearray, start: int, end: int) -> Iterator[Box]:
	"""The boxes between two places; ValueError for one that reaches beyond."""
	while start + 8 <= end:
		length, name = struct.unpack_from(">I4s", film, start)
		body = start + 8
		if length == 1:
			length, body = struct.unpack_from(">Q", film, body)[0], body + 8
		stop = end if length == 0 else start + length
		if not body <= stop <= end:
			raise ValueError("a box of a film without an end")
		yield Box(bytes(name), start, body, stop)
		start = stop
	if start < end:
		film[start:end] = bytes(end - start)


def _clean(film: bytearray, parent: bytes, start: int, end: int) -> None:
	for box in _boxes(film, start, end):
		if box.name not in KEPT[parent] or (box.name == b"trak" and not _is_seen_or_heard(film, box)):
			_blank(film, box)
		elif box.name in KEPT:
			_clean(film, box.name, box.body, box.end)
		elif box.name in DATED:
			wide = film[box.body] == 1
			film[box.body + 4 : box.body + (20 if wide else 12)] = bytes(16 if wide else 8)


def _blank(film: bytearray, box: Box) -> None:
	if box.name == b"trak":
		_blank_samples(film, box)
	film[box.start + 4 : box.start + 8] = b"free"
	film[box.body : box.end] = bytes(box.end - box.body)


def _blank_samples(film: bytearray, track: Box) -> None:
	"""Blank the track's own bytes. ValueError where they lie in one another: tables could blank the film without end."""
	left = len(film)
	for start, end in _samples(film, track):
		left -= end - start
		if left < 0:
			raise ValueError("samples of a film that lie in one another")
		film[start:end] = bytes(end - start)


def _is_seen_or_heard(film: bytearray, track: Box) -> bool:
	handler = _find(film, track, b"mdia", b"hdlr")
	return bool(handler) and film[handler.body + 8 : handler.body + 12] in SEEN_OR_HEARD


def _find(film: bytearray, box: Box | None, *names: bytes) -> Box | None:
	for name in names:
		box = (
			next((each for each in _boxes(film, box.body, box.end) if each.name == name), None)
			if box
			else None
		)
	return box


def _samples(film: bytearray, track: Box) -> Iterator[tuple[int, int]]:
	"""Where the track's own bytes lie among those of the others; nothing where its tables are not whole."""
	table = _find(film, track, b"mdia", b"minf", b"stbl")
	offsets = _find(film, table, b"stco"), _find(film, table, b"co64")
	sizes, chunks = _find(film, table, b"stsz"), _find(film, table, b"stsc")
	if not (sizes and chunks and any(offsets)):
		return
	places = _numbers(film, offsets[0], "I") if offsets[0] else _numbers(film, offsets[1], "Q")
	lengths = _lengths(film, sizes)
	for place, count in zip(places, _counts(film, chunks), strict=False):
		length = sum(islice(lengths, count))
		yield place, min(place + length, len(film))


def _numbers(film: bytearray, box: Box, kind: str) -> list[int]:
	size = struct.calcsize(kind)
	count = min(struct.unpack_from(">I", film, box.body + 4)[0], (box.end - box.body - 8) // size)
	return [number for (number,) in struct.iter_unpack(f">{kind}", film[box.body + 8 :][: count * size])]


def _lengths(film: bytearray, box: Box) -> Iterator[int]:
	same, count = struct.unpack_from(">II", film, box.body + 4)
	if same:
		return repeat(same, min(count, len(film)))
	table = film[box.body + 12 : box.end]
	return iter([number for (number,) in struct.iter_unpack(">I", table[: len(table) // 4 * 4])])


def _counts(film: bytearray, box: Box) -> Iterator[int]:
	"""How many samples each chunk holds: rows of (first chunk, samples), the last one's for all that follow."""
	table = film[box.body + 8 : box.end]
	rows = [row[:2] for row in struct.iter_unpack(">III", table[: len(table) // 12 * 12])]
	ends = [first for first, _count in rows[1:]]
	spans = (repeat(count, max(0, end - first)) for (first, count), end in zip(rows, ends, strict=False))
	return chain(chain.from_iterable(spans), repeat(rows[-1][1] if rows else 0))
