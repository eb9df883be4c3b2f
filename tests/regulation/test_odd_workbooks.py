"""A workbook that is damaged, or made to fill memory and disk, is refused or cut, and ends nothing else."""

import zipfile

import openpyxl
import pytest

from contact_center.reading import file_texts
from contact_center.reading.file_texts import UnreadableFile, opened_text

SHEET = "xl/worksheets/sheet1.xml"
OPENING = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
ENDING = "</sheetData></worksheet>"
LAUGHS = "".join(
	f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefg", "bcdefgh", strict=True)
)


def cell(place: str, text: str) -> str:
	return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


@pytest.fixture
def with_sheet(tmp_path):
	"""Return `make(xml)`, which writes a workbook with this for its sheet and returns its path."""

	def make(sheet: str):
		sound, odd = tmp_path / "sound.xlsx", tmp_path / "odd.xlsx"
		openpyxl.Workbook().save(sound)
		with zipfile.ZipFile(sound) as source, zipfile.ZipFile(odd, "w", zipfile.ZIP_DEFLATED) as target:
			for name in source.namelist():
				target.writestr(name, sheet if name == SHEET else source.read(name))
		return odd

	return make


def read(path) -> list[str]:
	with opened_text(path) as source:
		return source.read().splitlines()


@pytest.mark.parametrize(
	"sheet",
	[
		"no XML at all",
		f"{OPENING}<row><c r='A1' t='n'><v>abc</v></c></row>{ENDING}",
		f"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]>{OPENING}<row>{cell('A1', '&a;')}</row>{ENDING}",
		f"<!DOCTYPE x [<!ENTITY a '{'z' * 1000}'>{LAUGHS}]>{OPENING}<row>{cell('A1', '&h;')}</row>{ENDING}",
	],
	ids=["garbage", "no number", "another file", "ten million times"],
)
def test_a_sheet_that_is_none_is_refused(with_sheet, sheet):
	with pytest.raises(UnreadableFile):
		read(with_sheet(sheet))


@pytest.mark.parametrize("limit", ["LARGEST_SHEET", "LARGEST_PART"])
def test_what_unpacks_to_too_much_is_not_unpacked(with_sheet, monkeypatch, limit):
	path = with_sheet(f"{OPENING}<row>{cell('A1', 'moment')}</row>{ENDING}")
	assert read(path) == ["moment"]
	monkeypatch.setattr(file_texts, limit, 100)
	with pytest.raises(UnreadableFile):
		read(path)


def test_neither_a_far_row_nor_a_far_column_makes_a_large_file(with_sheet):
	far = f'<row r="2">{cell("A2", "x")}{cell("XFD2", "y")}</row><row r="2000000000">{cell("A2000000000", "z")}</row>'
	path = with_sheet(f'{OPENING}<row r="1">{cell("A1", "moment")}</row>{far}{ENDING}')
	lines = read(path)
	assert lines[:2] == ["moment", "x"] and len(lines) <= file_texts.MOST_ROWS


def test_a_formula_is_what_was_calculated_last(with_sheet):
	rows = '<row r="1"><c r="A1"><f>HYPERLINK("http://evil.example")</f><v>5</v></c></row>'
	assert read(with_sheet(f"{OPENING}{rows}{ENDING}")) == ["5"]
