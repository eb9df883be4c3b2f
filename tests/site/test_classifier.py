"""The classifier leads requests to executors: what an administrator writes there is judged when it is written (R5.11)."""

import frappe
import kit
import pytest
from kit import NORTH, SOUTH

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")
WATER, ROADS = "KIT-WATER", "KIT-ROADS"


def leaf(*executors: dict, **fields) -> dict:
	values = {"code": "KIT-NEW", "title": "Нова перевірочна справа", "request_type": "ordinary"}
	return {"doctype": "Classifier", **values, "executors": list(executors), **fields}


def saved(entry: dict) -> list[str]:
	"""Save as the administrator; return the text of the warning."""
	frappe.clear_messages()
	with kit.acting("administrator"):
		frappe.get_doc(entry).insert()
	return [each["message"] for each in frappe.get_message_log() if each.get("indicator") == "orange"]


def test_a_leaf_of_the_tree_keeps_its_type(rest, db):
	"""The tree's dialog sends a switch that is off as a text."""
	sent = {
		"doctype": "Classifier",
		"parent": "KIT-GROUP",
		"parent_classifier": "KIT-GROUP",
		"is_root": "false",
	}
	answer = rest("administrator").call(
		"frappe.desk.treeview.add_node",
		**{
			**sent,
			"code": "KIT-BRANCH",
			"title": "Перевірочна гілка",
			"is_group": "0",
			"request_type": "sos",
		},
	)
	assert answer.ok, answer.text
	db.rollback()
	assert frappe.db.get_value("Classifier", "KIT-BRANCH", "request_type") == "sos"
	frappe.delete_doc("Classifier", "KIT-BRANCH")
	db.commit()


@pytest.fixture
def group():
	values = {"code": "KIT-MANY", "title": "Перевірочна група", "kind": "Utility", "is_group": 1}
	return frappe.get_doc({"doctype": "Executor", **values}).insert().name


@pytest.mark.parametrize(
	"entry",
	[
		leaf({"executor": WATER}, {"executor": WATER}),
		leaf({"executor": WATER, "district": NORTH, "is_lead": 1}, {"executor": WATER, "district": NORTH}),
		leaf({"executor": "KIT-MANY"}),
		leaf({"executor": WATER}, parent_classifier=kit.LEAK),
	],
	ids=["twice", "twice in a district", "a group", "a leaf as parent"],
)
def test_what_cannot_be_is_refused(entry, group):
	with kit.acting("administrator"), pytest.raises(frappe.ValidationError):
		frappe.get_doc(entry).insert()


@pytest.mark.parametrize(
	("entry", "words"),
	[
		(leaf(), "усе місто"),
		(leaf({"executor": ROADS, "district": NORTH}), "Південний перевірочний район"),
		(leaf({"executor": ROADS}, {"executor": WATER}), "Перевірочний виконавець 1"),
		(leaf({"executor": "KIT-IDLE"}), "Перевірочний виконавець 4"),
		(leaf({"executor": WATER}, request_type=None), "тип"),
	],
	ids=["nobody", "one district only", "no lead", "not active", "no type"],
)
def test_saving_an_entry_warns_of_districts_without_executor(entry, words, monkeypatch):
	monkeypatch.setattr(frappe.local, "lang", "uk")
	[message] = saved(entry)
	assert words in message


@pytest.mark.parametrize(
	"entry",
	[
		leaf({"executor": WATER}),
		leaf({"executor": ROADS, "district": NORTH}, {"executor": WATER}),
		leaf({"executor": ROADS, "is_lead": 1}, {"executor": WATER}),
		leaf(operator_may_choose=1),
		leaf(is_active=0),
		leaf(is_group=1, request_type=None),
		leaf({"executor": WATER}, parent_classifier="KIT-GROUP"),
	],
	ids=["whole city", "the rest of the city", "a lead", "chosen", "out of use", "a group", "in a group"],
)
def test_an_entry_that_leads_somewhere_is_saved_without_a_word(entry):
	assert saved(entry) == []


def test_an_executor_leads_in_two_districts():
	"""The same executor, once a district: nothing is there twice."""
	rows = [{"executor": ROADS, "district": each, "is_lead": 1} for each in (NORTH, SOUTH)]
	assert saved(leaf(*rows)) == []


def test_each_problem_is_said_of_its_own_districts(monkeypatch):
	"""Two executors without a lead in the north, nobody in the south: that is not the whole city."""
	monkeypatch.setattr(frappe.local, "lang", "uk")
	[message] = saved(leaf({"executor": ROADS, "district": NORTH}, {"executor": WATER, "district": NORTH}))
	lead, nobody = sorted(message.split("<br>"), key=lambda words: "Південний" in words)
	assert "усе місто" not in message
	assert lead.startswith("Північний перевірочний район: ") and "Перевірочний виконавець 1" in lead
	assert "Південний перевірочний район" in nobody and "Північний" not in nobody


def test_a_lead_that_is_missing_everywhere_names_no_district(monkeypatch):
	monkeypatch.setattr(frappe.local, "lang", "uk")
	[message] = saved(leaf({"executor": ROADS}, {"executor": WATER}))
	assert "район" not in message
