"""What is odd about evidence: measures and thresholds in, findings out (R6.3.3, R7.6).

A finding is shown to the operator with its reason and decides nothing: honest photos are dark, and good ones are faked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from contact_center.regulation.plausible import Position, distance_km

LONGEST_LIST = 10
"""Pages that a finding names."""


class Finding(str, Enum):
	"""What is found, in the order in which it is shown."""

	SAME_FILE = "Same File"
	SEEN_FILE = "Seen File"
	SEEN_PICTURE = "Seen Picture"
	TAKEN_BEFORE = "Taken Before"
	TAKEN_LATER = "Taken Later"
	TAKEN_ELSEWHERE = "Taken Elsewhere"
	NOT_READABLE = "Not Readable"
	SMALL = "Small"
	DARK = "Dark"
	BRIGHT = "Bright"
	EVEN = "Even"
	BLURRED = "Blurred"
	NO_PAGES = "No Pages"
	BLANK_PAGES = "Blank Pages"
	COARSE_SCAN = "Coarse Scan"
	REPEATED_TEXT = "Repeated Text"

	def __str__(self) -> str:
		return self.value


@dataclass(frozen=True)
class Found:
	"""A finding with the values that its sentence needs."""

	kind: Finding
	values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Thresholds:
	"""From where on something is odd; 0 switches the check off."""

	least_side: int = 400
	"""Pixels of the shorter side of a photo."""
	least_act_side: int = 1000
	"""Pixels of the shorter side of a photographed act, which has to be read."""
	least_dpi: int = 120
	"""Dots an inch of a scanned page."""
	darkest: int = 45
	"""Grey value, 0 to 255, that a twentieth of the picture has to reach."""
	brightest: int = 210
	"""Grey value below which a twentieth of the picture has to be."""
	least_contrast: int = 25
	"""Grey values between the darkest and the lightest twentieth."""
	least_sharpness: int = 5
	"""How much neighbours differ along the sharpest edges (reading.picture_measures)."""
	far_metres: int = 500
	early_minutes: int = 60
	shared_details: int = 4
	repeated_texts: int = 5


@dataclass(frozen=True)
class PictureMeasures:
	"""What a photo shows of itself: sizes in pixels, grey values from 0 to 255."""

	width: int
	height: int
	dark: float
	light: float
	sharpness: float
	taken: datetime | None = None
	"""As the camera wrote it: naive, or aware where it noted its zone."""
	position: Position | None = None


@dataclass(frozen=True)
class Page:
	"""A page of a document: whether nothing is on it, and how finely it was scanned; no dpi for what is no scan."""

	is_blank: bool
	dpi: int = 0


@dataclass(frozen=True)
class ScanMeasures:
	"""What a PDF shows of itself: how many pages, and those that were looked at."""

	pages: int
	looked_at: tuple[Page, ...] = ()


@dataclass(frozen=True)
class Expected:
	"""What a file is compared with: what it is to prove, when the request was registered, when it was handed in, where."""

	kinds: frozenset[str] = frozenset()
	registered: datetime | None = None
	handed_in: datetime | None = None
	position: Position | None = None


def of_picture(measures: PictureMeasures, expected: Expected, than: Thresholds) -> list[Found]:
	"""Return what is odd about a photo. `measures.taken` has to be aware by now."""
	return [
		*_when(measures.taken, expected, than),
		*_where(measures.position, expected, than),
		*_whether_readable(measures, expected, than),
	]


def _when(taken: datetime | None, expected: Expected, than: Thresholds) -> Iterator[Found]:
	if not taken or not than.early_minutes:
		return
	some = timedelta(minutes=than.early_minutes)
	if expected.registered and taken < expected.registered - some:
		yield Found(Finding.TAKEN_BEFORE, (taken.isoformat(), expected.registered.isoformat()))
	if expected.handed_in and taken > expected.handed_in + some:
		yield Found(Finding.TAKEN_LATER, (taken.isoformat(),))


def _where(taken_at: Position | None, expected: Expected, than: Thresholds) -> Iterator[Found]:
	"""Say nothing where either place is unknown: a street alone has none."""
	if not taken_at or not expected.position or not than.far_metres:
		return
	metres = round(distance_km(taken_at, expected.position) * 1000)
	if metres > than.far_metres:
		yield Found(Finding.TAKEN_ELSEWHERE, (str(metres),))


def _whether_readable(measures: PictureMeasures, expected: Expected, than: Thresholds) -> Iterator[Found]:
	is_paper = "Photo" not in expected.kinds and "Act" in expected.kinds
	least = than.least_act_side if is_paper else than.least_side
	if min(measures.width, measures.height) < least:
		yield Found(Finding.SMALL, (str(measures.width), str(measures.height), str(least)))
	if measures.light < than.darkest:
		yield Found(Finding.DARK)
	elif than.brightest and measures.dark > than.brightest:
		yield Found(Finding.BRIGHT)
	elif measures.light - measures.dark < than.least_contrast:
		yield Found(Finding.EVEN)
	elif measures.sharpness < than.least_sharpness:
		yield Found(Finding.BLURRED)


def of_scan(measures: ScanMeasures, than: Thresholds) -> list[Found]:
	"""Return what is odd about a PDF."""
	if not measures.pages:
		return [Found(Finding.NO_PAGES)]
	found = []
	blank = [number for number, page in enumerate(measures.looked_at, 1) if page.is_blank]
	if blank:
		found.append(Found(Finding.BLANK_PAGES, (str(measures.pages), *_listed(blank))))
	coarse = [
		(page.dpi, number)
		for number, page in enumerate(measures.looked_at, 1)
		if 0 < page.dpi < than.least_dpi
	]
	if coarse:
		found.append(
			Found(Finding.COARSE_SCAN, (str(min(coarse)[0]), *_listed(number for _dpi, number in coarse)))
		)
	return found


def _listed(pages: Iterable[int]) -> tuple[str, ...]:
	return tuple(str(page) for page in pages)[:LONGEST_LIST]


@dataclass(frozen=True)
class HandedIn:
	"""A file of a result: its name, its content's digest, and as which kinds of evidence it was handed in."""

	name: str
	digest: str
	kinds: frozenset[str] = field(default_factory=frozenset)


def same_files(files: Sequence[HandedIn]) -> dict[str, Found]:
	"""Return, by file, those that are handed in as an act and as a photo, under one name or two."""
	kinds: dict[str, set[str]] = {}
	for each in files:
		kinds.setdefault(each.digest, set()).update(each.kinds)
	return {
		each.name: Found(Finding.SAME_FILE, tuple(sorted(kinds[each.digest])))
		for each in files
		if len(kinds[each.digest]) > 1
	}


@dataclass(frozen=True)
class Earlier:
	"""A file that was handed in before: where, and when (naive site time, as a list shows it)."""

	file: str
	doctype: str
	name: str
	request: str
	when: str
	is_same_file: bool = False


def seen(earlier: Sequence[Earlier], most: int = 3) -> list[Found]:
	"""Return where a file or its picture was handed in before, the first ones first."""
	ordered = sorted(earlier, key=lambda each: (not each.is_same_file, each.when, each.file))
	return [
		Found(
			Finding.SEEN_FILE if each.is_same_file else Finding.SEEN_PICTURE,
			(each.doctype, each.name, each.request, each.when),
		)
		for each in ordered[:most]
	]


def repeated_text(times: int, than: Thresholds) -> list[Found]:
	"""Return that a result's text was used word for word so many times before, once that is often."""
	often = than.repeated_texts
	return [Found(Finding.REPEATED_TEXT, (str(times),))] if often and times >= often else []
