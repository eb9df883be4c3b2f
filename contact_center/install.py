"""Install and migrate the app. Shipped defaults are created once and never overwritten (`created_once`)."""

import frappe

from contact_center import notifications, workflows
from contact_center.access import roles
from contact_center.desk import desk_defaults, old_framework
from contact_center.framework import created_once, deadlocks, job_times
from contact_center.policy import policy_records
from contact_center.reading.policy_files import DEFAULT_POLICY, load_policy
from contact_center.reading.street_names import SHIPPED_TYPES

INDEXES = {
	"Request": (["applicant", "stage"], ["stage", "due_utc"], ["lead_executor", "stage"]),
	"Request Task": (["executor", "stage", "next_deadline"],),
	"Request Journal": (["request", "moment_utc"], ["kind", "moment"]),
	# Uploads that wait for their request (portal.uploads); who has a right to a file (access.file_rights), as Frappe 16 has.
	"File": (["attached_to_field", "owner"], ["file_url(100)"]),
}


def after_install() -> None:
	"""after_install hook: create request types, calendar, workflows, messages and the portal's sign-up."""
	sync_roles()
	frappe.db.commit()  # what the framework has installed
	_install_policy()
	_fill_settings()
	_open_portal()
	after_migrate()


@deadlocks.repeated
def _install_policy() -> None:
	policy_records.install(load_policy(DEFAULT_POLICY))
	policy_records.install_street_types(SHIPPED_TYPES)
	frappe.db.commit()


def after_migrate() -> None:
	"""after_migrate hook: create the shipped defaults that the site never had."""
	created_once.after_migrate()
	sync_roles()
	workflows.install()
	notifications.install()
	desk_defaults.install()
	_add_indexes()
	job_times.bring_forward()
	old_framework.print_warning()


def sync_roles() -> None:
	"""Create the roles; the framework has made bare ones of those that a doctype names."""
	for values in roles.shipped():
		name = values["name"]
		if not created_once.is_new("Role", name):
			continue
		if frappe.db.exists("Role", name):
			frappe.get_doc("Role", name).update(values).save(ignore_permissions=True)
		else:
			frappe.get_doc(values).insert(ignore_permissions=True)
		created_once.note("Role", name)


def _fill_settings() -> None:
	settings = frappe.get_doc("Contact Center Settings")
	settings.working_calendar = settings.working_calendar or policy_records.CALENDAR
	settings.search_words = settings.search_words or policy_records.shipped_search_words()
	settings.flags.ignore_mandatory = True
	settings.save(ignore_permissions=True)


def _open_portal() -> None:
	"""Let citizens sign up and become applicants (R3.3), with the portal's own menu."""
	portal = frappe.get_doc("Portal Settings")
	portal.default_role = portal.default_role or roles.APPLICANT
	portal.hide_standard_menu = 1
	portal.save(ignore_permissions=True)
	for field, value in {"disable_signup": 0, "hide_footer_signup": 1, "app_name": "Контакт-центр"}.items():
		frappe.db.set_single_value("Website Settings", field, value)
	# Frappe removes the orientation with the other EXIF data, so phone photos would lie on their side, and re-encodes
	# evidence. access.pictures turns citizens' photos upright and removes their metadata, whatever is set here.
	frappe.db.set_single_value("System Settings", "strip_exif_metadata_from_uploaded_images", 0)


def _add_indexes() -> None:
	for doctype, indexes in INDEXES.items():
		for fields in indexes:
			frappe.db.add_index(doctype, fields)
