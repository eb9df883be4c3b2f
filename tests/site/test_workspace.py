"""Workspaces: everybody finds theirs, with figures they may see, and no error (P2-P7, D1, R9.3)."""

import json

import frappe
import kit
import pytest
from frappe.desk.desktop import get_workspace_sidebar_items
from frappe.desk.doctype.number_card.number_card import get_result

from contact_center.contact_center.dashboard_chart_source.requests_by import requests_by
from contact_center.framework.desktop import get_desktop_page
from contact_center.patches import rename_group_chart

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")

OFFICE, FIELD = "Contact Center", "My Tasks"
OFFICE_STAFF = ("operator", "supervisor", "management", "administrator")


def workspaces(person: str) -> list[str]:
	with kit.acting(person):
		return [page["name"] for page in get_workspace_sidebar_items()["pages"]]


def page(person: str, name: str) -> dict:
	"""What the desk shows the person on that workspace."""
	with kit.acting(person):
		title, public = frappe.db.get_value("Workspace", name, ["title", "public"])
		return get_desktop_page(json.dumps({"name": name, "title": title, "public": public}))


@pytest.mark.parametrize("person", OFFICE_STAFF)
def test_the_office_sees_its_workspace_and_not_the_executors(person):
	"""P2, P3, P6, P7."""
	seen = workspaces(person)
	assert OFFICE in seen and FIELD not in seen


@pytest.mark.parametrize("person", ["water", "idler"])
def test_executors_see_their_own_workspace_alone(person):
	"""P4."""
	seen = workspaces(person)
	assert FIELD in seen and OFFICE not in seen


@pytest.mark.parametrize("person", OFFICE_STAFF)
def test_the_office_has_figures_and_charts(person):
	"""R9.3."""
	shown = page(person, OFFICE)
	assert {card.label for card in shown["number_cards"]["items"]}
	assert len(shown["charts"]["items"]) == 5


@pytest.mark.parametrize(
	("person", "offered"),
	[("operator", True), ("supervisor", True), ("management", False), ("administrator", False)],
)
def test_the_new_request_button_needs_permission(person, offered):
	"""P2, P3, P6, P7."""
	labels = [
		item["link_to"] for item in page(person, OFFICE)["shortcuts"]["items"] if item["doc_view"] == "New"
	]
	assert (labels == ["Request"]) is offered


def test_the_desk_asks_for_workspaces_there():
	override = frappe.get_hooks("override_whitelisted_methods")["frappe.desk.desktop.get_desktop_page"]
	assert frappe.get_attr(override[-1]) is get_desktop_page


def test_executors_get_neither_charts_nor_reference_to_requests():
	"""D1: not even the number of others' requests."""
	shown = page("water", FIELD)
	assert shown["charts"]["items"] == [] and shown["number_cards"]["items"] == []
	links = {item["link_to"] for item in shown["shortcuts"]["items"]}
	own = {"Request Task", "Repair Event", "Clarification", "Administrative Service", "Appeal", "Inspection"}
	assert links == own | {"executor-desk"}


@pytest.mark.parametrize(("person", "name"), [("operator", OFFICE), ("management", OFFICE), ("water", FIELD)])
def test_each_shortcut_counts(person, name):
	"""A shortcut's filter is one that the person may ask for, and names fields that exist."""
	shortcuts = [item for item in page(person, name)["shortcuts"]["items"] if item["type"] == "DocType"]
	assert shortcuts
	with kit.acting(person):
		for item in shortcuts:
			filters = json.loads(item.get("stats_filter") or "{}")
			assert frappe.get_list(item["link_to"], filters=filters, fields=["name"], limit=1) is not None


@pytest.mark.parametrize(
	("person", "is_shown"), [("operator", True), ("supervisor", True), ("management", False)]
)
def test_the_operators_desk_is_a_shortcut_for_operators_alone(person, is_shown):
	"""P2, P6."""
	pages = [item["link_to"] for item in page(person, OFFICE)["shortcuts"]["items"] if item["type"] == "Page"]
	assert ("operator-desk" in pages) is is_shown


def test_each_number_card_counts():
	with kit.acting("management"):
		for name in frappe.get_all("Number Card", {"module": "Contact Center"}, pluck="name"):
			card = frappe.get_doc("Number Card", name)
			assert get_result(card.as_json(), card.filters_json) >= 0


@pytest.mark.parametrize("by", ["stage", "request_type", "group"])
def test_a_new_request_shows_in_the_charts(by):
	"""R9.3: in real time, under names that people know."""
	with kit.acting("management"):
		before = sum(requests_by.get({"by": by})["datasets"][0]["values"])
	kit.registered()
	with kit.acting("management"):
		chart = requests_by.get({"by": by})
	assert sum(chart["datasets"][0]["values"]) == before + 1
	assert len(chart["labels"]) == len(chart["datasets"][0]["values"])


@pytest.mark.parametrize("person", ["water", "citizen", "stranger"])
def test_the_charts_are_not_for_everybody(person):
	"""D1."""
	with kit.acting(person), pytest.raises(frappe.PermissionError):
		requests_by.get({"by": "stage"})


def test_the_chart_of_an_earlier_version_keeps_its_place(db):
	"""The patch renames it together with the workspaces that show it, and may run again."""
	former, name = rename_group_chart.FORMER, rename_group_chart.NAME
	frappe.rename_doc("Dashboard Chart", name, former, force=True, show_alert=False)
	for _run in range(2):
		rename_group_chart.execute()
		assert frappe.db.exists("Dashboard Chart", name) and not frappe.db.exists("Dashboard Chart", former)
		assert frappe.get_all(
			"Workspace Chart", {"chart_name": ("in", (former, name))}, pluck="chart_name"
		) == [name]


def test_an_operator_is_shown_the_own_cards_that_nobody_registered():
	"""R5.12: a card that was only saved has no term yet; whoever wrote it sees that it waits."""
	with kit.acting("operator"):
		mine = frappe.get_doc({"doctype": "Request", **kit.values()}).insert()
	kit.filed()
	shortcuts = {item["label"]: item for item in page("operator", OFFICE)["shortcuts"]["items"]}
	counted = {}
	for label in ("My Unregistered Cards", "Unregistered Cards", "For Moderation"):
		# The desk's page has its labels in the language of whoever asks.
		filters = json.loads(shortcuts[frappe._(label)]["stats_filter"])
		with kit.acting("operator"):
			counted[label] = frappe.get_list("Request", filters, pluck="name", limit_page_length=0)
	assert counted["My Unregistered Cards"] == [mine.name]
	assert mine.name in counted["Unregistered Cards"] and mine.name not in counted["For Moderation"]
	labels = {item["label"] for item in page("management", OFFICE)["shortcuts"]["items"]}
	assert frappe._("My Unregistered Cards") not in labels and "My Unregistered Cards" not in labels
