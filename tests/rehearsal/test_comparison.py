"""Two policies side by side: whose figures these are, and what may be compared."""

import csv
import json
import re

import pytest
from click.testing import CliRunner
from rehearsal_kit import DEMO

from contact_center.rehearsal.command.cli import main
from contact_center.rehearsal.reading.orders import DEMO_POLICY


@pytest.fixture
def folder(tmp_path):
	def write(name, **files):
		(tmp_path / name).mkdir()
		for file, text in files.items():
			(tmp_path / name / f"{file}.csv").write_text(text, encoding="utf-8")
		return tmp_path / name

	return write


@pytest.fixture
def without_executors(folder):
	"""A policy that routes nothing: the header rows only."""
	headers = {
		file: (DEMO_POLICY / f"{file}.csv").read_text().split("\n")[0] for file in ("executors", "routes")
	}
	return folder("nobody", **headers)


@pytest.fixture
def gas_instead_of_water(folder):
	text = (DEMO_POLICY / "routes.csv").read_text()
	return folder("gas", routes=text.replace("WTR-01,,KP-VODOKANAL,1", "WTR-01,,ENT-GAZ,1"))


@pytest.fixture
def rehearse(tmp_path):
	"""What the console says, and the page without its scripts."""

	def run(*args, requests=DEMO):
		page = tmp_path / "page.html"
		done = CliRunner().invoke(main, ["rehearse", *map(str, (requests, *args)), "--html", str(page)])
		assert done.exit_code == 0, (done.output, done.exception)
		text = page.read_text(encoding="utf-8")
		return done.output, re.sub(r"(?s)<script.*?</script>|<style.*?</style>", "", text)

	return run


def section(page, heading):
	return re.search(rf"(?s)<h2>{re.escape(heading)}</h2>.*?</section>", page)[0]


def figures(*args):
	done = CliRunner().invoke(main, ["rehearse", str(DEMO), *map(str, args), "--json"])
	assert done.exit_code == 0, done.output
	return json.loads(done.output)


def test_why_requests_have_no_executor_under_the_other_policy(rehearse, without_executors):
	printed, page = rehearse("--against", without_executors)
	reasons = section(page, "Заявки, для яких класифікатор не дає виконавця")
	assert '<th scope="col">Зараз</th><th scope="col">Стане</th>' in reasons
	assert re.search(r"не має виконавця для: PWR-03, cen\.[^<]*</td><td>0</td><td>7</td>", reasons)
	assert re.search(r"класифікатор не має виконавця для: PWR-03, cen\. .* 0 +7\b", printed)


def test_reasons_that_stay_stand_on_both_sides(rehearse, gas_instead_of_water):
	_said, page = rehearse("--against", gas_instead_of_water)
	assert "<td>спочатку заповніть: Район</td><td>1</td><td>1</td>" in page


def test_one_policy_has_its_reasons_with_one_count(rehearse):
	printed, page = rehearse()
	assert "<td>спочатку заповніть: Район</td><td>1</td></tr>" in page
	assert re.search(r"спочатку заповніть: Район +1\b", printed)


def test_less_routed_is_no_improvement(rehearse, without_executors):
	printed, page = rehearse("--against", without_executors)
	assert 'class="better"' not in page
	assert '<td>Не визначено виконавця</td><td>6</td><td>576</td><td class="worse">+570</td>' in page
	assert "<td>Частка з порушеним строком</td><td>13,5\u00a0%</td><td>–</td><td>–</td>" in page
	assert "<b>Зараз.</b> Заявок із виконавцем: 570 з 576." in page
	assert "<b>Стане.</b> Заявок із виконавцем: 0 з 576." in page
	for each in (printed, page):
		assert "Заявок із виконавцем зараз 570, а стане 0" in each
	assert re.search(r"Заявок із виконавцем +570 +0\b", printed)


def test_fewer_broken_terms_of_as_many_requests_are_an_improvement(rehearse, folder):
	types = (DEMO_POLICY.parents[1] / "policy" / "request_types.csv").read_text(encoding="utf-8")
	longer = types.replace("emergency,Аварійна,2,30,Minutes,24,", "emergency,Аварійна,2,30,Minutes,240,")
	_said, page = rehearse("--against", folder("longer", request_types=longer))
	assert re.search(r'<td>Строк порушено</td><td>77</td><td>\d+</td><td class="better">−\d+</td>', page)
	assert "прямо порівнювати не можна" not in page


