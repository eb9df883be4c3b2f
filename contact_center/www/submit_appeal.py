import frappe
from frappe import _

from contact_center import policy
from contact_center.intake import blocks, filing
from contact_center.portal import appeal_queries, form, queries, uploads
from contact_center.portal import context as portal_context
from contact_center.regulation.appeals import AppealKind
from contact_center.words import problems


def get_context(context):
	portal_context.page(context, _("Complaint, proposal, thanks"))
	given = str(frappe.form_dict.get("kind") or "").capitalize()
	context.kind = given if given in [str(kind) for kind in AppealKind] else ""
	portal_context.only_signed_in(f"/submit-appeal?kind={context.kind}" if context.kind else "/submit-appeal")
	context.at_the_desk = filing.files_at_the_desk(frappe.session.user)
	if context.at_the_desk:
		context.desk_url = frappe.utils.get_url_to_form("Appeal", "new-appeal-1")
		return context
	context.consent_text = policy.settings().consent_text
	context.account = queries.account(frappe.session.user)
	block = blocks.in_force([context.account.phone])
	context.block = block and problems.sentence(blocks.problem_of(block))
	context.known = bool(context.account.name and all(context.account.get(name) for name in form.CONTACTS))
	context.requests = appeal_queries.requests_to_name(frappe.session.user)
	context.limits = uploads.limits()
	texts = portal_context.script_texts()
	context.page_script = {"page": "appeal", "texts": texts, "limits": context.limits}
	return context
