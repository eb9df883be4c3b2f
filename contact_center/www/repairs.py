import frappe
from frappe import _

from contact_center.portal import context as portal_context
from contact_center.portal import repair_pages

MAX_SEARCH = 80


def get_context(context):
	portal_context.page(context, _("Repair works"))
	context.street = " ".join(str(frappe.form_dict.get("street") or "").split())[:MAX_SEARCH]
	context.update(repair_pages.public_events(context.street))
	return context
