"""Who has a right to a file (D1): who may read the document that it was handed in with, and nobody else.

To Frappe a record that names a file's address is a right to the file: whoever may read any such record opens it, its owner
makes it public, and the file goes where one of its records goes. Here a file of ours lies alone at its address; records
that name it later give nothing.
"""

from contextvars import ContextVar
from urllib.parse import unquote

import frappe
from frappe.core.doctype.file.file import has_permission as frappe_has_permission
from frappe.model.document import Document

from contact_center.access import permissions, roles, served_files
from contact_center.regulation.stages import FINISHED, Stage

MODULE = "Contact Center"
GUARDED = ("Request", "Request Task", "Repair Event", "Appeal", "Inspection")
WAITING = "contact_center_upload"
"""attached_to_field of what a citizen has uploaded for a request that is not sent yet."""
# What was handed in is proof: from these stages on nobody but an administrator changes it or takes it away,
# nor what came with a request for a new term.
FROZEN = {"Request": FINISHED, "Request Task": FINISHED | {Stage.AWAITING_CONFIRMATION}}
INSPECTED = ("Held", "Cancelled")
"""Stages of an inspection whose files stay as they were recorded."""
LOCAL = ("/files/", "/private/files/")
HANGS_ON = ("attached_to_doctype", "attached_to_name")
STORED = [
	"name",
	"owner",
	"file_url",
	"file_name",
	"is_private",
	*HANGS_ON,
	"attached_to_field",
	"thumbnail_url",
]
CHANGES = ("write", "create", "delete")
sender_may: ContextVar[bool] = ContextVar("contact_center_sender_may", default=False)
"""Set while a file is saved whose sender was asked already (files.hand_in)."""


def address_of(doc: Document) -> str:
	"""Return where the record's content lies: Frappe takes the name for it where there is no address."""
	if doc.file_url:
		return local_address(doc.file_url)
	return f"{LOCAL[bool(frappe.utils.cint(doc.is_private))]}{doc.file_name}" if doc.file_name else ""


def local_address(url: str) -> str:
	"""Return an address of this site without the site, as Frappe will store it; any other as it is.

	Frappe decodes an address when it is named and, in 15.44, once more when it is stored.
	"""
	site, plain = frappe.utils.get_url(), unquote(url)
	rest = unquote(plain.removeprefix(site))
	return rest if rest.startswith(LOCAL) else url


def rows_at(url: str | None) -> list[Document]:
	"""Return all records of File that name the address, with what decides about them."""
	return rows_with({"file_url": url}) if url else []


def rows_with(filters: dict) -> list[Document]:
	"""Return the records of File by these filters, as the database has them, with what decides about them."""
	found = frappe.get_all("File", filters=filters, fields=STORED)
	return [frappe.get_doc({"doctype": "File", **row}) for row in found]


def stored_row(name: str | None) -> Document | None:
	"""Return the record as the database has it, with what decides about it: the one in hand may be forged."""
	return next(iter(rows_with({"name": name})), None) if name else None


def is_of_ours(row: Document) -> bool:
	"""Return whether the file hangs on a document of this app, or waits to."""
	if row.attached_to_field == WAITING:
		return True
	doctype = row.attached_to_doctype
	return bool(doctype) and frappe.db.get_value("DocType", doctype, "module", cache=True) == MODULE


def has_desk(user: str) -> bool:
	"""Return whether the account works at the desk."""
	return user == "Administrator" or permissions.is_staff(user)


def keeps_site(user: str) -> bool:
	"""Return whether the account looks after the site, its pictures and proof."""
	own = {"System Manager", roles.ADMINISTRATOR}
	return user == "Administrator" or not own.isdisjoint(frappe.get_roles(user))


def makes_no_public_files(user: str) -> bool:
	"""Return whether whatever the account uploads is private: all who have to do with this app only, guests too."""
	return permissions.is_person_of_ours(user) and not keeps_site(user)


def has_permission(doc: Document, ptype: str | None = None, user: str | None = None, **kwargs) -> bool:
	"""has_permission hook of File: Frappe's rule for others' files, and the document's for ours."""
	user = user or frappe.session.user
	if user == "Administrator" or (doc.is_folder and not doc.file_url):  # a folder that names a file is none
		return bool(frappe_has_permission(doc, ptype, user))
	if ptype not in CHANGES:
		return may_read(doc, user)
	return may_change(doc, ptype, user)


def may_read(doc: Document, user: str) -> bool:
	"""Return whether `user` may open what lies at the record's address."""
	address = address_of(doc)
	of_ours = homes_at(address) if address.startswith("/private/") else []
	if user == "Administrator" or not (of_ours or is_of_ours(doc)) or not address.startswith("/private/"):
		return bool(frappe_has_permission(doc, "read", user))
	return any(_document_allows(row, "read", user) for row in of_ours or [doc])


def homes_at(address: str) -> list[Document]:
	"""Return the records by which a file of ours was handed in; none at the address of others' files."""
	return [row for row in rows_at(address) if is_of_ours(row)]


