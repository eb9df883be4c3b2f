"""Put SQL where the name of a field, an order, a group or an operator is expected: it must not decide what comes back.

Each form is sent twice, once true and once false; an answer that tells them apart has run it. An error of the database
shows that it arrived there. A sleep would hold the answer up.
"""

import json
import time
from itertools import product
from typing import Any

from attack_arena import Arena
from attack_tally import Tally, at_once

PERSONS = ("citizen", "water", "operator")
ABOUT = ("Note", "User", "Request Task")
TRUE, FALSE = (
	"(select 1 from tabUser where name='Administrator')",
	"(select 1 from tabUser where name='no such')",
)
NAMES = (
	"ifnull({q},'')",
	"if({q}, name, 0)",
	"name`, {q} -- ",
	"(case when {q} then name else 'x' end)",
	"coalesce({q}, '')",
	"name) or exists{q} -- ",
	"concat({q}, name)",
	"{q}",
	"name/**/or/**/{q}",
	"`tab{dt}`.name, {q}",
	"count(*), {q}",
	"json_extract('{{}}', {q})",
)
"""{q} is the query; a doubled brace is one."""
DATABASE = (
	"ProgrammingError",
	"OperationalError",
	"SQL syntax",
	"Unknown column",
	"(1064,",
	"You have an error in your SQL",
)
SLEEP = "(select sleep(1.5))"


def control(arena: Arena, tally: Tally) -> None:
	"""In the system's own console SQL runs: it is seen to be told apart, to fail, to show a session and to sleep."""
	for written in (
		"select * from tabUser where exists NAME limit 1",
		"select NAME.name from tabUser as name limit 1",
		"select sid from tabSessions",
	):
		path, arguments = console(written)
		what, held = differs(arena, "administrator", (path, arguments), "{q}", "User")
		tally.seen(not held, what)
	slept = Tally()
	sleeps(arena, slept, "administrator", *console("select NAME"))
	tally.seen(bool(slept.broken), "a console that sleeps")


def console(query: str) -> tuple[str, dict]:
	call = "/api/method/frappe.desk.doctype.system_console.system_console.execute_code"
	return call, {"doc": json.dumps({"doctype": "System Console", "type": "SQL", "console": query})}


def attack(arena: Arena, tally: Tally) -> None:
	tries = [
		(person, way, name, doctype)
		for person, doctype in product(PERSONS, ABOUT)
		for number, name in enumerate(NAMES)
		for way in ways(doctype)[number % 6 :: 6]
	]
	for what, held in at_once(lambda each: differs(arena, *each), tries):
		tally.expect(held, what)
	for person, doctype in product(PERSONS, ABOUT[:1]):
		for path, arguments in ways(doctype):
			sleeps(arena, tally, person, path, arguments)


