"""Allow web page likes on web pages only; Frappe 15 adds them to any document. Version 16 has no such method."""

import frappe

from contact_center.framework import web_comments

NEEDED_BY = (">=15", "<16")
REPLACES = {"frappe.templates.includes.likes.likes.like": "like_web_page"}


@frappe.whitelist(methods=["POST"], allow_guest=True)
def like_web_page(
	reference_doctype: str = "", reference_name: str = "", like: str | int = 0, route: str = ""
):
	"""Add or remove a like of a web page. PermissionError for our documents."""
	web_comments.check_web_page(reference_doctype)
	from frappe.templates.includes.likes import likes

	return likes.like(reference_doctype, reference_name, like, route)
