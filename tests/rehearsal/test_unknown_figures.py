"""What a history cannot tell is unknown, not zero; lines that cannot be true are named and left out."""

import json

import pytest
from click.testing import CliRunner
from rehearsal_kit import call

from contact_center.rehearsal.command.cli import main

HEADER = "Номер;Дата;Питання;Вулиця;Будинок;Зміст;Виконавець;Закрито\n"
NAMES = """
[requests]
formats = ["%d.%m.%Y %H:%M"]
needed = ["moment", "classifier"]
[requests.names]
number = "Номер"
moment = "Дата"
classifier = "Питання"
street = "Вулиця"
building = "Будинок"
description = "Зміст"
[requests.defaults]
channel = "Phone"
"""
CLOSED = '[[events]]\nkind = "Closed"\nmoment = "Закрито"\n'
REGISTERED = '[[events]]\nkind = "Registered"\nmoment = "Дата"\n'
SENT = '[[events]]\nkind = "Sent"\nmoment = "Дата"\nexecutor = "Виконавець"\nlead = true\n'


def row(number, moment="09.11.2026 10:00", closed="", entry="WTR-01", street="вул. Надії"):
	return f"{number};{moment};{entry};{street};8;Немає води;KP-VODOKANAL;{closed}\n"


@pytest.fixture
def rehearse(tmp_path):
	"""`rehearse(rows, events, *options)`: what is printed, and the figures."""

	def run(rows, events, *options, code=0):
		(tmp_path / "own.toml").write_text(NAMES + events, encoding="utf-8")
		(tmp_path / "register.csv").write_text(HEADER + "".join(rows), encoding="utf-8")
		args = ["rehearse", str(tmp_path / "register.csv"), "--mapping", str(tmp_path / "own.toml"), *options]
		printed, as_json = CliRunner().invoke(main, args), call(*args, "--json")
		assert (printed.exit_code, as_json.exit_code) == (code, code), printed.output
		return printed.output, json.loads(as_json.stdout)

	return run


def test_terms_of_requests_that_nobody_maps_as_registered_are_unknown(rehearse, tmp_path):
	"""R4.3: without a registration there is no term that could have been kept or broken."""
	page = tmp_path / "page.html"
	rows = [row("A", closed="20.11.2026 10:00"), row("B")]
	said, found = rehearse(rows, SENT + CLOSED, "--html", str(page))
	assert (found["totals"]["overdue"], found["totals"]["overdue_share"]) == (None, None)
	assert {each["overdue"] for each in found["executors"] + found["classifier"]} == {None}
	assert "Registered" in found["untold_events"] and "overdue" in found["unknown_figures"]
	for text in (said, page.read_text(encoding="utf-8")):
		assert "Registered" in text and "невідомо" in text
	assert "0,0" not in said.split("Повторні")[0]
	tables = said.split("Коротко", 1)[1]
	assert "Строк порушено" in tables and "Порушено строків" not in tables


def test_the_rest_of_such_a_mapping_is_counted_as_ever(rehearse):
	_said, found = rehearse(
		[row("A", closed="10.11.2026 10:00"), row("B")], REGISTERED + SENT + CLOSED, "--until", "2026-11-20"
	)
	assert (found["totals"]["requests"], found["totals"]["finished"], found["totals"]["tasks"]) == (2, 1, 2)
	assert found["totals"]["overdue"] == 1
	assert found["totals"]["returns"] is None


def test_work_that_nobody_maps_as_sent_has_no_tasks_to_count(rehearse):
	_said, found = rehearse([row("A", closed="10.11.2026 10:00")], REGISTERED + CLOSED)
	assert (found["totals"]["tasks"], found["totals"]["letters"], found["executors"]) == (None, None, [])


def test_lateness_of_an_acceptance_that_nobody_tells_is_no_number(rehearse):
	_said, found = rehearse([row("A", closed="10.11.2026 10:00")], REGISTERED + SENT + CLOSED)
	assert found["acceptance_known"] is False
	rows = [found["totals"], *found["executors"], *found["types"]]
	assert {(each["accepted_late"], each["accepted_late_share"]) for each in rows} == {(None, None)}


def test_what_is_closed_before_it_came_in_is_named_and_left_out(rehearse, tmp_path):
	"""One line from 1900 made a page of 46,028 days."""
	rows = [
		row("A", closed="01.01.1900 00:00"),
		row("B", closed="09.11.2026 09:59"),
		row("C", closed="09.11.2026 10:00"),
	]
	said, found = rehearse(rows, REGISTERED + SENT + CLOSED)
	assert [(each["line"], each["kind"], each["names"]) for each in found["journal_refused"]["lines"]] == [
		(2, "Before Received", ["01.01.1900 00:00 (Закрито)"]),
		(3, "Before Received", ["09.11.2026 09:59 (Закрито)"]),
	]
	assert "дата раніша, ніж надійшла заявка: «01.01.1900 00:00 (Закрито)»" in said
	assert found["totals"]["finished"] == 1
	assert len(found["days"]) == 1 and len(found["load"][0]["open"]) == 1


def test_a_request_from_the_future_is_named_and_makes_no_days(rehearse):
	_said, found = rehearse([row("A", "01.01.2199 10:00"), row("B")], REGISTERED + SENT + CLOSED)
	assert [each["kind"] for each in found["refused"]["lines"]] == ["In Future"]
	assert found["period"]["last"] == found["period"]["first"]


def test_refusals_are_summed_by_reason_and_value(rehearse):
	rows = [row(n, street="вул. Перша") for n in range(3)] + [
		row(n, street="вул. Друга") for n in range(4, 6)
	]
	said, found = rehearse([*rows, row("A", entry="ZZZ-99"), row("B")], REGISTERED + CLOSED)
	assert found["refused"]["sums"] == [
		{"kind": "Unknown Street", "count": 5, "values": {"вул. Перша": 3, "вул. Друга": 2}},
		{"kind": "Unknown Code", "count": 1, "values": {"ZZZ-99": 1}},
	]
	assert "«вул. Перша» – 3, «вул. Друга» – 2" in said


def test_where_all_lines_are_refused_the_command_fails(rehearse):
	said, found = rehearse([row(n, street="вул. Перша") for n in range(3)], REGISTERED + CLOSED, code=1)
	assert "Відхилено всі рядки файлу" in said
	assert found["refused"]["sums"][0]["count"] == 3


def test_a_journal_without_any_registration_tells_no_terms(tmp_path):
	(tmp_path / "requests.csv").write_text(
		"number,moment,channel,applicant,phone,street,building,classifier,description\n"
		"A,2026-11-09T10:00:00,Phone,,,вул. Надії,8,WTR-01,Немає води\n",
		encoding="utf-8",
	)
	(tmp_path / "journal.csv").write_text(
		"request,moment,kind\nA,2026-11-20T10:00:00,Closed\n", encoding="utf-8"
	)
	args = ["rehearse", str(tmp_path / "requests.csv"), "--journal", str(tmp_path / "journal.csv"), "--json"]
	found = json.loads(call(*args).stdout)
	assert (found["totals"]["overdue"], found["totals"]["tasks"], found["totals"]["returns"]) == (
		None,
		None,
		0,
	)


def test_no_chart_shows_terms_that_are_unknown_as_kept(rehearse, tmp_path):
	page = tmp_path / "page.html"
	rehearse([row("A", closed="20.11.2026 10:00"), row("B")], SENT + CLOSED, "--html", str(page))
	drawn = page.read_text(encoding="utf-8").split('id="data">')[1].split("</script>")[0]
	assert {"overdue", "broken"} <= set(json.loads(drawn)["unknown"])
