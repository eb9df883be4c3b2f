from frappe.model.document import Document


class CityStreetRange(Document):
	pass