def ways(doctype: str) -> list[tuple[str, dict]]:
	"""Return the roads to a list, with NAME where a column is named."""
	get, call = "/api/resource/" + doctype, "/api/method/"
	view = {"doctype": doctype, "fields": '["name"]'}
	return [
		(call + "frappe.client.get_count", {"doctype": doctype, "filters": [["NAME", "=", "1"]]}),
		(call + "frappe.client.get_list", {"doctype": doctype, "fields": ["NAME as x"]}),
		(call + "frappe.client.get_list", {"doctype": doctype, "order_by": "NAME asc"}),
		(call + "frappe.client.get_list", {"doctype": doctype, "group_by": "NAME"}),
		(call + "frappe.client.get_list", {"doctype": doctype, "filters": {"NAME": "1"}}),
		(
			call + "frappe.client.get_list",
			{"doctype": doctype, "or_filters": [[doctype, "NAME", "like", "%"]]},
		),
		(
			call + "frappe.client.get_value",
			{"doctype": doctype, "fieldname": "NAME", "filters": {"name": ["like", "%"]}},
		),
		(
			call + "frappe.client.get_value",
			{"doctype": doctype, "fieldname": "name", "filters": {"NAME": "1"}},
		),
		(call + "frappe.desk.reportview.get", {**view, "order_by": "NAME desc"}),
		(call + "frappe.desk.reportview.get", {**view, "group_by": "NAME"}),
		(call + "frappe.desk.reportview.get", {"doctype": doctype, "fields": '["NAME"]'}),
		(call + "frappe.desk.reportview.get", {**view, "filters": '[["NAME", "=", "1"]]'}),
		(
			call + "frappe.desk.reportview.get",
			{**view, "aggregate_function": "NAME", "aggregate_on_field": "NAME"},
		),
		(
			call + "frappe.desk.reportview.get_count",
			{"doctype": doctype, "filters": '[["NAME", "=", "1"]]', "fields": "[]", "distinct": "false"},
		),
		(
			call + "frappe.desk.reportview.get_stats",
			{"doctype": doctype, "stats": '["NAME"]', "filters": "[]"},
		),
		(
			call + "frappe.desk.reportview.get_sidebar_stats",
			{"doctype": doctype, "stats": '["_user_tags"]', "filters": '[["NAME", "=", "1"]]'},
		),
		(
			call + "frappe.desk.listview.get_group_by_count",
			{"doctype": doctype, "current_filters": "[]", "field": "NAME"},
		),
		(call + "frappe.desk.search.search_link", {"doctype": doctype, "txt": "", "searchfield": "NAME"}),
		(
			call + "frappe.desk.search.search_widget",
			{"doctype": doctype, "txt": "", "filter_fields": '["NAME"]'},
		),
		(
			call + "frappe.desk.search.search_link",
			{"doctype": doctype, "txt": "", "filters": '{"NAME": "1"}'},
		),
		(
			call + "frappe.desk.calendar.get_events",
			{
				"doctype": doctype,
				"start": "2026-01-01",
				"end": "2026-12-31",
				"field_map": '{"start": "NAME", "end": "NAME"}',
				"fields": '["name"]',
			},
		),
		(
			call + "frappe.desk.form.utils.get_next",
			{"doctype": doctype, "value": "x", "prev": 0, "sort_field": "NAME"},
		),
		(call + "frappe.desk.treeview.get_children", {"doctype": doctype, "parent": "", "NAME": "1"}),
		(
			call + "frappe.desk.doctype.number_card.number_card.get_result",
			{
				"doc": json.dumps(
					{"document_type": doctype, "function": "Sum", "aggregate_function_based_on": "NAME"}
				),
				"filters": "[]",
			},
		),
		(call + "frappe.desk.doctype.kanban_board.kanban_board.get_kanban_boards", {"doctype": "NAME"}),
		(
			call + "frappe.client.validate_link",
			{"doctype": doctype, "docname": "Administrator", "fields": '["NAME"]'},
		),
		(get, {"fields": '["NAME as x"]'}),
		(get, {"order_by": "NAME"}),
		(get, {"group_by": "NAME"}),
		(get, {"filters": '[["NAME", "=", "1"]]'}),
		("/api/v2/document/" + doctype, {"fields": '["NAME as x"]'}),
		("/api/v2/document/" + doctype, {"order_by": "NAME asc"}),
		("/api/v2/document/" + doctype, {"filters": '{"NAME": "1"}'}),
	]


def filled(value: Any, written: str) -> Any:
	"""Return the arguments with NAME replaced, inside JSON texts too."""
	if isinstance(value, dict):
		return {filled(key, written): filled(each, written) for key, each in value.items()}
	if isinstance(value, list):
		return [filled(each, written) for each in value]
	if not isinstance(value, str):
		return value
	return (
		json.dumps(filled(json.loads(value), written))
		if value[:1] in ("[", "{")
		else value.replace("NAME", written)
	)


def send(arena: Arena, person: str, path: str, arguments: dict):
	client = arena.administrator if person == "administrator" else arena.people[person]
	return client.post(path, arguments) if "/method/" in path else client.get(path, **arguments)


def differs(arena: Arena, person: str, way: tuple[str, dict], name: str, doctype: str) -> tuple[str, bool]:
	path, arguments = way
	answers = [
		send(arena, person, path, filled(arguments, name.format(q=query, dt=doctype)))
		for query in (TRUE, FALSE)
	]
	same = answers[0].status_code == answers[1].status_code and len(answers[0].text) == len(
		answers[1].text.replace("no such", "Administrator")
	)
	arrived = [mark for mark in DATABASE if any(mark in each.text for each in answers)]
	if arrived:  # some lists fail by any name, as a tree of what is none does
		plain = send(arena, person, path, filled(arguments, "name")).text
		arrived = [mark for mark in arrived if mark not in plain]
	leaked = [each for answer in answers for each in arena.leaks(person, answer.text)]
	told = not same and all(each.ok for each in answers)
	return (
		f"{person}: {path} {json.dumps(arguments)[:90]} with {name}: differs {told}, at the database {arrived}, shows {leaked}",
		not (told or arrived or leaked),
	)


def sleeps(arena: Arena, tally: Tally, person: str, path: str, arguments: dict) -> None:
	started = time.monotonic()
	answer = send(arena, person, path, filled(arguments, SLEEP))
	slept = time.monotonic() - started
	tally.expect(slept < 1.4 or not answer.ok, f"{person}: {path} slept {slept:.1f} s")
