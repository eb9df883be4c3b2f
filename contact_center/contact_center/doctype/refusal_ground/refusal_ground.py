from frappe.model.document import Document


class RefusalGround(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		is_active: DF.Check
		text: DF.SmallText
		title: DF.Data
	# end: auto-generated types
	"""Why a request is refused, with what its applicant reads; the administrator's, counted on the requests."""

	def before_naming(self) -> None:
		self._validate_mandatory()  # the framework, which names it by its title, asks for it in English
