from frappe.model.document import Document


class ContactCenterSettings(Document):
	pass
