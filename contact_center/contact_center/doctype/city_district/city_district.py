from frappe.model.document import Document


class CityDistrict(Document):
	pass
