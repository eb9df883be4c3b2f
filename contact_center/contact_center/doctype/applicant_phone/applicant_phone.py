from frappe.model.document import Document


class ApplicantPhone(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		applicant: DF.Link
		digits: DF.Data
		reversed_digits: DF.Data
	# end: auto-generated types
	"""A phone of an applicant, found by its beginning or end; written by `contact_center.intake.phone_rows` only."""
