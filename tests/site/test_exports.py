"""What leaves as CSV or Excel says what the screen says, once a row, and nothing in it is a formula."""

import csv
import gzip
import io
import json

import frappe
import kit
import openpyxl
import pytest
from frappe.core.doctype.prepared_report import prepared_report
from frappe.utils import csvutils, xlsxutils

from contact_center.framework import corrections, export_titles, exports
from contact_center.policy import export

pytest_plugins = ["kit_city", "kit_rest"]

FORMULA = '=HYPERLINK("http://example.com";"Натисніть")'
DANGEROUS = (FORMULA, "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1+1", "\u200b=1+1", "- вода")
REPORTVIEW = "/api/method/frappe.desk.reportview.export_query"
COLUMNS = [
	*(
		"`tabRequest`.`name`",
		"`tabRequest`.`number`",
		"`tabRequest`.`applicant`",
		"`tabRequest`.`classifier`",
	),
	*("`tabRequest`.`description`", "`tabRequest`.`stage`", "`tabRequest`.`return_count`"),
]
LABELS = ["Номер", "Заявник", "Класифікатор", "Опис словами заявника", "Етап", "Повернень на доопрацювання"]


@pytest.fixture(scope="module")
def twenty(city):
	"""Names of twenty requests of the matter KIT-LIFT, among them ones with dangerous words; committed."""
	texts = [*DANGEROUS, *(f"Не працює ліфт {number}" for number in range(20 - len(DANGEROUS)))]
	names = [kit.registered(classifier=kit.LIFT, description=text).name for text in texts]
	frappe.db.commit()
	yield names


def rows_of(answer) -> list[list]:
	"""The cells of a CSV or Excel answer; no cell of them is a formula."""
	assert answer.ok, answer.text
	return cells_of(answer.content)


def cells_of(content: bytes) -> list[list]:
	if content[:2] != b"PK":
		rows = list(csv.reader(io.StringIO(content.decode())))
		assert not [cell for row in rows for cell in row if cell.lstrip("\t\u200b ").startswith(tuple("=@"))]
		return rows
	sheet = openpyxl.load_workbook(io.BytesIO(content)).active
	cells = [list(row) for row in sheet.iter_rows()]
	assert not [cell.coordinate for row in cells for cell in row if cell.data_type == "f"]
	return [[cell.value for cell in row] for row in cells]


def listed(client, names: list[str], form: str, doctype: str = "Request", fields=COLUMNS, **params):
	return client.get(
		REPORTVIEW,
		doctype=doctype,
		file_format_type=form,
		title=doctype,
		view="Report",
		fields=fields,
		filters=[[doctype, "name", "in", names]],
		translate_values="1",
		**{"order_by": f"`tab{doctype}`.`creation` asc", **params},
	)


@pytest.mark.parametrize("form", ["CSV", "Excel"])
def test_twenty_requests_are_twenty_rows_with_titles_in_ukrainian(form, twenty, rest):
	"""DESIGN: what somebody may see is what somebody may take along."""
	header, *rows = rows_of(listed(rest("supervisor"), twenty, form))
	assert len(rows) == 20
	assert [str(row[0]) for row in rows] == [str(number) for number in range(1, 21)]
	assert header[2:8] == LABELS
	first = rows[0]
	number, title = frappe.db.get_value("Request", twenty[0], ["number", "title"])
	applicant = frappe.db.get_value("Applicant", kit.applicant(), "full_name")
	matter = frappe.db.get_value("Classifier", kit.LIFT, "title")
	assert first[1:5] == [title, number, applicant, matter]
	assert not {kit.applicant(), *twenty} & {cell for row in rows for cell in row}
	assert str(first[7]) == "0", "a number stays a number"
	assert form == "CSV" or first[7] == 0


@pytest.mark.parametrize("form", ["CSV", "Excel"])
def test_what_people_wrote_stays_readable_and_is_no_formula(form, twenty, rest):
	rows = rows_of(listed(rest("supervisor"), twenty, form))
	written = [row[5] for row in rows[1 : len(DANGEROUS) + 1]]
	stored = [frappe.db.get_value("Request", name, "description") for name in twenty[: len(DANGEROUS)]]
	assert stored[0] == FORMULA, "stored as it was written"
	assert written == [f"'{text}" for text in stored]


