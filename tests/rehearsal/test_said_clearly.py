"""Whatever is wrong with files, folders and options is said in a line, with exit code 2; what a file says is text."""

import csv
import json
import re

import pytest
from click.testing import CliRunner
from rehearsal_kit import DEMO, ROOT

from contact_center.rehearsal.command.cli import main
from contact_center.rehearsal.reading.orders import DEMO_POLICY

HEADER = "number,moment,channel,applicant,phone,street,building,classifier,description,colour".split(",")


def call(*args, code=0):
	done = CliRunner().invoke(main, [str(arg) for arg in args])
	assert done.exit_code == code, (done.output, done.exception)
	assert done.exception is None or isinstance(done.exception, SystemExit)
	return done


def request(
	number, street="вул. Надії", moment="2026-11-09T10:00:00", entry="WTR-01", description="Немає води"
):
	return [number, moment, "Phone", "", "", street, "8", entry, description, "red"]


def sent(number):
	moment = "2026-11-09T10:00:00"
	return [
		[number, moment, "Registered", "", "", "", "x"],
		[number, moment, "Sent", "KP-VODOKANAL", "1", "", "x"],
	]


@pytest.fixture
def file(tmp_path):
	def write(name, rows, header=HEADER):
		path = tmp_path / name
		with path.open("w", encoding="utf-8", newline="") as target:
			csv.writer(target).writerows([header, *rows])
		return path

	return write


@pytest.fixture
def requests(file):
	return file("requests.csv", [request("A"), request("B")])


@pytest.fixture
def journal(file):
	def write(*rows):
		return file("journal.csv", rows, "request,moment,kind,executor,lead,due,mood".split(","))

	return write


def changed_policy(folder, file, old, new):
	folder.mkdir(exist_ok=True)
	source = DEMO_POLICY / file
	source = source if source.is_file() else ROOT / "contact_center" / "policy" / file
	text = source.read_text(encoding="utf-8")
	assert old in text
	(folder / file).write_text(text.replace(old, new), encoding="utf-8")
	return folder


@pytest.mark.parametrize("street", ["вул. [/b]", "вул. [bold]Х", "вул. :smile:"])
def test_square_brackets_of_a_file_are_square_brackets(file, street):
	path = file("requests.csv", [request("A", street)])
	assert f"невідома вулиця «{street}»" in call("rehearse", path, code=1).stdout


def test_square_brackets_of_a_request_that_changes_are_shown(file, tmp_path):
	path = file("requests.csv", [request("[/b]")])
	other = changed_policy(tmp_path / "new", "routes.csv", "WTR-01,,KP-VODOKANAL,1", "WTR-01,,ENT-GAZ,1")
	assert "[/b]" in call("rehearse", path, "--against", other).stdout


@pytest.mark.parametrize("option", ["--html", "--refused", "--changes"])
def test_a_place_that_cannot_be_written_is_named_before_the_work_begins(requests, tmp_path, option):
	target = tmp_path / "nowhere" / "out"
	done = call("rehearse", requests, "--against", DEMO_POLICY, option, target, code=2)
	assert done.output.count("\n") == 1
	assert str(target) in done.output


def test_a_place_that_cannot_be_written_after_all_costs_no_figures(requests, tmp_path, monkeypatch):
	def full(*_args, **_more):
		raise OSError(28, "No space left on device")

	monkeypatch.setattr("contact_center.rehearsal.telling.page.build", full)
	done = call("rehearse", requests, "--html", tmp_path / "page.html", code=2)
	assert "Завдань" in done.stdout
	assert "page.html" in done.output


@pytest.mark.parametrize("option", ["--html", "--refused"])
def test_what_is_read_is_never_written_over(requests, option):
	before = requests.read_bytes()
	assert requests.name in call("rehearse", requests, option, requests, code=2).output
	assert requests.read_bytes() == before


