import frappe
from frappe import _
from frappe.utils import cint

from contact_center.portal import appeal_queries, queries
from contact_center.portal import context as portal_context


def get_context(context):
	portal_context.page(context, _("My appeals"))
	portal_context.only_signed_in("/my-appeals")
	context.update(appeal_queries.my_appeals(frappe.session.user, cint(frappe.form_dict.get("page"))))
	context.update(queries.counts(frappe.session.user))
	return context
