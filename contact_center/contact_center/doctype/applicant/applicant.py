from contact_center.desk import applicant_form
from contact_center.framework.looks import Personal
from contact_center.intake import applicants, corrections, duplicates, phone_rows


class Applicant(Personal):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		building: DF.Data | None
		consent: DF.Check
		consent_at: DF.Datetime | None
		email: DF.Data | None
		first_name: DF.Data | None
		flat: DF.Data | None
		full_name: DF.Data | None
		is_displaced: DF.Check
		is_ngo: DF.Check
		merged_into: DF.Link | None
		ngo_name: DF.Data | None
		notify_by: DF.Literal["Phone", "E-mail", "Account"]
		other_phones: DF.Data | None
		patronymic: DF.Data | None
		phone: DF.Data | None
		registered_residence: DF.Data | None
		search_key: DF.SmallText | None
		street: DF.Link | None
		surname: DF.Data
		user: DF.Link | None
	# end: auto-generated types
	"""A person who files requests (P1)."""

	def onload(self) -> None:
		applicant_form.load(self)

	def validate(self) -> None:
		applicants.check_open(self)
		applicants.normalise(self)

	def after_insert(self) -> None:
		applicants.warn_of_namesakes(self)

	def on_update(self) -> None:
		applicants.pass_on_email(self)
		phone_rows.follow(self)
		duplicates.follow(self)

	def on_trash(self) -> None:
		phone_rows.drop(self)
		corrections.drop(self.name)
		duplicates.drop(self.name)
