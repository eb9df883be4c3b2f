"""Let our administrators keep the workflows and messages of the centre's documents themselves (P7, «no code»).

The framework leaves both to System Managers, who may do anything on the whole site. Whoever has our administrator's role gets
rows of permissions here, for what is ours alone: workflows and messages of our doctypes, and the names of states and steps.
The framework runs what is written there, so for them only fields that they may read and our own functions may stand in it
(`reading/own_templates.py`); what a text for the applicant alone says of the applicant may.
"""

from collections.abc import Callable, Collection
from functools import partial, wraps
from typing import Any

import frappe
from frappe import _
from frappe import permissions as framework_permissions
from frappe.desk import query_report
from frappe.desk.form import load
from frappe.email.doctype.notification.notification import Notification
from frappe.model import table_fields
from frappe.model.document import Document
from frappe.model.meta import Meta
from frappe.utils import user as framework_user

from contact_center.access import permissions, roles
from contact_center.access.refusals import refuse
from contact_center.framework import scope
from contact_center.reading.own_templates import strange_in_condition, strange_in_template
from contact_center.regulation.problems import ProblemKind as Kind

NEEDED_BY = (">=15", "<17")
WRITES = ("read", "write", "create", "select", "report", "print")
GRANTED: dict[str, tuple[str, ...]] = {
	"Workflow": WRITES,
	"Workflow State": WRITES,
	"Workflow Action Master": WRITES,
	"Notification": (*WRITES, "delete"),
	"Role": ("select",),
	"DocType": ("select",),
	"Email Template": ("read", "select"),
}
"""{doctype of the framework: rights} of our administrators."""
KEEPER = "System Manager"
OF_DOCTYPES = ("Workflow", "Notification")
"""These are about a doctype; only those about one of ours are theirs."""
OF_MESSAGE = frozenset(
	"enabled channel subject document_type event method date_changed days_in_advance value_changed sender sender_email"
	" condition condition_type filters recipients message message_type send_system_notification datetime_changed"
	" datetime_last_run minutes_offset module".split()
)
OF_RECIPIENT = frozenset("cc bcc condition receiver_by_document_field receiver_by_role".split())
OF_WORKFLOW = frozenset(
	"workflow_name document_type is_active override_status states transitions workflow_state_field"
	" workflow_data enable_action_confirmation".split()
)
"""Without `send_email_alert`: its letters bring the document in print, with what whoever took the step may read."""
OF_STATE = frozenset(
	"state doc_status update_field update_value is_optional_state next_action_email_template allow_edit send_email message"
	" avoid_status_override workflow_builder_id".split()
)
OF_TRANSITION = frozenset(
	"state action next_state allowed allow_self_approval condition workflow_builder_id send_email_to_creator".split()
)
PREVIEWS = ("preview_meets_condition", "preview_message", "preview_subject")
CHANNELS = ("", "Email", "System Notification")
STAGE = "stage"
"""The one field that a state of theirs may write: else letters would go to whatever address it writes."""
EVERY_DOCUMENT = ("doctype", "name", "creation", "modified", "alert_clock")
REACH = ("document_type", "event", "method", "channel", "send_system_notification")
"""What decides, beside the recipients, who reads a message about what."""
TO_APPLICANT = "applicant_email"
OF_APPLICANT = ("applicant", TO_APPLICANT, "notify_by")
"""A text that goes to the applicant alone may greet by name, and ask how the applicant wants to be told."""
GREETS = "letter_greeting"


def is_ours(user: str | None = None) -> bool:
	"""Return whether the user is an administrator of the centre, and does not keep the whole site."""
	user = user or frappe.session.user
	named = set(frappe.get_roles(user))
	return user != "Administrator" and roles.ADMINISTRATOR in named and KEEPER not in named


def conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""Return the SQL condition of the lists of OF_DOCTYPES: our administrators see those about our doctypes."""
	if not is_ours(user):
		return permissions.EVERYTHING
	of_ours = f"select name from `tabDocType` where module = {frappe.db.escape(scope.MODULE)}"
	return f"(`tab{doctype}`.document_type in ({of_ours}))"


def has_permission(doc: Document, ptype: str | None = None, user: str | None = None, **kwargs: Any) -> bool:
	"""Return whether the user may have to do with this workflow or message: as it is stored, and as it is in hand."""
	if not is_ours(user):
		return True
	stored = None if doc.is_new() else frappe.db.get_value(doc.doctype, doc.name, "document_type")
	return all(scope.is_ours(each) for each in {doc.document_type, stored or doc.document_type} if each)


def check_message(message: Document, method: str | None = None) -> None:
	"""validate hook of Notification: refuse our administrators what only who keeps the site may write."""
	if not is_ours() or frappe.flags.in_install or frappe.flags.in_migrate:
		return
	if not scope.is_ours(message.document_type):
		raise frappe.PermissionError
	_check_fields(message, OF_MESSAGE)
	for row in message.recipients:
		_check_fields(row, OF_RECIPIENT)
	if (message.channel or "") not in CHANNELS:
		refuse(Kind.KEPT_BY_SYSTEM_MANAGER, message.channel, error=frappe.PermissionError)
	_check_texts(message)


def _check_texts(message: Document) -> None:
	readable, functions = _known(message)
	kept = _kept_texts(message)
	addresses = {text for row in message.recipients for text in (row.cc, row.bcc)}
	for text in {message.subject, message.message, *addresses} - kept:
		_refuse(strange_in_template(text or "", readable, functions))
	for text in {message.condition, *(row.condition for row in message.recipients)} - kept:
		_refuse(strange_in_condition(text or "", readable))
	_check_filters(message.get("filters") or "", readable, kept)


def _check_filters(text: str, readable: Collection[str], kept: Collection[str | None]) -> None:
	"""Version 16 asks conditions as filters too, [[doctype, field, …]]: whom a letter reaches tells what they ask."""
	if text in kept:
		return
	for each in frappe.parse_json(text or "[]"):
		field = each[-3] if isinstance(each, list) and len(each) in (3, 4) else str(each)
		_refuse(None if field in readable else str(field))


def check_workflow(workflow: Document, method: str | None = None) -> None:
	"""validate hook of Workflow: likewise."""
	if not is_ours() or frappe.flags.in_install or frappe.flags.in_migrate:
		return
	if not scope.is_ours(workflow.document_type):
		raise frappe.PermissionError
	_check_fields(workflow, OF_WORKFLOW)
	readable = _readable(workflow.document_type)
	for row in workflow.states:
		_check_fields(row, OF_STATE)
		if (row.update_field or STAGE) != STAGE:
			refuse(Kind.KEPT_BY_SYSTEM_MANAGER, row.update_field, error=frappe.PermissionError)
		_refuse(strange_in_template(row.message or "", readable, ()))
	for row in workflow.transitions:
		_check_fields(row, OF_TRANSITION)
		_refuse(strange_in_condition(row.condition or "", readable))


def _kept_texts(message: Document) -> set[str | None]:
	"""Return the texts that stay as somebody else wrote them, where they go to whom they went: they are not asked again."""
	before = message.get_doc_before_save()
	if not before or any(str(message.get(name)) != str(before.get(name)) for name in REACH):
		return set()
	if [_reach(row) for row in message.recipients] != [_reach(row) for row in before.recipients]:
		return set()
	of_rows = (row.condition for row in before.recipients)
	return {before.subject, before.message, before.condition, before.get("filters"), *of_rows}


def _reach(row: Document) -> tuple:
	return tuple(row.get(name) or "" for name in sorted(OF_RECIPIENT))


def _check_fields(doc: Document, allowed: frozenset[str]) -> None:
	for df in doc.meta.fields:
		value = doc.get(df.fieldname)
		if df.fieldname not in allowed and value and str(value) != str(df.default):
			refuse(Kind.KEPT_BY_SYSTEM_MANAGER, df.label or df.fieldname, error=frappe.PermissionError)


def _known(message: Document) -> tuple[set[str], set[str]]:
	"""Return the fields and functions that the texts of a message may name."""
	functions = {path.rsplit(".", 1)[1] for path in frappe.get_hooks("jinja", app_name=scope.APP)["methods"]}
	readable = _readable(message.document_type)
	if _goes_to_applicant_alone(message):
		return readable | set(OF_APPLICANT), functions | {"_"}
	return readable, (functions | {"_"}) - {GREETS}


def _goes_to_applicant_alone(message: Document) -> bool:
	is_alone = not message.send_system_notification and (message.channel or "Email") == "Email"
	return is_alone and bool(message.recipients) and all(_is_applicant(row) for row in message.recipients)


def _is_applicant(row: Document) -> bool:
	others = (row.cc, row.bcc, row.receiver_by_role)
	return row.receiver_by_document_field == TO_APPLICANT and not any(others)


def _readable(doctype: str) -> set[str]:
	"""Fields of the levels that the user reads, without tables; of what the user may not read at all, none (D1)."""
	meta, user = frappe.get_meta(doctype), frappe.session.user
	levels = meta.get_permlevel_access("read", user=user) if frappe.has_permission(doctype, user=user) else ()
	readable = {
		df.fieldname for df in meta.fields if df.permlevel in levels and df.fieldtype not in table_fields
	}
	return readable | set(EVERY_DOCUMENT)


def _refuse(strange: str | None) -> None:
	if strange:
		refuse(Kind.STRANGE_IN_TEXT, strange, error=frappe.PermissionError)


def apply() -> None:
	"""Put the rows in place, once a process: where permissions are reckoned, and where the desk learns of them."""
	if getattr(framework_permissions, _MARK, False):
		return
	setattr(framework_permissions, _MARK, True)
	by_role = _of_roles(framework_permissions.get_role_permissions)
	framework_permissions.get_role_permissions = query_report.get_role_permissions = by_role
	valid = _valid(framework_permissions.get_valid_perms)
	framework_permissions.get_valid_perms = framework_user.get_valid_perms = valid
	load.get_meta_bundle = _of_forms(load.get_meta_bundle)
	Meta.get_permlevel_access = _of_levels(Meta.get_permlevel_access)
	for name in filter(partial(hasattr, Notification), PREVIEWS):
		setattr(Notification, name, kept_by_keeper(getattr(Notification, name)))


_MARK = "contact_center_administrators"


def _of_roles(original: Callable[..., Any]) -> Callable[..., Any]:
	@wraps(original)
	def get_role_permissions(doctype_meta: Any, user: str | None = None, *args: Any, **kwargs: Any) -> Any:
		meta = frappe.get_meta(doctype_meta) if isinstance(doctype_meta, str) else doctype_meta
		if _is_granted(meta.name, user):
			meta = frappe._dict(name=meta.name, permissions=[*meta.permissions, _row(meta.name)])
		return original(meta, user, *args, **kwargs)

	return get_role_permissions


def _valid(original: Callable[..., list[dict]]) -> Callable[..., list[dict]]:
	"""What the desk offers («new …», search, menus) is made of these rows."""

	@wraps(original)
	def get_valid_perms(doctype: str | None = None, user: str | None = None) -> list[dict]:
		found = original(doctype, user)
		named = [doctype] if doctype else list(GRANTED)
		return [*found, *(_row(each) for each in named if _is_granted(each, user))]

	return get_valid_perms


def _of_levels(original: Callable[..., list]) -> Callable[..., list]:
	"""Lists show the fields of the levels that the rows of the doctype name."""

	@wraps(original)
	def get_permlevel_access(
		self: Meta, permission_type: str = "read", parenttype: str | None = None, **named: Any
	) -> list:
		found = original(self, permission_type, parenttype, **named)
		of = parenttype if self.istable and parenttype else self.name
		is_added = 0 not in found and permission_type in GRANTED.get(of, ())
		return [*found, 0] if is_added and _is_granted(of, named.get("user")) else found

	return get_permlevel_access


def _of_forms(original: Callable[..., list]) -> Callable[..., list]:
	"""A form asks the rows of its doctype what may be done in it; the framework's own copy is everybody's."""

	@wraps(original)
	def get_meta_bundle(doctype: str) -> list:
		first, *others = original(doctype)
		if not _is_granted(doctype, frappe.session.user):
			return [first, *others]
		shown = frappe._dict(first.as_dict())
		shown["permissions"] = [*shown["permissions"], _row(doctype)]
		return [shown, *others]

	return get_meta_bundle


def kept_by_keeper(original: Callable[..., Any]) -> Callable[..., Any]:
	"""Version 16 shows a message before it is saved, so before `check_message`, and with any document."""

	@frappe.whitelist()
	@wraps(original)
	def preview(self: Document, preview_document: str) -> Any:
		if is_ours():
			refuse(
				Kind.KEPT_BY_SYSTEM_MANAGER,
				_("Preview", context="Contact Center"),
				error=frappe.PermissionError,
			)
		return original(self, preview_document)

	return preview


def _is_granted(doctype: str, user: str | None) -> bool:
	return doctype in GRANTED and scope.is_installed() and is_ours(user)


def _row(doctype: str) -> frappe._dict:
	rights = dict.fromkeys(GRANTED[doctype], 1)
	return frappe._dict(parent=doctype, role=roles.ADMINISTRATOR, permlevel=0, if_owner=0, **rights)
