"""A name that reaches SQL is a name: what stands for a field, an order, a group or an aggregate is a plain column.

The attacker is anybody with an account. Every road that takes such names is tried with every hostile one.
"""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import frappe
import pytest
from frappe.database.database import Database
from frappe.utils import set_request

from contact_center.framework import brought_sql, query_names

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("world")

SLOW = 6  # seconds: hostile names ask the database to sleep for nine
HOSTILE = [
	"ifnull((select 1 from `tabSessions` limit 1),'')",
	"ifnull((select sid from tabSessions limit 1),'')",
	"ifnull(name,(select sleep(9)))",
	"ifnull(sleep(9),'')",
	"(select 1)",
	"(select sleep(9))",
	"( select sleep(9) )",
	"(sleep(9))",
	"sleep(9)",
	"SLEEP (9)",
	"sleep/**/(9)",
	"benchmark(9999999,md5(1))",
	"name,(select 1)",
	"name,sleep(9)",
	"name, sleep(9)",
	"name;select 1",
	"name; drop table `tabToDo`",
	"name--",
	"name -- ",
	"name#",
	"name/*",
	"name/**/desc",
	"/*!50000 sleep(9)*/",
	"name) or (1",
	"name`) or (`1",
	"name` = '' or 1=1 or `name",
	"name`=name or sleep(9) or `name",
	"`name` or sleep(9)",
	"`name`,sleep(9)",
	"`tabToDo`.`name`,(select 1)",
	"`tabToDo`.`name` or 1",
	"`tabToDo` where 1=1 or `name`.`x`",
	"tabToDo.name or 1=1",
	"name or 1=1",
	"name or true",
	"name and password",
	"name like 0x25",
	"name regexp 0x2e",
	"name in (1)",
	"name is true",
	"1=1",
	"1 or 1",
	"-name",
	"!name",
	"~name",
	"name+1",
	"name*1",
	"name div 0",
	"name||owner",
	"name->'$.a'",
	"name->>'$.a'",
	"name:=1",
	"@@version",
	"@@datadir",
	"@a:=1",
	"version()",
	"user()",
	"database()",
	"current_user()",
	"load_file('/etc/passwd')",
	"extractvalue(1,concat(0x7e,version()))",
	"updatexml(1,concat(0x7e,user()),1)",
	"if(1,sleep(9),0)",
	"case when 1 then sleep(9) else 0 end",
	"count(sleep(9))",
	"count((select 1))",
	"count(name) + sleep(9)",
	"sum(if(1,sleep(9),0))",
	"count(name) as x, sleep(9)",
	"max(name) as `x`,sleep(9) as `y`",
	"count(distinct sleep(9))",
	"group_concat(name)",
	"json_extract(name,'$')",
	"char(115)",
	"cast(name as char)",
	"name collate utf8mb4_bin",
	"binary name",
	"name union select 1",
	"name union all select sid from tabSessions",
	"name limit 1 procedure analyse()",
	"name into outfile '/tmp/x'",
	"name\nor 1",
	"name\tor 1",
	"name\u00a0or\u00a01",
	"name\u2003or\u20031",
	"sl\u0435ep(9)",
	"sleep\uff089\uff09",
	"name' or '1",
	'name" or "1',
	"\\name",
	"name\\",
	"name%00",
	"name\x00",
	"'a'",
	"0x41",
	"name for update",
	"name rollup with",
	"rand()",
	"name desc, (select 1)",
	"name desc, sleep(9)",
	"name desc limit 1",
	"(name)",
	"()",
	"*,sleep(9)",
	"`",
	"``",
	"information_schema.tables.table_name",
]
X = "\0name"
"""Where in a call the hostile name goes."""

