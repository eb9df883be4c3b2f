"""Give the desk's scripts, with the boot, what they would otherwise list themselves: acts, stages, words, the user's roles."""

import frappe
from frappe import _

from contact_center import policy
from contact_center.access import permissions, roles
from contact_center.control import absences, confirmation, return_grounds
from contact_center.desk import old_framework, queues
from contact_center.framework import staff_doors
from contact_center.intake import clearing_up, refusal_grounds
from contact_center.integrations import card_register
from contact_center.policy import own_fields
from contact_center.regulation.acts import ACTS, Act
from contact_center.regulation.facts import Kind
from contact_center.regulation.routing import REQUIRED_FIELDS
from contact_center.regulation.stages import Stage
from contact_center.repairs import events
from contact_center.words import journal_words, problem_texts, stage_words

MODULE = "Contact Center"
EXECUTOR_DESK = "executor-desk"
OFFICE, FIELD = "Contact Center", "My Tasks"
"""The workspaces of the contact centre's staff and of executors."""


def extend(bootinfo) -> None:
	"""extend_bootinfo hook: add `frappe.boot.contact_center`, computed at each load of the desk."""
	user = _user()
	bootinfo.contact_center = {
		"acts": [_row(act) for act in ACTS],
		"stages": {stage.value: stage_words.for_desk(stage) for stage in Stage},
		"queues": queues.for_desk(),
		"journal": {kind.value: _kind(kind) for kind in Kind},
		"refusal_grounds": refusal_grounds.for_desk() if user["is_controller"] else [],
		"return_grounds": return_grounds.for_desk() if user["is_controller"] else [],
		"call_back_outcomes": [_outcome(value) for value in confirmation.OUTCOMES],
		"clearing_up": {"outcomes": [_outcome_of_clearing_up(value) for value in clearing_up.OUTCOMES]},
		"repairs": {
			"open": events.OPEN,
			"closed": events.CLOSED,
			"cancelled": events.CANCELLED,
			"colors": events.COLORS,
		},
		"required_fields": _required_fields(),
		"old_framework": old_framework.for_desk(),
		"colleagues": _colleagues() if user["is_ours"] and not user["is_executor"] else {},
		"has_card_register": user["is_controller"] and card_register.is_there(),
		"user": user,
		"start": _start() if user["is_executor"] else "",
	}
	# Both workspaces belong to one module: the breadcrumbs lead to that of the user's role.
	if bootinfo.get("module_wise_workspaces"):
		bootinfo.module_wise_workspaces[MODULE] = [FIELD if user["is_executor"] else OFFICE]


def _colleagues() -> dict[str, str]:
	"""Return {account: name} of who works at the desk or has worked there: lists show a name, not an address."""
	role, user = frappe.qb.DocType("Has Role"), frappe.qb.DocType("User")
	query = frappe.qb.from_(role).join(user).on(user.name == role.parent).select(user.name, user.full_name)
	query = query.where((role.parenttype == "User") & role.role.isin(sorted(roles.CONTROLLERS)))
	return dict(query.distinct().run())


def _row(act: Act) -> dict:
	return {
		"name": act.name,
		"document": act.document,
		"origins": [stage.value for stage in act.origins if stage],
		"target": act.target and act.target.value,
	}


def _required_fields() -> list[dict]:
	"""What an entry of the classifier may require: [{value, label}]."""
	ours = {name: _(problem_texts.FIELDS[name]) for name in REQUIRED_FIELDS}
	return [{"value": name, "label": label} for name, label in {**ours, **own_fields.labels()}.items()]


def _kind(kind: Kind) -> dict:
	color = journal_words.COLORS.get(kind.value, "gray")
	return {"label": journal_words.for_staff(kind.value), "color": color}


def _outcome(value: str) -> dict:
	"""Return {value, label, needs_text} of an outcome of a call-back."""
	label = {
		"Confirmed": _("Confirmed: the work is done"),
		"Not Confirmed": _("Not confirmed: the work is not done"),
		"Not Reached": _("Not reached by phone"),
	}[value]
	return {"value": value, "label": label, "needs_text": value in confirmation.NEED_TEXT}


def _outcome_of_clearing_up(value: str) -> dict:
	"""Return {value, label} of an outcome of a clearing-up call."""
	label = {"Cleared Up": _("Cleared up"), "Not Reached": _("Not reached by phone")}[value]
	return {"value": value, "label": label}


def _start() -> str:
	"""Return the page that an executor's user begins at; "" where administrator or user have chosen otherwise."""
	user = frappe.get_cached_doc("User", frappe.session.user)
	own = user.get("default_workspace") or user.get("default_app")
	is_chosen = own or frappe.get_system_settings("default_app")
	return EXECUTOR_DESK if policy.settings().executors_begin_at_desk and not is_chosen else ""


def _user() -> dict:
	"""Return {is_ours, is_controller, is_supervisor, is_administrator, is_executor, is_at_work, is_system_manager, executors: codes of an executor's user,
	responsible_for: [{value, label}] of the executors whose responsible person it is}."""
	is_controller = permissions.has_role(*roles.CONTROLLERS)
	is_executor = not is_controller and permissions.has_role(roles.EXECUTOR)
	return {
		"is_ours": permissions.is_person_of_ours(),
		"is_controller": is_controller,
		"is_supervisor": permissions.has_role(roles.SUPERVISOR),
		"is_administrator": permissions.has_role(roles.ADMINISTRATOR),
		"is_executor": is_executor,
		"is_at_work": staff_doors.is_at_work(),
		"is_system_manager": permissions.has_role("System Manager"),
		"executors": permissions.executors_of(frappe.session.user) if is_executor else [],
		"responsible_for": absences.responsible_for(frappe.session.user) if is_executor else [],
	}
