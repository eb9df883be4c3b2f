"""Requests and journals that a spreadsheet saved are read as those that it opened."""

import csv
import io
import json
from datetime import datetime, timedelta

import openpyxl
import pytest
from rehearsal_kit import call

REQUESTS = [
	"number,moment,channel,applicant,phone,street,building,classifier,description".split(","),
	["A", "09.11.2026 10:00", "Phone", "Їжак", "0671234567", "вул. Надії", "8", "WTR-01", "Немає води"],
	["B", "09.11.2026 11:00", "Phone", "", "", "вул. Мрійна", "8", "WTR-01", "Тече;\nзранку"],
	["C", "10.11.2026 11:00", "Web", "", "", "вул. Надії", "10", "WTR-02", "«Немає»"],
]
JOURNAL = [
	"request,moment,kind,executor,lead,due".split(","),
	["A", "09.11.2026 10:00", "Registered", "", "", ""],
	["A", "09.11.2026 10:00", "Sent", "КП «Кривбасводоканал»", "1", ""],
	["A", "09.11.2026 10:10", "Accepted", "КП «Кривбасводоканал»", "", ""],
	["A", "09.11.2026 11:10", "Closed", "", "", ""],
	["C", "10.11.2026 11:00", "Registered", "", "", ""],
	["C", "10.11.2026 11:00", "Sent", "КП «Кривбасводоканал»", "ІСТИНА", ""],
	["Z", "10.11.2026 11:00", "Closed", "", "", ""],
]


def as_text(rows, delimiter=";"):
	out = io.StringIO()
	csv.writer(out, delimiter=delimiter).writerows(rows)
	return out.getvalue()


def workbook(rows):
	book, out = openpyxl.Workbook(), io.BytesIO()
	for row in rows:
		book.active.append([_cell(text) for text in row])
	book.save(out)
	return out.getvalue()


def _cell(text):
	"""As Excel keeps it: moments and numbers are no texts there."""
	if text.isdigit():
		return int(text)
	try:
		return datetime.strptime(text, "%d.%m.%Y %H:%M") - timedelta(microseconds=3)
	except ValueError:
		return text or None


WAYS = {
	"cp1251": lambda rows: as_text(rows).encode("cp1251"),
	"sep=;": lambda rows: b"sep=;\r\n" + as_text(rows).encode("cp1251"),
	"Unicode text": lambda rows: as_text(rows, "\t").encode("utf-16"),
	"a workbook": workbook,
}


def figures(folder, way):
	folder.mkdir()
	(folder / "requests").write_bytes(way(REQUESTS))
	(folder / "journal").write_bytes(way(JOURNAL))
	args = ["rehearse", str(folder / "requests"), "--journal", str(folder / "journal"), "--json"]
	done = call(*args, "--refused", folder / "refused.csv")
	assert done.exit_code == 0, done.output
	found = json.loads(done.stdout)
	assert found["requests_file"] == str(folder / "requests")
	with (folder / "refused.csv").open(encoding="utf-8-sig", newline="") as source:
		refused = [[row["line"], row["reason"]] for row in csv.DictReader(source, delimiter=";")]
	return {**found, "requests_file": "", "journal_file": "", "refused_lines": refused}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_figures_are_the_same_however_the_files_were_saved(way, tmp_path):
	ours = figures(tmp_path / "ours", lambda rows: as_text(rows, ",").encode())
	assert ours["totals"]["requests"] == 2 and len(ours["refused_lines"]) == 2
	assert figures(tmp_path / "excel", way) == ours


BROKEN = [["номер\nзаявки", *REQUESTS[0][1:-1], "короткий\nзміст"], *REQUESTS[1:]]


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_titles_of_columns_may_be_broken_within_their_cells(way, tmp_path):
	(tmp_path / "own.toml").write_text(
		'[requests.names]\nnumber = "номер заявки"\ndescription = "короткий зміст"\n', encoding="utf-8"
	)
	(tmp_path / "requests").write_bytes(way(BROKEN))
	args = ["rehearse", str(tmp_path / "requests"), "--mapping", str(tmp_path / "own.toml"), "--json"]
	found = json.loads(call(*args).stdout)
	assert (found["lines"], found["refused"]["by"]) == (3, {"Unknown Street": 1})