LIST = {"doctype": "ToDo"}
VIEW = {**LIST, "fields": ["name"], "filters": []}
CHART = {
	**{"name": "x", "document_type": "ToDo", "chart_type": "Sum", "type": "Line", "based_on": "creation"},
	**{"timespan": "Last Year", "time_interval": "Monthly", "filters_json": "[]"},
}
CARD = {"name": "x", "document_type": "ToDo", "function": "Sum", "aggregate_function_based_on": "name"}
GOAL = {
	**{"title": "x", "doctype": "ToDo", "docname": "x", "goal_doctype": "ToDo", "goal_doctype_link": "name"},
	**{"goal_value_field": "name", "goal_total_field": "name", "goal_history_field": "name"},
	**{"goal_field": "name", "date_field": "date"},
}
EVENTS = {**LIST, "start": "2026-01-01", "end": "2026-12-31"}
MAP = {"start": "date", "end": "date", "title": "description"}
FILTERS = [
	{X: ""},
	{X: ["like", "%a%"]},
	[[X, "=", ""]],
	[["ToDo", X, "=", ""]],
	[["ToDo", X, "like", "%"]],
	[X],
]
ROADS = [
	*(("frappe.client.get_list", {**LIST, "filters": each}) for each in FILTERS),
	*(("frappe.client.get_list", {**LIST, "or_filters": each}) for each in FILTERS),
	*(("frappe.client.get_count", {**LIST, "filters": each}) for each in FILTERS),
	*(("frappe.client.get_value", {**LIST, "fieldname": "name", "filters": each}) for each in FILTERS),
	*(("frappe.client.get", {**LIST, "filters": each}) for each in FILTERS[:4]),
	*(("frappe.desk.reportview.get", {**VIEW, "filters": each}) for each in FILTERS),
	*(("frappe.desk.reportview.get_list", {**VIEW, "or_filters": each}) for each in FILTERS),
	*(("frappe.desk.reportview.get_count", {**VIEW, "filters": each}) for each in FILTERS),
	*(("frappe.desk.search.search_link", {**LIST, "txt": "", "filters": each}) for each in FILTERS),
	("frappe.client.get_list", {**LIST, "fields": [X]}),
	("frappe.client.get_list", {**LIST, "fields": ["name", X]}),
	("frappe.client.get_list", {**LIST, "fields": X}),
	("frappe.client.get_list", {**LIST, "fields": json.dumps([X])}),
	("frappe.client.get_list", {**LIST, "fields": json.dumps(json.dumps([X]))}),
	("frappe.client.get_list", {**LIST, "filters": json.dumps(json.dumps({X: ""}))}),
	("frappe.client.get_list", {**LIST, "order_by": X}),
	("frappe.client.get_list", {**LIST, "order_by": f"name, {X}"}),
	("frappe.client.get_list", {**LIST, "group_by": X}),
	("frappe.client.get_value", {**LIST, "fieldname": X}),
	("frappe.client.get_value", {**LIST, "fieldname": [X]}),
	("frappe.client.get_single_value", {"doctype": "System Settings", "field": X}),
	("frappe.client.set_value", {**LIST, "name": "x", "fieldname": X, "value": "1"}),
	("frappe.client.set_value", {**LIST, "name": "x", "fieldname": {X: "1"}}),
	("frappe.client.get_password", {"doctype": "User", "name": "x", "fieldname": X}),
	("frappe.client.validate_link", {**LIST, "docname": "x", "fields": [X]}),
	("frappe.desk.reportview.get", {**VIEW, "fields": [X]}),
	("frappe.desk.reportview.get", {**VIEW, "order_by": X}),
	("frappe.desk.reportview.get", {**VIEW, "group_by": X}),
	(
		"frappe.desk.reportview.get",
		{**VIEW, "group_by": "name", "aggregate_function": X, "aggregate_on_doctype": "ToDo"}
		| {"aggregate_on_field": "name"},
	),
	(
		"frappe.desk.reportview.get",
		{**VIEW, "group_by": "name", "aggregate_function": "sum", "aggregate_on_doctype": "ToDo"}
		| {"aggregate_on_field": X},
	),
	("frappe.desk.reportview.export_query", {**VIEW, "file_format_type": "CSV", "order_by": X}),
	("frappe.desk.reportview.export_query", {**VIEW, "file_format_type": "CSV", "fields": [X]}),
	(
		"frappe.desk.reportview.get_sidebar_stats",
		{**LIST, "stats": ["_user_tags"], "filters": [[X, "=", ""]]},
	),
	("frappe.desk.reportview.get_stats", {**LIST, "stats": ["_user_tags"], "filters": [[X, "=", ""]]}),
	("frappe.desk.listview.get_group_by_count", {**LIST, "current_filters": "[]", "field": X}),
	("frappe.desk.listview.get_group_by_count", {**LIST, "current_filters": [[X, "=", ""]], "field": "name"}),
	("frappe.desk.search.search_link", {**LIST, "txt": "", "searchfield": X}),
	("frappe.desk.search.search_widget", {**LIST, "txt": "", "searchfield": X}),
	("frappe.desk.search.search_widget", {**LIST, "txt": "", "filter_fields": [X]}),
	("frappe.desk.calendar.get_events", {**EVENTS, "field_map": {**MAP, "start": X}}),
	("frappe.desk.calendar.get_events", {**EVENTS, "field_map": {**MAP, "end": X}}),
	("frappe.desk.calendar.get_events", {**EVENTS, "field_map": {**MAP, "title": X}}),
	("frappe.desk.calendar.get_events", {**EVENTS, "field_map": {**MAP, "color": X}}),
	("frappe.desk.calendar.get_events", {**EVENTS, "field_map": MAP, "fields": [X]}),
	("frappe.desk.calendar.get_events", {**EVENTS, "field_map": MAP, "filters": [[X, "=", ""]]}),
	("frappe.desk.form.utils.get_next", {**LIST, "value": "x", "prev": 0, "sort_field": X}),
	("frappe.desk.form.utils.get_next", {**LIST, "value": "x", "prev": 0, "sort_order": X}),
	("frappe.desk.form.utils.get_next", {**LIST, "value": "x", "prev": 0, "filters": [[X, "=", ""]]}),
	(
		"frappe.desk.doctype.number_card.number_card.get_result",
		{"doc": {**CARD, "aggregate_function_based_on": X}, "filters": []},
	),
	(
		"frappe.desk.doctype.number_card.number_card.get_result",
		{"doc": json.dumps({**CARD, "aggregate_function_based_on": X}), "filters": []},
	),
	(
		"frappe.desk.doctype.number_card.number_card.get_result",
		{"doc": CARD, "filters": [["ToDo", X, "=", ""]]},
	),
	(
		"frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
		{"no_cache": 1, "chart": {**CHART, "value_based_on": X}},
	),
	(
		"frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
		{"no_cache": 1, "chart": {**CHART, "based_on": X}},
	),
	(
		"frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
		{"no_cache": 1, "chart": {**CHART, "type": "Heatmap", "based_on": X}},
	),
	(
		"frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
		{
			"no_cache": 1,
			"chart": {**CHART, "chart_type": "Group By", "group_by_type": "Count", "group_by_based_on": X},
		},
	),
	(
		"frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
		{"no_cache": 1, "chart": {**CHART, "filters_json": json.dumps([["ToDo", X, "=", ""]])}},
	),
	(
		"frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
		{"no_cache": 1, "chart": CHART, "filters": [["ToDo", X, "=", ""]]},
	),
	*(
		("frappe.utils.goal.get_monthly_goal_graph_data", {**GOAL, name: X})
		for name in GOAL
		if "field" in name
	),
	("frappe.utils.goal.get_monthly_goal_graph_data", {**GOAL, "aggregation": X}),
	("frappe.utils.goal.get_monthly_goal_graph_data", {**GOAL, "filters": {X: ""}}),
	("frappe.www.list.get", {**LIST, "filters": {X: ""}}),
	("frappe.www.list.get_list_data", {**LIST, "fields": [X]}),
	("frappe.core.doctype.data_export.exporter.export_data", {**LIST, "filters": {X: ""}}),
	("frappe.core.doctype.data_export.exporter.export_data", {**LIST, "select_columns": {"ToDo": [X]}}),
	(
		"frappe.core.doctype.data_import.data_import.download_template",
		{**LIST, "export_fields": {"ToDo": [X]}},
	),
	("frappe.desk.query_report.get_data_for_custom_field", {**LIST, "field": X}),
	(
		"frappe.workflow.doctype.workflow.workflow.get_workflow_state_count",
		{**LIST, "workflow_state_field": X, "states": []},
	),
	("run_doc_method", {"dt": "ToDo", "dn": "x", "method": "x", "args": {"filters": {X: ""}}}),
]
PERSONS = ["citizen", "water", "operator", "sysadmin"]


