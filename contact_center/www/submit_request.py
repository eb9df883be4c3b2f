import frappe
from frappe import _

from contact_center import policy
from contact_center.intake import filing
from contact_center.portal import context as portal_context
from contact_center.portal import form, queries


def get_context(context):
	portal_context.page(context, _("File a request"))
	portal_context.only_signed_in("/submit-request")
	context.at_the_desk = filing.files_at_the_desk(frappe.session.user)
	if context.at_the_desk:
		context.desk_url = frappe.utils.get_url_to_form("Request", "new-request-1")
		return context
	settings = policy.settings()
	extensions = (settings.allowed_extensions or "").replace(",", " ").lower().split()
	context.update({"max_files": settings.max_files, "max_file_mb": settings.max_file_mb})
	context.update({"consent_text": settings.consent_text, "extensions": extensions})
	context.accept = ",".join(f".{extension}" for extension in extensions)
	context.account = queries.account(frappe.session.user)
	context.known = bool(context.account.name and all(context.account.get(name) for name in form.CONTACTS))
	context.groups, context.districts = queries.public_entries(), queries.districts()
	context.own_fields = queries.own_fields_asked()
	limits = {"files": settings.max_files, "megabytes": settings.max_file_mb, "extensions": extensions}
	context.page_script = {"page": "submit", "limits": limits, "texts": portal_context.script_texts()}
	return context
