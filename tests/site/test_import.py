"""Import of requests from a file: the way of the telephone, line by line (R5.11, R5.12); nobody is trusted to write it well."""

import csv
import io
import subprocess
import sys
import tracemalloc
import unicodedata
from datetime import timedelta
from pathlib import Path

import frappe
import kit
import pytest

from contact_center import clock
from contact_center.intake import importing
from contact_center.intake.importing import Outcome

pytest_plugins = ["kit_city"]

COLUMNS = "moment channel applicant phone email street building flat classifier description".split()
GOOD = {
	"moment": "2026-03-02 10:00",
	"channel": "Phone",
	"applicant": "Перевірченко Іван Петрович",
	"phone": "067 111 00 77",
	"street": kit.STREET,
	"building": "12а",
	"classifier": kit.LEAK,
	"description": "З підвалу тече вода",
}
MEGABYTE = 1024 * 1024


@pytest.fixture(autouse=True)
def english(city):
	"""Reasons are compared in their source language."""
	frappe.local.lang = "en"
	with clock.at(kit.moment(2026, 11, 22, 12)):
		yield


@pytest.fixture
def load(tmp_path):
	"""`load(lines or bytes, …)`: the results of importing them as a file; nothing is committed."""

	def load(*content, **how):
		path = tmp_path / "requests.csv"
		path.write_bytes(content[0] if isinstance(content[0], bytes) else text(*content).encode())
		return list(importing.import_file(path, commit=lambda: None, **how))

	return load


def text(*lines: dict, columns=COLUMNS, delimiter=",") -> str:
	out = io.StringIO()
	writer = csv.writer(out, delimiter=delimiter)
	writer.writerow(columns)
	writer.writerows([{**GOOD, **line}.get(column, "") for column in columns] for line in lines)
	return out.getvalue()


def imported(line: dict):
	"""The request that was made of the line."""
	cells = {column: unicodedata.normalize("NFC", str({**GOOD, **line}.get(column, ""))).strip() for column in COLUMNS}
	return frappe.get_doc("Request", {"import_key": importing.import_key(cells)})


def outcomes(results) -> list[tuple[int, Outcome]]:
	return [(result.line, result.outcome) for result in results]


def test_a_line_is_registered_as_a_call_of_its_moment_would_be(load):
	"""R5.11, R5.12, R4.2: number, type, executor and terms follow; the emergency is due within 24 hours."""
	[result] = load({})
	request = imported({})
	assert result.outcome is Outcome.REGISTERED
	assert result.text == request.number
	assert request.number.startswith("1520-2026-")
	assert request.stage == "Registered"
	assert (request.registered_at, request.due) == (kit.naive(2026, 3, 2, 10), kit.naive(2026, 3, 3, 10))
	assert request.building == "12-А"
	assert frappe.db.get_value("Applicant", request.applicant, "phone") == "+380671110077"
	assert kit.task_of(request).executor == "KIT-WATER"
	assert kit.kinds(request) == ["Registered", "Sent"]


def test_the_same_file_twice_changes_nothing(load):
	lines = [{}, {"description": "Тече в сусідів"}, {"moment": "колись"}]
	first = load(*lines)
	before = kit.counts()
	second = load(*lines)
	assert kit.counts() == before
	assert outcomes(second) == [(2, Outcome.PRESENT), (3, Outcome.PRESENT), (4, Outcome.REFUSED)]
	assert second[0].text == first[0].text


def test_a_line_that_stands_twice_in_the_file_is_taken_once(load):
	results = load({}, {"description": "Інше"}, {"applicant": "  Перевірченко  Іван Петрович "})
	assert outcomes(results)[2] == (4, Outcome.REFUSED)
	assert "duplicate of line 2" in results[2].text


