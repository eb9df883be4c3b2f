"""Nobody guesses what it may not read, by asking for it in conditions or by a record's name (D1)."""

import json

import kit
import pytest
from kit_rest import is_refused

from contact_center.framework import field_levels, versions

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("world")

LIST = "frappe.desk.reportview."
GUESS = ["Request", "applicant_email", "like", "kit-%"]
BY_APPLICANT = {"order_by": "`tabRequest`.`applicant_email` desc"}
NAMES = ["`tabRequest`.`name`"]


def lists(condition: list) -> list[tuple[str, dict]]:
	"""Ways to ask for requests under a condition, as (method, arguments)."""
	about = {"doctype": "Request", "filters": json.dumps([condition])}
	either = {"doctype": "Request", "or_filters": json.dumps([condition]), "fields": json.dumps(NAMES)}
	by_field = {"doctype": "Request", "filters": json.dumps({condition[1]: condition[2:]})}
	card = {"document_type": "Request", "function": "Count"}
	return [
		(LIST + "get_count", {**about, "fields": "[]", "distinct": "false"}),
		(LIST + "get_count", {**about, "fields": "[]", "distinct": "false", "limit": 10}),
		(LIST + "get", {**about, "fields": json.dumps(NAMES)}),
		(LIST + "get", either),
		(LIST + "get_list", {**about, "fields": json.dumps(NAMES)}),
		(LIST + "get_sidebar_stats", {"stats": '["_user_tags"]', **about}),
		(LIST + "get_stats", {"stats": '["owner"]', **about}),
		(LIST + "export_query", {**about, "fields": json.dumps(NAMES), "file_format_type": "CSV"}),
		("frappe.client.get_count", about),
		("frappe.client.get_list", about),
		("frappe.client.get_value", {**by_field, "fieldname": "name"}),
		("frappe.client.get", by_field),
		("frappe.desk.listview.get_group_by_count", group_by("classifier", condition)),
		("frappe.desk.listview.get_group_by_count", group_by("assigned_to", condition)),
		("frappe.desk.search.search_link", {**about, "txt": ""}),
		("frappe.desk.doctype.number_card.number_card.get_result", {"doc": card, "filters": [condition]}),
	]


def group_by(field: str, *conditions: list) -> dict:
	return {"doctype": "Request", "current_filters": json.dumps(conditions), "field": field}


ORDERS = [
	(LIST + "get", {"doctype": "Request", "fields": json.dumps(NAMES), **BY_APPLICANT}),
	("frappe.client.get_list", {"doctype": "Request", "order_by": "applicant"}),
	("frappe.desk.listview.get_group_by_count", group_by("applicant")),
]
TAKES_SQL = versions.is_needed(field_levels.NEEDED_BY)
"""Whether the framework takes columns and filters that are written in SQL; later ones name a function instead."""
COUNTED = ["count(name) as n"] if TAKES_SQL else [{"COUNT": "name", "as": "n"}]
GROUPED = ("frappe.client.get_list", {"doctype": "Request", "group_by": "applicant", "fields": COUNTED})
BY_LINKED = (
	"frappe.client.get_list",
	{
		"doctype": "Request Task",
		"fields": ["name", "request.number as number"],
		"order_by": "tabRequest_1.applicant_email" if TAKES_SQL else "request.applicant_email",
	},
)
IN_SQL = [
	("frappe.client.get_list", {"doctype": "Request", "fields": [column]})
	for column in (
		"sum(name > '' and applicant_email like 'kit%')*1 as n",
		"`name` = 'x' or `applicant_email` > 'k'",
	)
]


def is_not_taken(answer) -> bool:
	"""Whether SQL was refused: to the person, or by a framework that takes none from anybody."""
	return is_refused(answer) or (not TAKES_SQL and answer.status_code == 417)


@pytest.mark.parametrize("person", ["management", "administrator"])
def test_hidden_fields_are_not_searched(person, rest, world):
	client = rest(person)
	by_applicant = lists(["Request", "applicant", "=", world.applicant])
	for method, arguments in [*lists(GUESS), *by_applicant, *ORDERS, GROUPED, BY_LINKED]:
		answer = client.call(method, **arguments)
		assert is_refused(answer), (method, arguments, answer.text)
	for method, arguments in IN_SQL:
		answer = client.call(method, **arguments)
		assert is_not_taken(answer), (method, arguments, answer.text)
	for path in ("/api/resource/Request", "/api/v2/document/Request"):
		for asked in ({"filters": [GUESS]}, {"order_by": "applicant_email desc"}):
			assert is_refused(client.get(path, **asked)), (path, asked)
		either = client.get(path, or_filters=[GUESS])
		overheard = (
			either.ok and either.json() == client.get(path).json()
		)  # Frappe 16 knows no such filters there
		assert is_refused(either) or overheard, path


