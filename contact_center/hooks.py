from contact_center import __version__
from contact_center.access import permissions
from contact_center.framework import (
	administrators,
	corrections,
	looks,
	query_names,
	side_records,
	staff_doors,
)

app_name = "contact_center"
app_title = "Contact Center"
app_publisher = "Contact Center contributors"
app_description = "City contact centre: citizens' requests from the portal to a confirmed end"
app_email = "contact-center@example.com"
app_license = "mit"
export_python_type_annotations = True

after_install = "contact_center.install.after_install"
before_migrate = "contact_center.framework.created_once.before_migrate"
after_migrate = "contact_center.install.after_migrate"
before_uninstall = "contact_center.install.before_uninstall"
after_uninstall = "contact_center.install.after_uninstall"
after_app_install = "contact_center.framework.site_choices.apply"
after_app_uninstall = "contact_center.framework.site_choices.apply"

permission_query_conditions = {
	"Applicant": "contact_center.access.permissions.applicant_conditions",
	"Request Task": "contact_center.access.permissions.task_conditions",
	"Repair Event": "contact_center.access.permissions.repair_event_conditions",
	"Appeal": "contact_center.access.permissions.appeal_conditions",
	**dict.fromkeys(
		("Interaction", "Consultation", "Clearing-up Call", "Appeal Step"),
		"contact_center.access.permissions.office_conditions",
	),
	**dict.fromkeys(permissions.KNOWLEDGE, "contact_center.access.permissions.knowledge_conditions"),
	**dict.fromkeys(
		("Related Entry", "Service Document", "Service Place"),
		"contact_center.access.permissions.knowledge_row_conditions",
	),
	"Extension Request": "contact_center.access.permissions.extension_conditions",
	"Executor Absence": "contact_center.access.permissions.absence_conditions",
	"Inspection": "contact_center.access.permissions.inspection_conditions",
	**dict.fromkeys(
		("Inspection Member", "Inspection Step"),
		"contact_center.access.permissions.inspection_row_conditions",
	),
	"File": "contact_center.access.files.file_conditions",
	**dict.fromkeys(
		("Request Evidence", "Work Stage"), "contact_center.access.permissions.task_row_conditions"
	),
	"User": "contact_center.access.permissions.user_conditions",
	**dict.fromkeys(
		("Contact Email", "Contact Phone"), "contact_center.access.permissions.contact_row_conditions"
	),
	**dict.fromkeys(
		("Has Role", "Block Module", "User Email", "User Social Login", "User Role Profile"),
		"contact_center.access.permissions.user_row_conditions",
	),
	**dict.fromkeys(administrators.OF_DOCTYPES, "contact_center.framework.administrators.conditions"),
	"Workflow Action": "contact_center.access.permissions.workflow_action_conditions",
	"Tag": "contact_center.framework.tags.tag_conditions",
	"Tag Link": "contact_center.framework.tags.link_conditions",
	**dict.fromkeys(staff_doors.OWN, "contact_center.framework.staff_doors.own_conditions"),
	**dict.fromkeys(side_records.KEPT_OF, "contact_center.framework.side_records.kept_conditions"),
}
has_permission = {
	"Request Task": "contact_center.access.permissions.has_task_permission",
	"Repair Event": "contact_center.access.permissions.has_repair_event_permission",
	"Appeal": "contact_center.access.permissions.has_appeal_permission",
	"Extension Request": "contact_center.access.permissions.has_extension_permission",
	"Inspection": "contact_center.access.permissions.has_inspection_permission",
	**dict.fromkeys(
		("Interaction", "Consultation"), "contact_center.access.permissions.has_office_permission"
	),
	**dict.fromkeys(permissions.KNOWLEDGE, "contact_center.access.permissions.has_knowledge_permission"),
	"File": "contact_center.access.file_rights.has_permission",
	**dict.fromkeys(administrators.OF_DOCTYPES, "contact_center.framework.administrators.has_permission"),
	"Workflow Action": "contact_center.access.permissions.has_workflow_action_permission",
	"Tag Link": "contact_center.framework.tags.has_link_permission",
	**dict.fromkeys(staff_doors.OWN, "contact_center.framework.staff_doors.has_own_permission"),
	**dict.fromkeys(side_records.KEPT_OF, "contact_center.framework.side_records.has_kept_permission"),
}

