"""Keep a right to a file with the document that the file was handed in with (`access/file_rights.py`), on every road.

The framework asks the records that name the file's address, makes such records for whatever a document's field names, and
moves, publishes or deletes the file with any of them. It lets two senders of the same content share one file.
"""

import functools
from collections.abc import Callable
from typing import Any

import frappe
from frappe.core.api import file as file_api
from frappe.core.doctype.file import file as file_module
from frappe.core.doctype.file import utils
from frappe.core.doctype.file.file import File
from frappe.model.document import Document

from contact_center.access import file_rights, files
from contact_center.framework import scope

NEEDED_BY = (">=15", "<17")
REPLACES = {"frappe.core.api.file.unzip_file": "unzip_file"}
MARK = "contact_center_rights"
ATTACH = {"fieldtype": ["in", ["Attach", "Attach Image"]]}
UNATTACHED = ("attached_to_doctype", "attached_to_name", "attached_to_field")


def apply() -> None:
	"""Put the corrections before the framework's functions, once a process."""
	_wrap(file_module, "has_permission", has_permission)
	_wrap(file_module, "update_existing_file_docs", update_existing_file_docs)
	_wrap(utils, "attach_files_to_document", attach_files_to_document)
	_wrap(utils, "relink_files", relink_files)
	_wrap(File, "save_file", save_file)
	_wrap(File, "delete_file_data_content", delete_file_data_content)
	_wrap(File, "optimize_file", optimize_file)
	File.optimize_file = frappe.whitelist()(File.optimize_file)


def _wrap(owner: Any, name: str, ours: Callable) -> None:
	original = getattr(owner, name)
	if hasattr(original, MARK):
		return

	@functools.wraps(original)
	def corrected(*args: Any, **kwargs: Any) -> Any:
		if not scope.is_installed():
			return original(*args, **kwargs)
		return ours(original, *args, **kwargs)

	setattr(corrected, MARK, True)
	setattr(owner, name, corrected)


def has_permission(
	original: Callable, doc: File, ptype: str | None = None, user: str | None = None, **options: Any
) -> bool:
	"""Answer for the framework's own question, which it asks past the hook when it sends a file."""
	return file_rights.has_permission(doc, ptype, user)


def update_existing_file_docs(original: Callable, doc: File) -> None:
	"""Let no file of others take ours along when it becomes public: they may have the same content."""
	others = file_rights.rows_with({"content_hash": doc.content_hash, "name": ("!=", doc.name)})
	if any(map(file_rights.is_of_ours, others)):
		files.refuse_to_move()
	original(doc)


def attach_files_to_document(original: Callable, doc: Document, event: Any = None) -> None:
	"""Make no record for an address that a field names, unless the user may open it already."""
	named = [df.fieldname for df in doc.meta.get("fields", ATTACH) if _names_a_file(doc.get(df.fieldname))]
	foreign = {name: doc.get(name) for name in named if not _may_attach(doc.get(name))}
	for name in foreign:
		doc.set(name, None)
	try:
		original(doc, event)
	finally:
		for name, value in foreign.items():
			doc.set(name, value)


def _names_a_file(value: Any) -> bool:
	return isinstance(value, str) and value.startswith(("/files", "/private/files"))


def _may_attach(url: str) -> bool:
	"""Return whether the user may open the address, and hangs no loose file of somebody else's on the document."""
	user = frappe.session.user
	if user == "Administrator":
		return True
	rows = file_rights.rows_at(url)
	if url.startswith("/private/") and not file_rights.may_open(url, user):
		return False
	loose = [row for row in rows if not any(row.get(field) for field in UNATTACHED)]
	return not scope.is_our_person() or all(row.owner == user for row in loose)


def relink_files(original: Callable, doc: Document, fieldname: str, temp_doc_name: str | None) -> None:
	"""Move a file from the name that a form had before it was saved only for who uploaded it there."""
	at = {
		"file_url": doc.get(fieldname),
		"attached_to_name": temp_doc_name,
		"attached_to_doctype": doc.doctype,
	}
	if temp_doc_name and frappe.db.exists("File", {**at, "owner": ("!=", frappe.session.user)}):
		return
	original(doc, fieldname, temp_doc_name)


def save_file(
	original: Callable,
	doc: File,
	content: bytes | str | None = None,
	decode: bool = False,
	ignore_existing_file_check: bool = False,
	overwrite: bool = False,
) -> Any:
	"""Let what is handed in to us lie alone, under a name that nobody guesses and a mark that no other file has."""
	if overwrite or not (file_rights.is_of_ours(doc) or files.is_guarded(doc)):
		return original(doc, content, decode, ignore_existing_file_check, overwrite)
	shown, doc.flags.ignore_duplicate_entry_error = doc.file_name, True
	doc.file_name = files.name_on_disk(shown)
	try:
		done = original(doc, content, decode, ignore_existing_file_check=True)
	finally:
		doc.file_name = shown
	doc.content_hash = frappe.generate_hash(length=32)
	return done


def delete_file_data_content(original: Callable, doc: File, only_thumbnail: bool = False) -> None:
	"""Leave on the disk what another record names."""
	others = doc.file_url and frappe.db.exists("File", {"file_url": doc.file_url, "name": ("!=", doc.name)})
	original(doc, only_thumbnail=bool(only_thumbnail or others))


def optimize_file(original: Callable, doc: File) -> None:
	"""Overwrite no file but the stored record's, for who may write it, and no proof: the record in hand may be forged."""
	stored = frappe.get_doc("File", doc.name)
	stored.check_permission("write")
	if file_rights.is_of_ours(stored):
		files.refuse_to_move()
	original(stored)
	doc.reload()


@frappe.whitelist(methods=["POST"])
def unzip_file(name: str) -> list:
	"""Unzip a file that the user may open."""
	scope.check("File", name)
	return file_api.unzip_file(name)