REFUSED = [
	({"moment": "14.13.2026 25:61"}, "not a date"),
	({"moment": ""}, "not a date"),
	({"moment": "2031-01-05 10:00"}, "future"),
	({"moment": "1917-01-05 10:00"}, "too far back"),
	({"moment": "29.03.2026 03:30"}, "put forward"),
	({"channel": "Голубина пошта"}, "unknown channel"),
	({"street": "вул. Хрещатик"}, "unknown street"),
	({"street": ""}, "Fill in first"),
	({"building": "біля магазину"}, "not a building number"),
	({"phone": "12345"}, "not a phone number"),
	({"phone": "", "email": "pishit(at)poshta"}, "not an e-mail address"),
	({"phone": ""}, "neither phone nor e-mail"),
	({"description": "   "}, "no text"),
	({"description": "а" * 10_001}, "too long"),
	({"classifier": "KIT-99"}, "unknown classifier code"),
	({"classifier": "KIT-GROUP"}, "is a group"),
	({"classifier": "KIT-RETIRED"}, "no longer in use"),
	({"classifier": "KIT-TWO"}, "Exactly one lead"),
	({"classifier": "KIT-IDLE"}, "not active"),
	({"classifier": "різне", "description": "Розберіться"}, "no classifier entry fits"),
	({"classifier": kit.POTHOLE, "street": kit.LONG_STREET, "building": ""}, "depends on the district"),
]


@pytest.mark.parametrize(("line", "reason"), REFUSED)
def test_a_faulty_line_is_refused_with_its_reason_and_leaves_nothing(load, line, reason):
	"""R5.11: nothing is saved by halves, and no number is lost to a refusal (R5.12)."""
	detailed = {"classifier": "KIT-DETAILED", "building": ""}
	if reason == "Fill in first":
		line = {**line, **detailed}
	[before] = load({"description": "перша"})
	counts = kit.counts()
	[refused, after] = load({"applicant": "Новенький Петро", **line}, {"description": "друга"})
	assert refused.outcome is Outcome.REFUSED
	assert reason in refused.text
	assert int(after.text[-6:]) == int(before.text[-6:]) + 1
	assert kit.counts()["Applicant"] == counts["Applicant"]
	assert kit.counts()["Request"] == counts["Request"] + 1


def test_lines_with_too_few_or_too_many_cells_are_refused_and_the_rest_goes_through(load):
	content = text({}, {"description": "остання"}).splitlines()
	content[1:1] = ["2026-03-02 10:00,Phone,Хтось", "a,b,c,d,e,f,g,h,i,j,k,l"]
	results = load("\r\n".join(content).encode())
	assert [result.outcome for result in results] == [Outcome.REFUSED] * 2 + [Outcome.REGISTERED] * 2
	assert "3 cells under 10 columns" in results[0].text


def test_a_quotation_mark_left_open_spoils_no_other_line(load):
	content = text({}, {"description": "друга"}, {"description": "третя"}).splitlines()
	content[2] = content[2].replace("друга", '"друга')
	results = load(("\n".join(content) + "\n").encode())
	assert results[0].outcome is Outcome.REGISTERED
	assert results[1].outcome is Outcome.REFUSED


