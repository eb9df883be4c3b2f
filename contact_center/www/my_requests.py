import frappe
from frappe import _
from frappe.utils import cint

from contact_center.portal import appeal_queries, queries
from contact_center.portal import context as portal_context


def get_context(context):
	portal_context.page(context, _("My requests"))
	portal_context.only_signed_in("/my-requests")
	context.archived_tab = bool(cint(frappe.form_dict.get("archive")))
	page = cint(frappe.form_dict.get("page"))
	context.update(queries.my_requests(frappe.session.user, context.archived_tab, page))
	context.appeals = appeal_queries.count(frappe.session.user)
	return context