def test_who_may_not_read_what_is_linked_gets_no_title_of_it(twenty):
	"""D1: requests and applicants stay closed to an executor."""
	with kit.acting("housing"):
		assert export_titles.titles(frappe.get_meta("Request"), twenty) == {}
		assert export_titles.titles(frappe.get_meta("Applicant"), [kit.applicant()]) == {}
		assert export_titles.titles(frappe.get_meta("Executor"), ["KIT-WATER"])


@pytest.mark.parametrize("person", ["operator", "housing", "citizen", "Guest"])
def test_who_may_not_export_gets_no_file(person, twenty, rest):
	assert listed(rest(person), twenty, "CSV").status_code in (401, 403)


@pytest.mark.parametrize("form", ["CSV", "Excel"])
def test_a_grouped_report_names_its_groups(form, twenty, rest):
	"""As the desk of each version asks: the framework itself adds the column of the count."""
	counted = {"aggregate_function": "count", "aggregate_on_doctype": "Request", "aggregate_on_field": "name"}
	params = {"group_by": "`tabRequest`.`applicant`", "order_by": "_aggregate_column desc", **counted}
	answer = listed(rest("supervisor"), twenty, form, fields=["`tabRequest`.`applicant`"], **params)
	applicant = frappe.db.get_value("Applicant", kit.applicant(), "full_name")
	assert [(row[1], str(row[2])) for row in rows_of(answer)[1:]] == [(applicant, "20")]


@pytest.mark.parametrize("form", ["CSV", "Excel"])
def test_the_export_for_an_import_is_harmless_and_keeps_names(form, twenty, rest):
	answer = rest("supervisor").session.get(
		rest("supervisor").base + "/api/method/frappe.core.doctype.data_import.data_import.download_template",
		params={
			"doctype": "Request",
			"export_fields": json.dumps({"Request": ["name", "description"]}),
			"export_records": "by_filter",
			"export_filters": json.dumps([["Request", "name", "in", twenty]]),
			"file_type": form,
		},
		timeout=60,
	)
	rows = rows_of(answer)
	assert {row[0] for row in rows[1:]} == set(twenty)
	assert f"'{FORMULA}" in [row[1] for row in rows]


@pytest.mark.parametrize("form", ["CSV", "Excel"])
def test_the_older_data_export_is_harmless(form, twenty, monkeypatch):
	"""Only who administers the whole site may call it."""
	corrections.apply()
	monkeypatch.setattr(frappe.local, "response", frappe._dict())
	exports.export_data(
		doctype="Request",
		select_columns=json.dumps({"Request": ["name", "description"]}),
		with_data="1",
		file_type=form,
		filters=json.dumps([["Request", "name", "in", twenty]]),
		export_without_column_meta="true",
	)
	sent = frappe.response.get("filecontent") or frappe.response["result"].encode()
	assert f"'{FORMULA}" in [cell for row in cells_of(sent) for cell in row]


@pytest.mark.parametrize("form", ["CSV", "Excel"])
def test_a_query_report_is_harmless(form, twenty, rest):
	report = {"doctype": "Report", "report_name": "Kit Words", "ref_doctype": "Request", "is_standard": "No"}
	query = f"select description as `Words:Data:200` from tabRequest where name in {tuple(twenty)}"
	frappe.get_doc(
		{
			**report,
			"report_type": "Query Report",
			"query": query,
			"roles": [{"role": "Contact Center Supervisor"}],
		}
	).insert()
	frappe.db.commit()
	try:
		answer = rest("supervisor").get(
			"/api/method/frappe.desk.query_report.export_query",
			report_name="Kit Words",
			file_format_type=form,
			filters={},
			visible_idx=[],
			include_indentation="0",
		)
		assert f"'{FORMULA}" in [cell for row in rows_of(answer) for cell in row]
	finally:
		frappe.delete_doc("Report", "Kit Words", force=True)
		frappe.db.commit()


