"""Release one of several executors, whose part of the work is not needed (R7.2)."""

import frappe
from frappe.model.document import Document

from contact_center.access import permissions, roles
from contact_center.framework.plain_text import without_markup
from contact_center.record.journal import NewLine
from contact_center.record.writing import open_draft
from contact_center.regulation import releasing as rules
from contact_center.regulation.acts import RELEASE, TASK
from contact_center.regulation.lengths import check_length
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.regulation.stages import DROPPED
from contact_center.words import meanwhile, problems


@frappe.whitelist(methods=["POST"])
def release(task: str, reason: str, seen: str = "") -> None:
	"""Take the task from an executor who does not lead and is not the only one; the others go on.

	Where they have all reported, the request awaits its confirmation by that. `seen` is the task's `modified` as the
	operator saw it. PermissionError for others than operators and supervisors, ValidationError for the lead, for the only
	executor, without a reason, and where somebody decided meanwhile.
	"""
	permissions.check_may(RELEASE)
	doc = permissions.check_document(TASK, task)
	draft, reason = open_draft(doc.request), without_markup((reason or "").strip())
	if meanwhile.is_repeated(draft, RELEASE, seen, reason, task):
		return
	meanwhile.check(draft, RELEASE, seen, task)
	if not reason:
		problems.refuse(Problem(Kind.RELEASE_REASON_NEEDED))
	with problems.refusing():
		check_length("reason", reason)
		rules.check_release(draft.facts, task)
	draft.add([NewLine(RELEASE.kind, task=task, executor=doc.executor, text=reason)])
	draft.set_fields(task, reviewer_comment=reason)
	draft.write()


def may_be_released(task: Document) -> bool:
	"""Return whether the session's user may release the executor of the task now, for its form."""
	if task.is_lead or not permissions.has_role(*roles.CONTROLLERS):
		return False
	others = {"request": task.request, "name": ("!=", task.name)}
	dropped = [stage.value for stage in DROPPED]
	going_on = frappe.db.count(TASK, {**others, "stage": ("not in", dropped)})
	stage = frappe.db.get_value("Request", task.request, "stage")
	return rules.may_be_released(bool(task.is_lead), task.stage, bool(task.awaits_redirect), stage, going_on)
