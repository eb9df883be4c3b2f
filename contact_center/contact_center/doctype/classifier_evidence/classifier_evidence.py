from frappe.model.document import Document


class ClassifierEvidence(Document):
	pass
