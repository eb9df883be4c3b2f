"""Every file that was handed in, and the details of every picture: where one was seen before, among a million of them.

Two tables beside the doctypes, since a row for each of 48 details has no room for a document's columns: a file with its
digest and its details, and (code, picture), by whose key equal codes are found. Shared codes are counted in the database;
whether they lie in the same way in both pictures is asked of the few that share most.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import frappe
from frappe.model.document import Document

from contact_center.reading import picture_codes
from contact_center.reading.picture_codes import Detail, indexed

PICTURES, CODES = "contact_center_picture", "contact_center_picture_code"
TABLES = (PICTURES, CODES)
CANDIDATES = 20
"""So many pictures that share most codes are compared whole."""
MADE = (
	f"""create table if not exists `{PICTURES}` (
		picture int unsigned not null auto_increment primary key,
		file varchar(140) not null, digest varchar(32) not null, details blob,
		unique key (file), key (digest))""",
	f"""create table if not exists `{CODES}` (
		code int unsigned not null, picture int unsigned not null, primary key (code, picture))""",
)


@dataclass(frozen=True)
class Picture:
	"""A file as it is kept and looked up: the details of what is no picture are none."""

	file: str
	digest: str
	kept: bytes = b""
	looked_up: tuple[tuple[Detail, ...], ...] = ()


@dataclass(frozen=True)
class Match:
	"""A file that was kept before: the very same, or one whose picture shares so many details."""

	file: str
	is_same_file: bool
	shared: int = 0


def make() -> None:
	"""Create the tables where they are missing."""
	for statement in MADE:
		frappe.db.sql_ddl(statement)


def keep(pictures: Sequence[Picture]) -> None:
	"""Keep the files that are not kept yet, in three statements.

	Details are written out in hex: Frappe 16 takes the whole statement for text and fails on bytes.
	"""
	if not pictures:
		return
	rows = [(each.file, each.digest, each.kept.hex()) for each in pictures]
	frappe.db.sql(
		f"insert ignore into `{PICTURES}` (file, digest, details) values {_places(rows, last='unhex(%s)')}",
		[value for row in rows for value in row],
	)
	numbers = _numbers([each.file for each in pictures])
	codes = {
		(indexed(detail.code), numbers[each.file])
		for each in pictures
		for detail in picture_codes.unpacked(each.kept)
	}
	if codes:
		frappe.db.sql(
			f"insert ignore into `{CODES}` (code, picture) values {_places(codes)}",
			[value for row in sorted(codes) for value in row],
		)


def _numbers(files: Sequence[str]) -> dict[str, int]:
	"""Return the numbers as they are now: another job may have kept a file since this transaction began."""
	found = frappe.db.sql(
		f"select file, picture from `{PICTURES}` where file in %s lock in share mode", (tuple(files),)
	)
	return dict(found)


def digests_of(files: Sequence[str]) -> dict[str, str]:
	"""Return the digests of those of the files that are kept."""
	if not files:
		return {}
	return dict(frappe.db.sql(f"select file, digest from `{PICTURES}` where file in %s", (tuple(files),)))


def forget(file: Document, event: str | None = None) -> None:
	"""doc_event of File (on_trash): what is gone would hide what is there. Its codes lead to its rows, by their key."""
	kept = frappe.db.sql(f"select picture, details from `{PICTURES}` where file = %s", file.name)
	for number, details in kept:
		codes = {indexed(each.code) for each in picture_codes.unpacked(details or b"")}
		if codes:
			frappe.db.sql(
				f"delete from `{CODES}` where code in %s and picture = %s", (tuple(sorted(codes)), number)
			)
		frappe.db.sql(f"delete from `{PICTURES}` where picture = %s", number)


def _places(rows: Iterable[Sequence], last: str = "%s") -> str:
	return ", ".join("(" + ", ".join([*["%s"] * (len(row) - 1), last]) + ")" for row in rows)


def look_up(pictures: Sequence[Picture], least: int) -> dict[str, list[Match]]:
	"""Return, by file, the kept files that are the same or share at least `least` details; itself is none of them.

	`least` 0: only the same files. Three statements, however many pictures are asked about.
	"""
	found: dict[str, list[Match]] = {each.file: [] for each in pictures}
	for each, other in _same_files(pictures):
		found[each].append(Match(other, is_same_file=True))
	for each, match in _alike(pictures, least) if least else ():
		if match.file not in {one.file for one in found[each]}:
			found[each].append(match)
	return found


def _same_files(pictures: Sequence[Picture]) -> list[tuple[str, str]]:
	digests = tuple({each.digest for each in pictures})
	if not digests:
		return []
	rows = frappe.db.sql(
		f"select digest, file from `{PICTURES}` where digest in %s order by picture", (digests,)
	)
	return [
		(each.file, file)
		for each in pictures
		for digest, file in rows
		if digest == each.digest and file != each.file
	]


def _alike(pictures: Sequence[Picture], least: int) -> list[tuple[str, Match]]:
	candidates = _candidates(pictures, least)
	kept = _details({number for numbers in candidates.values() for number in numbers})
	by_file = {each.file: each for each in pictures}
	found = []
	for file, numbers in candidates.items():
		for other, details in (kept[number] for number in numbers if number in kept):
			shared = max(picture_codes.shared(details, some) for some in by_file[file].looked_up)
			if other != file and shared >= least:
				found.append((file, Match(other, is_same_file=False, shared=shared)))
	return found


def _candidates(pictures: Sequence[Picture], least: int) -> Mapping[str, list[int]]:
	"""Return, by file, the pictures that share most codes with it, at least `least`."""
	asked = {each.file: _codes(each) for each in pictures}
	asked = {file: codes for file, codes in asked.items() if codes}
	if not asked:
		return {}
	one = f"""(select %s as file, picture from `{CODES}` where code in %s
		group by picture having count(*) >= %s order by count(*) desc, picture limit {CANDIDATES})"""
	values = [value for file, codes in asked.items() for value in (file, codes, least)]
	found: dict[str, list[int]] = {}
	for file, number in frappe.db.sql(" union all ".join([one] * len(asked)), values):
		found.setdefault(file, []).append(number)
	return found


def _codes(picture: Picture) -> tuple[int, ...]:
	"""Return what is asked of the index; mirror images are kept alike, so those of the picture as it is are enough."""
	ahead = picture.looked_up[0] if picture.looked_up else ()
	return tuple({indexed(code) for each in ahead for code in (each.code, *each.others)})


def _details(numbers: set[int]) -> dict[int, tuple[str, tuple[Detail, ...]]]:
	if not numbers:
		return {}
	rows = frappe.db.sql(
		f"select picture, file, details from `{PICTURES}` where picture in %s", (tuple(sorted(numbers)),)
	)
	return {number: (file, picture_codes.unpacked(details)) for number, file, details in rows}
