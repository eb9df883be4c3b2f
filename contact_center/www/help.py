import frappe
from frappe import _

from contact_center.framework import limits, origins
from contact_center.intake import knowledge
from contact_center.portal import context as portal_context
from contact_center.portal import help_api, help_pages


def get_context(context):
	portal_context.page(context, _("Help", context="portal"))
	context.text = " ".join(str(frappe.form_dict.get("q") or "").split())[: help_pages.LONGEST_SEARCH]
	if context.text:  # where the page is made: the one that all guests share asks nothing
		limits.check(help_api.SEARCHES, "help_search", origins.place())
	context.found = help_pages.found(context.text)
	context.groups = [] if context.text else help_pages.all_of(knowledge.CLARIFICATION)
	return context