# How a room below the words refuses (access/refusals.py).
refuse_problem = "contact_center.words.problems.refuse"

extend_bootinfo = ["contact_center.desk.boot.extend", "contact_center.framework.list_order.extend_bootinfo"]
before_request = [
	"contact_center.framework.plain_paths.check",
	"contact_center.framework.corrections.apply",
	"contact_center.framework.plain_input.check_request",
	"contact_center.framework.query_names.check",
	"contact_center.framework.shared_pages.apply",
]
after_request = [
	"contact_center.framework.sign_in.after_request",
	"contact_center.framework.session_tokens.after_request",
	"contact_center.framework.private_files.after_request",
	"contact_center.framework.headers.after_request",
]
before_job = ["contact_center.framework.corrections.apply"]
# What the framework keeps when it clears all caches, as it does for a new account: limits would begin anew.
persistent_cache_keys = [
	"contact_center_call_back:*",
	"contact_center_code:*",
	"contact_center_letter:*",
	"contact_center_limit:*",
	"login_failed_*",
	"rl:*",
]
override_whitelisted_methods = corrections.overrides()
override_doctype_class = {"Scheduled Job Type": "contact_center.framework.scheduled_jobs.ScheduledJob"}

# What the pages show that all guests share. A renamed street or executor is shown when the pages are made anew.
_SHOWN_TO_ALL = (
	*permissions.KNOWLEDGE,
	"Contact Center Settings",
	"Repair Event",
	"Translation",
	"Website Route Meta",
	"Website Settings",
	"Working Calendar",
)

# What the search finds, which each process keeps as well.
_FOUND = ("Classifier", *permissions.KNOWLEDGE)


def _forget(doctype: str) -> list[str]:
	pages = ["contact_center.framework.shared_pages.forget"] if doctype in _SHOWN_TO_ALL else []
	return pages + (["contact_center.intake.finding.forget"] if doctype in _FOUND else [])


doc_events = {
	**{
		doctype: {"before_validate": "contact_center.framework.query_names.check_stored"}
		for doctype in query_names.STORED
	},
	**{
		doctype: dict.fromkeys(("on_update", "on_trash"), _forget(doctype))
		for doctype in {*_SHOWN_TO_ALL, *_FOUND}
	},
	**{doctype: {"before_print": "contact_center.framework.looks.printed"} for doctype in looks.PERSONAL},
	"System Settings": {"on_update": "contact_center.framework.job_times.bring_forward"},
	"Custom Field": {"on_trash": "contact_center.words.reference_words.guard_own_field"},
	"Notification": {
		"validate": [
			"contact_center.framework.administrators.check_message",
			"contact_center.words.notification_events.check_method",
		]
	},
	"Email Queue": {
		"before_insert": [
			"contact_center.framework.strangers.before_insert",
			"contact_center.control.inspection_letters.before_insert",
		]
	},
	"User": {
		"on_update": [
			"contact_center.execution.addressee.follow_user",
			"contact_center.control.handing.follow_user",
		]
	},
	"Workflow": {
		"validate": [
			"contact_center.framework.administrators.check_workflow",
			"contact_center.desk.workflow_form.check",
		],
		"on_update": "contact_center.workflows.states.carry_over",
		"on_trash": "contact_center.desk.workflow_form.check_not_last",
	},
	"Workspace": {"validate": "contact_center.framework.workspaces.guard"},
	"File": {
		"before_validate": "contact_center.access.files.guard_change",
		"before_insert": "contact_center.access.files.guard_upload",
		"validate": "contact_center.access.files.guard_upload",
		"on_trash": "contact_center.execution.picture_index.forget",
	},
}

