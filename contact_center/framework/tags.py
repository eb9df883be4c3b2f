"""Let only writers tag a document; the framework lets any user."""

from typing import Any

import frappe
from frappe.desk.doctype.tag import tag as framework_tag
from frappe.model.document import Document

from contact_center.access import permissions
from contact_center.framework import scope, staff_doors

NEEDED_BY = (">=15", "<17")
REPLACES = {
	"frappe.desk.doctype.tag.tag.add_tag": "add_tag",
	"frappe.desk.doctype.tag.tag.add_tags": "add_tags",
	"frappe.desk.doctype.tag.tag.remove_tag": "remove_tag",
}


@frappe.whitelist(methods=["POST"])
def add_tag(tag: str, dt: str, dn: str, color: Any = None) -> str:
	"""Add a tag to a document that the user may write."""
	_check(dt, dn)
	return framework_tag.add_tag(tag, dt, dn, color)


@frappe.whitelist(methods=["POST"])
def add_tags(tags: str | list, dt: str, docs: str | list, color: Any = None) -> None:
	"""Add several tags to several documents that the user may write."""
	for name in frappe.parse_json(docs):
		for tag in frappe.parse_json(tags):
			add_tag(tag, dt, name, color)


@frappe.whitelist(methods=["POST"])
def remove_tag(tag: str, dt: str, dn: str) -> None:
	"""Remove a tag from a document that the user may write."""
	_check(dt, dn)
	framework_tag.remove_tag(tag, dt, dn)


def link_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""Return the SQL condition of the links of tags: people at work see those of documents that they may read."""
	user = user or frappe.session.user
	if not staff_doors.is_at_work(user):
		return permissions.EVERYTHING
	ours = frappe.get_all(
		"DocType", {"module": scope.MODULE, "istable": 0, "issingle": 0}, pluck="name", order_by=None
	)
	seen = [_links_of(each, user) for each in ours if frappe.has_permission(each, "read", user=user)]
	return f"({' or '.join(seen)})" if seen else permissions.NOTHING


def _links_of(doctype: str, user: str) -> str:
	hooks = frappe.get_hooks("permission_query_conditions").get(doctype, [])
	limits = [limit for hook in hooks if (limit := frappe.call(hook, user, doctype=doctype))]
	names = (
		f" and `tabTag Link`.document_name in (select name from `tab{doctype}` where {' and '.join(limits)})"
	)
	return f"(`tabTag Link`.document_type = {frappe.db.escape(doctype)}{names if limits else ''})"


def tag_conditions(user: str | None = None) -> str:
	"""Return the SQL condition of tags: people at work see those of documents that they may read."""
	links = link_conditions(user)
	return (
		f"(`tabTag`.name in (select tag from `tabTag Link` where {links}))"
		if links
		else permissions.EVERYTHING
	)


def has_link_permission(
	doc: Document, ptype: str | None = None, user: str | None = None, **kwargs: Any
) -> bool:
	"""Return whether the user may see to which document the tag belongs."""
	if not staff_doors.is_at_work(user):
		return True
	about = doc.document_type, doc.document_name
	return bool(frappe.db.exists(*about) and frappe.has_permission(about[0], "read", about[1], user=user))


def _check(doctype: str, name: str) -> None:
	if scope.concerns_us(doctype):
		scope.check(doctype, name, "write")
