"""`contact-center check`: each fault of a city's policy is named with its file and line."""

import re
import shutil

import pytest
from click.testing import CliRunner
from rehearsal_kit import DEMO, ROOT

from contact_center.rehearsal.command.cli import main
from contact_center.rehearsal.reading.orders import DEMO_POLICY


@pytest.fixture
def city(tmp_path):
	"""`city(file, old, new)`: a copy of the demo city's policy with one change."""

	def change(file, old, new):
		folder = tmp_path / "city"
		shutil.copytree(DEMO_POLICY, folder, dirs_exist_ok=True)
		shipped = ROOT / "contact_center" / "policy" / file
		source = folder / file if (folder / file).exists() else shipped
		text = source.read_text(encoding="utf-8")
		assert len(re.findall(old, text, re.MULTILINE)) >= 1, old
		(folder / file).write_text(re.sub(old, new, text, count=1, flags=re.MULTILINE), encoding="utf-8")
		return folder

	return change


def call(*args):
	return CliRunner().invoke(main, ["check", *map(str, args)])


def line_of(path, start):
	lines = path.read_text(encoding="utf-8").splitlines()
	return next(number for number, line in enumerate(lines, 1) if line.startswith(start))


def test_the_demo_city_is_in_order():
	done = call()
	assert done.exit_code == 0
	assert ".csv:" not in done.output


FAULTS = [
	("routes.csv", r"^WTR-01,,KP-VODOKANAL,1\n", "", "classifier.csv", "WTR-01,", "не має виконавця"),
	("routes.csv", r"^(SOS-01,,DSNS-KR),0", r"\1,1", "routes.csv", "SOS-01,,DSNS-KR", "не одного головного"),
	(
		"executors.csv",
		r"^(KP-VODOKANAL,.*),1,([^,\n]*),([^,\n]*)$",
		r"\1,0,\2,\3",
		"routes.csv",
		"SOS",
		"не працює",
	),
	(
		"executors.csv",
		r"^(KP-VODOKANAL,.*),[^,\n]*$",
		r"\1,",
		"executors.csv",
		"KP-VODOKANAL,",
		"відповідальної особи",
	),
	("classifier.csv", r"^(WTR,,[^\n]*?,1,,1),1,", r"\1,0,", "classifier.csv", "WTR-01,", "не вибрати"),
	(
		"request_types.csv",
		r"(emergency,Аварійна,2,30,Minutes),24,Hours",
		r"\1,24,Calendar Days",
		"request_types.csv",
		"emergency",
		"терміновіший",
	),
	(
		"request_types.csv",
		r"(sos,SOS,1,30,Minutes),2,Hours",
		r"\1,20,Minutes",
		"request_types.csv",
		"sos",
		"раніше, ніж узяти в роботу",
	),
	(
		"request_type_alerts.csv",
		r"^sos,Acceptance,10,",
		"sos,Acceptance,40,",
		"request_type_alerts.csv",
		"sos,Acceptance,40",
		"попередження",
	),
	(
		"districts.csv",
		r"\Z",
		"new,Новий район\n",
		"classifier.csv",
		"HSG-01,",
		"не має виконавця в районах: new",
	),
]


@pytest.mark.parametrize(("file", "old", "new", "named", "start", "words"), FAULTS)
def test_r5_11_p5_r4_6_a_fault_is_named_with_its_line(city, file, old, new, named, start, words):
	folder = city(file, old, new)
	done = call(folder)
	assert done.exit_code == 1, done.output
	found = [line for line in done.stdout.splitlines() if words in line]
	assert any(re.match(rf"{re.escape(str(folder / named))}:\d+: ", line) for line in found), done.stdout
	numbers = {int(re.match(r".*?:(\d+): ", line)[1]) for line in found}
	starts = (folder / named).read_text(encoding="utf-8").splitlines()
	assert any(starts[number - 1].startswith(start) for number in numbers), done.stdout


def test_warnings_fail_only_where_that_is_asked_for(city):
	folder = city("classifier.csv", r"\Z", "NEW,,Нова група,1,,1,1,0,,,,\n")
	done = call(folder, "--lang", "en")
	assert done.exit_code == 0
	assert "warning: group “NEW” has no entry in use" in done.stdout
	assert call(folder, "--strict").exit_code == 1


