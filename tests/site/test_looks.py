"""Each look at personal data is on record, whatever door it came by, and shown to the supervisor (D2)."""

from datetime import datetime, timedelta

import frappe
import kit
import pytest
from frappe.desk.query_report import run
from kit_rest import is_refused

from contact_center.contact_center.report.looks_at_personal_data.looks_at_personal_data import execute
from contact_center.execution.contact import applicant_contact
from contact_center.framework import access_log, looks
from contact_center.reports import looks as reports

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")

REPORT = "Looks at Personal Data"


@pytest.fixture
def since(db):
	"""What is in the log before the test is none of its looks, nor does it keep one from being noted again."""
	db.delete("Access Log", {"user": ("like", "kit-%"), "method": ("in", (looks.SHOWN, looks.LISTED))})
	db.commit()
	before = set(frappe.get_all("Access Log", pluck="name")) | set(frappe.get_all("View Log", pluck="name"))

	def made() -> list[tuple]:
		db.rollback()
		fields = ["name", "user", "export_from", "reference_document", "method"]
		rows = frappe.get_all(
			"Access Log", {"method": ("in", reports.METHODS)}, fields, order_by="creation, name"
		)
		views = frappe.get_all(
			"View Log",
			{},
			["name", "viewed_by", "reference_doctype", "reference_name"],
			order_by="creation, name",
		)
		found = [
			(row.user, row.export_from, row.reference_document, row.method)
			for row in rows
			if row.name not in before
		]
		return found + [
			(row.viewed_by, row.reference_doctype, row.reference_name, "Form Opened")
			for row in views
			if row.name not in before
		]

	yield made
	db.rollback()
	for log in ("Access Log", "View Log"):
		frappe.db.delete(log, {"name": ("in", [*set(frappe.get_all(log, pluck="name")) - before, ""])})
	db.commit()


def by(person: str, *what) -> tuple:
	return (kit.email(person), *what)


def test_who_opens_a_request_is_on_record_once(world, rest, since):
	operator, name = rest("operator"), world.own
	for _each in range(2):
		assert operator.call("frappe.desk.form.load.getdoc", doctype="Request", name=name).status_code == 200
	assert since() == [by("operator", "Request", name, "Shown")]


def test_who_reads_a_request_by_a_program_is_on_record_too(world, rest, since):
	assert rest("supervisor").get(f"/api/resource/Request/{world.own}").status_code == 200
	assert since() == [by("supervisor", "Request", world.own, "Shown")]


@pytest.mark.parametrize("person", ["management", "administrator"])
def test_who_sees_no_person_there_has_not_looked(world, rest, since, person):
	"""D1: the fields are not theirs."""
	answer = rest(person).call("frappe.desk.form.load.getdoc", doctype="Request", name=world.own)
	assert answer.status_code == 200 and kit.PHONES["citizen"] not in answer.text
	assert since() == []


@pytest.mark.parametrize(
	"path", ["/api/resource/Applicant/{0}", "/api/method/frappe.client.get?doctype=Applicant&name={0}"]
)
def test_one_applicant_by_rest_is_a_look(rest, since, path):
	"""The framework notes a form alone."""
	name = kit.applicant()
	assert rest("operator").get(path.format(name)).status_code == 200
	assert since() == [by("operator", "Applicant", name, "Form Opened")]


def test_the_form_of_an_applicant_is_one_look(rest, since):
	name = kit.applicant()
	rest("operator").call("frappe.desk.form.load.getdoc", doctype="Applicant", name=name)
	assert since() == [by("operator", "Applicant", name, "Form Opened")]


@pytest.mark.parametrize(
	("path", "is_look"),
	[
		('/api/resource/Applicant?fields=["full_name","phone"]', True),
		("/api/resource/Applicant", False),
		('/api/resource/Request?fields=["name","applicant.phone"]', True),
		('/api/resource/Request?fields=["name","number"]', False),
		('/api/method/frappe.client.get_list?doctype=Applicant&fields=["*"]', True),
		(
			'/api/method/frappe.client.get_value?doctype=Applicant&filters={"phone":"%2B380671110001"}&fieldname=full_name',
			True,
		),
	],
)
def test_a_list_that_names_people_is_a_look(world, rest, since, path, is_look):
	"""Whatever road it is read by; what names nobody is none."""
	assert rest("operator").get(path).status_code == 200
	assert [row[3] for row in since()] == (["Listed"] if is_look else [])


