from frappe.model.document import Document

from contact_center.intake import applicants


class Applicant(Document):
	"""A person who files requests (P1)."""

	def validate(self) -> None:
		applicants.settle(self)
