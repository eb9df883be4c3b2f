"""Executors begin at their desk, where neither the administrator nor they have chosen otherwise."""

import frappe
import kit
import pytest

from contact_center.desk import boot

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
SETTINGS = "Contact Center Settings"


@pytest.fixture(autouse=True)
def what_is_cached():
	yield
	frappe.db.rollback()
	for doctype, name in ((SETTINGS, SETTINGS), ("User", kit.email("water"))):
		frappe.clear_document_cache(doctype, name)


def start(person: str = "water") -> str:
	bootinfo = frappe._dict()
	with kit.acting(person):
		boot.extend(bootinfo)
	return bootinfo.contact_center["start"]


def test_an_executor_begins_at_the_desk():
	assert start() == "executor-desk"


@pytest.mark.parametrize("person", ["operator", "supervisor", "management", "administrator", "stranger"])
def test_others_begin_where_they_did(person):
	assert start(person) == ""


def test_the_administrator_may_leave_the_workspace_to_them():
	frappe.db.set_single_value(SETTINGS, "executors_begin_at_desk", 0)
	assert start() == ""


def test_the_users_own_choice_comes_first():
	frappe.db.set_value("User", kit.email("water"), "default_workspace", "My Tasks")
	frappe.clear_document_cache("User", kit.email("water"))
	assert start() == ""