def test_the_desks_list_of_applicants_is_a_look(rest, since):
	fields = frappe.as_json(["`tabApplicant`.`name`", "`tabApplicant`.`full_name`", "`tabApplicant`.`phone`"])
	rest("operator").call("frappe.desk.reportview.get", doctype="Applicant", fields=fields, view="Report")
	assert since() == [by("operator", "Applicant", None, "Listed")]


def test_our_own_lists_of_people_are_a_look_of_ten_minutes(world, rest, since):
	"""The search asks at each key, a queue again and again: one look, not one for each."""
	operator = rest("operator")
	for text in ("Заяв", "Заявн"):
		answer = operator.call("frappe.desk.search.search_link", doctype="Applicant", txt=text)
		assert kit.SURNAMES["citizen"] in str(answer.json())
	assert operator.get("/api/method/contact_center.desk.call_back_sheet.sheet").ok
	assert since() == [by("operator", "Applicant", None, "Listed")]


@pytest.mark.parametrize("fields", [["name", "applicant"], ["name", "number"]])
def test_a_lists_own_export_is_a_look_where_it_names_people(world, rest, since, fields):
	"""The desk's «Export» is that of the framework's import."""
	values = {
		"export_fields": frappe.as_json({"Request": fields}),
		"export_records": "all",
		"file_type": "CSV",
	}
	road = "frappe.core.doctype.data_import.data_import.download_template"
	answer = rest("supervisor").call(road, doctype="Request", **values)
	assert answer.status_code == 200, answer.text
	looked = [by("supervisor", "Request", None, "Exported")] if "applicant" in fields else []
	assert since() == looked


def test_a_print_is_a_look(world, rest, since):
	for road in ("frappe.www.printview.get_html_and_style",):
		answer = rest("operator").get(f"/api/method/{road}?doc=Request&name={world.own}")
		assert answer.status_code == 200
	assert since() == [by("operator", "Request", world.own, "Printed")]


def test_a_report_about_applicants_is_a_look(rest, since, db):
	report = frappe.get_doc(
		{
			"doctype": "Report",
			"report_name": "KIT Applicants",
			"ref_doctype": "Applicant",
			"report_type": "Query Report",
			"is_standard": "No",
			"query": "select full_name as `Name::200` from `tabApplicant` limit 3",
			"roles": [{"role": "Contact Center Supervisor"}],
		}
	).insert()
	db.commit()
	try:
		assert (
			rest("supervisor").call("frappe.desk.query_report.run", report_name=report.name).status_code
			== 200
		)
		assert since() == [by("supervisor", "Applicant", None, "Report Run")]
	finally:
		report.delete()
		db.commit()


def looked(person: str, count: int, day: datetime, document: str | None = None) -> None:
	"""Write looks of one person on a day, as the log keeps them."""
	names = [document or frappe.generate_hash(length=10) for _each in range(count)]
	with kit.acting(person):
		access_log.record_all("Request Task", names, access_log.CONTACT)
	frappe.db.sql(
		"update `tabAccess Log` set creation = %s where user = %s and reference_document in %s and creation < '2030-01-01'",
		(day, kit.email(person), names),
	)


DAY = datetime(2031, 3, 20, 11, 0)


def test_a_day_far_above_the_usual_is_marked():
	"""By the stated measure: against the own days first."""
	for back in range(1, 7):
		looked("water", 10, DAY - timedelta(days=back))
		looked("roads", 2, DAY - timedelta(days=back))
	looked("water", 30, DAY)
	looked("roads", 31, DAY + timedelta(hours=1))
	asked = {"from_date": "2031-03-20", "to_date": "2031-03-20", "show": "Days of People"}
	with kit.acting("supervisor"):
		_columns, rows, message = execute(asked)
	found = {row["user"]: (row["looks"], row["usually"], bool(row["unusual"])) for row in rows}
	assert found == {kit.email("water"): (30, 10.0, False), kit.email("roads"): (31, 2.0, True)}
	assert "median" in message
	with kit.acting("supervisor"):
		_columns, rows, _message = execute({**asked, "unusual": 1})
	assert [row["user"] for row in rows] == [kit.email("roads")]