@pytest.mark.parametrize("form", ["CSV", "XLSX"])
def test_an_e_mailed_report_is_harmless(form, twenty):
	corrections.apply()  # as before every job
	settings = {"fields": [["description", "Request"]], "filters": [["Request", "name", "in", twenty]]}
	report = frappe.get_doc(
		{
			**{"doctype": "Report", "report_name": "Kit Mail", "ref_doctype": "Request", "is_standard": "No"},
			**{"report_type": "Report Builder", "json": json.dumps({**settings, "order_by": "creation asc"})},
		}
	).insert()
	email = frappe.new_doc("Auto Email Report")
	email.update(
		{"report": report.name, "report_type": report.report_type, "user": "Administrator", "format": form}
	)
	content = email.get_report_content()
	cells = cells_of(content if isinstance(content, bytes) else content.encode())
	assert f"'{FORMULA}" in [cell for row in cells for cell in row]


def test_other_apps_exports_stay_the_frameworks(world):
	"""A good neighbour: another app's people, another app's documents."""
	corrections.apply()
	kit.add_person_of_another_app("kit-sales@example.com", "Kit Salesman", desk_access=1)
	frappe.set_user("kit-sales@example.com")
	assert csvutils.to_csv([[FORMULA]]).startswith('"=')
	with exports.going_out("ToDo"):
		sheet = openpyxl.load_workbook(xlsxutils.make_xlsx([[FORMULA]], "ToDo")).active
	assert sheet["A1"].data_type == "f"
	with exports.going_out("Request"):
		assert csvutils.to_csv([[FORMULA]]).startswith("\"'=")


def test_the_policy_leaves_without_formulas_and_comes_back_as_it_was(city, tmp_path):
	frappe.db.set_value("Executor", "KIT-WATER", "title", "=1+1 Водоканал")
	export.export_policy(tmp_path)
	rows = csv.DictReader((tmp_path / "executors.csv").open(encoding="utf-8-sig", newline=""), delimiter=";")
	assert next(row["title"] for row in rows if row["code"] == "KIT-WATER") == "'=1+1 Водоканал"
	rows = [
		row
		for row in csv.reader((tmp_path / "executors.csv").open(encoding="utf-8-sig"), delimiter=";")
		if row
	]
	assert not [cell for row in rows for cell in row if cell.startswith(("=", "@"))]


@pytest.mark.parametrize("as_dict", [True, False])
def test_a_prepared_report_leaves_without_formulas(as_dict, city):
	"""Since 15.103 it leaves as CSV too, written past the framework's own writers."""
	corrections.apply()  # as before every job
	report = {
		"doctype": "Report",
		"report_name": "Kit Prepared",
		"ref_doctype": "Request",
		"is_standard": "No",
	}
	frappe.get_doc({**report, "report_type": "Query Report", "query": "select 1"}).insert()
	prepared = frappe.get_doc({"doctype": "Prepared Report", "report_name": "Kit Prepared"})
	prepared.db_insert()
	data = {
		"columns": [{"fieldname": "words"}, {"fieldname": "number"}],
		"result": [{"words": FORMULA, "number": 7}] if as_dict else [[FORMULA, 7]],
	}
	file = {"doctype": "File", "file_name": "kit.json.gz", "is_private": 1}
	attached = {"attached_to_doctype": "Prepared Report", "attached_to_name": prepared.name}
	content = gzip.compress(json.dumps(data).encode())
	frappe.get_doc({**file, **attached, "content": content}).insert()
	leaving = json.loads(prepared.get_prepared_data(with_file_name=True)[0])["result"][0]
	assert list(leaving.values() if as_dict else leaving) == [f"'{FORMULA}", 7]
	assert json.loads(prepared.get_prepared_data()) == data
	if hasattr(prepared_report, "convert_json_to_csv") and as_dict:
		prepared_report.convert_json_to_csv(prepared.name)
		filters = {"attached_to_name": prepared.name, "file_name": ("like", "%.csv")}
		name = frappe.db.get_value("File", filters)
		written = frappe.get_doc("File", name).get_content()
		text = written if isinstance(written, str) else written.decode()
		assert list(csv.reader(text.splitlines()))[1] == [f"'{FORMULA}", "7"]
