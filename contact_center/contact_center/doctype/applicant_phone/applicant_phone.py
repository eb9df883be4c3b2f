from frappe.model.document import Document


class ApplicantPhone(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		applicant: DF.Link
		digits: DF.Data
		digits_after_first: DF.Data | None
		digits_after_fourth: DF.Data | None
		digits_after_second: DF.Data | None
		digits_after_third: DF.Data | None
		reversed_digits: DF.Data
	# end: auto-generated types
	"""A phone of an applicant, found by any part of it; written by `contact_center.intake.phone_rows` only."""
