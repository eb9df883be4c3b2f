"""Give executors and clerks what their work needs of the framework: its doctypes, its methods, and nothing else.

The framework lets everybody who has a desk make workspaces, blocks of HTML, notes, events, boards and charts, follow,
share and assign, because its roles «All» and «Desk User» may. For people who have no role but an executor's, an
operator's, a supervisor's or management's, such a row of permissions counts only for what DOCTYPES names, and only
METHODS of the framework may be called: what a later framework adds is closed on the day it comes. What the site's
administrator gives to our roles counts as it is given. An administrator of the contact centre, and whoever has a role
of another app besides, keep what the framework gives them.
"""

from collections.abc import Callable, Iterable
from functools import cache, wraps
from typing import Any

import frappe
from frappe import permissions as framework_permissions
from frappe.desk import query_report
from frappe.desk.doctype.dashboard_settings import dashboard_settings
from frappe.desk.doctype.event import event
from frappe.desk.form import document_follow
from frappe.model.document import Document
from frappe.permissions import AUTOMATIC_ROLES
from frappe.utils import user as framework_user

from contact_center.access import permissions, roles
from contact_center.framework import corrections, scope, wrapped

NEEDED_BY = (">=15", "<17")
REPLACES = {
	"frappe.desk.doctype.event.event.get_events": "get_events",
	"frappe.desk.form.document_follow.get_follow_users": "get_follow_users",
	"frappe.desk.doctype.dashboard_settings.dashboard_settings.create_dashboard_settings": "create_dashboard_settings",
}
AT_WORK = roles.CONTROLLERS | {roles.EXECUTOR, roles.MANAGEMENT}
READ, SELECT = ("read", "select"), ("select",)
ROW = ("parent", "role", "permlevel", "if_owner")

DOCTYPES: dict[str, tuple[str, ...]] = {
	"File": ("read", "write", "create", "delete"),  # evidence and scans; access.files asks for the document
	"User": SELECT,  # whom a list is filtered by; everybody's own account is shared with them
	"Language": READ,  # the own account's language
	"Notification Log": READ,  # the bell; the framework shows one's own
	"Notification Settings": ("read", "write"),  # the bell's; the framework opens one's own
	"Workspace": READ,
	"Number Card": READ,  # what the workspaces show
	"Dashboard Chart": READ,
	"Dashboard": READ,
	"Report": READ,  # which the administrator gives to a role
	"Print Format": SELECT,
	"Letter Head": READ,
	"Workspace Sidebar": READ,
	"Desktop Icon": READ,
	"List Filter": ("read", "write", "create", "delete"),  # one's own; see OWN
	"Dashboard Settings": ("read", "write"),  # how one's own charts are filtered
	"Kanban Board": READ,  # views of a list that the administrator has made for all
	"Calendar View": READ,
	"DocType Layout": READ,
	"Tag": READ,  # those of documents that one may read (framework/tags.py)
	"Tag Link": READ,
	"ToDo": READ,  # what a rule of the administrator assigns to one
	"Workflow Action": READ,  # what waits for one
	"Workflow State": SELECT,
}
"""{doctype of the framework: rights} of those that everybody at the desk has by «All» and «Desk User»."""

OWN = {"List Filter": "for_user", "Dashboard Settings": "name", "Workspace": "for_user"}
"""{doctype: field with the user whose row it is}. A row without a user is everybody's, to read."""

