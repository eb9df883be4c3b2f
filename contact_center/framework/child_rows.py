"""A row of a child table is read by who may read its parent, and written through that parent only.

The framework asks for the parent's doctype where a row is addressed directly, not for the parent itself.
"""

import frappe
from frappe.model.document import Document

NEEDED_BY = (">=15", "<17")


class GuardedRow(Document):
	"""A row of a child table that has an owner by its parent, which the database knows."""

	def has_permission(self, permtype="read", *, debug=False, user=None) -> bool:
		if permtype not in ("read", "select") or self.is_new():
			return False
		parenttype, parent = frappe.db.get_value(self.doctype, self.name, ["parenttype", "parent"])
		return frappe.get_doc(parenttype, parent).has_permission("read", debug=debug, user=user)
