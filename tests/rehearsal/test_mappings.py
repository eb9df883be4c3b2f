"""Files of other systems are read through a small mapping: Open311 as cities publish it, a plain Ukrainian register."""

import json

import pytest
from click.testing import CliRunner

from contact_center.rehearsal.command.cli import main


def rehearsed(*args):
	done = CliRunner().invoke(main, ["rehearse", *map(str, args), "--json"])
	assert done.exit_code == 0, done.output
	return json.loads(done.stdout)


REGISTER = """Номер;Дата надходження;Канал;Заявник;Телефон;Вулиця;Будинок;Питання;Зміст;Виконавець;Дата прийняття;Дата виконання;Дата закриття;Примітки
15;09.11.2026 10:00;Гаряча лінія;Коваль І. П.;067 123 45 67;Надії;8;WTR-01;Немає води;KP-VODOKANAL;09.11.2026 10:20;09.11.2026 18:00;10.11.2026 09:00;так
16;09.11.2026 11:00;Сайт;Бондар О.;0671234567;вул. Надії;8;немає води;З ранку;KP-VODOKANAL;09.11.2026 12:00;;;
17;колись;Сайт;Бондар О.;0671234567;вул. Надії;8;WTR-01;З ранку;KP-VODOKANAL;;;;
"""


def test_a_ukrainian_register_tells_requests_and_what_became_of_them(tmp_path):
	"""R7.1: taken up after 20 minutes, and after an hour, which is too late for an emergency."""
	path = tmp_path / "register.csv"
	path.write_text(REGISTER, encoding="utf-8-sig")
	found = rehearsed(path, "--mapping", "ukrainian_register")
	assert not found["simulated"]
	assert (found["totals"]["requests"], found["totals"]["accepted_late"]) == (2, 1)
	assert found["stages"] == {"In Progress": 1, "Closed": 1}
	assert [line["line"] for line in found["refused"]["lines"]] == [4]
	assert found["ignored_columns"]


OPEN311 = """service_request_id,status,status_notes,service_name,service_code,description,agency_responsible,requested_datetime,updated_datetime,address,zipcode,lat,long
101,Closed,,Pothole Repair,SR-ST,Big hole,Streets Department,2026-03-02 08:15:00,2026-03-05 10:00:00,100 Main St,19104,39.9,-75.1
102,Open,,Graffiti Removal,SR-CL01,,Community Life,2026-03-02 09:00:00,2026-03-03 10:00:00,1 Broad St,19104,39.9,-75.1
103,Closed,,Dancing Bears,SR-XX,,Zoo,2026-03-02 09:00:00,2026-03-03 10:00:00,1 Broad St,19104,39.9,-75.1
104,Closed,,Pothole Repair,SR-ST,,Streets Department,2026-03-02 09:00:00+00:00,2026-03-12 10:00:00+00:00,1 Broad St,19104,39.9,-75.1
"""
POLICY = {
	"executors.csv": "code,title,short_title,kind,parent,is_group,head,email,phone,active,responsible_email,responsible_name\n"
	"Streets Department,Streets Department,,Department,,0,,,,1,,\nCommunity Life,Community Life,,Department,,0,,,,1,,\n",
	"classifier.csv": "code,parent,title,is_group,request_type,public,active,operator_may_choose,required_fields,evidence,hint,keywords\n"
	"POT,,Pothole Repair,0,ordinary,1,1,0,,,,\nGRA,,Graffiti Removal,0,medium,1,1,0,,,,\n",
	"routes.csv": "classifier,district,executor,lead\nPOT,,Streets Department,1\nGRA,,Community Life,1\n",
}