@pytest.mark.parametrize("command", ["rehearse", "forecast"])
@pytest.mark.parametrize("zone", ["Mars", "../x", "Europe"])
def test_an_unknown_time_zone(requests, command, zone):
	assert f"немає часового поясу «{zone}»" in call(command, requests, "--zone", zone, code=2).output


def test_a_seed_is_not_below_zero(requests):
	assert "--seed" in call("rehearse", requests, "--seed", "-1", code=2).output


def test_it_is_the_journal_that_cannot_be_read(requests, file):
	journal = file("journal.csv", [], ["request", "moment"])
	message = call("rehearse", requests, "--journal", journal, code=2).output
	assert message == f"{journal}: у першому рядку немає стовпців: kind\n"


def test_a_calendar_without_working_hours(requests, file, tmp_path):
	calendar = file(
		"calendar.csv", [["weekday", "0", "", "", ""]], "kind,key,from_time,to_time,reason".split(",")
	)
	for args in (("check", tmp_path), ("rehearse", requests, "--policy", tmp_path)):
		assert call(*args, code=2).output == f"{calendar}:1: жоден день тижня не має робочих годин\n"


@pytest.mark.parametrize("option", ["--policy", "--against"])
def test_a_folder_without_any_file_of_a_policy_is_a_slip(requests, tmp_path, option):
	(tmp_path / "new").mkdir()
	(tmp_path / "new" / "route.csv").write_text("x")
	assert "routes.csv" in call("rehearse", requests, option, tmp_path / "new", code=2).output
	assert "routes.csv" in call("check", tmp_path / "new", code=2).output


def test_assumptions_alone_are_enough_to_set_against(requests, tmp_path):
	(tmp_path / "new").mkdir()
	(tmp_path / "new" / "simulation_executors.csv").write_text("executor,crews,duty_crews\n*,1,1\n")
	call("rehearse", requests, "--against", tmp_path / "new")


POLICY_FAULTS = [
	(
		"routes.csv",
		"WTR-01,,KP-VODOKANAL,1",
		"WTR-01,,KP-NOBODY,1",
		"executor: такого виконавця немає: KP-NOBODY",
	),
	("routes.csv", "WTR-01,,KP-VODOKANAL,1", "WTR-01,,KP-VODOKANAL", "клітинок 3, а стовпців 4"),
	("routes.csv", "classifier,", "clasifier,", "у першому рядку немає стовпців: classifier"),
	("executors.csv", ",Utility,", ",Firm,", "kind: «Firm» не підходить; можна: Department"),
	("districts.csv", "met,", "met,Ще один\nmet,", "code: «met» є двічі"),
	("request_types.csv", ",30,Minutes", ",пів,Minutes", "accept_amount: має бути число, а не «пів»"),
]


@pytest.mark.parametrize(("name", "old", "new", "words"), POLICY_FAULTS)
def test_faults_of_a_policy_are_told_in_both_languages(requests, tmp_path, name, old, new, words):
	folder = changed_policy(tmp_path / "new", name, old, new)
	message = call("rehearse", requests, "--against", folder, code=2).output
	assert re.match(rf"{re.escape(str(folder / name))}:\d+: {re.escape(words)}", message), message
	english = call("rehearse", requests, "--against", folder, "--lang", "en", code=2).output
	assert re.match(rf"{re.escape(str(folder / name))}:\d+: [\x00-\x7f]*", english)
	assert words not in english


def test_after_the_thousandth_refused_line_the_reason_still_says_what_was_there(file, tmp_path):
	path = file("requests.csv", [request(f"N{n}", f"вул. Вигадана {n}") for n in range(1100)])
	target = tmp_path / "refused.csv"
	call("rehearse", path, "--refused", target, code=1)
	rows = list(csv.DictReader(target.open(encoding="utf-8-sig", newline=""), delimiter=";"))
	assert rows[-1]["reason"] == "невідома вулиця «вул. Вигадана 1099»"
	assert [row["line"] for row in rows] == [str(line) for line in range(2, 1102)]


