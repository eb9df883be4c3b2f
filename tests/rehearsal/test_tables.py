"""A file read in columns is the file that `csv_lines` reads line by line: the same records, lines and faults."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rehearsal_kit import DEMO

from contact_center.reading import csv_lines
from contact_center.reading.csv_lines import UnreadableFile
from contact_center.rehearsal.engine.rehearse import rehearse
from contact_center.rehearsal.reading import odd_records
from contact_center.rehearsal.reading.faults import read_records
from contact_center.rehearsal.reading.orders import Order
from contact_center.rehearsal.reading.tables import LINE, Wanted, read_table

STEPS = ("reading", "deciding", "counting")
HEADER = "request,moment,kind,executor"
COLUMNS = tuple(HEADER.split(","))
GOOD = "7,2026-11-22T10:00:00,Accepted,KP-VODOKANAL"
PIECES = (
	GOOD + "\n",
	GOOD + "\r\n",
	"8,2026",
	",",
	",",
	'"',
	'"',
	'""',
	"\n",
	"\r\n",
	"\r",
	"\0",
	"ї",
	"\udcff",
	" ",
	"a,b,c,d\n",
)
MANY = "\n".join([HEADER, *[GOOD] * 40]) + "\n"


def file_of(*lines: str) -> bytes:
	return ("\n".join([HEADER, GOOD, *lines, GOOD]) + "\n").encode()


FILES = {
	"sound": file_of(),
	"nothing below the header": f"{HEADER}\n".encode(),
	"no newline at the end": file_of().rstrip(b"\n"),
	"windows newlines": file_of("8,2026,Sent,").replace(b"\n", b"\r\n"),
	"byte order mark": b"\xef\xbb\xbf" + file_of(),
	"too few and too many cells": file_of("a,b", "a,b,c,d,e", "1,2,3,", "1,2,3,4,"),
	"blank lines": file_of("", "8,2026,Sent,", ""),
	"only commas": file_of(",,,", "8,2026,Sent,"),
	"quotation marks": file_of('"8","2,026","a ""word""",x', '9,2026,"",'),
	"a cell of several lines": file_of('8,"first\nsecond",Sent,x', "9,2026,Sent,y"),
	"an open quotation mark": file_of('8,"open,Sent,x', "9,2026,Sent,y"),
	"a mark that ends too early": file_of('8,"a"b,Sent,x', "9,2026,Sent,y"),
	"a mark within a cell": file_of('8,5" pipe,Sent,x', "9,2026,Sent,y"),
	"another encoding": (MANY + "8,Тече,Sent,x\n").encode("cp1251"),
	"a long cell": file_of(f"8,{'а' * 12_000},Sent,x", "9,2026,Sent,y"),
	"semicolons": file_of("8,2026,Sent,x").replace(b",", b";"),
	"other columns too": b"notes,request,moment,kind,executor\nx,7,2026,Sent,\ny,8,2026,Sent,KP\n",
	"null bytes": file_of("8,20\x0026,Sent,x"),
	"null bytes in most lines": file_of(*["8,20\x0026,Sent,x"] * 9),
	"null bytes, cells of several lines and open marks": file_of(
		*(
			'8,"first\nsecond",Sent,x',
			"\x00",
			'9,"a""b\r\n\x00c",Sent,y',
			'9,5" pipe,Sent,"ю\nя"',
			"1,2",
			'7,"x",y,z',
		)
	),
	"newlines of both kinds": file_of('8,"first\nsecond",Sent,x\r', "9,2026,Sent,y", "9,2026,Sent,y\r"),
	"lone returns": file_of("8,first\r9,second,Sent,x", '9,"a\rb",Sent,y', "\r", "10,2026,Sent,y\r\r"),
	"a long cell of several lines": file_of('8,"' + "слово\n" * 2_000 + '",Sent,x', "9,2026,Sent,y"),
	"marks out of place": file_of(*['8,5" pipe,Sent,x', '"8","a"b,Sent,x', '8, "a",Sent,x', '8,"a"'] * 3),
	"unreadable bytes in a cell of several lines": file_of('8,"first\nsecond",Sent,x').replace(
		b"first", b"f\xff"
	),
}


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_any_file_is_read_like_line_by_line(content, tmp_path):
	like_line_by_line(tmp_path / "journal.csv", content)


@settings(derandomize=True, max_examples=400, deadline=None, database=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from([7, 60, 1 << 18]))
def test_any_signs_are_read_like_line_by_line(pieces, block):
	"""Whatever the signs, and wherever a block of the file ends."""
	content = MANY.encode() + "".join(pieces).encode("utf-8", "surrogateescape")
	with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
		patch.setattr(odd_records, "BLOCK", block)
		like_line_by_line(Path(folder, "journal.csv"), content)


def like_line_by_line(path, content):
	path.write_bytes(content)
	lines = list(csv_lines.read(csv_lines.open_sheet(path, COLUMNS, COLUMNS[:3])))
	table = read_table(path, Wanted(COLUMNS, COLUMNS[:3], codes=("kind",)))
	expected = {line.number: tuple(line.cells[name] for name in COLUMNS) for line in lines if not line.fault}
	rows = table.frame.select(*COLUMNS, LINE).with_columns(kind=table.frame["kind"].cast(str)).rows()
	found = {line: tuple((cell or "").strip() for cell in cells) for *cells, line in rows}
	assert {line: cells for line, cells in found.items() if any(cells)} == expected
	assert sorted(table.faults) == sorted((line.number, line.fault) for line in lines if line.fault)


@pytest.mark.parametrize(
	"content", [b"", b"\n\n", b"a,b\n1,2\n", MANY.encode("utf-32"), b"request,request,moment,kind\n"]
)
def test_what_is_no_such_table_is_refused_as_a_whole(content, tmp_path):
	path = tmp_path / "journal.csv"
	path.write_bytes(content)
	with pytest.raises(UnreadableFile):
		read_table(path, Wanted(COLUMNS, COLUMNS[:3]))


def test_the_demo_file_names_its_ragged_lines():
	table = read_table(DEMO, Wanted(csv_lines.COLUMNS, csv_lines.NEEDED))
	assert [line for line, _fault in table.faults] == [502, 512]
	assert len(table.frame) == 591


def test_a_long_file_read_line_by_line_tells_how_far_it_is(tmp_path):
	path, notes = tmp_path / "long.csv", []
	path.write_bytes(f"{HEADER}\r".encode() + f"{GOOD}\r".encode() * 120_000)
	assert len(read_table(path, Wanted(COLUMNS, COLUMNS), notes.append).frame) == 120_000
	assert notes == sorted(notes) and notes[-1] == 1
	assert len([share for share in notes if 0 < share < 1]) == 2


def test_reading_has_its_stages():
	notes = []
	rehearse(Order(DEMO), lambda key, share: notes.append((key, share)))
	assert notes == sorted(notes, key=lambda each: (STEPS.index(each[0]), each[1]))
	assert len([share for key, share in notes if key == "reading" and 0 < share < 1]) >= 1
	assert notes[-1] == ("counting", 1.0)


def test_lines_are_found_again_whatever_ends_them(tmp_path):
	path = tmp_path / "old.csv"
	for end in ("\n", "\r\n", "\r"):
		text = end.join(["number,street", 'A,"вул.\u2028Надії"', f'B,"дві{end}лінії"', "C,остання", ""])
		path.write_bytes(text.encode())
		wanted = Wanted(("number", "street"), ("number",))
		found = read_records(path, [2, 3, 5], wanted)
		assert {line: cells["number"] for line, cells in found.items()} == {2: "A", 3: "B", 5: "C"}
