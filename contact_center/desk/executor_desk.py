"""What the executor's desk asks and does (P4): the user's own tasks, and each step of one in a call of its own.

Every step names the version that its user saw, so that it may be sent again: the same words of the same person are done
once (`execution/steps.py`). A file has a key of its own.
"""

import frappe
from frappe.model.document import Document

from contact_center import policy
from contact_center.access import permissions, roles
from contact_center.execution import steps, work_list
from contact_center.framework import deadlocks
from contact_center.intake import once
from contact_center.record import clock
from contact_center.regulation.acts import ACCEPT, DECLINE, REPORT
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import problems


@frappe.whitelist(methods=["GET"])
def overview(
	view: str = "open",
	after: str = "",
	length: int = 30,
	executor: str = "",
	district: str = "",
	entry: str = "",
) -> dict:
	"""Return {tasks, next, counters, choices, limits, at} of the user's tasks, what burns first on top.

	`view` is a name of the counters, `after` the `next` of the page before. Of other executors' tasks nothing is
	returned or counted. PermissionError for who has not the executor's role.
	"""
	permissions.check_role(roles.EXECUTOR)
	asked = work_list.Asked(view, after, length, executor, district, entry)
	found = work_list.overview(asked)
	return {**found, "limits": _limits(), "at": str(clock.to_site(clock.now()))}


def _limits() -> dict:
	"""Return what may be attached: {files, megabytes, video_megabytes, extensions}."""
	settings = policy.settings()
	return {
		"files": settings.max_files,
		"megabytes": settings.max_file_mb,
		"video_megabytes": settings.max_video_mb or settings.max_file_mb,
		"extensions": (settings.allowed_extensions or "").replace(",", " ").lower().split(),
	}


@frappe.whitelist(methods=["POST"])
def accept(task: str, seen: str) -> None:
	"""Accept a task (R7.1). TimestampMismatchError where others decided meanwhile, PermissionError for others' tasks."""
	steps.take(task, ACCEPT, seen, {})


@frappe.whitelist(methods=["POST"])
def decline(task: str, seen: str, reason: str = "", proposed_executor: str = "") -> None:
	"""Decline a task as outside the executor's competence, with a reason (R7.2); refusals as of `accept`."""
	values = {"reason": reason, "proposed_executor": proposed_executor or None}
	steps.take(task, DECLINE, seen, values, reason)


@frappe.whitelist(methods=["POST"])
def report(
	task: str,
	seen: str,
	result: str = "",
	result_unit: str = "",
	result_person: str = "",
	result_phone: str = "",
	result_date: str = "",
	informed_by: str = "",
	evidence: str | list = "[]",
) -> None:
	"""Report the result of a task (R7.5): what its form asks for, and [{kind, file, note}] of files of the task.

	What the task has as evidence already stays. ValidationError for an incomplete result; refusals as of `accept`.
	"""
	given = (result, result_unit, result_person, result_phone, result_date or None, informed_by)
	values = dict(zip(steps.RESULT, given, strict=True))
	steps.take(task, REPORT, seen, values, result, evidence)


@frappe.whitelist(methods=["POST"])
def attach(task: str, key: str) -> dict:
	"""Attach the part `file` of a multipart body to a task, and return {file, file_name}: its address names it as evidence.

	Sent again with the same `key`, chosen at random for each file, it is stored once. PermissionError for others' tasks.
	"""
	doc = steps.own_task(task, REPORT)
	part = frappe.request.files.get("file") if frappe.request else None
	if not part:
		problems.refuse(Problem(Kind.NO_UPLOAD))
	deadlocks.retry_from_here()
	name = once.key_of(frappe.session.user, key, {"task": doc.name})
	if name and frappe.db.exists("File", {"name": name, "attached_to_name": doc.name}):
		return _named(frappe.get_doc("File", name))
	file = frappe.new_doc("File")
	file.update({"attached_to_doctype": doc.doctype, "attached_to_name": doc.name, "is_private": 1})
	file.update({"file_name": part.filename, "content": part.stream.read()})
	with deadlocks.lost_races():
		file.insert(set_name=name)
	return _named(file)


def _named(file: Document) -> dict:
	return {"file": file.file_url, "file_name": file.file_name}
