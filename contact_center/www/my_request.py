import frappe
from frappe import _

from contact_center.portal import context as portal_context
from contact_center.portal import joined_queries, queries, uploads


def get_context(context):
	name = str(frappe.form_dict.get("name") or "")
	portal_context.page(context, _("Request"))
	portal_context.only_signed_in(f"/my-requests/{name}" if name.isalnum() else "/my-requests")
	context.request = request = queries.my_request(frappe.session.user, name)
	if not request:
		context.request = request = joined_queries.joined_request(frappe.session.user, name)
	if not request:
		# Another's request looks like a missing one. Frappe's own 404 page would be cached for everybody.
		context.http_status_code = 404
		return context
	context.title = _("Request {0}").format(request.number) if request.number else _("Request")
	context.limits = uploads.limits()
	context.page_script = {
		"page": "request",
		"limits": context.limits,
		"name": name,
		"seen": str(request.modified or ""),
		"texts": portal_context.script_texts(),
	}
	return context
