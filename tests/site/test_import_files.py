"""Import of requests from files as people save them: whatever is wrong in one place, the rest goes through."""

import csv
import io
import subprocess
import sys
import tracemalloc
from pathlib import Path

import frappe
import kit
import pytest
from kit_import import COLUMNS, GOOD, MEGABYTE, imported, text

from contact_center.imports.importing import Outcome

pytest_plugins = ["kit_city", "kit_import"]


def test_lines_with_too_few_or_too_many_cells_are_refused_and_the_rest_goes_through(load):
	content = text({}, {"description": "остання"}).splitlines()
	content[1:1] = ["2026-03-02 10:00,Phone,Хтось", "a,b,c,d,e,f,g,h,i,j,k,l"]
	results = load("\r\n".join(content).encode())
	assert [result.outcome for result in results] == [Outcome.REFUSED] * 2 + [Outcome.REGISTERED] * 2
	assert "3 cells under 10 columns" in results[0].text


def test_a_quotation_mark_left_open_merges_no_two_requests(load):
	content = text({}, {"description": "друга"}, {"description": "третя"}).splitlines()
	content[2] = content[2].replace("друга", '"друга')
	results = load(("\n".join(content) + "\n").encode())
	assert [result.outcome for result in results] == [Outcome.REGISTERED, Outcome.REFUSED]
	assert not frappe.db.exists("Request", {"description": ["like", "%третя%"]})


HUGE = {
	"one word": "а" * 10 * MEGABYTE,
	"many lines": "слово, слово\n" * 50_000,
	"quotation marks": '""' * MEGABYTE,
}


@pytest.mark.parametrize("cell", HUGE.values(), ids=HUGE)
def test_ten_megabytes_in_a_cell_are_refused_within_little_memory(load, cell):
	huge = text({"description": "@"}).replace("@", f'"{cell}"').rstrip("\r\n")
	content = (huge + "\r\n" + text({}).split("\r\n", 1)[1]).encode()
	tracemalloc.start()
	results = load(content)
	peak = tracemalloc.get_traced_memory()[1]
	tracemalloc.stop()
	assert results[0].outcome is Outcome.REFUSED
	assert results[-1].outcome is Outcome.REGISTERED
	assert peak < 10 * MEGABYTE


@pytest.mark.parametrize("opening", [b"", b"sep=;\r\n"])
def test_a_file_as_excel_saves_it_in_ukraine_is_read(load, opening):
	lines = [{"description": f"Тече вода {number}"} for number in range(3)]
	results = load(opening + text(*lines, delimiter=";").encode("cp1251"))
	assert [result.outcome for result in results] == [Outcome.REGISTERED] * 3
	numbers = [result.text for result in results]
	said = frappe.get_all("Request", {"number": ("in", numbers)}, pluck="description", order_by="number")
	assert said == [line["description"] for line in lines]


def test_a_workbook_is_read_by_its_first_sheet(load):
	import openpyxl

	book, out = openpyxl.Workbook(), io.BytesIO()
	for row in csv.reader(io.StringIO(text({"description": "Тече вода"}))):
		book.active.append(row)
	book.save(out)
	[result] = load(out.getvalue())
	assert result.outcome is Outcome.REGISTERED


def test_a_file_in_another_encoding_is_refused_as_a_whole_with_the_cure(load):
	lines = [{"description": f"Тече вода {number}"} for number in range(6)]
	before = kit.counts()
	with pytest.raises(Exception, match="UTF-8") as refusal:
		load(text(*lines).encode("koi8-u", "replace"))
	assert isinstance(refusal.value, (frappe.ValidationError, ValueError))
	assert kit.counts() == before


def test_one_line_in_another_encoding_is_refused_alone(load):
	lines = [{"description": f"Тече вода {number}"} for number in range(4)]
	content = text(*lines).encode().split(b"\r\n")
	content[2] = content[2].decode().encode("cp1251")
	results = load(b"\r\n".join(content))
	assert [result.outcome for result in results] == [Outcome.REGISTERED, Outcome.REFUSED] + [
		Outcome.REGISTERED
	] * 2
	assert "UTF-8" in results[1].text


@pytest.mark.parametrize(
	"content",
	[
		text({}, delimiter=";").encode(),
		text({}, columns=COLUMNS[::-1]).encode(),
		text({}, columns=[*COLUMNS, "notes"]).encode(),
		text({}, columns=[name for name in COLUMNS if name not in ("email", "flat")]).encode(),
		b"\xef\xbb\xbf" + text({}).encode(),
		text({}).replace("\r\n", "\n").encode(),
		text({}).replace("moment", " Moment ").encode(),
	],
)
def test_any_delimiter_order_and_extra_columns_are_accepted(load, content):
	assert [result.outcome for result in load(content)] == [Outcome.REGISTERED]
	assert imported({}).description == GOOD["description"]


@pytest.mark.parametrize(
	"content",
	[
		b"",
		b"\n\n",
		text({}).split("\r\n", 1)[1].encode(),
		text({}, columns=COLUMNS[1:]).encode(),
		b"PK\x03\x04\x00\xff",
	],
)
def test_a_file_that_is_no_table_of_requests_is_refused_as_a_whole(load, content):
	with pytest.raises((frappe.ValidationError, ValueError)):
		load(content)


def test_the_command_reports_what_it_refused(site, tmp_path):
	"""`bench --site … contact-center import-requests FILE --report OUT`, from wherever it is called."""
	(tmp_path / "bad.csv").write_text(
		text({"moment": "колись"}, {"street": "вул. Хрещатик"}), encoding="utf-8"
	)
	command = [sys.executable, "-m", "frappe.utils.bench_helper", "frappe", "--site", site, "contact-center"]
	done = subprocess.run(
		[*command, "import-requests", "bad.csv", "--report", "out.csv"],
		cwd=Path.cwd(),
		env={"PATH": "/usr/bin:/bin", "PWD": str(tmp_path), "LANG": "C.UTF-8"},
		capture_output=True,
		text=True,
		timeout=60,
	)
	assert done.returncode == 0, done.stderr
	report = list(csv.reader((tmp_path / "out.csv").open(encoding="utf-8-sig"), delimiter=";"))
	assert [row[:2] for row in report] == [["line", "outcome"], ["2", "refused"], ["3", "refused"]]
	assert "2" in done.stdout.splitlines()[0]
