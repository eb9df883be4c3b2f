"""What an operator or a supervisor says of two applicants who may be one person (P2, P3)."""

import frappe

from contact_center.access import permissions, roles
from contact_center.intake import duplicates


@frappe.whitelist(methods=["POST"])
def dismiss(duplicate: str) -> None:
	"""Record that both are different people: they are not proposed again."""
	permissions.check_role(*roles.CONTROLLERS)
	duplicates.decide(duplicate, duplicates.DIFFERENT)


@frappe.whitelist(methods=["POST"])
def propose_again(duplicate: str) -> None:
	"""Take back that both are different people."""
	permissions.check_role(*roles.CONTROLLERS)
	duplicates.decide(duplicate, duplicates.PROPOSED)
