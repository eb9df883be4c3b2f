"""`contact-center draft-policy`: from a foreign export to a first page."""

import csv
import json

import pytest
from click.testing import CliRunner
from generated_history import SHAPES, write_export

from contact_center.rehearsal.command.cli import main

REGISTER = """Реєстр №;Дата реєстрації;Тематика звернення;Короткий зміст;Район;Відповідальний;Дата виконання
1;09.03.2026;Освітлення;Темно;Центральний;Міськсвітло;10.03.2026
2;09.03.2026;ОСВІТЛЕННЯ;Темно;Центральний;Міськсвітло;12.03.2026
3;10.03.2026;Ями;Яма;Південний;КП «Шляхи»;
4;10.03.2026;Ями;Яма;Південний;КП «Шляхи»;30.03.2026
5;10.03.2026;Дерева;Гілля;Південний;;
6;10.03.2026;;Гілля;Південний;;
"""


def call(*args, code=0):
	done = CliRunner().invoke(main, [str(arg) for arg in args])
	assert done.exit_code == code, (done.output, done.exception)
	return done.output


def rows(path):
	with path.open(encoding="utf-8-sig", newline="") as source:
		return list(csv.DictReader(source, delimiter=";"))


def figures(path, folder, mapping, *more):
	return json.loads(call("rehearse", path, "--policy", folder, "--mapping", mapping, "--json", *more))


@pytest.fixture
def register(tmp_path):
	path = tmp_path / "register.csv"
	path.write_bytes(REGISTER.encode("cp1251"))
	return path


def test_a_register_whose_columns_nobody_named_gives_a_policy_and_a_first_page(register, tmp_path):
	folder = tmp_path / "draft"
	said = call("draft-policy", register, "-o", folder)
	assert "Чернетка" in said and (folder / "README.md").read_text(encoding="utf-8") in said
	assert [row["title"] for row in rows(folder / "executors.csv")] == ["КП «Шляхи»", "Міськсвітло"]
	titles = {row["title"]: row["request_type"] for row in rows(folder / "classifier.csv")}
	assert {title.casefold(): kind for title, kind in titles.items()} == {
		"освітлення": "ordinary",
		"ями": "long",
		"дерева": "ordinary",
	}
	found = figures(register, folder, folder / "mapping.toml")
	assert (found["totals"]["requests"], found["totals"]["finished"]) == (4, 3)
	assert found["unroutable"]["count"] == 1 and found["refused"]["count"] == 1
	assert "Позиції без виконавця (1): Дерева" in said and "Рядків без теми звернення: 1" in said


def test_check_reads_a_draft(register, tmp_path):
	call("draft-policy", register, "-o", tmp_path / "draft")
	said = call("check", tmp_path / "draft", code=1)
	assert "executors.csv:2: помилка: виконавець EX-1 не має відповідальної особи" in said


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("lacks_status", [False, True])
def test_exports_of_cities_give_a_policy_without_a_word(shape, lacks_status, tmp_path):
	"""A file without a status still knows what was closed: its column for that moment says it."""
	without = (SHAPES[shape].split(",")[3],) if lacks_status else ()
	path, folder = write_export(tmp_path / "export.csv", shape, 600, without), tmp_path / "draft"
	call("draft-policy", path, "-o", folder, "--zone", "America/New_York")
	entries = {row["title"].casefold(): row for row in rows(folder / "classifier.csv")}
	assert {title: row["request_type"] for title, row in entries.items()} == {
		"pothole": "medium",
		"street light out": "emergency",
		"graffiti": "medium",
		"tree trim": "long",
	}
	executors = {row["code"]: row["title"] for row in rows(folder / "executors.csv")}
	routes = {row["classifier"]: executors[row["executor"]] for row in rows(folder / "routes.csv")}
	assert routes[entries["tree trim"]["code"]] == "Parks"
	found = figures(path, folder, "open311", "--zone", "America/New_York")
	assert found["totals"]["requests"] == 600 and not found["simulated"]
	assert found["totals"]["finished"] > 500
	assert found["journal_refused"]["by"].keys() == {"Before Received"}


