"""A memo about a caller and the block of the number (R5.8): one function a step, each by another person.

A memo is written in its form; the steps after it are these functions, because each needs a value of its own (a reason, a
term) and its step at the same moment. Nothing is rewritten: a step adds a row, and the stage is that of the last one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import frappe
from frappe.model.document import Document

from contact_center import policy
from contact_center.access import permissions, roles
from contact_center.framework import deadlocks, plain_text
from contact_center.intake import applicants, blocks, said
from contact_center.reading.phones import normal_phone
from contact_center.record import clock
from contact_center.regulation import memos as rules
from contact_center.regulation.memos import APPROVE, BLOCK, DECLINE, LIFT, WRITE, MemoParty, MemoStep
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import problems

MEMO, BLOCKED = "Block Memo", "Phone Block"
LONGEST_REASON = 1000
LONGEST_WORDS = 5000
ROLE_OF = {
	MemoParty.OPERATOR: roles.OPERATOR,
	MemoParty.SUPERVISOR: roles.SUPERVISOR,
	MemoParty.ADMINISTRATOR: roles.ADMINISTRATOR,
}
_stepping: ContextVar[bool] = ContextVar("contact_center_memo_stepping", default=False)


def check_and_complete(memo: Document) -> None:
	"""Bring a new memo into its form and note who wrote it. Refuse every change of one that is written."""
	if _stepping.get():
		return
	if not memo.is_new():
		problems.refuse(Problem(Kind.MEMO_IS_LASTING), error=frappe.PermissionError)
	_check_role(WRITE)
	if memo.applicant:
		applicants.contact_to_file(memo.applicant)
	plain_text.defuse(memo)
	with problems.refusing():
		memo.phone = normal_phone(memo.phone or "")
	memo.what_was_said = said.within(memo.what_was_said, LONGEST_WORDS)
	memo.set("steps", [])
	_add(memo, WRITE)


def shown(memo: Document) -> dict:
	"""Return what its form shows beside the fields: {block_days, steps: [{step, who, at, reason}]}, oldest first."""
	people = {"name": ("in", [row.taken_by for row in memo.steps])}
	names = dict(frappe.get_all("User", people, ["name", "full_name"], as_list=True))
	steps = [
		{"step": row.step, "who": names.get(row.taken_by, ""), "at": row.taken_at, "reason": row.reason or ""}
		for row in memo.steps
	]
	return {"block_days": policy.settings().block_days, "steps": steps}


def check_block(block: Document) -> None:
	"""Refuse every change of a block but those of this module."""
	if not _stepping.get():
		problems.refuse(Problem(Kind.MEMO_IS_LASTING), error=frappe.PermissionError)


def forbid_deletion(doc: Document) -> None:
	"""Refuse to delete a memo or a block, whoever asks."""
	problems.refuse(Problem(Kind.MEMO_IS_LASTING), error=frappe.PermissionError)


@frappe.whitelist(methods=["POST"])
def approve(memo: str) -> None:
	"""Approve the memo: an administrator may block the number. PermissionError for others than supervisors."""
	_take(memo, APPROVE)


@frappe.whitelist(methods=["POST"])
def decline(memo: str, reason: str = "") -> None:
	"""Decline the memo with a reason, or take back an approval. PermissionError for others than supervisors."""
	_take(memo, DECLINE, reason)


@frappe.whitelist(methods=["POST"])
def block(memo: str, days: int = 0) -> None:
	"""Block the number of an approved memo for so many days, 0 for those of the settings.

	PermissionError for others than administrators of the contact centre, ValidationError for a number that is blocked.
	"""
	_check_role(BLOCK)
	now = clock.now()
	with problems.refusing():
		until = rules.block_end(now, days or policy.settings().block_days or 0)
	doc = _take(memo, BLOCK)
	if not doc:
		return
	_check_free(doc.phone)
	values = {"phone": doc.phone, "ground": doc.ground, "memo": doc.name, "blocked_by": frappe.session.user}
	moments = {
		"blocked_at": clock.to_site(now),
		"until": clock.to_site(until),
		"until_utc": clock.to_utc(until),
	}
	with _steps_are_taken():
		frappe.get_doc({"doctype": BLOCKED, **values, **moments}).insert(ignore_permissions=True)


def _check_free(phone: str) -> None:
	row = blocks.in_force([phone], locked=True)
	if row:
		problems.refuse(Problem(Kind.BLOCKED_ALREADY, (str(row["until"]),)))


@frappe.whitelist(methods=["POST"])
def lift(block: str, reason: str = "") -> None:
	"""Lift a block ahead of time, with a reason. PermissionError for others than administrators of the contact centre.

	ValidationError for one that is over.
	"""
	_check_role(LIFT)
	doc = frappe.get_doc(BLOCKED, block)
	reason = said.within(reason, LONGEST_REASON)
	if doc.lifted_at is None and clock.from_utc(doc.until_utc) <= clock.now():
		problems.refuse(Problem(Kind.BLOCK_IS_OVER))
	if not _take(doc.memo, LIFT, reason):
		return
	doc.update(
		{
			"lifted_at": clock.to_site(clock.now()),
			"lifted_by": frappe.session.user,
			"lift_reason": reason,
		}
	)
	with _steps_are_taken():
		doc.save(ignore_permissions=True)


def _take(name: str, step: MemoStep, reason: str = "") -> Document | None:
	"""Take a step of the memo; return the memo, None where the user has taken it already (a second click)."""
	_check_role(step)
	deadlocks.retry_from_here()
	memo = frappe.get_doc(MEMO, name, for_update=True)
	reason = said.within(reason, LONGEST_REASON)
	if _is_repeated(memo, step, reason):
		return None
	with problems.refusing():
		rules.check_step(step, memo.stage, memo.owner == frappe.session.user, reason)
	_add(memo, step, reason)
	with _steps_are_taken():
		return memo.save(ignore_permissions=True)


def _check_role(step: MemoStep) -> None:
	permissions.check_role(*(ROLE_OF[party] for party in step.by))


def _is_repeated(memo: Document, step: MemoStep, reason: str) -> bool:
	last = memo.steps[-1]
	done = (last.step, last.taken_by, last.reason or "")
	return done == (step.target.value, frappe.session.user, reason)


def _add(memo: Document, step: MemoStep, reason: str = "") -> None:
	memo.stage = step.target.value
	taken = {"taken_by": frappe.session.user, "taken_at": clock.to_site(clock.now())}
	memo.append("steps", {"step": step.target.value, "reason": reason, **taken})


@contextmanager
def _steps_are_taken() -> Iterator[None]:
	"""Let memos and blocks be written inside the block, whose caller has checked the step."""
	token = _stepping.set(True)
	try:
		yield
	finally:
		_stepping.reset(token)
