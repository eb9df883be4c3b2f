"""The demo city: made of the same records as any, once."""

import csv
from collections import Counter
from datetime import timedelta
from itertools import islice

import frappe
import kit
import pytest

from contact_center.demo import appeals, fates, load, people
from contact_center.intake import appeals_overdue
from contact_center.policy import policy_records
from contact_center.reading.policy_files import DEFAULT_POLICY, load_policy
from contact_center.record import checking, messages
from contact_center.regulation.moments import utc

DOCTYPES = ("Request Type", "Working Calendar", "City District", "City Street", "Executor", "Classifier")
NOW = kit.moment(2026, 11, 22, 9, 15)


@pytest.fixture
def policy(db):
	yield load_policy(DEFAULT_POLICY, load.POLICY)
	db.rollback()
	frappe.clear_cache()  # the document cache still holds the records that were rolled back


def test_installing_the_policy_again_creates_and_overwrites_nothing(policy):
	"""R4.6, P7: the records belong to the administrator once they are there."""
	policy_records.install(policy)
	code = next(code for code, executor in policy.executors.items() if not executor.is_group)
	frappe.db.set_value("Executor", code, "title", "Перейменований адміністратором")
	before = {doctype: frappe.db.count(doctype) for doctype in DOCTYPES}
	policy_records.install(policy)
	assert {doctype: frappe.db.count(doctype) for doctype in DOCTYPES} == before
	assert frappe.db.get_value("Executor", code, "title") == "Перейменований адміністратором"
	assert before["City District"] >= 7 and before["City Street"] >= 60
	assert before["Executor"] >= 30 and before["Classifier"] >= 80


def test_the_requests_of_the_file_are_moved_to_now_and_keep_their_hours():
	days = [
		kit.moment(2026, 8, 1, hour) + timedelta(days=day)
		for day in range(60)
		for hour in (9, 11, 14, 16, 22)
	]
	moments = sorted(days)
	shift = load.shift_to_now(moments, NOW)
	moved = [shift(moment) for moment in moments]
	assert all(utc(moment) < utc(NOW) for moment in moved)
	assert utc(NOW) - utc(max(moved, key=utc)) < timedelta(hours=1)
	assert Counter(moment.hour for moment in moved) == Counter(moment.hour for moment in moments)
	assert len(set(moved)) == len(moments)
	wrong_on_purpose = kit.moment(2031, 1, 5, 10)
	assert shift(wrong_on_purpose) == wrong_on_purpose


@pytest.mark.parametrize("key", [f"{number:064x}" for number in range(40)])
def test_a_life_runs_forward_ends_before_now_and_comes_out_the_same_again(key):
	registered = kit.moment(2026, 11, 9, 10)
	due = registered + timedelta(days=5)
	steps = fates.plan(key, registered, registered + timedelta(hours=2), due, NOW)
	moments = [utc(step.moment) for step in steps]
	assert moments == sorted(moments)
	assert all(utc(registered) < moment < utc(NOW) for moment in moments)
	assert steps == fates.plan(key, registered, registered + timedelta(hours=2), due, NOW)


@pytest.fixture
def some_requests(monkeypatch, tmp_path):
	"""A demo city with the first requests of the file alone; nothing of it is kept."""
	with load.REQUESTS.open(encoding="utf-8", newline="") as source:
		rows = list(islice(csv.reader(source), 70))
	with (tmp_path / "requests.csv").open("w", encoding="utf-8", newline="") as target:
		csv.writer(target).writerows(rows)
	monkeypatch.setattr(load, "REQUESTS", tmp_path / "requests.csv")
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	monkeypatch.setattr(frappe.local, "lang", "uk")
	yield
	frappe.db.rollback()
	frappe.clear_cache()


def test_the_demo_city_lives_by_the_rules_of_every_city(some_requests, db):
	"""No act of the demo is refused, and every request shows the fold of its journal."""
	load.load_demo_city()
	assert frappe.db.count("Clarification") >= 30 and frappe.db.count("Administrative Service") >= 12
	assert frappe.db.count("Text Module") >= 12
	later = {"Handed Over", "Stage Planned", "Inspection Called", "Inspection Held", "Reopened"}
	assert later <= set(frappe.get_all("Request Journal", pluck="kind", distinct=True, order_by="kind"))
	assert frappe.get_all("Executor User", {"user": people.CREW.email}, pluck="only_handed") == [1]
	assert frappe.db.count("Inspection Sample") == 1
	ours = {"import_key": ("is", "set")}
	kinds = set(frappe.get_all("Request Journal", {"actor": people.OPERATOR.email}, pluck="kind"))
	assert {"Returned", "Called Back", "Redirected", "Closed"} <= kinds
	assert [
		found for name in frappe.get_all("Request", ours, pluck="name") for found in checking.check(name)
	] == []


def test_appeals_of_each_kind_stand_at_each_step_of_their_way(db, monkeypatch):
	"""R3.3a."""
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	frappe.db.delete("Appeal")
	for person in (people.OPERATOR, people.SUPERVISOR, people.CITIZEN):
		people._create(person, people.PASSWORD)
	policy_records.install(load_policy(DEFAULT_POLICY, load.POLICY))
	kit_applicants()
	for _twice in range(2):
		with messages.quiet():
			appeals.take()
	appeals_overdue.mark()
	rows = frappe.get_all("Appeal", ["kind", "stage", "overdue"])
	assert len(rows) == len(appeals.TOLD) + 1
	assert {row.kind for row in rows} == {"Complaint", "Proposal", "Gratitude"}
	assert {row.stage for row in rows} == {"Under Consideration", "Answer Given", "Passed On"}
	assert sum(row.overdue for row in rows) == 1


def kit_applicants() -> None:
	"""Somebody who calls, and the applicant of the demo's account."""
	for values in ({"phone": "+380671113344"}, {"phone": "+380671113355", "user": people.CITIZEN.email}):
		email = {"email": values["user"]} if "user" in values else {}
		person = {"doctype": "Applicant", "surname": "Демчук", "notify_by": "Phone", "consent": 1}
		frappe.get_doc({**person, **values, **email}).insert(ignore_permissions=True)