def test_a_policy_that_cannot_be_read_is_another_exit_code(city):
	folder = city("routes.csv", r"^WTR-01,,KP-VODOKANAL,1", "WTR-01,,KP-NOBODY,1")
	done = call(folder)
	assert done.exit_code == 2
	assert re.search(rf"routes\.csv:{line_of(folder / 'routes.csv', 'WTR-01,')}: ", done.output)


def findings(folder, words):
	return [line for line in call(folder).stdout.splitlines() if words in line]


def test_r5_11_high_numbers_lie_in_two_districts_too(city):
	rows = "вул.,Далека,,met,All,1,699\nвул.,Далека,,ter,Odd,600,700\nвул.,Далека,,ter,Even,700,0\n"
	[found] = findings(city("streets.csv", r"\Z", rows), "лежить у двох районах")
	assert found.endswith("вул. Далека: будинок 601 лежить у двох районах")


def test_r5_11_the_two_sides_of_a_street_may_lie_in_different_districts(city):
	rows = "вул.,Далека,,met,Odd,1,0\nвул.,Далека,,ter,Even,1,0\n"
	assert findings(city("streets.csv", r"\Z", rows), "лежить у двох районах") == []


EXECUTOR = r"^(KP-VODOKANAL,.*?,0,[^,]*),([^,]*),([^,]*),1,([^,]*),"


@pytest.mark.parametrize(
	("new", "words"),
	[
		(r"\1,,\3,1,\4,", "не має офіційної електронної адреси"),
		(r"\1,vodokanal,\3,1,\4,", "«vodokanal» не є електронною адресою"),
		(r"\1,\2,\3,1,zayavky(at)vodokanal,", "«zayavky(at)vodokanal» не є електронною адресою"),
		(r"\1,\2,\3,1,,", "відповідальна особа не має електронної адреси"),
	],
)
def test_p5_r8_2_3_either_address_of_an_executor_counts(city, new, words):
	[found] = findings(city("executors.csv", EXECUTOR, new), words)
	assert "executors.csv:" in found and "помилка" in found


def test_a_city_without_districts(city):
	"""Nothing is said of districts that are not there."""
	folder = city("routes.csv", r"^WTR-01,,KP-VODOKANAL,1\n", "")
	for name, header in (
		("districts", "code,title"),
		("streets", "street_type,name,former_names,district,parity,from_building,to_building"),
	):
		(folder / f"{name}.csv").write_text(header + "\n", encoding="utf-8")
	routes = (folder / "routes.csv").read_text(encoding="utf-8").splitlines(keepends=True)
	(folder / "routes.csv").write_text(
		"".join(line for line in routes if line.split(",")[1] in ("", "district")), encoding="utf-8"
	)
	found = findings(folder, "«WTR-01»")
	assert [line.split("помилка: ")[1] for line in found] == ["«WTR-01» не має виконавця"]


