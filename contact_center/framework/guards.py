"""The framework's own methods that ask for no permission (Frappe 15), asked here first.

Named in hooks.override_whitelisted_methods. Without them whoever is signed in, a citizen too, could count
applicants by phone, read where all requests lie, or hang marks and comments on whatever can be named (D1).
That hook knows them by one path only, while every module that imports a method is another path to it: so
`stand` takes the methods themselves off the list of what may be called.
"""

from typing import Any

import frappe
import frappe.email
from frappe import _, client
from frappe.core.doctype.communication import email
from frappe.desk import like as desk_like
from frappe.desk import listview, search
from frappe.desk.doctype.tag import tag as frappe_tag
from frappe.desk.form import utils as form_utils
from frappe.geo.utils import convert_to_geojson
from frappe.model.document import Document
from frappe.templates.includes.comments import comments
from frappe.templates.includes.likes import likes
from frappe.utils import file_manager
from werkzeug.utils import import_string

from contact_center import hooks
from contact_center.access import permissions, roles
from contact_center.framework import compat, field_levels

WEB_PAGES = ("Blog Post", "Web Page")
WRITERS = (*roles.CONTROLLERS, roles.ADMINISTRATOR, "System Manager")
GUARDED = frozenset(import_string(path) for path in hooks.override_whitelisted_methods if "." in path)


class Whitelist(list):
	"""Frappe's list of methods that may be called, without the guarded ones, under whatever name they are asked for."""

	def __contains__(self, method: object) -> bool:
		# A process may serve sites that do without this app.
		return super().__contains__(method) and not (
			method in GUARDED and "contact_center" in frappe.get_installed_apps()
		)


def stand() -> None:
	"""before_request hook: put the guard up, once a process."""
	if not isinstance(frappe.whitelisted, Whitelist):
		frappe.whitelisted = Whitelist(frappe.whitelisted)
		field_levels.stand()


class GuardedRow(Document):
	"""A row of a child table that has an owner by its parent.

	The framework asks for the parent's doctype where a row is addressed directly, not for the parent itself:
	so the parent that the database knows is asked for reading, and written is a row through its parent only.
	"""

	def has_permission(self, permtype="read", *, debug=False, user=None) -> bool:
		if permtype not in ("read", "select") or self.is_new():
			return False
		parenttype, parent = frappe.db.get_value(self.doctype, self.name, ["parenttype", "parent"])
		return frappe.get_doc(parenttype, parent).has_permission("read", debug=debug, user=user)


def _check(doctype: str, name: str, permission: str = "read") -> None:
	frappe.get_doc(doctype, name).check_permission(permission)


@frappe.whitelist()
def get_count(doctype: str, filters=None, debug=False, cache=False) -> int:
	"""How many documents the user may see. PermissionError where none at all."""
	return compat.count_readable(doctype, frappe.parse_json(filters))


@frappe.whitelist()
def get_document(
	doctype: str, name: str | None = None, filters: Any = None, parent: str | None = None
) -> dict:
	"""A document by name, or the first that fits the filters: sought among what the user may see and by what it may see."""
	if filters and not name:
		found = frappe.get_list(
			doctype, filters=frappe.parse_json(filters), pluck="name", limit=1, parent_doctype=parent
		)
		if not found:
			raise frappe.DoesNotExistError
		name = found[0]
	return client.get(doctype, name, parent=parent)


@frappe.whitelist()
def get_group_by_count(doctype: str, current_filters: Any, field: str) -> list[dict]:
	"""Groups of a list. The framework counts assignments among all documents, so the list is asked for first."""
	frappe.get_list(doctype, filters=frappe.parse_json(current_filters), limit=1)
	return listview.get_group_by_count(doctype, current_filters, field)


@frappe.whitelist()
def get_link_title(doctype: str, docname: str) -> str | None:
	"""The document's title, for who may read or choose it; else the name asked for: a form shows that instead.

	Citizens have no forms: PermissionError.
	"""
	if permissions.is_citizen(frappe.session.user):
		raise frappe.PermissionError
	known = frappe.db.exists(doctype, docname)
	if known and any(frappe.has_permission(doctype, each, docname) for each in ("read", "select")):
		return search.get_link_title(doctype, docname)
	return docname