def filled(value, name: str):
	"""The value with the hostile name in the place marked for it, also where JSON is written in JSON."""
	if isinstance(value, dict):
		return {filled(key, name): filled(each, name) for key, each in value.items()}
	if isinstance(value, list):
		return [filled(each, name) for each in value]
	if not isinstance(value, str):
		return value
	if value[:1] in ("[", "{", '"'):
		try:
			return json.dumps(filled(json.loads(value), name))
		except ValueError:
			pass
	return value.replace(X, name)


def test_every_hostile_name_is_refused_on_every_road(monkeypatch):
	"""As the server begins a request: before the framework looks at it."""
	set_request(method="POST", path="/api/method/x")
	let_in = []
	for method, arguments in ROADS:
		for name in HOSTILE:
			monkeypatch.setattr(frappe.local, "form_dict", frappe._dict(filled(arguments, name)))
			try:
				query_names.check()
			except frappe.PermissionError:
				continue
			let_in.append((method, arguments, name))
	print(f"{len(ROADS)} roads x {len(HOSTILE)} names = {len(ROADS) * len(HOSTILE)} tried")
	assert not let_in, f"{len(let_in)}:\n" + "\n".join(map(str, let_in[:40]))


def test_no_hostile_name_is_answered(rest):
	"""Over HTTP each road with some names, persons and names taking turns: all of them would take minutes."""
	let_in, tried = [], 0
	for number, (method, arguments) in enumerate(ROADS):
		for name in [HOSTILE[0], *HOSTILE[number % 53 :: 53]]:
			person = PERSONS[tried % len(PERSONS)]
			answer = rest(person).post(f"/api/method/{method}", filled(arguments, name))
			tried += 1
			if answer.status_code not in (403, 417) or answer.elapsed.total_seconds() > SLOW:
				let_in.append((person, method, arguments, name, answer.status_code, answer.elapsed))
	print(f"{tried} calls")
	assert not let_in, f"{len(let_in)} of {tried}:\n" + "\n".join(map(str, let_in[:40]))


