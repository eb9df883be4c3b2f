"""What became of a request as its own row tells it: exports of other cities, columns that are not there, bad cells."""

import csv
import json

import pytest
from click.testing import CliRunner

from contact_center.rehearsal.command.cli import main

POLICY = {
	"districts.csv": "code,title\nd1,District 1\n",
	"executors.csv": "code,title,short_title,kind,parent,is_group,head,email,phone,active,responsible_email,responsible_name\n"
	"DPW,Public Works,,Department,,0,,,,1,,\n",
	"classifier.csv": "code,parent,title,is_group,request_type,public,active,operator_may_choose,required_fields,evidence,hint,keywords\n"
	"POT,,Pothole Repair,0,ordinary,1,1,0,,,,\n",
	"routes.csv": "classifier,district,executor,lead\nPOT,,DPW,1\n",
}


@pytest.fixture
def policy(tmp_path):
	folder = tmp_path / "policy"
	folder.mkdir()
	for name, text in POLICY.items():
		(folder / name).write_text(text)
	return folder


@pytest.fixture
def register(tmp_path):
	"""`register(header, *rows)`: a register of a Ukrainian city."""

	def write(header, *rows):
		path = tmp_path / "register.csv"
		with path.open("w", encoding="utf-8", newline="") as target:
			csv.writer(target).writerows([header.split(","), *(row.split(",") for row in rows)])
		return path

	return write


def rehearse(*args, code=0):
	done = CliRunner().invoke(main, ["rehearse", *map(str, args)])
	assert done.exit_code == code, done.output
	return done.output


def figures(*args):
	return json.loads(rehearse(*args, "--json"))


def reasons(path, target, mapping="ukrainian_register"):
	rehearse(path, "--mapping", mapping, "--refused", target)
	with target.open(encoding="utf-8-sig", newline="") as source:
		return [(int(row["line"]), row["reason"]) for row in csv.DictReader(source, delimiter=";")]


EXPORTS = {
	"GeoReport v2": (
		"service_request_id,status,service_name,agency_responsible,requested_datetime,updated_datetime",
		"1,closed,Pothole Repair,DPW,2026-03-02 08:15:00,2026-03-02 10:45:00",
		"2,open,Pothole Repair,DPW,2026-03-02 08:15:00,2026-03-02 10:45:00",
	),
	"the API of San Francisco": (
		"service_request_id,requested_datetime,closed_date,updated_datetime,status_description,agency_responsible,service_name",
		"1,2026-03-02T08:15:00.000,2026-03-02T10:45:00.000,,Closed,DPW,Pothole Repair",
		"2,2026-03-02T08:15:00.000,,2026-03-02T10:45:00.000,Open,DPW,Pothole Repair",
	),
	"San Francisco": (
		"CaseID,Opened,Closed,Status,Responsible Agency,Category,Request Type,Address,Street,Latitude,Longitude",
		"1,03/02/2026 08:15:00 AM,03/02/2026 10:45:00 AM,Closed,DPW,Pothole Repair,Big,1 Oak St,Oak St,1,2",
		"2,2026 Mar 02 08:15:00 AM,,Open,DPW,Pothole Repair,Small,1 Oak St,Oak St,1,2",
	),
	"Chicago": (
		"SR_NUMBER,SR_TYPE,OWNER_DEPARTMENT,STATUS,CREATED_DATE,CLOSED_DATE,STREET_ADDRESS",
		"SR1,Pothole Repair,DPW,Completed,03/02/2026 08:15:00 AM,03/02/2026 10:45:00 AM,1200 N STATE ST",
		"SR2,Pothole Repair,DPW,Open,03/02/2026 08:15:00 AM,,1200 N STATE ST",
	),
	"New York": (
		"Unique Key,Created Date,Closed Date,Agency,Complaint Type,Descriptor,Incident Address,Status",
		"1,03/02/2026 08:15:00 AM,03/02/2026 10:45:00 AM,DPW,Pothole Repair,Big,1 COURT ST,Closed",
		"2,03/02/2026 08:15:00 AM,,DPW,Pothole Repair,Small,1 COURT ST,In Progress",
	),
}


