"""A policy that Excel in Ukraine opened and saved is the same policy."""

import csv
import io

import openpyxl
import pytest

from contact_center.reading.csv_rows import PolicyError, read_rows
from contact_center.reading.policy_files import DEFAULT_POLICY, load_policy
from contact_center.regulation.problems import ProblemKind as Kind

DISTRICTS = [["code", "title"], ["01", "Центр"], ["002", "Північ"]]
EXECUTORS = [
	"code,title,short_title,kind,parent,is_group,head,email,phone,active,responsible_email,responsible_name".split(
		","
	),
	["100", "Комунальні", "", "Department", "", "1", "", "", "", "1", "", ""],
	["0100000", "КП «Вода»", "", "Utility", "100", "0", "", "", "", "1", "", ""],
]
CLASSIFIER = [
	"code,parent,title,is_group,request_type,public,active,operator_may_choose,required_fields,evidence,hint,keywords".split(
		","
	),
	["0", "", "Усе", "1", "", "1", "1", "0", "", "", "", ""],
	[
		"007",
		"0",
		"Немає води",
		"0",
		"ordinary",
		"1",
		"1",
		"0",
		"street;building",
		"",
		"Перший рядок\nдругий",
		"вода",
	],
]
ROUTES = [["classifier", "district", "executor", "lead"], ["007", "01", "0100000", "1"]]
CALENDAR = [
	["kind", "key", "from_time", "to_time", "reason"],
	["weekday", "0", "08:00", "24:00", ""],
	["exception", "2026-02-01", "", "", "Вихідний"],
]
FILES = {
	"districts.csv": DISTRICTS,
	"executors.csv": EXECUTORS,
	"classifier.csv": CLASSIFIER,
	"routes.csv": ROUTES,
	"calendar.csv": CALENDAR,
}


def as_text(rows, delimiter=";"):
	out = io.StringIO()
	csv.writer(out, delimiter=delimiter).writerows(rows)
	return out.getvalue()


WAYS = {
	"semicolons and a mark": lambda rows: as_text(rows).encode("utf-8-sig"),
	"cp1251": lambda rows: as_text(rows).encode("cp1251"),
	"sep=;": lambda rows: b"sep=;\r\n" + as_text(rows).encode("cp1251"),
	"sep with a mark": lambda rows: ("sep=;\r\n" + as_text(rows)).encode("utf-8-sig"),
	"Unicode text": lambda rows: as_text(rows, "\t").encode("utf-16"),
	"Unicode text without a mark": lambda rows: as_text(rows, "\t").encode("utf-16-le"),
	"columns and rows behind the last": lambda rows: as_text(
		[[*row, "", ""] for row in [*rows, [""] * len(rows[0])]]
	).encode(),
}


def written(folder, files, way):
	folder.mkdir()
	for name, rows in files.items():
		(folder / name).write_bytes(way(rows))
	return load_policy(DEFAULT_POLICY, folder)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_r4_a_policy_is_the_same_however_excel_saves_it(way, tmp_path):
	ours = written(tmp_path / "ours", FILES, lambda rows: as_text(rows, ",").encode())
	assert written(tmp_path / "excel", FILES, way) == ours


def test_r4_excel_may_write_dates_numbers_and_flags_anew(tmp_path):
	"""Codes lose their zeros or become 1E+05, in the rows that name them; days and times get other forms."""
	ours = written(tmp_path / "ours", FILES, lambda rows: as_text(rows, ",").encode())
	said = {"1": "ІСТИНА", "0": "ХИБА"}
	flags = [[*row[:3], said.get(row[3], row[3]), *row[4:]] for row in CLASSIFIER]
	changed = {
		"classifier.csv": flags,
		"routes.csv": [ROUTES[0], ["7", "1", "1E+05", "TRUE"]],
		"calendar.csv": [
			CALENDAR[0],
			["weekday", "0", "8:00:00", "24:00:00", ""],
			["exception", "01.02.2026", "", "", "Вихідний"],
		],
	}
	assert written(tmp_path / "excel", {**FILES, **changed}, WAYS["cp1251"]) == ours


def test_a_number_that_two_codes_are_is_neither(tmp_path):
	districts = [["code", "title"], ["01", "Центр"], ["001", "Північ"]]
	with pytest.raises(PolicyError) as caught:
		written(
			tmp_path / "excel",
			{**FILES, "districts.csv": districts, "routes.csv": [ROUTES[0], ["007", "1", "0100000", "1"]]},
			WAYS["cp1251"],
		)
	assert (caught.value.file.name, caught.value.column) == ("routes.csv", "district")


@pytest.mark.parametrize("encoding", ["koi8-u", "cp1125"])
def test_another_encoding_is_not_taken_for_the_one_of_windows(encoding, tmp_path):
	with pytest.raises(PolicyError) as caught:
		written(tmp_path / "excel", FILES, lambda rows: as_text(rows).encode(encoding, "replace"))
	assert caught.value.kind is Kind.NOT_UTF8


@pytest.mark.parametrize(("cell", "number"), [("5", 5), ("5,0", 5), ("1 000", 1000), ("1,2E+03", 1200)])
def test_a_number_is_what_it_says(cell, number, tmp_path):
	path = tmp_path / "numbers.csv"
	path.write_text(f"a;b\n{cell};x\n", encoding="utf-8")
	assert [row.number("a") for row in read_rows(path, ("a", "b"))] == [number]


def test_a_workbook_is_read_by_its_first_sheet(tmp_path):
	book = openpyxl.Workbook()
	for row in ROUTES:
		book.active.append(row)
	book.save(tmp_path / "routes.csv")
	rows = list(read_rows(tmp_path / "routes.csv", ("classifier", "district", "executor", "lead")))
	assert [row.cells for row in rows] == [dict(zip(*ROUTES, strict=True))]


def test_what_only_begins_like_a_workbook_is_refused(tmp_path):
	(tmp_path / "routes.csv").write_bytes(b"PK\x03\x04 not really")
	with pytest.raises(PolicyError) as caught:
		list(read_rows(tmp_path / "routes.csv", ("classifier",)))
	assert caught.value.kind is Kind.NO_WORKBOOK