def test_an_empty_cell_is_not_quoted(file):
	path = file("requests.csv", [["A", "2026-11-09T10:00:00", "", "", "", "", "", "WTR-01", "Тече", ""]])
	message = call("rehearse", path, code=1).stdout
	assert "невідомий спосіб звернення" in message and "«»" not in message


def test_refused_lines_of_a_mapped_journal_name_their_file(file, tmp_path):
	columns = (
		"Номер,Дата надходження,Питання,Зміст,Виконавець,Дата прийняття,Дата виконання,Дата закриття,Колір"
	)
	row = "1,09.11.2026 10:00,WTR-01,Тече,KP-VODOKANAL,учора,,,x"
	path, target = file("register.csv", [row.split(",")], columns.split(",")), tmp_path / "refused.csv"
	call("rehearse", path, "--mapping", "ukrainian_register", "--refused", target)
	rows = list(csv.DictReader(target.open(encoding="utf-8-sig", newline=""), delimiter=";"))
	assert {(row["file"], row["reason"]) for row in rows} == {
		(str(path), "«учора (Дата прийняття)» – це не дата з часом; напишіть так: 22.11.2026 14:30")
	}


@pytest.mark.parametrize("sign", ["\u2028", "\x85", "\x0b"])
def test_odd_line_separators_within_a_cell_do_not_make_a_duplicate(file, sign):
	rows = [request("A", description=f"Тече{sign}{part}") for part in ("дах", "кран")]
	found = json.loads(call("rehearse", file("requests.csv", rows), "--json").stdout)
	assert found["refused"]["count"] == 0


def test_columns_that_nobody_reads_are_named(requests, journal, tmp_path):
	page = tmp_path / "page.html"
	message = call("rehearse", requests, "--journal", journal(*sent("A"), *sent("B")), "--html", page).stdout
	for words in ("Стовпці, які не використано: colour", "Стовпці журналу, які не використано: mood"):
		assert words in message and words in page.read_text(encoding="utf-8")


def test_r7_1_acceptance_that_nobody_wrote_down_is_not_judged(requests, journal, tmp_path):
	page, unknown = tmp_path / "page.html", "це запізнення не оцінено"
	lines = [*sent("A"), *sent("B"), ["A", "2026-11-12T10:00:00", "Closed", "", "", "", "x"]]
	message = call(
		"rehearse", requests, "--journal", journal(*lines), "--html", page, "--against", DEMO_POLICY
	).stdout
	text = re.sub(r"(?s)<script.*?</script>", "", page.read_text(encoding="utf-8"))
	for each in (message, text):
		assert each.count(unknown) == 1
		assert "із запізненням" not in each
	accepted = ["A", "2026-11-09T10:10:00", "Accepted", "KP-VODOKANAL", "", "", "x"]
	message = call("rehearse", requests, "--journal", journal(*lines, accepted)).stdout
	assert unknown not in message and "Взято в роботу із запізненням" in message


def test_worst_days_and_load_are_printed(requests, journal):
	lines = [*sent("A"), *sent("B"), ["A", "2026-11-09T11:00:00", "Executed", "KP-VODOKANAL", "", "", "x"]]
	until = ("--until", "2026-11-12 10:00")
	message = call("rehearse", requests, "--journal", journal(*lines), *until).stdout
	assert re.search(r"10\.11\.2026 +0 +0 +1 +1\b", message)
	assert re.search(r"Водоканал +1 +1 +09\.11\.2026", message)


def test_every_figure_of_the_load_stands_in_a_table_of_the_page(requests, journal, tmp_path):
	page = tmp_path / "page.html"
	call("rehearse", requests, "--journal", journal(*sent("A"), *sent("B")), "--html", page)
	section = re.search(r'(?s)id="chart-load".*?</section>', page.read_text(encoding="utf-8"))[0]
	assert "<td>Водоканал</td><td>2</td><td>2</td><td>09.11.2026</td>" in section
	assert "<td>09.11.2026</td><td>2</td><td>2</td>" in section


