"""Filing and withdrawing by a citizen in the account (R3.3, R3.4); no field of the staff can be set here."""

from collections.abc import Collection, Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center import policy
from contact_center.access import permissions, roles
from contact_center.framework import deadlocks
from contact_center.framework.plain_text import without_markup
from contact_center.intake import applicants, blocks, cards
from contact_center.policy.own_fields import own_fields
from contact_center.reading.phones import normal_phone
from contact_center.record.journal import NewLine
from contact_center.record.writing import open_draft
from contact_center.regulation import applicant_marks
from contact_center.regulation.acts import WITHDRAW
from contact_center.regulation.problems import Problem, ProblemError, ProblemKind
from contact_center.regulation.stages import Stage
from contact_center.words import meanwhile, problems

REQUEST_FIELDS = (
	"classifier district street building flat place description latitude longitude notify_by source"
).split()
EMPTIABLE = ("patronymic",)
APPLICANT_FIELDS = ("surname", "first_name", "patronymic", "phone", "notify_by")
ABOUT = ("street", "building", "flat", *applicant_marks.FIELDS)
"""What the page of personal data alone may write: of a request, street and building are those of its place."""


def file_from_portal(user: str, values: Mapping[str, Any], key: str | None = None) -> Document:
	"""Insert a request of the account's owner for moderation (stage Moderation).

	`key` is that of `once.key_of`. `values` may hold REQUEST_FIELDS and APPLICANT_FIELDS, `consent`, and `own`, the city's own fields by name; others
	are ignored. Raise PermissionError without an account, ValidationError for values that cannot be taken.
	"""
	if user == "Guest":
		problems.refuse(Problem(ProblemKind.SIGN_IN_NEEDED), error=frappe.PermissionError)
	check_is_applicant(user)
	_check_classifier(values.get("classifier"))
	check_not_blocked(user, values)
	applicant = my_applicant(user, values)
	fields = {name: values[name] for name in REQUEST_FIELDS if values.get(name)}
	fields |= {name: value for name, value in (values.get("own") or {}).items() if name in own_fields()}
	card = cards.of_web_request(applicant)
	own = {"channel": "Web", "applicant": applicant, "filing_key": key, "interaction": card}
	request = frappe.get_doc({"doctype": "Request", **own, **fields})
	return request.insert(ignore_permissions=True)


def check_not_blocked(user: str, values: Mapping[str, Any]) -> None:
	"""Refuse while the number of the account is blocked, or the one that is given instead of it (R5.8)."""
	known = frappe.db.get_value("Applicant", {"user": user}, "phone")
	given = values.get("phone") or ""
	blocks.check_may_file([known, _normal_or_raw(given)], values.get("classifier"))


def _normal_or_raw(phone: str) -> str:
	try:
		return normal_phone(phone)
	except ProblemError:  # what is no number is refused where it is written down
		return phone


def files_at_the_desk(user: str) -> bool:
	"""Whether the account is an operator's or a supervisor's: what they file for a caller has the caller's own card."""
	return not roles.CONTROLLERS.isdisjoint(frappe.get_roles(user))


def check_is_applicant(user: str) -> None:
	"""PermissionError for who files at the desk.

	An account has one applicant: the next caller's name would replace the last one's on all their requests.
	"""
	if files_at_the_desk(user):
		problems.refuse(Problem(ProblemKind.FILES_AT_THE_DESK), error=frappe.PermissionError)


def _check_classifier(code: str | None) -> None:
	if not code:
		return
	entry = policy.classifier_entry(code) if frappe.db.exists("Classifier", code) else None
	if not entry or not entry.public or not entry.active or entry.is_group:
		problems.refuse_fields({"classifier": Problem(ProblemKind.UNKNOWN_CODE, (code,))})
	if entry.where_to_turn:
		words = (code, entry.where_to_turn)
		problems.refuse_fields({"classifier": Problem(ProblemKind.ENTRY_OF_STATE_BODY, words)})


def my_applicant(
	user: str,
	values: Mapping[str, Any],
	emptied: Collection[str] = (),
	about: Mapping[str, Any] | None = None,
) -> str:
	"""Return the account's applicant record, made or completed from `values`; consent is needed once (R5.2).

	An empty value changes nothing, except in those of EMPTIABLE that `emptied` names; of ABOUT, `about` is taken as it is. A blocked number stays (R5.8). A
	record that stays as it is is not saved: of several forms sent at once none finds it changed.
	"""
	check_is_applicant(user)
	name = applicants.of_user(user)
	doc = frappe.get_doc("Applicant", name) if name else _new_applicant(user)
	given = {field: values[field] for field in APPLICANT_FIELDS if values.get(field)}
	given |= {field: "" for field in EMPTIABLE if field in emptied}
	given |= {field: value for field, value in (about or {}).items() if field in ABOUT}
	if _block_kept(doc.phone, given.get("phone")):
		del given["phone"]
	before = _kept(doc)
	if name:
		doc.load_doc_before_save()  # only what is changed now is checked: old words are not the citizen's fault
	doc.update({**given, "consent": int(bool(doc.consent or values.get("consent")))})
	if not doc.consent:
		problems.refuse(Problem(ProblemKind.CONSENT_NEEDED))
	applicants.normalise(doc)
	if name and _kept(doc) == before:
		return name
	with deadlocks.lost_races():
		return doc.save(ignore_permissions=True).name


def check_may_change_phone(user: str, phone: str | None) -> None:
	"""Refuse another number instead of the account's own one while that is blocked: it would end the block (R5.8)."""
	if row := _block_kept(frappe.db.get_value("Applicant", {"user": user}, "phone"), phone):
		problems.refuse(blocks.problem_of(row))


def _block_kept(known: str | None, given: str | None) -> dict | None:
	"""Return the block of the known number that another one is given for; None where it may be replaced."""
	if not known or not given or _normal_or_raw(given) == known:
		return None
	return blocks.in_force([known])


def _kept(applicant: Document) -> dict[str, Any]:
	return {field: applicant.get(field) or "" for field in (*APPLICANT_FIELDS, *ABOUT, "consent")}


def _new_applicant(user: str) -> Document:
	account = frappe.db.get_value("User", user, ["email", "first_name", "last_name"], as_dict=True)
	names = {
		"surname": account.last_name or account.first_name,
		"first_name": account.last_name and account.first_name,
	}
	return frappe.get_doc(
		{"doctype": "Applicant", "user": user, "email": account.email, "notify_by": "E-mail", **names}
	)


def withdraw(request: str, user: str, reason: str, seen: str = "") -> None:
	"""Cancel a request that its applicant no longer needs (R3.4).

	What its applicant has withdrawn since `seen`, the request's `modified` as they saw it, stays so. Raise PermissionError
	for another's request, ValidationError once the work is reported done, the request has ended or was changed meanwhile.
	"""
	permissions.check_own_request(request, user)
	draft = open_draft(request)
	stage = Stage(draft.row["stage"])
	if meanwhile.is_repeated(draft, WITHDRAW, seen):
		return
	meanwhile.check(draft, WITHDRAW, seen)
	if not WITHDRAW.starts_from(stage):
		reported = stage is Stage.AWAITING_CONFIRMATION
		problems.refuse(Problem(ProblemKind.REPORTED_DONE if reported else ProblemKind.FINISHED))
	reason = without_markup((reason or "").strip()[:1000]) or _("No longer needed")
	draft.add([NewLine(WITHDRAW.kind, text=reason, public=WITHDRAW.public)], reason=reason).write()
