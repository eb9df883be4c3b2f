"""Record at once who looked at a document (D2).

Version 16 keeps an Access Log in Redis until a job stores it: minutes later, or never if Redis is lost. A View Log it stores
after the answer, or never if the server dies between.
"""

from collections.abc import Collection

import frappe
from frappe.core.doctype.access_log.access_log import make_access_log

from contact_center.framework import versions

NEEDED_BY = (">=16", "<17")

CONTACT = "Applicant Contact"
"""The method of entries of who asked for the contact of a task's applicant; `page` is the applicant."""
LOOKED_UP, COMPARED = "Caller Look-up", "Applicants Compared"
CARD_REGISTER, CALLED_BACK = "Card Register", "Call-back"
"""Likewise: of who looked up a caller, compared applicants beside each other, asked the register of cards, rang somebody."""
REPORTS = ("Looks at Personal Data",)
"""Reports about applicants that name none."""


def record(doctype: str, document: str, method: str, page: str) -> None:
	"""Store an Access Log entry: the session's user looked at the document."""
	if not versions.is_needed(NEEDED_BY):
		make_access_log(doctype=doctype, document=document, method=method, page=page)
		return
	row = {"user": frappe.session.user, "export_from": doctype, "reference_document": document}
	frappe.get_doc({"doctype": "Access Log", **row, "method": method, "page": page}).db_insert()


def note(doctype: str, document: str | None, method: str, **more: str | None) -> None:
	"""Store an entry in the transaction of who calls; a call that only reads is committed for it.

	A site that may not be written to keeps it until it may.
	"""
	row = {"user": frappe.session.user, "export_from": doctype, "reference_document": document}
	_keep({"doctype": "Access Log", **row, "method": method, **more})


def opened(doctype: str, document: str) -> None:
	"""Likewise store a View Log entry: the session's user opened the document."""
	of = {"reference_doctype": doctype, "reference_name": document}
	_keep({"doctype": "View Log", "viewed_by": frappe.session.user, **of})


def _keep(row: dict[str, str | None]) -> None:
	entry = frappe.get_doc(row)
	if frappe.flags.read_only:
		entry.deferred_insert()
		return
	entry.db_insert()
	frappe.local.flags.commit = True


def record_all(doctype: str, documents: Collection[str], method: str) -> None:
	"""Store an entry for each document, in one statement and in the transaction of who calls."""
	user, now = frappe.session.user, frappe.utils.now()
	columns = ("name", "creation", "modified", "owner", "modified_by", "user", "timestamp", "export_from")
	rows = [
		(frappe.generate_hash(length=10), now, now, user, user, user, now, doctype, name, method)
		for name in documents
	]
	if rows:
		frappe.db.bulk_insert("Access Log", (*columns, "reference_document", "method"), rows)
