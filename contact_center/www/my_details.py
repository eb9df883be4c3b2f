import frappe
from frappe import _

from contact_center import policy
from contact_center.portal import context as portal_context
from contact_center.portal import queries


def get_context(context):
	portal_context.page(context, _("My details"))
	portal_context.only_signed_in("/my-details")
	context.account = queries.account(frappe.session.user)
	context.consent_text = policy.settings().consent_text
	context.page_script = {"page": "details", "texts": portal_context.script_texts()}
	return context