METHODS: dict[str, tuple[str, ...]] = {
	"signing in and out, the own password and session": (
		"frappe.ping",
		"frappe.auth.get_logged_user",
		"frappe.handler.logout",
		"frappe.handler.web_logout",
		"frappe.api.v2.login",
		"frappe.api.v2.logout",
		"frappe.sessions.clear",
		"frappe.sessions.get_boot_assets_json",
		"frappe.www.login.login_via_key",
		"frappe.core.doctype.user.user.update_password",
		"frappe.core.doctype.user.user.test_password_strength",
		"frappe.core.doctype.user.user.verify_password",
		"frappe.core.doctype.user.user.switch_theme",
		"frappe.core.doctype.user.user.get_timezones",
		"frappe.core.doctype.user.user.has_email_account",
		"frappe.core.doctype.session_default_settings.session_default_settings.get_session_default_values",
		"frappe.core.doctype.session_default_settings.session_default_settings.set_session_default_values",
		"frappe.client.get_time_zone",
		"frappe.translate.get_all_languages",
		"frappe.geo.country_info.get_country_timezone_info",
		"frappe.utils.change_log.show_update_popup",
		"frappe.utils.change_log.update_last_known_versions",
		"frappe.utils.telemetry.pulse.client.bulk_capture",
		"frappe.utils.telemetry.pulse.client.is_enabled",
		"frappe.desk.doctype.note.note.mark_as_seen",
		"frappe.apps.get_apps",
		"frappe.apps.set_app_as_default",
	),
	"what comes while a page is open": (
		"frappe.realtime.can_subscribe_doc",
		"frappe.realtime.can_subscribe_doctype",
		"frappe.realtime.has_permission",
		"frappe.realtime.get_user_info",
	),
	"documents that the roles may read or write, by programs too": (
		"frappe.client.get_list",
		"frappe.client.get_count",
		"frappe.client.get",
		"frappe.client.get_value",
		"frappe.client.get_single_value",
		"frappe.client.set_value",
		"frappe.client.insert",
		"frappe.client.save",
		"frappe.client.delete",
		"frappe.client.bulk_update",
		"frappe.client.has_permission",
		"frappe.client.get_doc_permissions",
		"frappe.client.validate_link",
		"frappe.client.validate_link_and_fetch",
		"frappe.handler.run_doc_method",
		"frappe.api.v2.run_doc_method",
	),
	"a form: its document, history, comments, marks, the next one": (
		"frappe.desk.form.load.getdoc",
		"frappe.desk.form.load.getdoctype",
		"frappe.desk.form.load.get_docinfo",
		"frappe.desk.form.load.get_communications",
		"frappe.desk.form.load.get_user_info_for_viewers",
		"frappe.desk.form.save.savedocs",
		"frappe.desk.form.utils.add_comment",
		"frappe.desk.form.utils.update_comment",
		"frappe.desk.form.utils.remove_attach",
		"frappe.desk.form.utils.get_next",
		"frappe.desk.form.document_follow.get_follow_users",
		"frappe.desk.form.linked_with.get",
		"frappe.desk.form.linked_with.get_linked_doctypes",
		"frappe.desk.like.toggle_like",
		"frappe.desk.link_preview.get_preview_data",
		"frappe.desk.notifications.get_open_count",
		"frappe.desk.doctype.tag.tag.add_tag",
		"frappe.desk.doctype.tag.tag.add_tags",
		"frappe.desk.doctype.tag.tag.remove_tag",
		"frappe.desk.doctype.tag.tag.get_tags",
		"frappe.model.workflow.get_transitions",
		"frappe.model.workflow.apply_workflow",
		"frappe.model.workflow.bulk_workflow_approval",
		"frappe.model.workflow.get_common_transition_actions",
		"frappe.model.workflow.can_cancel_document",
		"frappe.workflow.doctype.workflow.workflow.get_workflow_state_count",
	),
	"lists and their views": (
		"frappe.desk.reportview.get",
		"frappe.desk.reportview.get_list",
		"frappe.desk.reportview.get_count",
		"frappe.desk.reportview.get_stats",
		"frappe.desk.reportview.get_sidebar_stats",
		"frappe.desk.reportview.get_filter_dashboard_data",
		"frappe.desk.reportview.export_query",
		"frappe.core.doctype.data_import.data_import.download_template",  # a list's own «Export»
		"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
		"frappe.core.doctype.access_log.access_log.make_access_log",
		"frappe.desk.listview.get_list_settings",
		"frappe.desk.listview.get_group_by_count",
		"frappe.desk.treeview.get_children",
		"frappe.desk.treeview.get_all_nodes",
		"frappe.desk.calendar.get_events",
		"frappe.desk.calendar.update_event",
		"frappe.desk.doctype.kanban_board.kanban_board.get_kanban_boards",
		"frappe.geo.utils.get_coords",
		"frappe.model.utils.user_settings.get",
		"frappe.model.utils.user_settings.save",
	),
	"search": (
		"frappe.desk.search.search_link",
		"frappe.desk.search.search_widget",
		"frappe.desk.search.get_link_title",
		"frappe.desk.search.get_names_for_mentions",
		"frappe.core.doctype.user.user.user_query",
		"frappe.utils.global_search.search",
		"frappe.desk.doctype.tag.tag.get_documents_for_tag",
		"frappe.desk.doctype.tag.tag.get_tags_list_for_awesomebar",
		"frappe.desk.doctype.route_history.route_history.deferred_insert",
		"frappe.desk.doctype.route_history.route_history.frequently_visited_links",
	),
	"workspaces with their cards and charts, the bell": (
		"frappe.desk.desktop.get_desktop_page",
		"frappe.desk.desktop.get_workspace_sidebar_items",
		"frappe.desk.desk_page.get",
		"frappe.desk.desk_page.getpage",
		"frappe.desk.doctype.dashboard.dashboard.get_permitted_cards",
		"frappe.desk.doctype.dashboard.dashboard.get_permitted_charts",
		"frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
		"frappe.desk.doctype.dashboard_chart_source.dashboard_chart_source.get_config",
		"frappe.desk.doctype.dashboard_settings.dashboard_settings.create_dashboard_settings",
		"frappe.desk.doctype.dashboard_settings.dashboard_settings.save_chart_config",
		"frappe.desk.desktop.get_onboarding_data",
		"frappe.desk.doctype.sidebar_item_group.sidebar_item_group.get_reports",
		"frappe.desk.doctype.number_card.number_card.get_result",
		"frappe.desk.doctype.number_card.number_card.get_percentage_difference",
		"frappe.desk.doctype.notification_log.notification_log.get_notification_logs",
		"frappe.desk.doctype.notification_log.notification_log.mark_all_as_read",
		"frappe.desk.doctype.notification_log.notification_log.mark_as_read",
		"frappe.desk.doctype.notification_log.notification_log.trigger_indicator_hide",
		"frappe.desk.doctype.notification_settings.notification_settings.get_subscribed_documents",
		"frappe.desk.doctype.notification_settings.notification_settings.set_seen_value",
		"frappe.desk.doctype.event.event.get_events",
		"frappe.desk.notifications.get_notifications",
		"frappe.desk.notifications.get_notification_info",
	),
	"files": (
		"frappe.handler.upload_file",
		"frappe.handler.download_file",
		"frappe.core.api.file.get_max_file_size",
		"frappe.integrations.doctype.google_settings.google_settings.get_file_picker_settings",
		"frappe.utils.file_manager.add_attachments",
	),
	"reports that a role has, and printing": (
		"frappe.desk.query_report.get_script",
		"frappe.desk.query_report.run",
		"frappe.desk.query_report.export_query",
		"frappe.printing.page.print.print.get_print_settings_to_show",
		"frappe.printing.doctype.print_settings.print_settings.is_print_server_enabled",
		"frappe.utils.pdf.is_wkhtmltopdf_valid",
		"frappe.utils.print_format.download_pdf",
		"frappe.utils.print_format.download_multi_pdf",
		"frappe.utils.print_format.report_to_pdf",
		"frappe.utils.print_format.render_letterhead_for_print",
		"frappe.utils.weasyprint.download_pdf",
		"frappe.www.printview.get_html_and_style",
		"frappe.www.printview.get_rendered_raw_commands",
	),
	"letters of the office about a document (framework/letters.py)": (
		"frappe.core.doctype.communication.email.make",
		"frappe.email.get_contact_list",
		"frappe.email.relink",
	),
}
"""{what it is for: methods of the framework}. Each asks for permission itself, or a correction before it does."""


