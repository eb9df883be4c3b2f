"""Frappe 15 hangs a web page's like on whatever can be named. Version 16 has no such method."""

import frappe

from contact_center.framework import web_comments

NEEDED_BY = (">=15", "<16")
REPLACES = {"frappe.templates.includes.likes.likes.like": "like_web_page"}


@frappe.whitelist(methods=["POST"], allow_guest=True)
def like_web_page(
	reference_doctype: str = "", reference_name: str = "", like: str | int = 0, route: str = ""
):
	"""A web page's like goes on a web page, and on nothing of ours."""
	web_comments.check_web_page(reference_doctype)
	from frappe.templates.includes.likes import likes

	return likes.like(reference_doctype, reference_name, like, route)
