from frappe.model.document import Document


class ClassifierRequiredField(Document):
	pass
