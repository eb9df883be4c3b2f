"""What the app creates on a site it creates once: what the site deleted or changed afterwards stays so (all versions).

The framework brings number cards, charts, workspaces and print formats of a module back at each migrate, and takes over
the file's content where a newer version of the app changed it. `before_migrate` looks at what the site made of them,
`after_migrate` puts that in force again. What is created by our own code asks `is_new` first.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import get_datetime

from contact_center.framework import defaults

KEY = "contact_center_created"
"""The row of the framework's defaults that remembers: {doctype: {name: what `modified` was}}."""
MADE = "made"
"""Stands for a stamp where the app's own code made the record, and the site did not have it before."""
MODULE = "contact_center"
FOLDERS = {
	"number_card": "Number Card",
	"dashboard_chart": "Dashboard Chart",
	"workspace": "Workspace",
	"print_format": "Print Format",
	"report": "Report",
}
"""Folders of the module whose records the framework itself brings."""

Key = tuple[str, str]
_dropped: list[Key] = []
_changed: dict[Key, dict[str, Any]] = {}


def is_new(doctype: str, name: str) -> bool:
	"""Whether the app never created the record on this site."""
	return name not in _memory().get(doctype, {})


def note(doctype: str, *names: str) -> None:
	"""Remember that these records were created, or are the site's from now on."""
	ours = made(doctype)
	_remember({(doctype, name): MADE if name in ours else "" for name in names})


def forget(doctype: str, *names: str) -> None:
	"""Let the records be created again."""
	memory = _memory()
	for name in names:
		memory.get(doctype, {}).pop(name, None)
	_save(memory)


def create(values: dict[str, Any], name: str) -> None:
	"""Insert a record that was never created on this site and is not there; remember it either way."""
	doctype = values["doctype"]
	if is_new(doctype, name) and not frappe.db.exists(doctype, name):
		make(values, name)
	else:
		note(doctype, name)


def make(values: dict[str, Any], name: str) -> None:
	"""Insert a record; remember that it is the app's work: it goes with the app (`leaving`)."""
	frappe.get_doc(values).insert(ignore_permissions=True)
	note_made(values["doctype"], name)


def note_made(doctype: str, *names: str) -> None:
	"""Remember that the app, not the site, made these records."""
	_remember({(doctype, name): MADE for name in names})


def made(doctype: str) -> list[str]:
	"""Return the names of the records that the app made."""
	return [name for name, stamp in _memory().get(doctype, {}).items() if stamp == MADE]


def before_migrate() -> None:
	"""Look what the site deleted or changed of the records that the framework brings."""
	_dropped.clear()
	_changed.clear()
	memory = _memory()
	for (doctype, name), modified in _files():
		stamp = memory.get(doctype, {}).get(name)
		if stamp is None:
			continue
		if not frappe.db.exists(doctype, name):
			_dropped.append((doctype, name))
		elif _stamp(doctype, name) not in (stamp, modified):  # of the file as it is: the site changed nothing
			_changed[doctype, name] = frappe.get_doc(doctype, name).as_dict()


def after_migrate() -> None:
	"""Take out what the site had deleted, put back what it had changed, and remember what is there now."""
	for doctype, name in (*_dropped, *_changed):
		_remove(doctype, name)
	for values in _changed.values():
		_insert(frappe.get_doc(values))
	stamps = {(doctype, name): _stamp(doctype, name) for doctype, name in shipped()}
	# an installation brings cards and charts after this; what is not there yet has no stamp
	stamps = {key: stamp for key, stamp in stamps.items() if stamp}
	# what the site changed stays its own: no later stamp may look like the app's
	_remember({key: "" if key in _changed else stamp for key, stamp in stamps.items()})
	_dropped.clear()
	_changed.clear()


def shipped() -> Iterator[Key]:
	"""(doctype, name) of each record that lies in the module's folders."""
	for key, _modified in _files():
		yield key


def _files() -> Iterator[tuple[Key, str]]:
	"""Each of `shipped` with the stamp that the record has while it is as its file brings it."""
	for folder, doctype in FOLDERS.items():
		for file in sorted(Path(frappe.get_app_path(MODULE, MODULE, folder)).glob("*/*.json")):
			content = json.loads(file.read_text(encoding="utf-8"))
			yield (doctype, content["name"]), str(get_datetime(content["modified"]))


def _stamp(doctype: str, name: str) -> str:
	return str(frappe.db.get_value(doctype, name, "modified") or "")


def _remove(doctype: str, name: str) -> None:
	"""Raw: the deletion of a workspace by its controller would delete the app's files on a developer's bench."""
	for field in frappe.get_meta(doctype).get_table_fields():
		frappe.db.delete(field.options, {"parent": name, "parenttype": doctype})
	frappe.db.delete(doctype, {"name": name})
	frappe.clear_document_cache(doctype, name)


def _insert(doc: Document) -> None:
	"""As it was, with its own `modified`."""
	doc.db_insert()
	for child in doc.get_all_children():
		child.db_insert()


def _memory() -> dict[str, dict[str, str]]:
	return json.loads(defaults.read(KEY) or "{}")


def _remember(stamps: dict[Key, str]) -> None:
	memory = _memory()
	before = json.dumps(memory)
	for (doctype, name), stamp in stamps.items():
		memory.setdefault(doctype, {})[name] = stamp
	if json.dumps(memory) != before:
		_save(memory)


def _save(memory: dict[str, dict[str, str]]) -> None:
	defaults.write(KEY, json.dumps(memory, ensure_ascii=False))


def note_present(doctype: str, names: Iterable[str]) -> None:
	"""Remember those of the records that the site has: what an earlier version created."""
	note(doctype, *frappe.get_all(doctype, {"name": ("in", list(names))}, pluck="name"))
