"""Measure how long it takes to find a picture among a million that were handed in before.

`bench --site SITE execute contact_center.demo.evidence_benchmark.run`. It fills tables of its own, beside those of the
site, with details of made-up pictures, some codes far more frequent than others, and drops them in the end.
"""

from statistics import median
from time import perf_counter

import frappe
import numpy

from contact_center.execution import picture_index
from contact_center.execution.picture_index import Picture
from contact_center.reading import picture_codes
from contact_center.reading.picture_codes import ACROSS, BITS, KEPT, LOOKED_UP, WEAK, Detail

SUFFIX = "_benchmark"
UNSORTED = "contact_center_unsorted_benchmark"


def run(pictures: int = 1_000_000, asked: int = 60) -> dict[str, float]:
	"""Print and return {median, p95, slowest} of a look-up in milliseconds, that of ten files at once in `ten`."""
	names = picture_index.PICTURES, picture_index.CODES
	picture_index.PICTURES, picture_index.CODES = (name + SUFFIX for name in names)
	try:
		began = perf_counter()
		_drop()
		_fill(int(pictures))
		print(f"{pictures} pictures with {KEPT} details each: filled in {perf_counter() - began:.0f} s")
		return _measure(int(pictures), int(asked))
	finally:
		_drop()
		picture_index.PICTURES, picture_index.CODES = names


def _drop() -> None:
	for table in (picture_index.PICTURES, picture_index.CODES, UNSORTED):
		frappe.db.sql_ddl(f"drop table if exists `{table}`")


def _fill(pictures: int) -> None:
	tables = (picture_index.PICTURES, picture_index.CODES)
	for statement, own, table in zip(picture_index.MADE, picture_index.TABLES, tables, strict=True):
		frappe.db.sql_ddl(statement.replace(f"`{own}`", f"`{table}`"))
	half = 1 << BITS // 2
	frappe.db.sql_ddl(f"create table `{UNSORTED}` (code int unsigned, picture int unsigned) engine=MyISAM")
	frappe.db.sql(
		f"""insert into `{UNSORTED}` select least(code, code ^ {ACROSS}), picture from (
			select floor(pow(rand(), 1.5) * {half}) * {half} + floor(pow(rand(), 1.5) * {half}) as code,
			ceil(seq / {KEPT}) as picture from seq_1_to_{pictures * KEPT}) as made"""
	)
	frappe.db.sql(
		f"insert ignore into `{tables[1]}` (code, picture) select code, picture from `{UNSORTED}` order by code, picture"
	)
	details = bytes(picture_codes.ROW.size * KEPT).hex()
	frappe.db.sql(
		f"""insert into `{tables[0]}` (picture, file, digest, details)
		select seq, concat('file-', seq), md5(seq), unhex('{details}') from seq_1_to_{pictures}"""
	)
	frappe.db.commit()


def _measure(pictures: int, asked: int) -> dict[str, float]:
	rng = numpy.random.default_rng(1)
	frappe.db.sql_ddl(f"alter table `{UNSORTED}` add index (picture)")
	hidden = {int(number): _hide(int(number), rng) for number in rng.integers(1, pictures, asked)}
	frappe.db.commit()
	times, found = [], 0
	for number, picture in hidden.items():
		began = perf_counter()
		matches = picture_index.look_up([picture], 4)
		times.append((perf_counter() - began) * 1000)
		found += any(each.file == f"file-{number}" for each in matches[picture.file])
	ten = list(hidden.values())[:10]
	began = perf_counter()
	picture_index.look_up(ten, 4)
	result = {
		"median": median(times),
		"p95": sorted(times)[int(0.95 * (len(times) - 1))],
		"slowest": max(times),
	}
	result["ten"] = (perf_counter() - began) * 1000
	words = ", ".join(f"{name} {result[name]:.1f} ms" for name in ("median", "p95", "slowest"))
	print(f"one picture: {words}, of {asked}")
	print(f"ten pictures at once: {result['ten']:.1f} ms; found again: {found} of {asked}")
	return result


def _hide(number: int, rng: numpy.random.Generator) -> Picture:
	"""Give a kept picture the places of its details; return one that shows a third of them, and many others."""
	codes = [row[0] for row in frappe.db.sql(f"select code from `{UNSORTED}` where picture = %s", number)]
	kept = [_detail(rng, code) for code in codes]
	frappe.db.sql(
		f"update `{picture_index.PICTURES}` set details = %s where picture = %s",
		(picture_codes.packed(kept), number),
	)
	others = [_detail(rng, int(code)) for code in _codes(rng, LOOKED_UP - KEPT // 3)]
	seen = (*kept[: KEPT // 3], *others)
	return Picture(f"asked-{number}", "none", b"", (seen, seen))


def _detail(rng: numpy.random.Generator, code: int) -> Detail:
	x, y, size, angle = rng.random(4) * (320, 320, 18, 6)
	others = tuple(code ^ int(rng.integers(1 << BITS)) for _each in range((1 << WEAK) - 1))
	return Detail(float(x), float(y), float(size) + 2, float(angle), code, others)


def _codes(rng: numpy.random.Generator, count: int) -> numpy.ndarray:
	"""Codes as frequent as those of the table."""
	half = 1 << BITS // 2
	high, low = ((rng.random(count) ** 1.5 * half).astype(int) for _half in range(2))
	return high * half + low
