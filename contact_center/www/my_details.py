import frappe
from frappe import _

from contact_center import policy
from contact_center.intake import filing
from contact_center.portal import context as portal_context
from contact_center.portal import queries


def get_context(context):
	portal_context.page(context, _("My details"))
	portal_context.only_signed_in("/my-details")
	context.at_the_desk = filing.files_at_the_desk(frappe.session.user)
	context.account = queries.account(frappe.session.user)
	context.consent_text = policy.settings().consent_text
	if not context.at_the_desk:
		context.page_script = {"page": "details", "texts": portal_context.script_texts()}
	return context
