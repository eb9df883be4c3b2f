from frappe import _

from contact_center.portal import context as portal_context


def get_context(context):
	portal_context.page(context, _("There is no such page"))
	context.http_status_code = 404
	return context
