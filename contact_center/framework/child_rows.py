"""Guard the rows of a child table by their parent: readers of the parent read them, nobody writes them directly.

For a row that is addressed directly the framework checks the parent's doctype, not the parent document.
"""

import frappe
from frappe.model.document import Document

NEEDED_BY = (">=15", "<17")


class GuardedRow(Document):
	"""A child row whose permission is that of its parent, as the database names it."""

	def has_permission(self, permtype="read", *, debug=False, user=None) -> bool:
		if permtype not in ("read", "select") or self.is_new():
			return False
		parenttype, parent = frappe.db.get_value(self.doctype, self.name, ["parenttype", "parent"])
		return frappe.get_doc(parenttype, parent).has_permission("read", debug=debug, user=user)
