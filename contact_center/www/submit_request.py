import frappe
from frappe import _

from contact_center import policy
from contact_center.intake import blocks, filing
from contact_center.portal import context as portal_context
from contact_center.portal import deep_link, form, queries, uploads
from contact_center.words import problems


def get_context(context):
	portal_context.page(context, _("File a request"))
	portal_context.only_signed_in(deep_link.address(frappe.form_dict))
	context.at_the_desk = filing.files_at_the_desk(frappe.session.user)
	if context.at_the_desk:
		context.desk_url = frappe.utils.get_url_to_form("Request", "new-request-1")
		return context
	settings = policy.settings()
	context.consent_text, context.limits = settings.consent_text, uploads.limits()
	context.account = queries.account(frappe.session.user)
	block = blocks.in_force([context.account.phone])
	context.block = block and problems.sentence(blocks.problem_of(block))
	context.known = bool(context.account.name and all(context.account.get(name) for name in form.CONTACTS))
	context.groups, context.districts = queries.public_entries(), queries.districts()
	context.own_fields = queries.own_fields_asked()
	context.again = queries.to_file_again(frappe.session.user, str(frappe.form_dict.get("again") or ""))
	context.page_script = {
		"page": "submit",
		"limits": context.limits,
		"filled": context.again or deep_link.read(frappe.form_dict),
		"map": _map(settings),
		"texts": portal_context.script_texts(),
	}
	return context


def _map(settings) -> dict | None:
	"""Return {tiles, attribution} for the map of a position; None where the settings name no server of tiles."""
	if not settings.tile_server:
		return None
	return {"tiles": settings.tile_server, "attribution": settings.tile_attribution or ""}