def test_open311_as_cities_publish_it(tmp_path):
	"""R4.3: five days for a pothole; the one closed after ten is broken."""
	(tmp_path / "requests.csv").write_text(OPEN311)
	(tmp_path / "policy").mkdir()
	for name, text in POLICY.items():
		(tmp_path / "policy" / name).write_text(text)
	found = rehearsed(
		*(tmp_path / "requests.csv", "--mapping", "open311", "--policy", tmp_path / "policy"),
		*("--zone", "America/New_York", "--until", "2026-03-14 12:00"),
	)
	assert found["refused"]["by"] == {"No Entry": 1}
	assert (found["totals"]["requests"], found["totals"]["overdue"]) == (3, 1)
	assert found["stages"] == {"Registered": 1, "Closed": 2}
	assert {row["code"]: row["tasks"] for row in found["executors"]} == {
		"Streets Department": 2,
		"Community Life": 1,
	}


def test_a_mapping_that_names_what_is_not_there_is_refused(tmp_path):
	mapping = tmp_path / "own.toml"
	mapping.write_text('[requests.names]\ncolour = "Колір"\n', encoding="utf-8")
	path = tmp_path / "register.csv"
	path.write_text(REGISTER, encoding="utf-8")
	done = CliRunner().invoke(main, ["rehearse", str(path), "--mapping", str(mapping)])
	assert done.exit_code == 2
	assert "colour" in done.output


WRONG = [
	("[requests.names]\nmoment = 5", "requests.names.moment: має бути текст"),
	('[requests]\nformats = "abc"', "requests.formats: має бути перелік текстів"),
	('[requests]\nformats = ["%Q"]', "невідомий формат дати «%Q»"),
	("[requests]\nneeded = [1]", "requests.needed: має бути текст"),
	('[requests.values]\nchannel = "x"', "requests.values.channel: має бути таблиця"),
	("[requests.defaults]\nchannel = 5", "requests.defaults.channel: має бути текст"),
	('[requests.names]\nmoment = "a"\nnumber = "A"', "стовпець «a» узято двічі"),
	("requests = 5", "requests: має бути таблиця"),
	("[request]\n", "невідомі назви: request"),
	("[requests.name]\n", "невідомі назви: requests.name"),
	("events = 1", "events: має бути перелік таблиць"),
	('[[events]]\nkind = "Closed"', "events.moment: цього немає"),
	('[[events]]\nkind = "Done"\nmoment = "x"', "невідомий вид запису «Done»"),
	('[[events]]\nkind = "Closed"\nmoment = "x"\nlead = 1', "events.lead: має бути true або false"),
	('[[events]]\nkind = "Closed"\nmoment = "x"\nwhen = {y = 1}', "events.when.y: має бути текст"),
	("[requests", "не читається як TOML: файл обривається\n"),
	("[requests]\nformats = = 1", "не читається як TOML: рядок 2, знак 11\n"),
	("[requests]\nencoding = 5", "requests.encoding: має бути текст"),
	('[journal]\nencoding = "cp1251"', "невідомі назви: journal.encoding"),
	('[requests.names]\nmoment = ["a", 5]', "requests.names.moment: має бути текст"),
	('[requests.names]\nmoment = ["a", "b"]\nnumber = "B"', "стовпець «b» узято двічі"),
	('[[events]]\nkind = "Closed"\nmoment = "x"\nwhen = ["y"]', "events.when: має бути таблиця"),
]


@pytest.mark.parametrize(("text", "words"), WRONG)
def test_a_mapping_that_says_what_no_mapping_can_say(tmp_path, text, words):
	mapping, path = tmp_path / "own.toml", tmp_path / "register.csv"
	mapping.write_text(text, encoding="utf-8")
	path.write_text(REGISTER, encoding="utf-8")
	for command in ("rehearse", "forecast"):
		done = CliRunner().invoke(main, [command, str(path), "--mapping", str(mapping)])
		assert done.exit_code == 2
		assert done.output.startswith(f"{mapping}: {words}") and done.output.count("\n") == 1, done.output


def test_columns_that_tell_of_the_work_are_not_called_unused(tmp_path):
	path = tmp_path / "register.csv"
	path.write_text(REGISTER, encoding="utf-8-sig")
	assert rehearsed(path, "--mapping", "ukrainian_register")["ignored_columns"] == ["примітки"]
