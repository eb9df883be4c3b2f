from frappe import _

from contact_center.portal import context as portal_context
from contact_center.portal import repair_pages

WORKS_SHOWN = 3


def get_context(context):
	portal_context.page(context, _("City contact center"))
	context.works = repair_pages.public_events()["current"][:WORKS_SHOWN]
	context.counts = portal_context.own_counts()
	return context
