from frappe.model.document import Document


class RequestEvidence(Document):
	pass
