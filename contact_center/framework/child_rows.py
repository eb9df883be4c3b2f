"""Guard the rows of a child table by their parent: readers of the parent read them, nobody writes them directly.

For a row that is addressed directly the framework checks the parent's doctype, not the parent document; and whoever may
list a doctype lists the rows of all its documents, another's workspace among them. Frappe 16 asks for the list's conditions
of the parent's doctype alone, so an executor would read who of the office took which step of the thanks that it may open.
"""

from collections.abc import Callable
from functools import wraps
from types import SimpleNamespace
from typing import Any

import frappe
from frappe import permissions
from frappe.database.query import Engine
from frappe.model.document import Document

from contact_center.framework import scope, staff_doors, wrapped

NEEDED_BY = (">=15", "<17")


class GuardedRow(Document):
	"""A child row whose permission is that of its parent, as the database names it."""

	def has_permission(self, permtype="read", *, debug=False, user=None) -> bool:
		if permtype not in ("read", "select") or self.is_new():
			return False
		parenttype, parent = frappe.db.get_value(self.doctype, self.name, ["parenttype", "parent"])
		return frappe.get_doc(parenttype, parent).has_permission("read", debug=debug, user=user)


def apply() -> None:
	"""Put the check before the framework's own, once a process, and the rows' own conditions to those of a list."""
	if not wrapped.by_us(permissions.has_child_permission):
		permissions.has_child_permission = _of_stored_parent(permissions.has_child_permission)
	asked = getattr(Engine, "add_permission_conditions", None)  # Frappe 15 asks for the rows' own itself
	if asked and not wrapped.by_us(asked):
		Engine.add_permission_conditions = _with_own_conditions(asked)


def _with_own_conditions(original: Callable[..., None]) -> Callable[..., None]:
	@wraps(original)
	def add_permission_conditions(query: Any) -> None:
		original(query)
		if query.apply_permissions and query.permission_doctype != query.doctype:
			for condition in query.get_permission_query_conditions(query.doctype):
				query.query = query.query.where(condition)

	return add_permission_conditions


def _of_stored_parent(original: Callable[..., bool]) -> Callable[..., bool]:
	"""A row that was read by its name knows no parent document, and the framework then asks for none.

	People at work list the rows of our documents; those of the framework's come with their document alone.
	"""

	@wraps(original)
	def has_child_permission(
		child_doctype: str,
		ptype: str = "read",
		child_doc: Any = None,
		user: str | None = None,
		*args: Any,
		**kwargs: Any,
	) -> bool:
		if scope.is_installed() and scope.is_ours(child_doctype):
			child_doc = child_doc and (_stored(child_doctype, child_doc) or child_doc)
		elif not child_doc and scope.is_installed() and staff_doors.is_at_work(user):
			return False
		return original(child_doctype, ptype, child_doc, user, *args, **kwargs)

	return has_child_permission


def _stored(doctype: str, row: Any) -> SimpleNamespace | None:
	name = row if isinstance(row, str) else row.get("name")
	fields = ("name", "parent", "parenttype", "parentfield")
	found = name and frappe.db.get_value(doctype, name, fields, as_dict=True)
	return SimpleNamespace(**found) if found else None