def is_at_work(user: str | None = None) -> bool:
	"""Return whether the user has a role of AT_WORK, and no other but a citizen's."""
	named = permissions.named_roles(user)
	return named <= AT_WORK | {roles.APPLICANT} and not named.isdisjoint(AT_WORK)


def may_call(method: Callable) -> bool:
	"""Return whether the session's user may call the method: those of other apps are no business of ours."""
	name = f"{method.__module__}.{method.__qualname__}"
	name = _replaced().get(name, name)
	return not name.startswith("frappe.") or name in _methods() or not is_at_work()


def may_reach(doctype: str) -> bool:
	"""Return whether the session's user may have something to do with documents of the doctype."""
	if not is_at_work():
		return True
	meta = frappe.get_meta(doctype)
	return meta.istable or any(_rows_at_work(doctype, meta.permissions))


@frappe.whitelist()
def get_events(**kwargs: Any) -> list:
	"""Return the events that the bell shows. People at work have none; the framework gives them anybody's."""
	return [] if scope.is_installed() and is_at_work() else frappe.call(event.get_events, **kwargs)


@frappe.whitelist()
def get_follow_users(doctype: str, doc_name: str) -> list:
	"""Return who follows a document. People at work follow none, and hear of nobody who does."""
	if scope.is_installed() and is_at_work():
		return []
	return document_follow.get_follow_users(doctype, doc_name)