def test_lines_that_only_the_first_policy_refuses_are_counted_for_it_alone(rehearse, folder, tmp_path):
	requests = tmp_path / "requests.csv"
	header = "moment,channel,applicant,phone,street,building,classifier,description"
	requests.write_text(f"{header}\n2026-11-09T10:00:00,Phone,,,вул. Мрії,8,WTR-01,Тече\n", encoding="utf-8")
	streets = (DEMO_POLICY / "streets.csv").read_text(encoding="utf-8")
	new = folder("streets", streets=streets.replace("вул.,Надії,", "вул.,Мрії,"))
	printed, _page = rehearse("--against", new, requests=requests)
	assert re.search(r"Рядків відхилено +1 +0\b", printed)


def test_both_policies_are_named(rehearse, gas_instead_of_water):
	named = "«Зараз» – регламент демонстраційного міста; «стане» – він же зі змінами з теки"
	for each in rehearse("--against", gas_instead_of_water):
		assert f"{named} {gas_instead_of_water}" in " ".join(each.split())
	printed, page = rehearse("--policy", DEMO_POLICY, "--policy", gas_instead_of_water)
	assert "«Зараз»" not in printed + page


@pytest.mark.parametrize("heading", ["За виконавцями", "За позиціями класифікатора", "День за днем"])
def test_every_part_stands_once_and_says_whose_figures_it_has(rehearse, gas_instead_of_water, heading):
	_said, page = rehearse("--against", gas_instead_of_water)
	assert page.count(f">{heading}<") == 1
	summaries = re.findall(r'<details class="side"><summary>(Таблиця.*?)</summary>', section(page, heading))
	assert summaries == ["Таблиця (зараз)", "Таблиця (стане)"]
	_said, page = rehearse()
	assert re.findall(r"<summary>(Таблиця.*?)</summary>", section(page, heading)) == ["Таблиця"]


def test_days_and_load_have_both_sides(rehearse, gas_instead_of_water):
	printed, page = rehearse("--against", gas_instead_of_water)
	load = section(page, "Навантаження: завдань у роботі на кінець дня")
	assert re.search(
		r"<td>Водоканал</td><td>\d+</td><td>\d+</td><td>[0−+\d]+</td><td>6</td><td>[0-5]</td>", load
	)
	assert re.search(r"Водоканал +\d+ +\d+ +[−+\d]+ +6 +[0-5] ", printed)
	assert re.search(r"09\.10\.2026 +30 +\d+ +[−+\d]+ +4 +\d+ +[−+\d]+ *\n", printed)


def test_load_is_told_of_the_executors_whose_load_differs(gas_instead_of_water):
	found = figures("--against", gas_instead_of_water)
	now, then = found["load"], found["against"]["figures"]["load"]
	assert [row["code"] for row in now] == [row["code"] for row in then]
	assert {"KP-VODOKANAL", "ENT-GAZ"} <= {row["code"] for row in now}
	assert all(one["open"] != other["open"] for one, other in zip(now[1:], then[1:], strict=True))
	assert {row["first"] for row in now + then} == {"2026-08-02"}
	assert len({len(row["open"]) for row in now + then}) == 1
	assert len(figures()["load"]) == 11


def test_sums_that_differ_are_explained(rehearse):
	_said, page = rehearse()
	method = section(page, "Як це пораховано")
	assert "Одна заявка може мати кілька завдань" in method and "суми не збігаються" in method
	assert "Порушено строків (завдань)" in section(page, "День за днем")


def test_a_file_without_requests_says_so(rehearse, tmp_path):
	empty = tmp_path / "empty.csv"
	with DEMO.open(encoding="utf-8-sig", newline="") as source, empty.open("w") as target:
		csv.writer(target).writerow(next(csv.reader(source)))
	printed, page = rehearse(requests=empty)
	assert "Немає заявок, стан на" in printed and "– – –" not in printed
	assert "Немає заявок, які можна розглянути: рядків прочитано – 0, відхилено – 0." in page
	assert 'class="chart' not in page and 'class="heat"' not in page
	assert 'class="chart' in rehearse()[1]
