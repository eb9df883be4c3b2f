"""Install and migrate the app. Shipped defaults are created once and never overwritten (`created_once`)."""

import frappe

from contact_center import notifications, workflows
from contact_center.access import roles
from contact_center.control import return_grounds
from contact_center.desk import desk_defaults, old_framework
from contact_center.execution import picture_index, result_texts
from contact_center.framework import created_once, deadlocks, job_times, leaving, site_choices
from contact_center.intake import refusal_grounds
from contact_center.policy import appeals, policy_records
from contact_center.reading.policy_files import DEFAULT_POLICY, load_policy
from contact_center.reading.street_names import SHIPPED_TYPES

INDEXES: dict[str, tuple[list[str], ...]] = {
	"Request": (
		["applicant", "stage"],
		["stage", "due_utc"],
		["lead_executor", "stage"],
		["street", "received_at"],
		["stage", "closed_at", "lead_executor"],  # the lots of a sample (control.samples)
	),
	# What waits for an executor; all of its tasks and those that are over, the newest first (desk.queues), and everybody's. None of
	# executor or stage alone: the database would intersect the two and sort what is left.
	"Request Task": (
		["executor", "stage", "next_deadline"],
		["executor", "creation"],
		["executor", "stage", "creation"],
		["stage", "creation"],
	),
	"Request Journal": (["request", "moment_utc"], ["kind", "moment"], ["executor", "moment"]),
	# Asked in each call of an executor, some times over (access.permissions).
	"Executor User": (["user"],),
	# A caller's earlier cards, the operator's own open one.
	"Interaction": (
		["phone", "started_at"],
		["applicant", "started_at"],
		["operator", "status", "started_at"],
		["status", "started_at"],
	),
	"Extension Request": (["status", "asked_at"],),
	"Route Proposal": (["executor", "classifier"],),
	"Inspection": (["stage", "starts_at"], ["request", "stage"]),
	"Phone Block": (["phone", "until_utc"],),
	# What an operator has looked up during a talk, which is unnamed where the caller stays anonymous (callers.forget): without
	# it the database locks whatever everybody looks up meanwhile.
	# Who looked at personal data when (reports.looks), and who at this document.
	"Access Log": (
		["user", "modified"],
		["export_from", "creation", "user", "method"],
		["reference_document"],
	),
	"View Log": (["reference_doctype", "creation", "viewed_by"],),
	# What is overdue now (intake.appeals_overdue), the queue, an account's own, what became of a request.
	"Appeal": (
		["stage", "overdue", "due_utc"],
		["stage", "due"],
		["applicant", "received_at"],
		["came_from"],
	),
	# Who may be the same person: in one house, and what is proposed about whom.
	"Applicant": (["street", "building"],),
	"Block Memo": (["applicant"],),
	"Possible Duplicate": (["applicant", "status"], ["other", "status"], ["status", "strength"]),
	# Uploads that wait for their request (portal.uploads); who has a right to a file (access.file_rights), as Frappe 16 has; the
	# folder that the framework looks for whenever somebody opens the desk; the list of files.
	"File": (["attached_to_field", "owner"], ["file_url(100)"], ["is_home_folder"], ["modified"]),
}


def after_install() -> None:
	"""after_install hook: create request types, calendar, workflows and messages; take what of the site is the centre's."""
	sync_roles()
	frappe.db.commit()  # what the framework has installed
	_install_policy()
	_fill_settings()
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
	refusal_grounds.install()
	return_grounds.install()
	desk_defaults.install()
	_add_indexes()
	site_choices.apply()
	job_times.bring_forward()
	old_framework.print_warning()


def before_uninstall() -> None:
	"""before_uninstall hook: leave the site as it was."""
	leaving.prepare()


def after_uninstall() -> None:
	"""after_uninstall hook: likewise, once our tables are gone."""
	leaving.finish(INDEXES, (*picture_index.TABLES, result_texts.TEXTS))


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
	appeals.fill(settings)
	site_choices.choose(settings)
	settings.flags.ignore_mandatory = True
	settings.save(ignore_permissions=True)


def _add_indexes() -> None:
	for doctype, indexes in INDEXES.items():
		for fields in indexes:
			frappe.db.add_index(doctype, fields)