T = "`tabToDo`.`%s`"
COLUMNS = [T % name for name in ("name", "owner", "modified", "status", "_user_tags", "_seen")]
USERS = {"doctype": "User", "order_by": "`tabUser`.`creation` desc"}
HONEST = {
	"list": (
		"reportview.get",
		{"doctype": "ToDo", "fields": COLUMNS, "filters": [["ToDo", "status", "=", "Open"]]}
		| {
			"order_by": "`tabToDo`.`modified` desc",
			"start": 0,
			"page_length": 20,
			"view": "List",
			"group_by": "",
		}
		| {"with_comment_count": 1},
	),
	"list by two": ("reportview.get", {**LIST, "fields": COLUMNS, "order_by": "status asc, modified desc"}),
	"list by group": ("reportview.get", {**LIST, "fields": COLUMNS, "group_by": "`tabToDo`.`name`"}),
	"children": (
		"reportview.get",
		{
			**USERS,
			"fields": [
				"`tabUser`.`name`",
				"`tabHas Role`.`role` as 'Has Role:role'",
				"`tabHas Role`.`name` as 'Has Role:name'",
			],
			"filters": [["Has Role", "role", "=", "System Manager", False]],
		},
	),
	"report in groups": (
		"reportview.get",
		{**LIST, "fields": ["`tabToDo`.`status`"], "filters": []}
		| {
			"group_by": "`tabToDo`.`status`",
			"order_by": "_aggregate_column desc",
			"aggregate_function": "count",
		}
		| {"aggregate_on_field": "name", "aggregate_on_doctype": "ToDo", "view": "Report"},
	),
	"count": (
		"reportview.get_count",
		{**LIST, "filters": [], "fields": [], "distinct": "false", "limit": 1001},
	),
	"sum": (
		"reportview.get_list",
		{**LIST, "fields": ["count(name) as total"]},
	),
	"distinct": (
		"reportview.get_list",
		{**LIST, "fields": ["count(distinct `tabToDo`.`name`) as n", "status"]} | {"group_by": "status"},
	),
	"all columns": ("reportview.get_list", {**LIST, "fields": "*"}),
	"rows by name": (
		"reportview.get_list",
		{**LIST, "fields": ["name"], "filters": {"name": ["in", ["a, (b)", "c"]]}},
	),
	"sidebar": (
		"reportview.get_sidebar_stats",
		{**LIST, "stats": ["_user_tags"], "filters": [["status", "=", "Open"]]},
	),
	"tags": (
		"reportview.get_list",
		{**LIST, "fields": ["name"], "filters": [["ToDo", "_user_tags", "like", "%я (і ти)%"]]},
	),
	"dates": (
		"reportview.get_list",
		{
			**LIST,
			"fields": ["name"],
			"filters": [
				["ToDo", "creation", "Timespan", "last week"],
				["ToDo", "date", "Between", ["2026-01-01", "2026-01-31"]],
				["ToDo", "date", "is", "not set"],
				["ToDo", "status", "not in", ["Open", None]],
			],
		},
	),
	"export": (
		"reportview.export_query",
		{
			**LIST,
			"fields": COLUMNS[:2],
			"filters": [],
			"title": "ToDo",
			"file_format_type": "CSV",
			"order_by": "`tabToDo`.`modified` desc",
			"view": "Report",
		},
	),
	"groups": ("listview.get_group_by_count", {**LIST, "current_filters": "[]", "field": "assigned_to"}),
	"calendar": (
		"calendar.get_events",
		{
			**EVENTS,
			"field_map": {
				"start": "date",
				"end": "date",
				"id": "name",
				"title": "description",
				"allDay": "allDay",
				"color": "",
			},
			"filters": "[]",
			"fields": ["name", "status"],
		},
	),
	"link": (
		"search.search_link",
		{"doctype": "User", "txt": "а (б)", "filters": {"enabled": 1}, "page_length": 10}
		| {"reference_doctype": "ToDo", "searchfield": "name"},
	),
	"link by list": (
		"search.search_link",
		{"doctype": "Role", "txt": "", "filters": [["Role", "name", "!=", "x (y)"]]},
	),
	"dialog": (
		"search.search_widget",
		{"doctype": "User", "txt": "", "filter_fields": ["full_name"], "as_dict": 1},
	),
	"next": (
		"form.utils.get_next",
		{**LIST, "value": "x", "prev": 0, "filters": [], "sort_order": "desc"} | {"sort_field": "modified"},
	),
	"card": (
		"doctype.number_card.number_card.get_result",
		{
			"doc": {**CARD, "aggregate_function_based_on": "idx"},
			"filters": json.dumps([["ToDo", "status", "=", "Open", False]]),
		},
	),
	"chart": (
		"doctype.dashboard_chart.dashboard_chart.get",
		{"no_cache": 1, "chart": {**CHART, "value_based_on": "idx"}},
	),
	"grouped chart": (
		"doctype.dashboard_chart.dashboard_chart.get",
		{
			"no_cache": 1,
			"chart": {
				**CHART,
				"chart_type": "Group By",
				"group_by_type": "Count",
				"group_by_based_on": "status",
			},
		},
	),
	"heatmap": (
		"doctype.dashboard_chart.dashboard_chart.get",
		{"no_cache": 1, "chart": {**CHART, "type": "Heatmap"}},
	),
	"row": (
		"=frappe.client.get_value",
		{**LIST, "fieldname": ["name", "status"], "filters": "an (odd) name"},
	),
	"row by filter": (
		"=frappe.client.get_value",
		{**LIST, "fieldname": "name", "filters": {"status": ["!=", "x"]}},
	),
	"setting": ("=frappe.client.get_single_value", {"doctype": "System Settings", "field": "language"}),
	"through a link": (
		"=frappe.client.get_list",
		{**LIST, "fields": ["name", "owner as who", "assigned_by.full_name"]},
	),
	"limited": ("=frappe.client.get_list", {**LIST, "fields": ["name"], "order_by": "modified", "limit": 3}),
}
"""What the desk's scripts send, in words of its own sources; "=" begins a path that is no one of the desk's."""
COUNTED = {
	"sum": [{"COUNT": "name", "as": "total"}],
	"distinct": [{"COUNT": "name", "as": "n"}, "status"],
}
"""How Frappe 16 wants functions named; it takes none as a text."""
NO_FUNCTIONS = "SQL functions are not allowed as strings"


