"""The files of a result and of its request as the checks need them: measured, and compared with all before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any

import frappe

from contact_center.access.files import extension_of
from contact_center.execution import measuring, picture_index
from contact_center.execution.picture_index import Picture
from contact_center.reading import picture_codes
from contact_center.reading.measuring_process import PICTURE
from contact_center.reading.picture_codes import Detail
from contact_center.record import clock
from contact_center.regulation import evidence_checks as rules
from contact_center.regulation.evidence_checks import (
	Earlier,
	Expected,
	Finding,
	Found,
	HandedIn,
	Page,
	PictureMeasures,
	ScanMeasures,
	Thresholds,
)
from contact_center.regulation.plausible import Position

TASK, REQUEST = "Request Task", "Request"
PIECE = 1024 * 1024
"""Bytes that are read at once: no file is larger than what the settings let in."""
AT_ONCE = timedelta(minutes=1)
"""A result bears the moment at which its transaction began (record/clock)."""


@dataclass
class File:
	"""A file of the task or the request; `kinds` of evidence are none where it is none."""

	name: str
	file_name: str
	file_url: str
	is_private: int
	creation: datetime
	kinds: frozenset[str] = frozenset()
	digest: str = ""
	is_kept: bool = False
	measures: dict[str, Any] | None = None
	is_measured: bool = False
	kept: bytes = b""
	looked_up: tuple[tuple[Detail, ...], ...] = field(default_factory=tuple)

	@property
	def kind(self) -> str | None:
		return measuring.KINDS.get(extension_of(self.file_url))

	@property
	def is_paper(self) -> bool:
		"""Photographed acts of one form look alike: they are compared by their content alone."""
		return bool(self.kinds) and "Photo" not in self.kinds

	def path(self) -> Path:
		doc = frappe.new_doc("File")
		doc.update({"file_name": self.file_name, "file_url": self.file_url, "is_private": self.is_private})
		return Path(doc.get_full_path())

	def as_handed_in(self) -> HandedIn:
		return HandedIn(self.name, self.digest, self.kinds)

	def as_picture(self) -> Picture:
		if self.is_paper:
			return Picture(self.name, self.digest)
		return Picture(self.name, self.digest, self.kept, self.looked_up)


@dataclass(frozen=True)
class About:
	"""What the files of a task are compared with."""

	request: str
	result: str
	registered: datetime | None
	handed_in: datetime | None
	position: Position | None


def about(task: str, since: datetime | None) -> About:
	"""Return what a result of `since` is compared with."""
	fields = ["request", "result"]
	request, result = frappe.db.get_value(TASK, task, fields)
	row = frappe.db.get_value(REQUEST, request, ["registered_at", "latitude", "longitude"], as_dict=True)
	is_known = row.latitude or row.longitude
	position = Position(row.latitude or 0.0, row.longitude or 0.0) if is_known else None
	return About(request, result or "", clock.from_site(row.registered_at), since, position)


def files_of(task: str, request: str) -> list[File]:
	"""Return the files of the task and its request, the oldest first; what is evidence has its kinds."""
	kinds: dict[str, set[str]] = {}
	of_task = {"parent": task, "parenttype": TASK}
	for row in frappe.get_all("Request Evidence", of_task, ["file", "kind"], order_by="idx"):
		kinds.setdefault(row.file, set()).add(row.kind)
	rows = frappe.get_all(
		"File",
		{
			"attached_to_doctype": ("in", (TASK, REQUEST)),
			"attached_to_name": ("in", (task, request)),
			"is_folder": 0,
		},
		["name", "file_name", "file_url", "is_private", "creation", "attached_to_doctype"],
		order_by="creation, name",
	)
	files = [
		File(
			*(row.name, row.file_name, row.file_url, row.is_private, row.creation),
			frozenset(kinds.get(row.file_url, ())),
		)
		for row in rows
		if row.file_url in kinds or row.attached_to_doctype == REQUEST
	]
	kept = picture_index.digests_of([each.name for each in files])
	for each in files:
		each.is_kept = each.name in kept
		each.digest = kept.get(each.name) or digest_of(each)
	return files


def digest_of(file: File) -> str:
	"""Return a digest of the file's content, read piece by piece; of what is not there, a mark that no other file has.

	The framework's own (`content_hash`) is none here: what is handed in to us bears a random one (framework/file_rights).
	"""
	digest = blake2b(digest_size=16)
	try:
		with file.path().open("rb") as content:
			while piece := content.read(PIECE):
				digest.update(piece)
	except OSError:
		return file.name
	return digest.hexdigest()


def measure(files: Sequence[File], after: Callable[[], None]) -> None:
	"""Measure those of the files that can be, in a process of their own; `after` each, something else is done."""
	with measuring.Measuring() as process:
		for file in files:
			if file.kind:
				_take(file, process.measure(file.path(), file.kind))
				after()


def _take(file: File, told: dict[str, Any] | None) -> None:
	file.is_measured = True
	if not told:
		return
	file.measures = told["measures"]
	if "kept" in told:
		file.kept = bytes.fromhex(told["kept"])
		file.looked_up = tuple(
			tuple(Detail(*each[:5], others=tuple(each[5])) for each in some) for some in told["looked_up"]
		)


def findings(file: File, about: About, than: Thresholds) -> list[Found]:
	"""Return what is odd about a measured file by itself."""
	if not file.is_measured:
		return []
	if not file.measures:
		return [Found(Finding.NOT_READABLE)]
	if file.kind == PICTURE:
		expected = Expected(file.kinds, about.registered, about.handed_in, about.position)
		return rules.of_picture(_picture(file.measures), expected, than)
	pages = tuple(Page(**page) for page in file.measures["looked_at"])
	return rules.of_scan(ScanMeasures(file.measures["pages"], pages), than)


def _picture(told: dict[str, Any]) -> PictureMeasures:
	taken = datetime.fromisoformat(told["taken"]) if told["taken"] else None
	if taken and taken.tzinfo is None:
		taken = clock.from_site(taken)
	position = Position(**told["position"]) if told["position"] else None
	return replace(
		PictureMeasures(**{**told, "taken": None, "position": None}), taken=taken, position=position
	)


def seen(files: Sequence[File], since: datetime, than: Thresholds) -> dict[str, list[Found]]:
	"""Return, by file, where it or its picture was handed in before this result of `since` (site time).

	Evidence is kept as it is checked, so whatever is there was handed in before, whenever it was uploaded; an applicant's
	own file is kept with the request, and counts if it was there when the result was handed in.
	"""
	matches = picture_index.look_up([each.as_picture() for each in files], than.shared_details)
	places = _places({match.file for found in matches.values() for match in found})
	now = {each.name for each in files}
	until = since + AT_ONCE
	was_there = {name for name, (place, at) in places.items() if place.doctype == TASK or at < until} - now
	return {
		file.name: rules.seen(
			[
				replace(places[match.file][0], is_same_file=match.is_same_file)
				for match in matches[file.name]
				if match.file in was_there
			]
		)
		for file in files
	}


def _places(names: set[str]) -> dict[str, tuple[Earlier, datetime]]:
	"""Return where each file hangs, as far as it is still there."""
	if not names:
		return {}
	file, task = frappe.qb.DocType("File"), frappe.qb.DocType(TASK)
	rows = (
		frappe.qb.from_(file)
		.left_join(task)
		.on((file.attached_to_doctype == TASK) & (file.attached_to_name == task.name))
		.select(file.name, file.attached_to_doctype, file.attached_to_name, file.creation, task.request)
		.where(file.name.isin(list(names)) & file.attached_to_doctype.isin([TASK, REQUEST]))
		.run()
	)
	return {
		name: (Earlier(name, doctype, document, request or document, str(creation)), creation)
		for name, doctype, document, creation, request in rows
	}
