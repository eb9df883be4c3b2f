from frappe.model.document import Document


class CityStreet(Document):
	"""A street, with the district of each range of its buildings."""

	def validate(self) -> None:
		self.title = f"{self.street_type} {self.street_name}"