@pytest.mark.parametrize("what", HONEST)
def test_what_the_desk_sends_is_answered(rest, what):
	path, arguments = HONEST[what]
	path = path[1:] if path[0] == "=" else f"frappe.desk.{path}"
	texts = {name: each if isinstance(each, str) else json.dumps(each) for name, each in arguments.items()}
	answer = rest("sysadmin").post(f"/api/method/{path}", None, data=texts)
	if NO_FUNCTIONS in answer.text and what in COUNTED:
		texts["fields"] = json.dumps(COUNTED[what])
		answer = rest("sysadmin").post(f"/api/method/{path}", None, data=texts)
	if NO_FUNCTIONS in answer.text and what == "heatmap":
		pytest.skip("Frappe 16.10 refuses the query of its own heatmap")
	assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("path", ["/api/resource/ToDo", "/api/v2/document/ToDo"])
def test_rest_takes_names_and_nothing_else(rest, path):
	asked = {"fields": ["name", "status"], "filters": [["status", "=", "Open"]], "order_by": "modified desc"}
	assert rest("sysadmin").get(path, **asked).status_code == 200
	for hostile in ({"filters": {HOSTILE[0]: ""}}, {"order_by": "(sleep(9))"}, {"fields": ["(select 1)"]}):
		assert rest("citizen").get(path, **hostile).status_code == 403, hostile


