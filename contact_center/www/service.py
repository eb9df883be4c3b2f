from frappe import _

from contact_center.intake import knowledge
from contact_center.portal import context as portal_context
from contact_center.portal import help_pages


def get_context(context):
	portal_context.page(context, _("Administrative services"))
	help_pages.fill(context, knowledge.SERVICE)
	return context
