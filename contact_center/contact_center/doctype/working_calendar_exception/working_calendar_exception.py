from frappe.model.document import Document


class WorkingCalendarException(Document):
	pass