def test_a_document_whose_fields_are_called_so_is_stored(rest):
	"""`fields`, `filters` and `order_by` of a document are what the document holds."""
	about = {"document_type": "ToDo", "label": "Kit (x)", "function": "Count", "filters_json": "[]"}
	rows = [{"fieldname": "kit", "label": "Kit (x)", "fieldtype": "Data"}]
	body = {"name": "Kit Type", "module": "Core", "custom": 1, "fields": rows, "sort_order": "DESC"}
	try:
		assert rest("sysadmin").post("/api/resource/Number Card", about).ok
		assert rest("sysadmin").post("/api/resource/DocType", body).ok
		assert (
			not rest("sysadmin")
			.post("/api/resource/Number Card", {**about, "filters_json": FILTERS_OF_SQL})
			.ok
		)
	finally:
		frappe.db.rollback()
		frappe.delete_doc("DocType", "Kit Type", force=True, ignore_missing=True)
		frappe.db.delete("Number Card", {"label": "Kit (x)"})
		frappe.db.commit()


FILTERS_OF_SQL = json.dumps([["ToDo", "ifnull(sleep(9),'')", "=", ""]])


SENTENCES = [
	"select name from tabToDo where %s = ''",
	"select name from tabToDo order by %s",
	"select name, %s from `tabToDo` group by name",
	"select name from `tabToDo` where `%s` = 'a'",
	"select name from `tabToDo` where `tabToDo`.`%s` is null",
	"select name from tabToDo where name = '%s'",
	"select name from tabToDo limit %s",
	"select (%s) from dual",
	"select name from `tab%s`",
]
"""How other apps' methods, and some of the framework's, write what they are given into SQL."""
HARMLESS = {"()", "`", "``", "1=1", "'a'", "0x41", "-name", "binary name", "name rollup with", "name\x00"} | {
	"sleep\uff089\uff09",
	"information_schema.tables.table_name",
}
"""Three characters, or mere words: found by chance in queries, and nothing by themselves."""


@pytest.fixture
def asked(monkeypatch):
	"""Begin a request with these parameters, as the server does."""
	monkeypatch.setattr(Database, "sql", Database.sql)
	brought_sql.apply()

	def begin(**given):
		set_request(method="POST", path="/api/method/x")
		monkeypatch.setattr(frappe.local, "form_dict", frappe._dict(given))

	yield begin
	del frappe.local.request


def runs(query: str, *values) -> bool:
	try:
		frappe.db.sql(query, *values)
	except frappe.PermissionError:
		return False
	except Exception:
		return True
	return True


def breaks_out(name: str, sentence: str) -> bool:
	"""Whether it would be more there than a value or the name of a column that is missing."""
	before = sentence[sentence.index("%s") - 1]
	within = before if before in "'`" else "`" if "`tab%s`" in sentence else ""
	return name not in HARMLESS and (not within or name.replace("''", "").count(within) > 0)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_no_text_of_a_request_becomes_a_part_of_a_query(asked, sentence):
	"""Whatever the parameter is called, and however deep it lies."""
	let_in = []
	for name in [each for each in HOSTILE if breaks_out(each, sentence)]:
		asked(rows=json.dumps([{"deep": json.dumps({"what": name})}]))
		if runs(sentence % name):
			let_in.append(name)
	assert not let_in


