from frappe import _

from contact_center.intake import knowledge
from contact_center.portal import context as portal_context
from contact_center.portal import help_pages


def get_context(context):
	portal_context.page(context, _("Help", context="portal"))
	help_pages.fill(context, knowledge.CLARIFICATION)
	return context
