"""Notify open forms and lists of a change, as the framework does after its own save."""

import frappe


def document_changed(doctype: str, name: str, modified: str) -> None:
	"""Notify open forms and lists, after the commit, that the document has changed."""
	about = {"doctype": doctype, "name": name, "modified": modified}
	frappe.publish_realtime("doc_update", about, doctype=doctype, docname=name, after_commit=True)
	list_changed(doctype, name)


def list_changed(doctype: str, name: str) -> None:
	"""Make open lists of the doctype show the document, after the commit."""
	about = {"doctype": doctype, "name": name, "user": frappe.session.user}
	frappe.publish_realtime("list_update", about, after_commit=True)