def test_an_executor_does_not_find_tasks_by_their_request(rest, world):
	"""Which tasks belong together is for the operators to know."""
	answer = rest("water").get("/api/resource/Request Task", filters=[["request", "=", world.own]])
	assert is_refused(answer), answer.text


@pytest.mark.parametrize("person", ["management", "water", "citizen"])
def test_a_filter_is_not_written_in_sql(person, rest, world):
	"""The framework passes such a text on to the database as it is."""
	filters = json.dumps(
		[["status", "!=", ""], "exists(select 1 from `tabApplicant` where phone like '+380%')"]
	)
	for method, arguments in (
		("frappe.client.get_count", {"doctype": "ToDo", "filters": filters}),
		(LIST + "get_stats", {"doctype": "ToDo", "stats": '["owner"]', "filters": filters}),
		(
			"frappe.desk.listview.get_group_by_count",
			{**group_by("status"), "doctype": "ToDo", "current_filters": filters},
		),
	):
		assert is_not_taken(rest(person).call(method, **arguments)), method


@pytest.mark.parametrize("person", ["operator", "supervisor"])
def test_a_readable_field_can_be_searched_by(person, rest, world):
	client = rest(person)
	refused_anyway = (LIST + "export_query",)
	for method, arguments in [*lists(GUESS), *ORDERS, GROUPED, BY_LINKED]:
		answer = client.call(method, **arguments)
		assert answer.ok or method in refused_anyway, (method, arguments, answer.text)


@pytest.mark.parametrize("person", ["operator", "management", "administrator"])
def test_what_everybody_reads_is_searched_by_everybody(person, rest, world):
	client = rest(person)
	stage = ["Request", "stage", "=", "Registered"]
	for method, arguments in lists(stage):
		assert client.call(method, **arguments).ok or method == LIST + "export_query", (method, arguments)
	rows = client.get(
		"/api/resource/Request", order_by="due desc", filters=[stage], fields=["name", "applicant"]
	)
	assert rows.json()["data"]
	nothing = client.call(
		"frappe.client.get", doctype="Request", filters={"stage": "Rejected", "number": "-"}
	)
	assert nothing.status_code == 404


def title(client, doctype: str, name: str):
	return client.call("frappe.desk.search.get_link_title", doctype=doctype, docname=name)


@pytest.mark.parametrize("person", ["management", "administrator", "water", "idler"])
def test_a_title_needs_permission_for_the_record(person, rest, world):
	"""Without permission the form shows the name instead of the title."""
	hidden = [("Applicant", world.applicant)]
	if person not in ("management", "administrator"):
		hidden.append(("Request", world.other))
	for doctype, name in hidden:
		answer = title(rest(person), doctype, name)
		assert answer.ok and answer.json()["message"] == name, answer.text


def test_titles_are_shown_with_permission(rest, world):
	assert kit.SURNAMES["citizen"] in title(rest("operator"), "Applicant", world.applicant).json()["message"]
	assert title(rest("management"), "Request", world.own).json()["message"] != world.own
	for person in ("operator", "water", "management"):
		assert "Перевірочна" in title(rest(person), "Classifier", kit.LEAK).json()["message"]
	assert title(rest("operator"), "Applicant", "нема такого").json()["message"] == "нема такого"
	for person in ("Guest", "citizen", "stranger"):
		assert is_refused(title(rest(person), "Applicant", world.applicant))


def comment(client, doctype: str, name: str):
	about = {"reference_doctype": doctype, "reference_name": name, "content": "Так"}
	mine = {"comment_email": kit.email(client.person), "comment_by": client.person}
	return client.call("frappe.desk.form.utils.add_comment", **about, **mine)


@pytest.mark.parametrize("person", ["management", "administrator"])
def test_read_permission_allows_no_comment(person, rest, world, untouched):
	"""P6: no editing."""
	for doctype, name in (("Request", world.own), ("Request Task", world.own_task), ("Classifier", kit.LEAK)):
		if (person, doctype) != ("administrator", "Classifier"):
			assert is_refused(comment(rest(person), doctype, name)), doctype


def test_write_permission_allows_comments(rest, world):
	assert comment(rest("operator"), "Request", world.own).ok
	assert comment(rest("water"), "Request Task", world.own_task).ok
