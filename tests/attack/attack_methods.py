"""Call everything that the web server would run, as everybody, with arguments that fit and with hostile ones.

What shows: a planted secret. What changes: a row of any table, for those who have nothing to change. What breaks: an
error 500, which a stranger must not cause either.
"""

import importlib
import inspect
import json
from collections.abc import Iterator
from contextlib import suppress
from itertools import product
from pathlib import Path
from typing import Any

import frappe
import kit
from attack_arena import OUTSIDERS, Arena, changed, footprint
from attack_sql import console
from attack_tally import Tally, at_once

import contact_center

LEFT_OUT = ("logout", "sessions.clear")
"""They would end the session of the attack itself."""
SKIPPED = (
	"test",
	"patches",
	"commands",
	"node_modules",
	"boilerplate",
	"pulse",
	"parallel_test_runner",
)
SQL = "ifnull((select group_concat(sid) from tabSessions),'')"


def control(arena: Arena, tally: Tally) -> None:
	"""What the operator reads of the neighbour's request is a leak to a stranger; what is written there is a change."""
	about = {"doctype": "Request", "name": arena.world.other}
	operator, before = arena.people["operator"], footprint()
	answer = operator.call("frappe.desk.form.load.getdoc", **about)
	tally.seen(bool(shown(arena, "stranger", answer.text)), f"a form that is read: {answer.status_code}")
	tally.seen(not set(changed(before, footprint())) - ALLOWED, "nothing changes where nothing is written")
	operator.call("contact_center.control.comments.comment", **about, text="kit")
	tally.seen(bool(set(changed(before, footprint())) - ALLOWED), "a comment that is written")
	failed = arena.administrator.post(*console("select no_such_column"))
	tally.seen("a traceback" in shown(arena, "stranger", failed.text), "a traceback")
	names = set(whitelisted())
	tally.seen(len(names) > 400, f"{len(names)} methods are found")


def attack(arena: Arena, tally: Tally) -> None:
	names = sorted(whitelisted())
	for person in arena.people:
		before = footprint()
		walk(arena, tally, person, names)
		moved = changed(before, footprint())
		tally.expect(person not in OUTSIDERS or not set(moved) - ALLOWED, f"{person} changed rows of {moved}")


ALLOWED = {f"tab{name}" for name in ("Email Queue", "Email Queue Recipient", "Singles")}


def walk(arena: Arena, tally: Tally, person: str, names: list[str]) -> None:
	client = arena.people[person]

	def one(asked: tuple[str, str, dict]) -> tuple[str, str, Any]:
		verb, name, arguments = asked
		path = f"/api/method/{name}"
		answer = client.get(path, **arguments) if verb == "GET" else client.post(path, arguments)
		return verb, name, answer

	tries = [
		(verb, name, arguments)
		for name in names
		for verb, arguments in (("POST", plausible(arena, name)), ("GET", hostile(arena, name)))
	]
	for verb, name, answer in at_once(one, tries):
		leaked = shown(arena, person, answer.text)
		tally.expect(not leaked, f"{person}: {verb} {name} shows {leaked}")
		if person in OUTSIDERS:
			tally.expect(answer.status_code < 500, f"{person}: {verb} {name} answers {answer.status_code}")


def shown(arena: Arena, person: str, text: str) -> list[str]:
	return arena.leaks(person, text) + (["a traceback"] if "Traceback (most" in text else [])


def whitelisted() -> Iterator[str]:
	"""Yield the path of every method of the framework and of the app; their modules are imported first."""
	for package in (frappe, contact_center):
		for module in modules_of(package):
			with suppress(Exception):
				importlib.import_module(module)
	for function in frappe.whitelisted:
		function = inspect.unwrap(function)
		if "." not in function.__qualname__ and not function.__name__.endswith(LEFT_OUT):
			yield f"{function.__module__}.{function.__qualname__}"


def modules_of(package) -> Iterator[str]:
	root = Path(package.__file__).parent
	for file in root.rglob("*.py"):
		place = file.relative_to(root.parent).with_suffix("").parts
		if "whitelist(" in file.read_text(encoding="utf-8") and not any(
			part.startswith(SKIPPED) for part in place[1:]
		):
			yield ".".join(place)


def parameters(name: str) -> list[str]:
	with suppress(Exception):
		return [
			each
			for each in inspect.signature(frappe.get_attr(name)).parameters
			if each not in ("args", "kwargs")
		]
	return []


def plausible(arena: Arena, name: str) -> dict[str, Any]:
	"""Return arguments by which the method would do something to another's request."""
	world, named = arena.world, parameters(name)
	known = {
		**dict.fromkeys(
			("doctype", "dt", "ref_doctype", "reference_doctype", "document_type", "parent_doctype"),
			"Request",
		),
		**dict.fromkeys(
			("name", "docname", "dn", "doc_name", "ref_docname", "reference_name", "request"), world.other
		),
		**dict.fromkeys(("docnames", "names", "items", "docs", "doclist"), json.dumps([world.other])),
		**dict.fromkeys(("user", "email", "recipients", "assign_to", "allocated_to"), kit.email("neighbour")),
		**dict.fromkeys(("filters", "or_filters", "current_filters"), "[]"),
		**dict.fromkeys(("file", "file_name", "fid"), world.hidden_file),
		**dict.fromkeys(("file_url", "url", "path", "image"), world.hidden_url),
		**dict.fromkeys(("txt", "text", "search_term", "query_txt"), "kit"),
		**dict.fromkeys(("fields", "fieldname"), '["*"]'),
		"doc": json.dumps({"doctype": "Request", "name": world.other}),
		"task": world.other_task,
		"parent": "Request",
		"limit_page_length": 500,
		"page_length": 500,
	}
	about = {key: known.get(key, "1") for key in named}
	return {**{key: known[key] for key in ("doctype", "name", "filters", "fields")}, **about}


def hostile(arena: Arena, name: str) -> dict[str, Any]:
	"""Return arguments by which the method would show what the server holds."""
	known = {
		**dict.fromkeys(("doctype", "dt", "document_type", "reference_doctype", "ref_doctype"), "User"),
		**dict.fromkeys(("name", "docname", "dn", "user", "doc_name"), "Administrator"),
		**dict.fromkeys(
			("file_url", "path", "file_name", "template", "url", "file"), "../../site_config.json"
		),
		**dict.fromkeys(("fields", "fieldname", "field", "order_by", "group_by"), SQL),
		"filters": json.dumps([[SQL, "like", "%"]]),
		"doc": json.dumps({"doctype": "User", "name": "Administrator", "user_image": arena.world.hidden_url}),
	}
	return {
		key: known.get(key, "{{ frappe.conf.db_password }}") for key in [*parameters(name), "doctype", "name"]
	}
