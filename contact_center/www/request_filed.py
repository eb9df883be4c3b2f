import frappe
from frappe import _

from contact_center.portal import context as portal_context
from contact_center.portal import queries


def get_context(context):
	name = str(frappe.form_dict.get("name") or "")
	portal_context.page(context, _("The request is received"))
	portal_context.only_signed_in(f"/my-requests/{name}/filed" if name.isalnum() else "/my-requests")
	context.filed = queries.filed(frappe.session.user, name)
	if not context.filed:
		context.http_status_code = 404
		context.title = _("Request")
		return context
	context.page_script = {"page": "filed", "texts": portal_context.script_texts()}
	return context
