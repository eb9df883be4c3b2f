"""Let only writers of our documents comment on them; the framework lets every reader (P6)."""

import frappe
from frappe.desk.form import utils
from frappe.model.document import Document

from contact_center.framework import scope

NEEDED_BY = (">=15", "<17")
REPLACES = {"frappe.desk.form.utils.add_comment": "add_comment"}


@frappe.whitelist(methods=["POST", "PUT"])
def add_comment(
	reference_doctype: str, reference_name: str, content: str, comment_email: str, comment_by: str
) -> Document:
	"""Add a comment; on our documents only for a user who may write them."""
	if scope.is_ours(reference_doctype):
		scope.check(reference_doctype, reference_name, "write")
	return utils.add_comment(reference_doctype, reference_name, content, comment_email, comment_by)
