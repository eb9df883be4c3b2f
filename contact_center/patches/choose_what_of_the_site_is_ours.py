"""Earlier versions wrote the site's name, menu and sign-up without asking; what there was before is the framework's."""

import frappe

from contact_center.access import roles
from contact_center.framework import deadlocks, site_choices

WRITTEN = {
	("Website Settings", "app_name"): ("Контакт-центр", "Frappe"),
	("Website Settings", "hide_footer_signup"): ("1", "0"),
	("Portal Settings", "hide_standard_menu"): ("1", "0"),
	("Portal Settings", "default_role"): (roles.APPLICANT, ""),
	("System Settings", "strip_exif_metadata_from_uploaded_images"): ("0", "1"),
}
"""{field: (what an earlier version wrote, what the framework has there on a new site)}."""


@deadlocks.repeated
def execute() -> None:
	"""Put the framework's values back, then choose and take as an installation does."""
	if site_choices.former():
		return
	for (doctype, field), (ours, before) in WRITTEN.items():
		if str(frappe.db.get_single_value(doctype, field, cache=False)) == ours:
			frappe.db.set_single_value(doctype, field, before, update_modified=False)
			frappe.clear_document_cache(doctype, doctype)
	settings = frappe.get_doc("Contact Center Settings")
	site_choices.choose(settings)
	settings.flags.ignore_mandatory = True
	settings.save(ignore_permissions=True)
