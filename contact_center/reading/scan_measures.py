"""Measure a PDF: its pages, whether something is on them, and how finely they were scanned.

Only the first pages are looked at. Whoever calls holds time and memory in bounds (reading.measuring_process): the library
follows whatever a file says of itself.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from PIL import Image
from pypdf import PageObject, PdfReader

from contact_center.reading.picture_measures import LOOKED_AT, MAX_PIXELS, measured
from contact_center.regulation.evidence_checks import Page, ScanMeasures

MOST_PAGES = 20
MOST_IMAGES = 20
INCH = 72
BLANK_CONTRAST, BLANK_SHARPNESS = 12.0, 10.0
"""Grey values within which an empty sheet differs, with the grain and the folds of a scanner."""
MOST_INSTRUCTIONS = 2_000_000
"""Bytes of a page's own instructions that are read."""
SHOWS = (
	b"Tj",
	b"TJ",
	b"sh",
	b"BI",
	b" f",
	b" S",
	b" s",
	b" B",
	b" b",
	b"\nf",
	b"\nS",
	b"\nB",
	b"\nb",
	b"\ns",
	b"'",
)
"""What writes or draws something: text, shades, small pictures, filled and stroked paths."""


def measure(content: bytes) -> ScanMeasures:
	"""Return the measures of a PDF. What pypdf raises where it cannot be read, or opens with a password only."""
	reader = PdfReader(io.BytesIO(content))
	if reader.is_encrypted and not reader.decrypt(""):
		raise ValueError("under a password")
	number = len(reader.pages)
	return ScanMeasures(number, tuple(_page(reader.pages[index]) for index in range(min(number, MOST_PAGES))))


def _page(page: PageObject) -> Page:
	images = list(_images(page))
	if not images:
		return Page(is_blank=not _says_something(page))
	blank = all(_is_blank(each) for each in images) and not _has_text(page)
	largest = max(images, key=lambda each: int(each.get("/Width", 0)) * int(each.get("/Height", 0)))
	return Page(blank, _dpi(page, largest))


def _images(page: PageObject) -> Iterator[Any]:
	resources = page.get("/Resources")
	objects = resources.get_object().get("/XObject") if resources is not None else None
	for each in list(objects.get_object().values() if objects is not None else ())[:MOST_IMAGES]:
		each = each.get_object()
		if each.get("/Subtype") == "/Image":
			yield each


def _dpi(page: PageObject, image: Any) -> int:
	"""Return how finely a picture that fills the page was scanned; 0 for one that is no scan: a crest, a stamp."""
	unit = float(page.get("/UserUnit", 1))
	sides = sorted(float(side) * unit / INCH for side in (page.mediabox.width, page.mediabox.height))
	pixels = sorted(int(image.get(name, 0)) for name in ("/Width", "/Height"))
	if min(sides) <= 0 or min(pixels) <= 0 or _has_text(page):
		return 0
	return round(min(pixels[0] / sides[0], pixels[1] / sides[1]))


def _instructions(page: PageObject) -> bytes:
	contents = page.get_contents()
	return contents.get_data()[:MOST_INSTRUCTIONS] if contents is not None else b""


def _has_text(page: PageObject) -> bool:
	told = _instructions(page)
	return b"Tj" in told or b"TJ" in told


def _says_something(page: PageObject) -> bool:
	"""Whether something is written or drawn; what a form of its own (an XObject) draws is believed to be something."""
	told = b" " + _instructions(page)
	return b" Do" in told or any(sign in told for sign in SHOWS)


def _is_blank(image: Any) -> bool:
	"""Whether the picture shows an empty sheet; one that cannot be unpacked is believed to show something."""
	try:
		if int(image["/Width"]) * int(image["/Height"]) > MAX_PIXELS:
			return False
		picture = (
			image.decode_as_image()
			if hasattr(image, "decode_as_image")
			else Image.open(io.BytesIO(image._data))
		)
		gray = picture.convert("L")
	except Exception:  # of any kind, since what it holds may be anything
		return False
	gray.thumbnail((LOOKED_AT, LOOKED_AT), Image.Resampling.BOX)
	gray = gray.crop(
		(gray.width // 20, gray.height // 20, gray.width - gray.width // 20, gray.height - gray.height // 20)
	)
	dark, light, sharpness = measured(gray)
	return light - dark < BLANK_CONTRAST and sharpness < BLANK_SHARPNESS