@frappe.whitelist()
def get_coords(doctype: str, filters, type: str) -> dict:
	"""The map view's points: of documents that the user may see."""
	fields = ["location"] if type == "location_field" else ["latitude", "longitude"]
	rows = frappe.get_list(
		doctype, filters=frappe.parse_json(filters), fields=["name", *fields], limit_page_length=0
	)
	return convert_to_geojson(type, rows)


@frappe.whitelist(methods=["POST"])
def toggle_like(doctype: str, name: str, add=False) -> None:
	"""A like is for who may read the document."""
	_check(doctype, name)
	desk_like.toggle_like(doctype, name, add)


@frappe.whitelist(methods=["POST"])
def add_tag(tag: str, dt: str, dn: str, color=None) -> str:
	"""A tag is a change: for who may write the document."""
	_check(dt, dn, "write")
	return frappe_tag.add_tag(tag, dt, dn, color)


@frappe.whitelist(methods=["POST"])
def add_tags(tags: str | list, dt: str, docs: str | list, color=None) -> None:
	"""The same for many."""
	for name in frappe.parse_json(docs):
		for tag in frappe.parse_json(tags):
			add_tag(tag, dt, name, color)


@frappe.whitelist(methods=["POST"])
def remove_tag(tag: str, dt: str, dn: str) -> None:
	"""As with adding."""
	_check(dt, dn, "write")
	frappe_tag.remove_tag(tag, dt, dn)


@frappe.whitelist(methods=["POST", "PUT"])
def add_comment(
	reference_doctype: str, reference_name: str, content: str, comment_email: str, comment_by: str
) -> Document:
	"""A comment on a document of ours is a change: for who may write it (P6)."""
	if frappe.get_meta(reference_doctype).module == field_levels.MODULE:
		_check(reference_doctype, reference_name, "write")
	return form_utils.add_comment(reference_doctype, reference_name, content, comment_email, comment_by)


@frappe.whitelist(methods=["POST"])
def add_attachments(doctype: str, name: str, attachments: str | list) -> list:
	"""Who attaches a file that is here already may open it, and may write what it is attached to."""
	_check(doctype, name, "write")
	_check_files(attachments)
	return file_manager.add_attachments(doctype, name, attachments)


@frappe.whitelist(methods=["POST"])
def make_communication(**kwargs: Any) -> dict:
	"""Letters in the contact centre's name are its own people's to write."""
	permissions.check_role(*WRITERS)
	_check_files(kwargs.get("attachments"))
	return email.make(**kwargs)


def _check_files(attachments: str | list | None) -> None:
	for each in frappe.parse_json(attachments) or []:
		if isinstance(each, str):
			_check("File", each)


@frappe.whitelist(methods=["POST"])
def relink(name: str, reference_doctype: str | None = None, reference_name: str | None = None) -> None:
	"""A letter is moved to another document by who may write both."""
	_check("Communication", name, "write")
	_check(reference_doctype, reference_name, "write")
	frappe.email.relink(name, reference_doctype, reference_name)


@frappe.whitelist(methods=["POST"], allow_guest=True)
def add_web_comment(
	reference_doctype: str = "",
	reference_name: str = "",
	comment: str = "",
	comment_email: str = "",
	comment_by: str = "",
	route: str = "",
):
	"""A web page's comment goes on a web page, and on nothing else that can be named."""
	_check_web_page(reference_doctype)
	return comments.add_comment(comment, comment_email, comment_by, reference_doctype, reference_name, route)


@frappe.whitelist(methods=["POST"], allow_guest=True)
def like_web_page(
	reference_doctype: str = "", reference_name: str = "", like: str | int = 0, route: str = ""
):
	"""The same with its likes."""
	_check_web_page(reference_doctype)
	return likes.like(reference_doctype, reference_name, like, route)


def _check_web_page(doctype: str) -> None:
	if doctype not in WEB_PAGES:
		frappe.throw(_("Comments are not taken here."), frappe.PermissionError)
