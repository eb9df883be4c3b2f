from typing import Any

from contact_center.access import permissions
from contact_center.framework.child_rows import GuardedRow


class ExecutorAbsence(GuardedRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		deputy: DF.Link
		from_date: DF.Date
		note: DF.SmallText | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		until_date: DF.Date
		user: DF.Link
	# end: auto-generated types
	"""A term in which a person of an executor is absent, and who acts in their place (P5)."""

	def has_permission(self, permtype: str = "read", *, user: str | None = None, **kwargs: Any) -> bool:
		"""Not everybody who reads an executor reads who is absent, and why."""
		return permissions.sees_absences(user) and super().has_permission(permtype, user=user, **kwargs)
