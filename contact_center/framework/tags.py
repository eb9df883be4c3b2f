"""Let only writers tag a document; the framework lets any user."""

from typing import Any

import frappe
from frappe.desk.doctype.tag import tag as framework_tag

from contact_center.framework import scope

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


def _check(doctype: str, name: str) -> None:
	if scope.concerns_us(doctype):
		scope.check(doctype, name, "write")
