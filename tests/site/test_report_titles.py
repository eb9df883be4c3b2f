"""A report view shows people what the list does: titles of what is linked, and no names from the database."""

import frappe
import kit
import pytest

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")
COLUMNS = ("name", "workflow_state", "applicant", "classifier", "lead_executor", "request_type", "street")


@pytest.fixture
def request_of_water(city):
	request = kit.registered()
	frappe.db.commit()
	return request


def read(client, doctype: str, name: str, columns=COLUMNS, **params) -> dict:
	return client.get(
		"/api/method/frappe.desk.reportview.get",
		doctype=doctype,
		fields=[f"`tab{doctype}`.`{column}`" for column in columns],
		filters=[[doctype, "name", "=", name]],
		view="Report",
		**params,
	).json()


def test_a_report_view_brings_the_titles_of_its_links(request_of_water, rest):
	request = frappe.get_doc("Request", request_of_water.name)
	titles = read(rest("supervisor"), "Request", request.name)["_link_titles"]
	assert titles[f"Request::{request.name}"] == request.title
	assert titles["Workflow State::Registered"] == "Зареєстровано"
	for field in ("applicant", "classifier", "lead_executor", "request_type"):
		linked = frappe.get_meta(request.meta.get_field(field).options)
		title = frappe.db.get_value(linked.name, request.get(field), linked.title_field)
		assert titles[f"{linked.name}::{request.get(field)}"] == title


def test_groups_of_a_report_view_are_named_by_titles(request_of_water, rest):
	group = {"group_by": "`tabRequest`.`classifier`"}
	titles = read(rest("supervisor"), "Request", request_of_water.name, ("classifier",), **group)[
		"_link_titles"
	]
	code = request_of_water.classifier
	assert titles == {f"Classifier::{code}": frappe.db.get_value("Classifier", code, "title")}


def test_an_executor_gets_no_title_of_the_request(request_of_water, rest):
	"""D1: the requests stay closed to executors."""
	task = kit.task_of(request_of_water)
	titles = read(rest("water"), "Request Task", task.name, ("name", "request", "classifier"))["_link_titles"]
	assert {name.split("::")[0] for name in titles} == {"Request Task", "Classifier"}
