"""Keep uploaded files until their request or appeal is filed. Only their owner sees them.

A file is uploaded as soon as it is chosen: while the citizen writes on, in an HTTP request of its own, and safe from
an error in the form. A file that was not sent with one within KEEP_HOURS is removed.
"""

import frappe
from frappe.model.document import Document
from frappe.utils import add_to_date, now_datetime

from contact_center import policy
from contact_center.access import files
from contact_center.access.file_rights import WAITING
from contact_center.framework import deadlocks
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import problems

KEEP_HOURS = 24
BATCH = 200
# A citizen may leave a form and begin another one: room for so many full forms.
FORMS_AT_ONCE = 3


def limits() -> dict:
	"""Return {files, megabytes, extensions, accept} for a field of files; `accept` is its attribute in HTML."""
	settings = policy.settings()
	extensions = (settings.allowed_extensions or "").replace(",", " ").lower().split()
	accept = ",".join(f".{extension}" for extension in extensions)
	return {
		"files": settings.max_files,
		"megabytes": settings.max_file_mb,
		"extensions": extensions,
		"accept": accept,
	}


def _waiting(user: str) -> dict:
	return {"owner": user, "attached_to_field": WAITING, "attached_to_name": ("is", "not set")}


def take(user: str, filename: str, content: bytes, name: str | None = None) -> dict:
	"""Store one file of `user` and return `files.describe` of it. ValidationError for a file that is not accepted.

	A file that is known already by its `name` is not stored again.
	"""
	deadlocks.retry_from_here()  # before anything is read: a later MariaDB refuses to lock what has changed since
	if name and frappe.db.exists("File", {"name": name, "owner": user}):
		return files.describe(frappe.get_doc("File", name))
	if frappe.db.count("File", _waiting(user)) >= FORMS_AT_ONCE * policy.settings().max_files:
		problems.refuse(Problem(Kind.TOO_MANY_WAITING))
	doc = frappe.new_doc("File")
	doc.update({"attached_to_field": WAITING, "is_private": 1})
	doc.file_name, doc.content = files.taken_in(filename, content)
	with deadlocks.lost_races():
		doc.insert(ignore_permissions=True, set_name=name)
	return files.describe(doc)


def drop(user: str, file: str) -> None:
	"""Remove a waiting file of the user, if it is still there."""
	if frappe.db.exists("File", {"name": file, **_waiting(user)}):
		frappe.delete_doc("File", file, ignore_permissions=True)


def claim(user: str, names: list[str], name: str, doctype: str = "Request") -> list[str]:
	"""Attach the user's waiting files to the request or appeal, each once; return what they are called, sent twice or not.

	ValidationError for a file that is gone, and where the document has too many.
	"""
	attached = {"attached_to_doctype": doctype, "attached_to_name": name}
	filters = {"name": ("in", names), **attached}
	there = dict(frappe.get_all("File", filters, ["name", "file_name"], as_list=True)) if names else {}
	return [there.get(each) or _attach(user, each, attached).file_name for each in dict.fromkeys(names)]


def _attach(user: str, name: str, attached: dict) -> Document:
	if not frappe.db.exists("File", {"name": name, **_waiting(user)}):
		problems.refuse(Problem(Kind.FILE_GONE))
	doc = frappe.get_doc("File", name)
	doc.update({**attached, "attached_to_field": None})
	return files.hand_in(doc)


def drop_stale() -> None:
	"""Daily: remove files that were never sent. Commits each batch: deletions on disk cannot be rolled back."""
	waiting = {"attached_to_field": WAITING, "attached_to_name": ("is", "not set")}
	old = {**waiting, "creation": ("<", add_to_date(now_datetime(), hours=-KEEP_HOURS))}
	while names := frappe.get_all("File", filters=old, pluck="name", order_by="creation", limit=BATCH):
		_drop_committed(names)


@deadlocks.repeated
def _drop_committed(names: list[str]) -> None:
	for name in names:
		frappe.delete_doc("File", name, ignore_permissions=True)
	frappe.db.commit()
