from frappe.model.document import Document


class ClassifierExecutor(Document):
	pass