def test_all_faults_of_the_files_are_named_at_once_and_none_twice(city):
	"""Routes to an executor whose own row is at fault are no faults of their own."""
	folder = city("executors.csv", r"^(KP-VODOKANAL,.*),1,", r"\1,так,")
	for name, old, new in (
		("routes.csv", "WTR-02,,KP-VODOKANAL,1", "WTR-02,,KP-NOBODY,1"),
		("streets.csv", ",met,All,0,0", ",nowhere,All,0,0"),
	):
		text = (folder / name).read_text(encoding="utf-8")
		assert old in text
		(folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
	done = call(folder)
	assert done.exit_code == 2
	assert [re.match(r".*/(\w+\.csv):\d+: (\w+)", line).groups() for line in done.output.splitlines()] == [
		("executors.csv", "active"),
		("routes.csv", "executor"),
		("streets.csv", "district"),
	]


def test_assumptions_of_a_simulation_are_checked_as_well(city, tmp_path):
	folder = city("routes.csv", r"\Z", "")
	(folder / "simulation_executors.csv").write_text("executor,crews,duty_crews\n*,2,1\nKP-WATER,4,2\n")
	header = (
		"request_type,accept_median_minutes,accept_spread,work_median_minutes,work_spread,round_the_clock"
	)
	(folder / "simulation_types.csv").write_text(f"{header}\nsos,5,1,30,1,1\nsoss,5,1,30,1,1\n")
	done = call(folder)
	assert done.exit_code == 1
	assert re.search(r"simulation_executors\.csv:3: помилка: немає виконавця KP-WATER", done.stdout)
	assert re.search(r"simulation_types\.csv:3: помилка: немає типу заявки soss", done.stdout)
	assert re.search(r"simulation_types\.csv:1: зауваження: немає рядка для типу emergency", done.stdout)
	(folder / "simulation_executors.csv").write_text("executor,crews,duty_crews\n*,багато,1\n")
	assert call(folder).exit_code == 2


def test_a_policy_about_nothing_is_no_policy(tmp_path):
	(tmp_path / "executors.csv").write_text(
		"code,title,short_title,kind,parent,is_group,head,email,phone,active,responsible_email,responsible_name\n"
	)
	(tmp_path / "routes.csv").write_text("classifier,district,executor,lead\n")
	done = call(tmp_path)
	assert done.exit_code == 1
	for file, words in (
		("classifier.csv", "помилка: у класифікаторі немає жодної чинної позиції"),
		("executors.csv", "помилка: немає жодного чинного виконавця"),
		("districts.csv", "зауваження: немає жодного району"),
	):
		assert f"{tmp_path / file}:1: {words}" in done.stdout


def test_a_file_that_nobody_reads_is_named(city):
	folder = city("routes.csv", r"\Z", "")
	(folder / "route.csv").write_text("classifier,district,executor,lead\n")
	(folder / "notes.txt").write_text("")
	done = call(folder)
	assert done.exit_code == 0
	assert done.output.startswith(f"{folder / 'route.csv'}:1: зауваження: цього файла ніхто не читає\n")
	assert "notes.txt" not in done.output
	printed = CliRunner().invoke(main, ["rehearse", str(DEMO), "--policy", str(folder)]).output
	assert f"Файли регламенту, яких ніхто не читає: {folder / 'route.csv'}" in " ".join(printed.split())


WRONG = [
	(
		"request_types.csv",
		"2,30,Minutes,24,Hours",
		"2,30,Minutes,0,Hours",
		"строк має бути більший за нуль, а не 0 (Hours)",
	),
	(
		"request_types.csv",
		"2,30,Minutes,24,Hours",
		"2,30,Minutes,99999999,Hours",
		"done_amount: «99999999» – це забагато: можна не більше 999999",
	),
	(
		"request_type_alerts.csv",
		"sos,Acceptance,10,Minutes",
		"sos,Acceptance,10,Working Days",
		"попередження не можна рахувати в Working Days; можна: Minutes, Hours, Calendar Days",
	),
	("districts.csv", r"\Z", 'new,"Новий', "лапки не закрито"),
	("districts.csv", r"\Z", 'new,"Новий" район\n', "після закритих лапок має стояти «,»"),
]


@pytest.mark.parametrize(("file", "old", "new", "words"), WRONG)
def test_what_the_rules_refuse_is_said_in_ukrainian(city, file, old, new, words):
	done = call(city(file, old, new))
	assert done.exit_code == 2
	assert done.output.endswith(f": {words}\n")


def test_changes_of_another_policy_are_checked_over_it(tmp_path):
	routes = (DEMO_POLICY / "routes.csv").read_text(encoding="utf-8")
	(tmp_path / "routes.csv").write_text(routes, encoding="utf-8")
	done = call(tmp_path)
	assert done.exit_code == 2
	assert done.output.count("\n") == 1
	assert f"contact-center check ОСНОВА {tmp_path}" in done.output
	assert call(DEMO_POLICY, tmp_path).exit_code == 0


def test_faults_that_are_not_shown_are_told_of(city):
	folder = city("routes.csv", r"\Z", "".join(f"WTR-01,,KP-{number},0\n" for number in range(120)))
	lines = call(folder).output.splitlines()
	assert len(lines) == 101
	assert lines[-1] == "Показано перші 100; коли їх виправите, перевірте ще раз"
