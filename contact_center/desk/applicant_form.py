"""What the form of an applicant shows beside its fields: what they were before (D2)."""

from frappe.model.document import Document

from contact_center.access import permissions, roles
from contact_center.desk.forms import KEY
from contact_center.intake import corrections


def load(applicant: Document) -> None:
	"""Add {earlier} to the applicant's answer, for operators and supervisors."""
	if not permissions.has_role(*roles.CONTROLLERS) or not applicant.has_permission("read"):
		return
	applicant.set_onload(KEY, {"earlier": corrections.of_applicant(applicant.name)})