@pytest.mark.parametrize("lines", EXPORTS.values(), ids=EXPORTS)
def test_open311_by_the_names_of_well_known_cities(policy, tmp_path, lines):
	path = tmp_path / "export.csv"
	path.write_text("\n".join(lines))
	until = ("--zone", "America/Chicago", "--until", "2026-03-03 12:00")
	found = figures(path, "--mapping", "open311", "--policy", policy, *until)
	assert found["stages"] == {"Registered": 1, "Closed": 1}
	assert (found["refused"]["count"], found["totals"]["tasks"]) == (0, 2)
	assert not found["simulated"] and not found["absent_columns"]


def test_a_request_that_chicago_cancelled_is_cancelled(policy, tmp_path):
	path = tmp_path / "export.csv"
	header, done, _open = EXPORTS["Chicago"]
	path.write_text(f"{header}\n{done.replace('Completed', 'Canceled')}")
	found = figures(path, "--mapping", "open311", "--policy", policy, "--zone", "America/Chicago")
	assert found["stages"] == {"Cancelled": 1}


def test_what_no_mapping_knows_is_told_with_the_way_out(policy, tmp_path):
	path = tmp_path / "export.csv"
	path.write_text("case_enquiry_id,open_dt\n1,2026-03-02 08:15:00\n")
	printed = rehearse(path, "--mapping", "open311", "--policy", policy, code=2)
	assert printed.startswith(
		f"{path}: у першому рядку немає стовпців: service_request_id / caseid / sr_number / unique key, "
	)
	assert "--mapping ФАЙЛ.toml" in printed and printed.count("\n") == 1


PLAIN = "Номер,Дата надходження,Вулиця,Будинок,Питання,Зміст"


def test_a_register_that_tells_no_end_of_any_work_is_simulated(register):
	path = register(PLAIN, "1,09.11.2026 10:00,вул. Надії,8,WTR-01,Тече")
	printed = " ".join(rehearse(path, "--mapping", "ukrainian_register").split())
	assert "за журналом" not in printed and "роботу виконавців змодельовано" in printed
	for column in ("Виконавець", "Дата прийняття", "Дата виконання", "Дата закриття"):
		assert column in printed
	found = figures(path, "--mapping", "ukrainian_register")
	assert found["simulated"] and found["journal_lines"] == 0


def test_columns_of_the_work_that_are_not_there_are_named_and_the_others_count(register):
	path = register(f"{PLAIN},Дата закриття", "1,09.11.2026 10:00,вул. Надії,8,WTR-01,Тече,09.11.2026 12:00")
	found = figures(path, "--mapping", "ukrainian_register")
	assert found["absent_columns"] == ["Виконавець", "Дата прийняття", "Дата виконання"]
	assert not found["simulated"] and found["stages"] == {"Closed": 1}


def test_a_condition_on_a_column_that_is_not_there_is_told(policy, tmp_path):
	path = tmp_path / "export.csv"
	path.write_text(
		"service_request_id,service_name,agency_responsible,requested_datetime,updated_datetime\n"
		"1,Pothole Repair,DPW,2026-03-02 08:15:00,2026-03-02 10:45:00\n"
	)
	found = figures(path, "--mapping", "open311", "--policy", policy)
	assert found["absent_columns"] == ["status / status_description"]
	assert found["simulated"]


FULL = f"{PLAIN},Виконавець,Дата прийняття,Дата виконання,Дата закриття"
ROW = "{},09.11.2026 10:00,вул. Надії,8,WTR-01,{},KP-VODOKANAL,{},{},{}"


def test_rows_with_one_number_keep_their_histories_apart(register):
	path = register(
		FULL,
		ROW.format("A", "Тече кран", "", "", ""),
		ROW.format("A", "Тече труба", "09.11.2026 10:10", "09.11.2026 11:00", "09.11.2026 12:00"),
		ROW.format("", "Тече дах", "", "", ""),
		ROW.format("4", "Тече все", "09.11.2026 10:10", "09.11.2026 11:00", "09.11.2026 12:00"),
	)
	found = figures(path, "--mapping", "ukrainian_register")
	assert found["stages"] == {"Registered": 2, "Closed": 1}
	assert found["refused"]["lines"] == [{"line": 3, "kind": "Repeated Number", "names": ["A", "2"]}]
	assert "номер «A» уже є в рядку 2" in rehearse(path, "--mapping", "ukrainian_register")


