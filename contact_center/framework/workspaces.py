"""Keep everybody from another's workspace: the framework lets any account with a desk put one on another's screen.

A private workspace shows on the desk of the person that it names, scripts of its blocks included; and one of
everybody's could be made private by anybody. This closes a hole for all apps: the framework's own buttons ask the same, and
later versions its documents.
"""

import frappe
from frappe import _
from frappe.desk.doctype.workspace.workspace import disable_saving_as_public, is_workspace_manager
from frappe.model.document import Document

NEEDED_BY = (">=15", "<15.103")


def guard(doc: Document, method: str | None = None) -> None:
	"""doc_event of Workspace (validate): raise PermissionError for one that is not the user's own."""
	if frappe.session.user == "Administrator" or is_workspace_manager() or disable_saving_as_public():
		return
	before = doc.get_doc_before_save()
	for each in (doc, before) if before else (doc,):
		if each.public or each.for_user != frappe.session.user:
			frappe.throw(_("This workspace is not yours."), frappe.PermissionError)
