from frappe.model.document import Document


class RepairEventAddress(Document):
	pass
