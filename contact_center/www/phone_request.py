import frappe
from frappe import _

from contact_center.intake import filing, one_time_codes
from contact_center.integrations import code_senders
from contact_center.portal import context as portal_context


def get_context(context):
	portal_context.page(context, _("A request filed by phone"))
	portal_context.only_signed_in("/phone-request")
	context.at_the_desk = filing.files_at_the_desk(frappe.session.user)
	context.ways, context.minutes = code_senders.ways(), one_time_codes.MINUTES
	if not context.at_the_desk:
		context.page_script = {"page": "phone_request", "texts": portal_context.script_texts()}
	return context
