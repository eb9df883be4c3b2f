"""Allow web page comments on web pages only; the framework adds them to any document for any user."""

import frappe
from frappe import _
from frappe.templates.includes.comments import comments

from contact_center.framework import scope

NEEDED_BY = (">=15", "<17")
REPLACES = {"frappe.templates.includes.comments.comments.add_comment": "add_web_comment"}
WEB_PAGES = ("Blog Post", "Web Page")


@frappe.whitelist(methods=["POST"], allow_guest=True)
def add_web_comment(
	reference_doctype: str = "",
	reference_name: str = "",
	comment: str = "",
	comment_email: str = "",
	comment_by: str = "",
	route: str = "",
):
	"""Add a comment to a web page. PermissionError for our documents."""
	check_web_page(reference_doctype)
	return comments.add_comment(comment, comment_email, comment_by, reference_doctype, reference_name, route)


def check_web_page(doctype: str) -> None:
	"""Raise PermissionError for our documents, and for our users on every doctype that is no web page."""
	others = (frappe.get_hooks("has_comment_permission") or {}).get("doctype", ())  # another app's pages
	if doctype not in (*WEB_PAGES, *others) and scope.concerns_us(doctype):
		frappe.throw(_("Comments are not taken here."), frappe.PermissionError)
