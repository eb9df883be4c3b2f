from frappe.model.document import Document


class ContactCenterSettings(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		allowed_extensions: DF.SmallText | None
		city_name: DF.Data
		consent_text: DF.SmallText | None
		max_file_mb: DF.Int
		max_files: DF.Int
		max_video_mb: DF.Int
		number_prefix: DF.Data
		phone: DF.Data | None
		submissions_per_hour: DF.Int
		working_calendar: DF.Link | None
	# end: auto-generated types
	pass
