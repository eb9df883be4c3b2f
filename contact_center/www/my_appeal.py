import frappe
from frappe import _

from contact_center.portal import appeal_queries
from contact_center.portal import context as portal_context


def get_context(context):
	name = str(frappe.form_dict.get("name") or "")
	portal_context.page(context, _("Appeal", context="portal"))
	portal_context.only_signed_in(f"/my-appeals/{name}" if name.isalnum() else "/my-appeals")
	context.appeal = appeal = appeal_queries.my_appeal(frappe.session.user, name)
	if not appeal:
		context.http_status_code = 404  # another's looks like a missing one
		return context
	context.title = f"{appeal.kind_label} {appeal.number}"
	context.page_script = {
		"page": "request",
		"name": name,
		"seen": str(appeal.modified or ""),
		"texts": portal_context.script_texts(),
	}
	return context