# Link fields of the desk search by the words that callers use, not only by the names of the records.
standard_queries = {
	"Applicant": "contact_center.desk.lookup.applicants",
	"City Street": "contact_center.desk.lookup.streets",
	"Classifier": "contact_center.desk.lookup.classifier_entries",
	"Executor": "contact_center.desk.lookup.executors",
	"Request": "contact_center.desk.lookup.requests",
	"Request Task": "contact_center.desk.lookup.tasks",
}

scheduler_events = {
	"daily": [
		"contact_center.portal.uploads.drop_stale",
		"contact_center.intake.suppliers.remind",
		"contact_center.control.route_proposals.propose",
		"contact_center.intake.knowledge_use.recount",
		"contact_center.intake.cards.end_forgotten",
	],
	"hourly": ["contact_center.control.extensions.escalate"],
	"weekly": ["contact_center.control.work_stages.remind"],
	"weekly_long": ["contact_center.intake.entry_learning.learn"],
	"cron": {
		"* * * * *": [
			"contact_center.control.sweep.run",
			"contact_center.intake.appeals_overdue.mark",
			"contact_center.record.messages.send_late",
			"contact_center.record.late_letters.release",
			"contact_center.execution.evidence_checks.check_late",
		]
	},
}

jinja = {
	"methods": [
		"contact_center.words.speech.time_left_words",
		"contact_center.words.speech.moment_words",
		"contact_center.words.speech.date_words",
		"contact_center.words.speech.days_words",
		"contact_center.framework.others_templates.contact_center_owns",
		"contact_center.framework.others_templates.templates_of_others",
		"contact_center.words.letters.letter_greeting",
		"contact_center.words.letters.letter_deadline",
		"contact_center.words.letters.letter_title",
		"contact_center.words.letters.letter_code",
		"contact_center.words.letters.letter_question",
		"contact_center.words.letters.letter_comment",
		"contact_center.words.letters.letter_appeal",
		"contact_center.words.letters.letter_request",
		"contact_center.words.letters.letter_number",
		"contact_center.words.letters.letter_inspection",
		"contact_center.words.letters.letter_called_applicant",
		"contact_center.words.letters.letter_signature",
	]
}

# Plain files, so that no build step is needed.
app_include_js = [
	f"/assets/contact_center/js/desk_{part}.js?v={__version__}"
	for part in (
		"speech",
		"stages",
		"journal",
		"actions",
		"moderation",
		"returns",
		"terms",
		"handing",
		"absences",
		"inspections",
		"work_stages",
		"samples",
		"list",
		"files",
		"forms",
		"modules",
		"knowledge",
		"applicant",
		"looks",
		"cards",
		"pages",
		"charts",
		"calendar",
		"search",
		"workspace",
	)
] + [f"/assets/contact_center/js/sending_{part}.js?v={__version__}" for part in ("store", "post", "box")]
doctype_js = {"Workflow": "public/js/workflow.js"}
app_include_css = [f"/assets/contact_center/css/desk.css?v={__version__}"]

website_route_rules = [
	{"from_route": "/my-requests/<name>", "to_route": "my-request"},
	{"from_route": "/my-requests/<name>/filed", "to_route": "request-filed"},
	{"from_route": "/my-appeals/<name>", "to_route": "my-appeal"},
	{"from_route": "/help/<slug>", "to_route": "help-answer"},
	{"from_route": "/services/<slug>", "to_route": "service"},
]
page_renderer = [
	"contact_center.portal.pages.CitizenPage",
	"contact_center.portal.framework_pages.FrameworkPage",
]
update_website_context = ["contact_center.portal.context.update"]
welcome_email = "contact_center.portal.context.welcome_subject"