@pytest.mark.parametrize("cell", ["а" * 10 * MEGABYTE, "слово, слово\n" * (MEGABYTE // 2), '""' * 5 * MEGABYTE])
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


def test_a_file_in_windows_1251_is_refused_as_a_whole_with_the_cure(load):
	lines = [{"description": f"Тече вода {number}"} for number in range(6)]
	before = kit.counts()
	with pytest.raises(Exception, match="UTF-8") as refusal:
		load(text(*lines).encode("cp1251"))
	assert isinstance(refusal.value, (frappe.ValidationError, ValueError))
	assert kit.counts() == before


def test_one_line_in_another_encoding_is_refused_alone(load):
	lines = [{"description": f"Тече вода {number}"} for number in range(4)]
	content = text(*lines).encode().split(b"\r\n")
	content[2] = content[2].decode().encode("cp1251")
	results = load(b"\r\n".join(content))
	assert [result.outcome for result in results] == [Outcome.REGISTERED, Outcome.REFUSED] + [Outcome.REGISTERED] * 2
	assert "UTF-8" in results[1].text


@pytest.mark.parametrize(
	("cell", "stored"),
	[
		("=cmd|'/c calc'!A1", "’=cmd|'/c calc'!A1"),
		("+1+1", "’+1+1"),
		("-2+3", "’-2+3"),
		("@SUM(1+1)", "’@SUM(1+1)"),
		("\t=1+1", "’=1+1"),
		("Не горить <script>alert('1')</script> ліхтар", "Не горить   ліхтар"),
		("Не горить <b onclick=alert(1)>ліхтар</b>", "Не горить  ліхтар"),
		("<scr<script></script>ipt>Тече", "Тече"),
		("Тече\u202eавад\x00 вода", "Течеавад вода"),
	],
)
def test_formulas_and_markup_become_harmless_text_and_are_named(load, cell, stored):
	[result] = load({"description": cell})
	assert result.outcome is Outcome.REGISTERED
	assert "description" in result.neutralised
	description = frappe.db.get_value("Request", {"number": result.text}, "description")
	assert "<" not in description
	assert description.split() == stored.split()


def test_a_formula_in_the_name_is_neutralised_and_a_phone_with_plus_is_no_formula(load):
	[result] = load({"applicant": "=HYPERLINK(1)", "phone": "+380671110078"})
	assert result.neutralised == ("applicant",)
	assert frappe.db.exists("Applicant", {"full_name": "’=HYPERLINK(1)", "phone": "+380671110078"})


def test_who_leaves_no_contact_at_all_is_anonymous_and_was_warned(load):
	"""R5.7"""
	line = {"applicant": "", "phone": ""}
	load(line)
	request = imported(line)
	assert (request.anonymous, request.anonymous_warned, request.applicant) == (1, 1, None)


def test_lines_of_one_person_share_one_applicant(load):
	load({}, {"description": "Ще одна справа", "phone": "+380671110077"})
	assert frappe.db.count("Applicant", {"phone": "+380671110077"}) == 1


@pytest.mark.parametrize("street", ["ВУЛИЦЯ ПЕРЕВІРОЧНА", "Перевірочна", "вул.Перевірочна", "вулиця Переві\u0440очна"])
def test_a_street_is_known_however_it_is_written(load, street):
	[result] = load({"street": street})
	assert frappe.db.get_value("Request", {"number": result.text}, "street") == kit.STREET


def test_a_matter_may_be_said_in_words_or_left_to_the_description(load):
	"""R5.11: no code, so the keywords of the Classifier decide; what fits two entries goes back with both named."""
	for code, words in ((kit.LEAK, "шурхотить кротовиння"), (kit.SOS, "скрегоче дзиґа"), (kit.LIFT, "скрегоче дзиґа")):
		doc = frappe.get_doc("Classifier", code)
		doc.update({"keywords": words}).save()
	said, described, open_ = load(
		{"classifier": "Кротовиння шурхотить"},
		{"classifier": "", "description": "У дворі знову шурхотить кротовиння"},
		{"classifier": "дзиґа скрегоче"},
	)
	numbers = [said.text, described.text]
	assert set(frappe.get_all("Request", {"number": ["in", numbers]}, pluck="classifier")) == {kit.LEAK}
	assert open_.outcome is Outcome.REFUSED
	assert kit.SOS in open_.text and kit.LIFT in open_.text


def test_the_two_passes_of_the_repeated_hour_are_an_hour_apart(load):
	"""R4.7: 25.10.2026, 03:30 in summer time and 03:30 in winter time."""
	lines = [{"moment": f"2026-10-25T03:30:00+0{offset}:00"} for offset in (3, 2)]
	load(*lines)
	first, second = (imported(line) for line in lines)
	assert second.registered_at == first.registered_at
	assert second.registered_utc - first.registered_utc == timedelta(hours=1)


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
def test_delimiter_order_and_extra_columns_do_not_matter(load, content):
	assert [result.outcome for result in load(content)] == [Outcome.REGISTERED]
	assert imported({}).description == GOOD["description"]


@pytest.mark.parametrize(
	"content", [b"", b"\n\n", text({}).split("\r\n", 1)[1].encode(), text({}, columns=COLUMNS[1:]).encode(), b"PK\x03\x04\x00\xff"]
)
def test_a_file_that_is_no_table_of_requests_is_refused_as_a_whole(load, content):
	with pytest.raises((frappe.ValidationError, ValueError)):
		load(content)


def test_no_messages_go_out_about_history_unless_they_are_asked_for(load):
	"""R8.2.3 is for requests of today: nobody wants an e-mail about last year's."""
	load({})
	assert not frappe.flags.contact_center_messages
	load({"description": "Свіжа справа"}, notify=True)
	assert frappe.flags.contact_center_messages


def test_the_command_reports_what_it_refused(site, tmp_path):
	"""`bench --site … contact-center import-requests FILE --report OUT`, from wherever it is called."""
	(tmp_path / "bad.csv").write_text(text({"moment": "колись"}, {"street": "вул. Хрещатик"}), encoding="utf-8")
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
	report = list(csv.reader((tmp_path / "out.csv").open(encoding="utf-8-sig")))
	assert [row[:2] for row in report] == [["line", "outcome"], ["2", "refused"], ["3", "refused"]]
	assert "2" in done.stdout.splitlines()[0]
