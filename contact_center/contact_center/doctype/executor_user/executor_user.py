from frappe.model.document import Document


class ExecutorUser(Document):
	pass
