"""JPEG, PNG and WebP part by part: what shows the picture stays byte for byte, all else is left out (D1).

A list of what may stay, not of what must go: EXIF, XMP, comments, maker notes, second pictures, a film behind the end
of the picture and whatever comes into fashion next are gone without being known.
"""

import struct
import zlib
from collections.abc import Iterator

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_PARTS = frozenset(
	b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT bKGD pHYs acTL fcTL fdAT".split()
)
WEBP_PARTS = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
WEBP_TELLING_FLAGS = 0x0C  # of VP8X: EXIF and XMP follow
START, END, SCAN = 0xD8, 0xD9, 0xDA
BARE = frozenset((0x01, *range(0xD0, 0xD8)))
# Density, colours, Adobe's colour transform; of the others, tables and frames alone.
JPEG_APPS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
JPEG_TELLING = frozenset((*range(0xE0, 0xF0), 0xFE))


def stripped_jpeg(content: bytes) -> bytes:
	"""The JPEG of its tables, frames and scans up to its end. ValueError where it is none."""
	if content[:2] != b"\xff\xd8":
		raise ValueError("no JPEG")
	kept = [content[:2]]
	for marker, part in _jpeg_parts(content):
		opening = JPEG_APPS.get(marker)
		if marker not in JPEG_TELLING or (opening and part[4:].startswith(opening)):
			kept.append(part)
	return b"".join((*kept, b"\xff\xd9"))


def _jpeg_parts(content: bytes) -> Iterator[tuple[int, bytes]]:
	place = 2
	while place + 2 <= len(content):
		if content[place] != 0xFF:
			raise ValueError("no JPEG marker")
		marker = content[place + 1]
		if marker == END:
			return
		end = _jpeg_part_end(content, place, marker)
		yield marker, content[place:end]
		place = end


def _jpeg_part_end(content: bytes, place: int, marker: int) -> int:
	if marker == 0xFF:  # filling
		return place + 1
	if marker in BARE:
		return place + 2
	length = int.from_bytes(content[place + 2 : place + 4], "big")
	if length < 2:
		raise ValueError("a JPEG part without a length")
	end = place + 2 + length
	return _scan_end(content, end) if marker == SCAN else end


def _scan_end(content: bytes, place: int) -> int:
	"""Where the marker after the compressed picture stands; of a picture that breaks off, its last byte."""
	while (place := content.find(b"\xff", place)) >= 0 and place + 1 < len(content):
		if content[place + 1] and content[place + 1] not in BARE and content[place + 1] != 0xFF:
			return place
		place += 1 if content[place + 1] == 0xFF else 2
	return len(content)


def stripped_png(content: bytes) -> bytes:
	"""The PNG of PNG_PARTS. ValueError where it is none."""
	if not content.startswith(PNG_SIGNATURE):
		raise ValueError("no PNG")
	kept, place = [PNG_SIGNATURE], len(PNG_SIGNATURE)
	while place + 12 <= len(content):
		length, name = struct.unpack_from(">I4s", content, place)
		end = place + 12 + length
		if name in PNG_PARTS:
			kept.append(content[place:end])
		if name == b"IEND":
			break
		place = end
	if not kept[-1][4:].startswith(b"IEND"):
		kept.append(_png_end())
	return b"".join(kept)


def _png_end() -> bytes:
	return struct.pack(">I4sI", 0, b"IEND", zlib.crc32(b"IEND"))


def stripped_webp(content: bytes) -> bytes:
	"""The WebP of WEBP_PARTS. ValueError where it is none."""
	if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
		raise ValueError("no WebP")
	kept, place = [], 12
	while place + 8 <= len(content):
		name, length = struct.unpack_from("<4sI", content, place)
		part = content[place : place + 8 + length + length % 2]
		if name == b"VP8X" and length:
			part = part[:8] + bytes((part[8] & ~WEBP_TELLING_FLAGS,)) + part[9:]
		if name in WEBP_PARTS:
			kept.append(part)
		place += 8 + length + length % 2
	body = b"WEBP" + b"".join(kept)
	return b"RIFF" + struct.pack("<I", len(body)) + body