def test_the_comparison_is_by_executor_and_matter_too(requests, journal, tmp_path):
	new = changed_policy(tmp_path / "new", "routes.csv", "WTR-01,,KP-VODOKANAL,1", "WTR-01,,ENT-GAZ,1")
	page = tmp_path / "page.html"
	args = ("--journal", journal(*sent("A"), *sent("B")), "--until", "2026-11-12 10:00", "--html", page)
	message = call("rehearse", requests, "--against", new, *args).stdout
	assert re.search(r"Водоканал +2 +0 +−2 +2 +0 +−2", message)
	assert re.search(r"Газмережі +0 +2 +\+2 +0 +2 +\+2", message)
	text = page.read_text(encoding="utf-8")
	assert "<td>Газмережі</td><td>0</td><td>2</td>" in text
	assert "виконавець: Водоканал → Газмережі" in text
	data = json.loads(re.search(r'(?s)<script type="application/json" id="data">(.*?)</script>', text)[1])
	both = ["", "KP-VODOKANAL", "ENT-GAZ"]
	assert [[row["code"] for row in side["load"]] for side in (data, data["against"])] == [both, both]
	assert [row["open"][-1] for row in data["against"]["load"]] == [2, 0, 2]
	assert sum(row["broken"] for row in data["against"]["days"]) == 2


def test_all_changes_can_be_had_as_a_file(file, tmp_path):
	path = file("requests.csv", [request(f"=N{n}", moment="2026-11-09T10:00:00") for n in range(1200)])
	new = changed_policy(tmp_path / "new", "routes.csv", "WTR-01,,KP-VODOKANAL,1", "WTR-01,,ENT-GAZ,1")
	target = tmp_path / "changes.csv"
	call("rehearse", path, "--against", new, "--changes", target)
	rows = [
		row
		for row in csv.DictReader(target.open(encoding="utf-8-sig", newline=""), delimiter=";")
		if row["change"] == "route"
	]
	assert len({row["line"] for row in rows}) == 1200
	assert {(row["before"], row["after"]) for row in rows} == {("KP-VODOKANAL", "ENT-GAZ")}
	assert rows[0]["number"] == "'=N0"


def test_changes_need_something_to_change(requests, tmp_path):
	assert "--against" in call("rehearse", requests, "--changes", tmp_path / "changes.csv", code=2).output


def test_nothing_changes_and_there_is_no_empty_list(requests, tmp_path):
	page = tmp_path / "page.html"
	call("rehearse", requests, "--against", DEMO_POLICY, "--html", page)
	text = page.read_text(encoding="utf-8")
	assert "Заявок, для яких щось зміниться: 0" in text
	assert "Перелік заявок" not in text


def test_lines_that_only_the_other_policy_refuses_stand_beside(requests, tmp_path):
	new = changed_policy(tmp_path / "new", "streets.csv", "вул.,Надії,", "вул.,Мрії,")
	page = tmp_path / "page.html"
	message = call("rehearse", requests, "--against", new, "--html", page).stdout
	assert re.search(r"Рядків відхилено +0 +2\b", message)
	for each in (message, page.read_text(encoding="utf-8")):
		assert "відхилені за зміненого регламенту" in each and "невідома вулиця «вул. Надії»" in each


def test_numbers_are_written_as_the_language_writes_them(requests):
	for language, sign in (("uk", ","), ("en", ".")):
		assert re.search(rf"\d+\{sign}\d (?:с|s)\n$", call("rehearse", requests, "--lang", language).stdout)
		week = call("forecast", DEMO, "--lang", language, "--within", "12.5").stdout
		assert f"12{sign}5" in week and re.search(rf" \d+\{sign}\d ", week)