def test_each_look_names_who_what_request_and_executor():
	task = kit.task_of(kit.registered())
	with kit.acting("water"):
		applicant_contact(task.name)
	with kit.acting("supervisor"):
		_columns, rows, _message = execute({"user": kit.email("water")})
	newest = rows[0]
	assert (newest["number"], newest["executor"]) == (task.number, kit.executor_title("KIT-WATER"))
	assert newest["who"] == frappe.db.get_value("User", kit.email("water"), "full_name")
	assert newest["what"] == "asked for the applicant's name and phone"
	assert kit.SURNAMES["citizen"] not in str(rows) and kit.PHONES["citizen"] not in str(rows)


def test_looks_are_filtered_by_executor_and_day():
	mine, other = kit.task_of(kit.registered()), kit.task_of(kit.registered(classifier=kit.POTHOLE))
	looked("water", 1, DAY, mine.name)
	looked("roads", 1, DAY, other.name)
	asked = {"from_date": "2031-03-20", "to_date": "2031-03-20", "executor": "KIT-ROADS"}
	with kit.acting("supervisor"):
		assert [row["document"] for row in execute(asked)[1]] == [other.name]
		assert execute({**asked, "from_date": "2031-03-21", "to_date": "2031-03-21"})[1] == []


@pytest.mark.parametrize(("first", "last"), [("2031-03-20", "2031-03-19"), ("2030-01-01", "2031-03-20")])
def test_a_period_without_days_or_too_long_is_refused(first, last):
	with kit.acting("supervisor"), pytest.raises(frappe.ValidationError):
		execute({"from_date": first, "to_date": last})


def test_only_supervisors_have_the_report(rest):
	for person in ("operator", "management", "administrator", "water", "citizen", "stranger"):
		assert is_refused(rest(person).call("frappe.desk.query_report.run", report_name=REPORT)), person
	answer = rest("supervisor").call("frappe.desk.query_report.run", report_name=REPORT)
	assert answer.status_code == 200 and answer.json()["message"]["columns"]


def test_the_framework_runs_the_report():
	with kit.acting("supervisor"):
		assert run(REPORT)["columns"]


def brought(doc, person: str) -> list[dict]:
	with kit.acting(person):
		doc = kit.fresh(doc)
		doc.run_method("onload")
		return doc.get("__onload")["contact_center"]["looks"]


def test_the_forms_show_the_supervisor_who_has_looked():
	request = kit.registered()
	task = kit.task_of(request)
	with kit.acting("water"):
		applicant_contact(task.name)
	for doc in (request, frappe.get_doc("Applicant", kit.applicant())):
		assert brought(doc, "supervisor")[0]["document"] == task.name
		assert brought(doc, "operator") == []


def test_the_logs_are_read_by_an_index():
	"""They grow without end: neither a period nor a document is looked for in all of them."""
	for query, values in (
		(reports.ACCESS + reports.IN_PERIOD, {"since": "2031-03-20", "until": "2031-03-21"}),
		(reports.VIEWS + reports.IN_PERIOD, {"since": "2031-03-20", "until": "2031-03-21"}),
		(reports.COUNTED_ACCESS, {"since": "2031-03-20", "until": "2031-03-21"}),
		(reports.COUNTED_VIEWS, {"since": "2031-03-20", "until": "2031-03-21"}),
		(reports.ACCESS + " and reference_document in ('x', 'y')", {}),
		(reports.VIEWS + " and reference_name in ('x', 'y')", {}),
	):
		plan = frappe.db.sql(f"explain {query}", {**reports.NAMED, **values}, as_dict=True)
		assert [row.possible_keys for row in plan if row.possible_keys], query


def test_the_looks_beside_a_form_ask_few_questions():
	request = kit.registered()
	with kit.acting("water"):
		applicant_contact(kit.task_of(request).name)
	reports.at_request(request.name)
	with kit.counting_queries() as queries:
		reports.at_request(request.name)
	assert len(queries) <= 6


def test_columns_that_name_people_are_known():
	assert looks.shows_people("Applicant", ["*"], is_at_desk=True)
	assert looks.shows_people("Request", ["`tabApplicant`.`full_name` as applicant_name"], is_at_desk=True)
	assert not looks.shows_people("Request", ["`tabRequest`.`applicant`"], is_at_desk=True)
	assert looks.shows_people("Request", ["`tabRequest`.`applicant`"])
	assert not looks.shows_people("Executor", ["phone"])
