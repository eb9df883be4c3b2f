"""What the form of a possible duplicate shows: both applicants, and why they may be one (R5.2)."""

from frappe.model.document import Document

from contact_center.access import permissions, roles
from contact_center.desk import people_compared
from contact_center.desk.forms import KEY
from contact_center.words import likeness_words


def load(row: Document) -> None:
	"""Add {people, why} to the answer, for operators and supervisors."""
	if not permissions.has_role(*roles.CONTROLLERS) or not row.has_permission("read"):
		return
	people = people_compared.beside_each_other([row.applicant, row.other])
	row.set_onload(KEY, {"people": people, "why": likeness_words.why((row.reasons or "").split("\n"))})