def test_what_is_wrong_with_the_work_is_told_once_with_column_and_value(register, tmp_path):
	path = register(
		FULL,
		ROW.format("A", "Тече кран", "учора", "09.11.2026 11:00", "12.12.2099 10:00"),
		"B,колись,вул. Надії,8,WTR-01,Тече труба,KP-VODOKANAL,,,",
		ROW.format("C", "Тече дах", "09.11.2026 09:59", "", ""),
		"D,09.11.2026 10:00,вул. Надії,8,WTR-01,Тече все,,,,",
	)
	assert reasons(path, tmp_path / "refused.csv") == [
		(3, "«колись» – це не дата з часом; напишіть так: 22.11.2026 14:30"),
		(2, "дата 2099-12-12T10:00:00 (Дата закриття) ще не настала"),
		(2, "«учора (Дата прийняття)» – це не дата з часом; напишіть так: 22.11.2026 14:30"),
		(4, "запис раніший, ніж заявку надіслано виконавцеві «KP-VODOKANAL»"),
		(5, "не вказано, якому виконавцеві надіслано: порожній стовпець «Виконавець»"),
	]


@pytest.fixture
def in_cp1251(tmp_path):
	def write(encoding, really="cp1251"):
		mapping, path = tmp_path / "own.toml", tmp_path / "register.csv"
		mapping.write_text(
			f'[requests]\nencoding = "{encoding}"\n[requests.names]\nmoment = "Дата"\n', encoding="utf-8"
		)
		header = "number,Дата,channel,applicant,phone,street,building,classifier,description"
		rows = [
			"A,2026-11-09T10:00:00,Phone,Їжак,0671234567,вул. Надії,8,WTR-01,Тече",
			"B,2026-11-09T10:00:00,Phone,Їжак,0671234567,вул. Мрійна,8,WTR-01,Тече",
		]
		path.write_bytes("\r\n".join([header, *rows]).encode(really))
		return path, mapping

	return write


def test_a_file_as_excel_writes_it_in_ukraine(in_cp1251, tmp_path, monkeypatch):
	copies = tmp_path / "copies"
	copies.mkdir()
	monkeypatch.setattr("tempfile.tempdir", str(copies))
	path, mapping = in_cp1251("cp1251")
	assert reasons(path, tmp_path / "refused.csv", mapping) == [(3, "невідома вулиця «вул. Мрійна»")]
	assert figures(path, "--mapping", mapping)["requests_file"] == str(path)
	assert CliRunner().invoke(main, ["forecast", str(path), "--mapping", str(mapping)]).exit_code == 0
	assert not list(copies.iterdir())


def test_a_file_in_another_encoding_is_told_with_a_cure(in_cp1251):
	path, _mapping = in_cp1251("cp1125", "cp1125")
	printed = rehearse(path, code=2)
	assert printed.startswith(f"{path}: текст не в кодуванні UTF-8. ") and printed.count("\n") == 1
	assert "CSV UTF-8" in printed and 'encoding = "cp1251"' in printed


@pytest.mark.parametrize("encoding", ["cp9999", "base64"])
def test_an_encoding_that_nobody_knows(in_cp1251, encoding):
	path, mapping = in_cp1251(encoding)
	printed = rehearse(path, "--mapping", mapping, code=2)
	assert printed == f"{mapping}: невідоме кодування «{encoding}»\n"


def test_an_encoding_that_the_file_is_not_in(in_cp1251):
	path, mapping = in_cp1251("utf-16")
	printed = rehearse(path, "--mapping", mapping, code=2)
	assert printed == f"{mapping}: register.csv: текст не в кодуванні «utf-16»\n"