@frappe.whitelist()
def create_dashboard_settings(user: str) -> Document | None:
	"""Create the settings of the user's charts; people at work only their own."""
	if scope.is_installed() and is_at_work() and user != frappe.session.user:
		raise frappe.PermissionError
	return dashboard_settings.create_dashboard_settings(user)


def own_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""Return the SQL condition of OWN: one's own rows, and those that are everybody's."""
	if not is_at_work(user):
		return permissions.EVERYTHING
	user = frappe.db.escape(user or frappe.session.user)
	return f"(ifnull(`tab{doctype}`.`{OWN[doctype]}`, '') in ('', {user}))"


def has_own_permission(
	doc: Document, ptype: str | None = None, user: str | None = None, **kwargs: Any
) -> bool:
	"""Return whether the user may read or save the row: everybody's are not theirs to make or to change."""
	user = user or frappe.session.user
	if not is_at_work(user):
		return True
	field = OWN[doc.doctype]
	stored = doc.get(field) if doc.is_new() else frappe.db.get_value(doc.doctype, doc.name, field)
	return {doc.get(field) or "", stored or ""} <= ({user, ""} if ptype in READ else {user})


@cache
def _methods() -> frozenset[str]:
	return frozenset(name for names in METHODS.values() for name in names)


@cache
def _replaced() -> dict[str, str]:
	"""Return {name of our method: path of the framework's that it stands before}."""
	return {ours: path for path, ours in corrections.overrides().items()}


def apply() -> None:
	"""Let permissions of people at work be reckoned by their rows alone, once a process."""
	if wrapped.by_us(framework_permissions.get_role_permissions):
		return
	by_role = _of_roles(framework_permissions.get_role_permissions)
	framework_permissions.get_role_permissions = query_report.get_role_permissions = by_role
	valid = _valid(framework_permissions.get_valid_perms)
	framework_permissions.get_valid_perms = framework_user.get_valid_perms = valid
	document_follow.is_document_followed = _as_if_followed(document_follow.is_document_followed)


def _of_roles(original: Callable[..., Any]) -> Callable[..., Any]:
	"""Every road to a document ends here: lists, single documents, forms, REST, link fields, reports."""

	@wraps(original)
	def get_role_permissions(doctype_meta: Any, user: str | None = None, *args: Any, **kwargs: Any) -> Any:
		meta = frappe.get_meta(doctype_meta) if isinstance(doctype_meta, str) else doctype_meta
		if _has_automatic(meta) and is_at_work(user or frappe.session.user) and scope.is_installed():
			meta = frappe._dict(name=meta.name, permissions=list(_rows_at_work(meta.name, meta.permissions)))
		return original(meta, user, *args, **kwargs)

	return get_role_permissions


def _valid(original: Callable[..., list[dict]]) -> Callable[..., list[dict]]:
	"""What the desk offers («new …», search, menus) is made of these rows."""

	@wraps(original)
	def get_valid_perms(doctype: str | None = None, user: str | None = None) -> list[dict]:
		found = original(doctype, user)
		if not scope.is_installed() or not is_at_work(user or frappe.session.user):
			return found
		return [row for each in found for row in _rows_at_work(each["parent"], [each])]

	return get_valid_perms


def _as_if_followed(original: Callable[..., Any]) -> Callable[..., Any]:
	"""An account's settings may ask to follow what one makes, comments on or likes: that is done, and fails, by the way."""

	@wraps(original)
	def is_document_followed(doctype: str, doc_name: str, user: str) -> Any:
		return (scope.is_installed() and is_at_work(user)) or original(doctype, doc_name, user)

	return is_document_followed


def _has_automatic(meta: Any) -> bool:
	return any(row.role in AUTOMATIC_ROLES for row in meta.permissions)


def _rows_at_work(doctype: str, rows: Iterable[Any]) -> Iterable[Any]:
	"""Yield the rows of permissions that count: of named roles as they are, of everybody's by DOCTYPES."""
	for row in rows:
		if row.get("role") not in AUTOMATIC_ROLES:
			yield row
		elif rights := DOCTYPES.get(doctype):
			yield frappe._dict({name: row.get(name) for name in (*ROW, *rights)})
