"""What forms and lists on the screens hear of a change, as the framework tells them after a save of its own."""

import frappe


def document_changed(doctype: str, name: str, modified: str) -> None:
	"""After the commit: whoever has the document open is shown that it is newer now, and lists follow."""
	about = {"doctype": doctype, "name": name, "modified": modified}
	frappe.publish_realtime("doc_update", about, doctype=doctype, docname=name, after_commit=True)
	list_changed(doctype, name)


def list_changed(doctype: str, name: str) -> None:
	"""After the commit: open lists of the doctype take the document in."""
	about = {"doctype": doctype, "name": name, "user": frappe.session.user}
	frappe.publish_realtime("list_update", about, after_commit=True)