@pytest.mark.parametrize(
	"text",
	[
		"вул. Київська, 5 (двір)",
		"п'ять or ні",
		"name",
		"sum(`tabToDo`.`idx`) as n",
		"modified desc, name",
		"-10.5",
		"not in",
	],
)
def test_what_people_write_is_a_value_in_a_query(asked, text):
	asked(txt=text, fields=json.dumps([text]))
	assert runs(
		f"select name from tabToDo where description like {frappe.db.escape('%' + text + '%', percent=False)}"
	)
	assert runs("select name from tabToDo where name = %s", (text,))


def test_the_console_of_the_system_runs_what_is_written_there(rest):
	console = {
		"doctype": "System Console",
		"type": "SQL",
		"console": "select count(name), 1 + 1 from tabToDo",
	}
	path = "/api/method/frappe.desk.doctype.system_console.system_console.execute_code"
	assert (
		"Forbidden"
		not in rest("sysadmin").post(path, {"doc": json.dumps(console)}).json()["message"]["output"]
	)
	assert not rest("operator").post(path, {"doc": json.dumps(console)}).ok


def test_work_without_a_request_is_not_looked_at():
	assert frappe.db.sql("select ifnull((select 1), 0)") == ((1,),)


SAVED = [
	("Number Card", {"aggregate_function_based_on": X}),
	("Number Card", {"filters_json": json.dumps([["ToDo", X, "=", ""]])}),
	("Dashboard Chart", {"value_based_on": X}),
	("Dashboard Chart", {"based_on": X}),
	("Dashboard Chart", {"group_by_based_on": X}),
	("Dashboard Chart", {"filters_json": json.dumps({X: ""})}),
	("Kanban Board", {"field_name": X}),
	("Kanban Board", {"filters": json.dumps([["ToDo", X, "=", ""]])}),
	("Calendar View", {"subject_field": X}),
	("Auto Email Report", {"filters": json.dumps({X: ""})}),
	("Report", {"json": json.dumps({"filters": [["ToDo", X, "=", ""]]})}),
	("Report", {"json": json.dumps({"order_by": X})}),
	("Report", {"json": json.dumps({"sort_by": f"ToDo.{X}", "sort_order": "desc"})}),
	("Report", {"json": json.dumps({"sort_by": "ToDo.name", "sort_order": X})}),
	("Report", {"json": json.dumps({"fields": [[X, "ToDo"]]})}),
	("Report", {"json": json.dumps({"group_by": {"group_by": X, "aggregate_function": "count"}})}),
	("Report", {"json": json.dumps({"group_by": {"group_by": "`tabToDo`.`name`", "aggregate_function": X}})}),
]


@pytest.mark.parametrize(("doctype", "values"), SAVED)
def test_what_queries_are_made_of_later_is_not_stored(asked, doctype, values):
	"""However it is brought: it is looked at where the document is stored."""
	asked()
	stored = []
	for name in HOSTILE:
		doc = frappe.get_doc({"doctype": doctype, **filled(values, name)})
		try:
			doc.run_method("before_validate")
		except frappe.PermissionError:
			continue
		stored.append(name)
	assert not stored


def test_what_is_stored_by_honest_people_is(asked):
	asked()
	for values in (
		{
			"doctype": "Report",
			"json": json.dumps(
				{"filters": [], "fields": [["name", "ToDo"]], "sort_order": "desc"}
				| {
					"order_by": "`tabToDo`.`modified` desc",
					"sort_by": "ToDo.modified",
					"group_by": {
						"group_by": "`tabToDo`.`status`",
						"aggregate_function": "sum",
						"aggregate_on": "`tabToDo`.`idx`",
						"aggregate_on_field": "idx",
						"aggregate_on_doctype": "ToDo",
					},
				}
			),
		},
		{
			"doctype": "Report",
			"json": json.dumps({"columns": [{"fieldname": "x (y)", "label": "Сума (грн)"}]}),
		},
		{"doctype": "Dashboard Chart", "based_on": "creation", "filters_json": '{"company": "x (y)"}'},
		{"doctype": "Number Card", "filters_json": "[]", "aggregate_function_based_on": ""},
		{"doctype": "Kanban Board", "field_name": "status", "filters": '[["ToDo","status","=","a (b)"]]'},
	):
		frappe.get_doc(values).run_method("before_validate")


