import frappe
from frappe import _

from contact_center.intake import knowledge
from contact_center.portal import context as portal_context
from contact_center.portal import help_pages


def get_context(context):
	portal_context.page(context, _("Help", context="portal"))
	context.text = " ".join(str(frappe.form_dict.get("q") or "").split())[: help_pages.LONGEST_SEARCH]
	context.found = help_pages.found(context.text)
	context.groups = [] if context.text else help_pages.all_of(knowledge.CLARIFICATION)
	return context
