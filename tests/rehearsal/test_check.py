"""`contact-center check`: each fault of a city's policy is named with its file and line."""

import re
import shutil

import pytest
from click.testing import CliRunner
from rehearsal_kit import ROOT

from contact_center.rehearsal.cli import main
from contact_center.rehearsal.rehearse import DEMO_POLICY


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
	("classifier.csv", r"^(WTR,,[^\n]*?,1,,1),1,", r"\1,0,", "classifier.csv", "WTR-01,", "не дістатися"),
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
		"раніше, ніж прийняти",
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