LIKE_A_NAME = re.compile(
	r"field|filter|order|group|column|colname|sort|based_on|aggreg|select|where|condition|goal_"
)
KNOWN = {
	"stats": "compared with the columns that the table has",
	"columns": "labels of a report that is stored or logged; custom_columns likewise",
	"custom_columns": "columns of a report that was run",
	"column_name": "the title of a Kanban column, a value",
	"column_title": "the title of a Kanban column, a value",
	"colname": "the title of a Kanban column, a value",
	"from_colname": "the title of a Kanban column, a value",
	"to_colname": "the title of a Kanban column, a value",
	"order": "documents of a Kanban column by their names, values",
	"new_order": "apps or icons in their order, values",
	"custom_field": "the name of a Custom Field, a value",
	"removed_listview_fields": "settings of a list, stored",
	"email_group": "a document",
	"goal_doctype": "a doctype: what is none has no permissions",
	"based_on": "a doctype or a print format; of a chart it is read where the chart is",
	"selected_children": "rows of a document, picked in Python",
	"recorder_id": "a key in the cache",
	"request_filter": "of recorded requests, in Python",
	"jobs_filter": "of recorded jobs, in Python",
	"js_filters": "compared with the doctypes that a report may filter by",
	"are_default_filters": "yes or no",
	"apply_module_export_filter": "yes or no",
	"export_without_column_meta": "yes or no",
}
"""{parameter of the framework's methods that is called like a name, and is none: why it may be anything}."""


def parameters(folder: Path) -> Iterator[tuple[str, str]]:
	"""Yield (parameter, where) of each whitelisted function in the folder, without importing it."""
	for file in folder.rglob("*.py"):
		if (
			file.name.startswith("test_")
			or "tests" in file.parts
			or "whitelist" not in (text := file.read_text())
		):
			continue
		for node in ast.walk(ast.parse(text)):
			if isinstance(node, ast.FunctionDef) and any(
				"whitelist" in ast.unparse(d) for d in node.decorator_list
			):
				given = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
				yield from ((each.arg, f"{file.relative_to(folder)}: {node.name}") for each in given)


@pytest.mark.parametrize("app", ["frappe", "contact_center"])
def test_every_parameter_that_is_called_like_a_name_is_read_or_known(app):
	"""A road that a later framework adds is looked at before it is taken."""
	unknown = {
		name: where
		for name, where in parameters(Path(frappe.get_app_path(app)))
		if LIKE_A_NAME.search(name) and name not in query_names.PARAMETERS and name not in KNOWN
	}
	assert not unknown


LIKE_A_COLUMN = re.compile(r"(^|_)(field|fieldname|field_name|based_on)$|^filters")
TEXTS = {"Data", "Select", "Autocomplete", "Code", "JSON", "Text", "Small Text"}
KNOWN_STORED = {
	("Dashboard Chart", "x_field"): "a column of a report that was run, picked in Python",
	("Number Card", "report_field"): "a column of a report that was run, picked in Python",
	("Number Card", "filters_config"): "a script of the desk",
	("File", "attached_to_field"): "a value that files are looked for by",
}


def written_by_many(doctype: str) -> bool:
	"""Whether others than the system's administrators may write its documents."""
	roles = {row.role for row in frappe.get_meta(doctype).permissions if row.write or row.create}
	return bool(roles - {"System Manager", "Administrator"})


def test_every_stored_name_of_a_column_is_read_or_known():
	asked = {"istable": 0, "issingle": 0, "module": ("!=", "Contact Center")}
	stored = {
		(doctype, df.fieldname)
		for doctype in filter(written_by_many, frappe.get_all("DocType", asked, pluck="name"))
		for df in frappe.get_meta(doctype).fields
		if df.fieldtype in TEXTS and LIKE_A_COLUMN.search(df.fieldname)
	}
	read = {(doctype, name) for doctype, fields in query_names.STORED.items() for name in fields}
	assert not stored - read - set(KNOWN_STORED)
