"""Show, of what is kept beside a document of ours, only what the document itself shows its reader now (D1).

The framework's history of changes, its letters, comments, files and news for followers know neither permissions nor levels: whoever
may open a request reads in its history the applicant's e-mail that the form hides, and the letters to the applicant.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import frappe
from frappe.core.doctype.communication.communication import Communication
from frappe.desk.form import document_follow, load
from frappe.model.document import Document
from frappe.utils import parse_addr, split_emails

from contact_center.access import permissions
from contact_center.framework import field_levels, scope, wrapped

NEEDED_BY = (">=15", "<17")
REPLACES = {"frappe.desk.form.load.get_user_info_for_viewers": "get_user_info_for_viewers"}
FIELDS, ROWS = ("changed",), ("added", "removed", "row_changed")
"""Parts of a version's data: lists that begin with a field's name, and those that begin with a table's."""

KEPT_OF = {"Version": "ref_doctype", "Deleted Document": "deleted_doctype"}
"""{doctype that holds other documents' texts: field with the doctype of those}, for whoever manages the system."""


def apply() -> None:
	"""Put readers' eyes before the framework's histories, once a process."""
	if wrapped.by_us(load.get_versions):
		return
	load.get_versions = _seen_versions(load.get_versions)
	load._get_communications = _seen_letters(load._get_communications)
	load.add_comments = _seen_comments(load.add_comments)
	load.get_attachments = _seen_attachments(load.get_attachments)
	document_follow.get_message = _seen_news(document_follow.get_message)
	document_follow.get_version = _seen_changes(document_follow.get_version)
	Communication.notify_change = _to_nobody_in_between(Communication.notify_change)


def hides(doctype: str | None, user: str | None = None) -> bool:
	"""Return whether the doctype is ours and has fields that the user may not read."""
	return bool(doctype and frappe.db.exists("DocType", doctype, cache=True)) and bool(
		field_levels.hidden(doctype, user or frappe.session.user)
	)


@frappe.whitelist()
def get_user_info_for_viewers(users: str) -> dict:
	"""Return names and pictures of who has a document open; of accounts that the user may not list, nothing (D1)."""
	named = frappe.parse_json(users)
	if scope.is_installed() and scope.is_our_person():
		named = frappe.get_list("User", {"name": ("in", named)}, pluck="name") if named else []
	return load.get_user_info_for_viewers(frappe.as_json(named))


def kept_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""Return the SQL condition of KEPT_OF: no rows of doctypes of ours from which something is hidden to the user."""
	user = user or frappe.session.user
	ours = frappe.get_all("DocType", {"module": scope.MODULE, "istable": 0}, pluck="name", order_by=None)
	hiding = ", ".join(frappe.db.escape(each) for each in ours if hides(each, user))
	return f"(`tab{doctype}`.`{KEPT_OF[doctype]}` not in ({hiding}))" if hiding else permissions.EVERYTHING


def has_kept_permission(
	doc: Document, ptype: str | None = None, user: str | None = None, **kwargs: Any
) -> bool:
	"""Return whether the user may see the row: all of what it holds."""
	return not hides(doc.get(KEPT_OF[doc.doctype]), user)


def _seen_versions(original: Callable[..., list[dict]]) -> Callable[..., list[dict]]:
	@wraps(original)
	def get_versions(doc: Document) -> list[dict]:
		found = original(doc)
		if not found or not _is_ours(doc.doctype):
			return found
		for version in found:
			version.data = frappe.as_json(seen_of(doc.doctype, version.data), indent=None)
		return [version for version in found if version.data != "{}"]

	return get_versions


def seen_of(doctype: str, data: str, user: str | None = None) -> dict:
	"""Return a version's data without what the user may not read. Nothing is left of a change of hidden fields alone."""
	user = user or frappe.session.user
	kept = frappe.parse_json(data) or {}
	for part in (*FIELDS, *ROWS):
		kept[part] = [each for each in kept.get(part) or () if _is_seen(each[0], doctype, user)]
	for part in ROWS:
		kept[part] = [_row(doctype, each, user) for each in kept[part]]
	has_more = any(
		kept.get(part) for part in (*FIELDS, *ROWS, "data_import", "updater_reference", "creation")
	)
	return kept if has_more else {}


def _is_seen(field: str, doctype: str, user: str, parent: str | None = None) -> bool:
	"""Return whether the user reads the field. One that the doctype has no more hid perhaps what others may not read."""
	hidden = field_levels.hidden(doctype, user, parent)
	return field not in hidden and (not hidden or frappe.get_meta(doctype).has_field(field))


