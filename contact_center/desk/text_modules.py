"""Text modules for the desk's dialogs: those of an entry, filled in as far as the document is known."""

import frappe

from contact_center.access import permissions, roles
from contact_center.intake import text_modules

WORDING, ANSWER = "Wording", "Answer"
LONGEST = 140


@frappe.whitelist(methods=["GET"])
def modules(
	purpose: str,
	doctype: str = "",
	name: str = "",
	classifier: str = "",
	street: str = "",
	building: str = "",
	flat: str = "",
	nameless: bool | int = 0,
) -> list[dict]:
	"""Return [{title, shortcut, text}] for the purpose: of a stored request or task, or of what is typed into a new request.

	Executors get those for answers alone; the applicant's name is filled in for operators only, and not into what is
	`nameless`, since executors read it (D1).
	"""
	permissions.check_role(*roles.CONTROLLERS, roles.EXECUTOR)
	is_controller = permissions.has_role(*roles.CONTROLLERS)
	if purpose not in (WORDING, ANSWER) or (purpose == WORDING and not is_controller):
		return []
	doc = permissions.check_document(doctype, name) if name else frappe._dict()
	typed = {"classifier": classifier, "street": street, "building": building, "flat": flat}
	if not doc or is_controller:
		doc.update({field: text[:LONGEST] for field, text in typed.items() if text})
	values = text_modules.values_of(doc, with_name=is_controller and not nameless)
	return [
		{"title": row.title, "shortcut": row.shortcut, "text": text_modules.fill(row, values)}
		for row in text_modules.offered(purpose, doc.get("classifier") or "")
	]
