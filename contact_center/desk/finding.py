"""Find and propose at the desk while a caller talks (R5.11)."""

import frappe

from contact_center.access import permissions, roles
from contact_center.intake import finding
from contact_center.regulation.lengths import check_length
from contact_center.words import problems


@frappe.whitelist(methods=["POST"])
def propose(text: str = "", description: str = "") -> list[dict]:
	"""Return what the words, or without words the description, may mean: [{kind, name, title, why, share}], the best first.

	`why` is code, words or learned; `share` how often such descriptions went there, None where that is not known. By POST,
	since what a caller says belongs into no server's log. PermissionError for others than operators.
	"""
	permissions.check_role(*roles.CONTROLLERS)
	with problems.refusing():
		check_length("description", text)
		check_length("description", description)
	return [each.as_dict() for each in finding.find(text, finding.OPERATORS, description=description)]
