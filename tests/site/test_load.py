"""`make load` in small: what it fills is what acts would leave, and operators work on it over HTTP without an error."""

import time
from urllib.parse import urlsplit

import frappe
import kit
import load_figures
import load_fill
import load_main
import load_plans
import load_requests
import load_rows
import load_world
import pytest
from load_calls import Figures
from load_operator import Operator

from contact_center.intake import callers, phone_rows
from contact_center.reading.phone_parts import digits_of
from contact_center.record import checking, messages

pytest_plugins = ["kit_city", "kit_rest"]
MORE = 12
FACTOR = 60
"""A card a second: nobody waits for typing."""


@pytest.fixture
def filled(rest, monkeypatch):
	"""Fill the tests' city from one finished and one open request; yield the names that it had before, by doctype."""
	rest("operator")
	monkeypatch.setattr(load_fill, "people_at_work", lambda _count: [kit.email("operator")])
	monkeypatch.setattr(load_fill, "_learn", lambda: None)
	monkeypatch.setattr(load_requests, "YEARS", 2)
	with messages.quiet():
		finished = kit.executed()
		kit.confirm_and_close(finished)
		kit.registered()
	frappe.db.commit()
	before = {doctype: set(frappe.get_all(doctype, pluck="name")) for doctype in load_fill.TABLES}
	people = load_fill.Sizes(
		*(len(before[doctype]) + MORE for doctype in ("Request", "Interaction", "Applicant")), 1
	)
	load_fill.fill(load_fill.Sizes(people.requests, people.cards + MORE, people.applicants, 1))
	yield before
	frappe.db.rollback()
	made = set(frappe.get_all("Applicant", pluck="name")) - before["Applicant"]
	frappe.db.delete(phone_rows.DOCTYPE, {"applicant": ("in", list(made))})
	frappe.db.delete("Applicant", {"name": ("in", list(made))})
	frappe.db.delete("Access Log", {"name": ("in", new("Access Log", before) or [""])})
	frappe.db.commit()


def new(doctype: str, before: dict[str, set[str]]) -> list[str]:
	return sorted(set(frappe.get_all(doctype, pluck="name")) - before[doctype])


def test_a_site_is_filled_with_what_acts_would_leave(filled):
	requests = new("Request", filled)
	assert len(requests) == MORE
	assert [checking.examine(name) for name in requests] == [([], [])] * MORE
	rows = frappe.get_all(
		"Request", {"name": ("in", requests)}, ["number", "title", "interaction", "stage", "closed_at"]
	)
	assert len({row.number for row in rows}) == len({row.interaction for row in rows}) == MORE
	assert all(row.number in row.title and frappe.db.exists("Interaction", row.interaction) for row in rows)
	assert {row.stage for row in rows} >= {"Closed"}
	tasks = frappe.get_all("Request Task", {"request": ("in", requests)}, ["name", "number"])
	assert len(tasks) >= MORE and all(task.name.startswith(task.number) for task in tasks)
	assert kit.registered().number not in {row.number for row in rows}
	assert new("Consultation", filled) and len(new("Interaction", filled)) == 2 * MORE


def test_its_applicants_are_found_by_their_phones(filled):
	name = new("Applicant", filled)[0]
	phone = frappe.db.get_value("Applicant", name, "phone")
	assert name in phone_rows.known_under(digits_of(phone), 50)
	assert name in phone_rows.known_under(digits_of(phone)[2:8], 50)
	with kit.acting("operator"):
		assert name in [caller["applicant"] for caller in callers.look_up(phone)["callers"]]


def test_what_is_filled_is_not_filled_again(filled, capsys):
	sizes = load_fill.Sizes(*(frappe.db.count(each) for each in ("Request", "Interaction", "Applicant")), 1)
	load_fill.fill(sizes)
	load_fill.print_sizes()
	assert "more" not in capsys.readouterr().out


def test_operators_work_on_it_over_http(filled, http, capsys):
	figures, world = Figures(), load_world.world(FACTOR)
	port = urlsplit(http).port
	operators = [
		Operator(number, kit.email("operator"), load_fill.PASSWORD, port, world, figures)
		for number in range(2)
	]
	load_main.sign_in(operators, 2)
	load_main.at_work(operators, time.monotonic(), 4)
	load_figures.print_times(figures)
	load_figures.print_errors(figures)
	said = capsys.readouterr().out
	assert not figures.errors, figures.errors
	assert figures.cards >= 2
	assert {"sign in", "begin", "keep the draft", "search, a key", "end"} <= set(figures.spent)
	assert "errors: 0" in said and "p95" in said


def test_each_call_shows_its_queries(filled, capsys):
	before = kit.counts()
	load_plans.print_plans(load_world.world(1))
	said = capsys.readouterr().out
	assert all(f"\n{kind}" in f"\n{said}" for kind in ("look-up, middle", "register", "search, a key"))
	assert kit.counts() == before


def test_a_sample_is_compared_with_its_journal(filled, capsys):
	load_world.check(2)
	assert "0 differ" in capsys.readouterr().out
	frappe.db.set_value("Request", {"name": ("is", "set")}, "callback_count", 77)
	with pytest.raises(SystemExit, match="not what acts would leave"):
		load_world.check(2)


def test_what_is_over_the_bounds_is_said():
	figures = Figures()
	for milliseconds in (*[90] * 94, *[700] * 6):
		figures.took("register", milliseconds)
		figures.took("search, a key", milliseconds / 10)
	assert load_figures.over_the_bounds(figures) == ["register: p95 is 700 ms, the bound 500 ms"]


def test_errors_bounds_and_a_lost_pace_make_it_fail(capsys):
	given = load_main.read(["--operators", "1", "--minutes", "1"])
	figures = Figures()
	figures.took("register", 90)
	figures.card_done(is_late=False)
	assert load_main.said(figures, given) == 0
	figures.card_done(is_late=True)
	assert load_main.said(figures, given) == 1
	assert "could not keep their pace" in capsys.readouterr().out
	figures.late = 0
	figures.failed("register", "500 …")
	assert load_main.said(figures, given) == 1
	assert "1 × register: 500 …" in capsys.readouterr().out


def test_names_are_the_same_each_time_and_no_row_is_left_out():
	assert load_rows.name_of("card", 1) == load_rows.name_of("card", 1) != load_rows.name_of("card", 2)
	assert list(load_rows.slices(3, 10, 4)) == [(3, 7), (7, 10)]