def test_districts_with_an_executor_of_their_own_get_a_route_of_their_own(tmp_path):
	path, folder = tmp_path / "own.csv", tmp_path / "draft"
	lines = ["Category,Created,Agency,Ward,Closed"]
	lines += ["Pothole,2026-03-02 10:00,Streets,North,2026-03-03 10:00"] * 60
	lines += ["Pothole,2026-03-02 10:00,Village,South,2026-03-03 10:00"] * 25
	lines += ["Pothole,2026-03-02 10:00,Streets,South,2026-03-03 10:00"] * 5
	path.write_text("\n".join(lines), encoding="utf-8")
	call("draft-policy", path, "-o", folder)
	names = {
		row["code"]: row["title"]
		for name in ("executors.csv", "districts.csv")
		for row in rows(folder / name)
	}
	routes = {(names.get(row["district"], ""), names[row["executor"]]) for row in rows(folder / "routes.csv")}
	assert routes == {("", "Streets"), ("South", "Village")}


def test_streets_of_the_file_are_known_afterwards(tmp_path):
	path, folder = tmp_path / "own.csv", tmp_path / "draft"
	header = "moment,channel,applicant,phone,street,building,classifier,description,district"
	path.write_text(f"{header}\n2026-03-02 10:00,Phone,,,вул. Зоряна,8,Ями,Яма,Північ\n", encoding="utf-8")
	call("draft-policy", path, "-o", folder)
	[street] = rows(folder / "streets.csv")
	assert (street["street_type"], street["name"]) == ("вул.", "Зоряна")
	found = json.loads(call("rehearse", path, "--policy", folder, "--json"))
	assert found["refused"]["count"] == 0


def test_a_folder_with_files_is_left_alone(register, tmp_path):
	(tmp_path / "draft").mkdir()
	(tmp_path / "draft" / "routes.csv").write_text("mine", encoding="utf-8")
	assert "уже є файли" in call("draft-policy", register, "-o", tmp_path / "draft", code=2)
	assert (tmp_path / "draft" / "routes.csv").read_text(encoding="utf-8") == "mine"


def test_a_file_in_which_nothing_is_seen_is_named(tmp_path):
	path = tmp_path / "own.csv"
	path.write_text("a,b\n1,2\n", encoding="utf-8")
	assert str(path) in call("draft-policy", path, "-o", tmp_path / "draft", code=2)
	assert not (tmp_path / "draft").exists()


def test_codes_that_lost_their_zeros_in_a_spreadsheet_are_the_policys(tmp_path):
	"""Entry 007, executor 0100 and district 01, written as numbers."""
	files = {
		"districts.csv": "code,title\n01,Центр\n",
		"executors.csv": "code,title,short_title,kind,parent,is_group,head,email,phone,active,responsible_email,"
		"responsible_name\n0100,КП «Вода»,,Utility,,0,,,,1,,\n",
		"classifier.csv": "code,parent,title,is_group,request_type,public,active,operator_may_choose,required_fields,"
		"evidence,hint,keywords\n007,,Немає води,0,ordinary,1,1,0,district,,,\n",
		"routes.csv": "classifier,district,executor,lead\n007,01,0100,1\n",
	}
	for name, text in files.items():
		(tmp_path / name).write_text(text, encoding="utf-8")
	(tmp_path / "r.csv").write_text(
		"number;moment;channel;applicant;phone;street;building;classifier;description;district\n"
		"A;09.11.2026 10:00;Phone;;;;;7;Немає;1\n",
		encoding="utf-8",
	)
	(tmp_path / "j.csv").write_text(
		"request;moment;kind;executor;lead\nA;09.11.2026 10:00;Registered;;\nA;09.11.2026 10:00;Sent;100;1\n"
		"A;09.11.2026 11:00;Accepted;1,00E+02;\n",
		encoding="utf-8",
	)
	args = ("--policy", tmp_path, "--journal", tmp_path / "j.csv", "--json")
	found = json.loads(call("rehearse", tmp_path / "r.csv", *args))
	assert (found["totals"]["requests"], found["stages"]) == (1, {"In Progress": 1})
	assert [each["code"] for each in found["executors"]] == ["0100"]