def _row(doctype: str, change: list, user: str) -> list:
	"""Return the change of a table's row without its hidden fields: [table, {…}], or [table, index, name, changes]."""
	table = frappe.get_meta(doctype).get_field(change[0])
	if not table:
		return change
	if isinstance(change[-1], dict):
		hidden = field_levels.hidden(table.options, user, doctype)
		return [change[0], {name: value for name, value in change[-1].items() if name not in hidden}]
	return [*change[:-1], [each for each in change[-1] if _is_seen(each[0], table.options, user, doctype)]]


def _seen_letters(original: Callable[..., list[dict]]) -> Callable[..., list[dict]]:
	"""Letters name whom they go to, and greet; so somebody from whom a level hides that sees one's own alone."""

	@wraps(original)
	def _get_communications(doctype: str, *args: Any, **kwargs: Any) -> list[dict]:
		found = original(doctype, *args, **kwargs)
		if not found or not _is_ours(doctype) or not hides(doctype):
			return found
		own = _addresses(frappe.session.user, frappe.get_cached_value("User", frappe.session.user, "email"))
		return [letter for letter in found if own & _people(letter)]

	return _get_communications


def _seen_comments(original: Callable[..., Any]) -> Callable[..., Any]:
	"""The framework puts comments into lists of `docinfo`, by their types."""

	@wraps(original)
	def add_comments(doc: Document, docinfo: dict) -> Any:
		found = original(doc, docinfo)
		if not _is_ours(doc.doctype) or permissions.sees_beside(doc.doctype):
			return found
		docinfo.update({name: [] for name, value in docinfo.items() if isinstance(value, list)})
		return []

	return add_comments


def _seen_attachments(original: Callable[..., list[dict]]) -> Callable[..., list[dict]]:
	@wraps(original)
	def get_attachments(doctype: str, name: str) -> list[dict]:
		hidden = _is_ours(doctype) and not permissions.sees_beside(doctype)
		return [] if hidden else original(doctype, name)

	return get_attachments


def _people(letter: Any) -> set[str]:
	return _addresses(letter.get("sender"), *(letter.get(field) for field in ("recipients", "cc", "bcc")))


def _addresses(*texts: str | None) -> set[str]:
	each = (one for text in texts for one in split_emails(text or ""))
	return {parse_addr(one)[1].lower() for one in each} - {""}


def _to_nobody_in_between(original: Callable[..., None]) -> Callable[..., None]:
	"""A new letter would go, as it is, to everybody who has the document's form open."""

	@wraps(original)
	def notify_change(letter: Communication, *args: Any, **kwargs: Any) -> None:
		if not (_is_ours(letter.reference_doctype) and field_levels.has_levels(letter.reference_doctype)):
			original(letter, *args, **kwargs)

	return notify_change


def _seen_news(original: Callable[..., list]) -> Callable[..., list]:
	"""Of a document that its follower may not read any more there is no news."""

	@wraps(original)
	def get_message(doc_name: str, doctype: str, frequency: str, user: str) -> list:
		if _is_ours(doctype) and not _may_read(doctype, doc_name, user):
			return []
		return original(doc_name, doctype, frequency, user)

	return get_message


def _may_read(doctype: str, name: str, user: str) -> bool:
	return bool(frappe.db.exists(doctype, name) and frappe.has_permission(doctype, "read", name, user=user))


def _seen_changes(original: Callable[..., list[dict]]) -> Callable[..., list[dict]]:
	@wraps(original)
	def get_version(doctype: str, doc_name: str, frequency: str, user: str) -> list[dict]:
		found = original(doctype, doc_name, frequency, user)
		return list(_seen(found, doctype, user)) if found and _is_ours(doctype) else found

	return get_version


def _seen(news: Iterable[dict], doctype: str, user: str) -> Iterable[dict]:
	for each in news:
		field, table = each["data"].get("field"), each["data"].get("table_field")
		rows = table and frappe.get_meta(doctype).get_field(table)
		if rows and (not _is_seen(table, doctype, user) or not _is_seen(field, rows.options, user, doctype)):
			continue
		if rows or not field or _is_seen(field, doctype, user):
			yield each


def _is_ours(doctype: str | None) -> bool:
	return scope.is_installed() and scope.is_ours(doctype)