def may_open(url: str, user: str) -> bool:
	"""Return whether `user` may open the address by any right; one that no record knows is nobody's."""
	return served_files.is_plain(url[1:]) and any(may_read(row, user) for row in rows_at(url))


def may_change(doc: Document, ptype: str, user: str) -> bool:
	"""Return whether `user` may hand in, change or delete the file."""
	stored = stored_row(doc.name)
	if not _may_name(doc, stored, user) or not _may_hang(doc, stored, user):
		return False
	if not stored or not is_of_ours(stored):
		return bool(frappe_has_permission(doc, ptype, user))
	return not _is_proof(stored, user) and _document_allows(stored, "write", user)


def _document_allows(row: Document, ptype: str, user: str) -> bool:
	"""Ask the document that the file hangs on; while there is none yet, the file is its sender's."""
	if not row.attached_to_name or (str(row.attached_to_name).startswith("new-") and has_desk(user)):
		return user != "Guest" and row.owner == user
	return may_on_document(row, ptype, user)


def may_on_document(row: Document, ptype: str, user: str) -> bool:
	"""Return whether `user` has the permission for the document that the file hangs on."""
	if not row.attached_to_doctype or not permissions.sees_beside(row.attached_to_doctype, user):
		return False
	try:
		document = frappe.get_doc(row.attached_to_doctype, row.attached_to_name)
	except frappe.DoesNotExistError:
		frappe.clear_last_message()
		return False
	return bool(document.has_permission(ptype, user=user))


def _may_name(doc: Document, stored: Document | None, user: str) -> bool:
	"""Check addresses that the record names anew: the file's own, and that of a thumbnail, deleted along with it."""
	if doc.thumbnail_url and doc.thumbnail_url != (stored and stored.thumbnail_url):
		return False
	address = address_of(doc)
	if not address.startswith(LOCAL) or (stored and address_of(stored) == address):
		return True
	is_handed_in = not doc.file_url and bool(doc.get("content"))
	return is_handed_in or may_open(address, user)


def may_name(doc: Document) -> bool:
	"""Return whether a new record may name what lies at an address of ours, whoever lets its sender make it."""
	address, user = address_of(doc), frappe.session.user
	if sender_may.get() or user == "Administrator" or (doc.get("content") and not doc.file_url):
		return True
	homes = homes_at(address) if address.startswith("/private/") else []
	return not homes or any(_document_allows(row, "read", user) for row in homes)


def _may_hang(doc: Document, stored: Document | None, user: str) -> bool:
	"""Check the document that the file is hung on anew: it must be one that `user` may write."""
	doctype, name = doc.attached_to_doctype, doc.attached_to_name
	if not doctype or (stored and (stored.attached_to_doctype, stored.attached_to_name) == (doctype, name)):
		return True
	if not permissions.is_person_of_ours(user) and not is_of_ours(doc):
		return True
	if has_desk(user) and (not name or str(name).startswith("new-")):
		return bool(
			frappe.has_permission(doctype, "create", user=user)
			or frappe.has_permission(doctype, "write", user=user)
		)
	return may_on_document(doc, "write", user)


def _is_proof(row: Document, user: str) -> bool:
	if row.attached_to_doctype == "Inspection" and not keeps_site(user):
		return frappe.db.get_value("Inspection", row.attached_to_name, "stage") in INSPECTED
	if row.attached_to_doctype not in FROZEN or keeps_site(user):
		return False
	if row.attached_to_doctype == "Request Task" and (_came_with_a_wish(row) or is_of_done_stage(row)):
		return True
	stage = frappe.db.get_value(row.attached_to_doctype, row.attached_to_name, "stage")
	return bool(stage) and (not has_desk(user) or Stage(stage) in FROZEN[row.attached_to_doctype])


def _came_with_a_wish(row: Document) -> bool:
	"""Return whether a request for a new term names the file: what was decided on stays (R8.6)."""
	wishes = frappe.get_all("Extension Request", {"task": row.attached_to_name}, pluck="documents")
	return any(row.file_url in (each or "").split("\n") for each in wishes)


def is_of_done_stage(row: Document) -> bool:
	"""Return whether a stage of the task, reported as done, names the file (R4.5)."""
	done = {"parent": row.attached_to_name, "parenttype": "Request Task", "done_at": ("is", "set")}
	return any(
		row.file_url in (each or "").split("\n") for each in frappe.get_all("Work Stage", done, pluck="files")
	)


def leaves_its_place(doc: Document) -> bool:
	"""Return whether a file of ours, about to be saved, would be published, named elsewhere or hung elsewhere."""
	stored = stored_row(doc.name)
	if not stored or not any(is_of_ours(row) for row in [stored, *rows_at(address_of(stored))]):
		return False
	if stored.is_private and not frappe.utils.cint(doc.is_private):
		return True
	if not is_of_ours(stored) or sender_may.get():
		return False
	moved = any((doc.get(field) or "") != (stored.get(field) or "") for field in HANGS_ON)
	is_early = not stored.attached_to_name or str(stored.attached_to_name).startswith("new-")
	return (moved and not is_early) or address_of(doc) != address_of(stored)
