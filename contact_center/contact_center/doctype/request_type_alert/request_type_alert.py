from frappe.model.document import Document


class RequestTypeAlert(Document):
	pass
