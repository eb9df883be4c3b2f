"""Define the endpoints for complaints, proposals and thanks in the account (R3.3a). Each acts for the session's user."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe.utils import add_to_date, now_datetime

from contact_center import policy
from contact_center.framework import limits
from contact_center.intake import appeal_acts, appeal_filing, appeals, applicants, once
from contact_center.portal import appeal_queries, form, guards, queries, uploads
from contact_center.regulation import appeals as rules
from contact_center.regulation.appeals import Reach
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import problems

SAID = ("kind", "about", "person", "text", "answer_by", "request")
WITHDRAWALS_AN_HOUR = 20


@frappe.whitelist(methods=["POST"])
def file(
	kind: str = "",
	about: str = "",
	person: str = "",
	text: str = "",
	answer_by: str = "",
	request: str = "",
	surname: str = "",
	first_name: str = "",
	patronymic: str = "",
	phone: str = "",
	notify_by: str = "",
	consent: bool | int = 0,
	key: str = "",
	files: str = "[]",
) -> dict:
	"""File a complaint, a proposal or thanks and return {name, number, url}. Sent again with its key, it is filed once.

	If a field has a problem, nothing is stored; the answer 417 has `field_errors`, {field: message}. `request` is an own
	request that it is about, `answer_by` "E-mail" or "Account" where an answer in writing is wanted, `files` a
	JSON list of names from `upload`.
	"""
	user, names = guards.applicant(), guards.file_names(files)
	own = form.read(
		surname=surname,
		first_name=first_name,
		patronymic=patronymic,
		phone=phone,
		notify_by=notify_by,
		consent=consent,
	)
	said = dict(zip(SAID, map(form.plain, (kind, about, person, text, answer_by, request)), strict=True))
	mark = once.key_of(user, key and f"appeal {key}", said)
	if first := appeals.first_of(mark):
		return _filed(first, user, names)
	problems.refuse_fields({**_problems(user, said, own), **_too_many(names)})
	_check_rate(user)
	return _filed(appeal_filing.file_from_portal(user, {**own, **said}, mark).name, user, names)


def _too_many(names: list[str]) -> dict[str, Problem]:
	problem = form.files_problem(names)
	return {"files": problem} if problem else {}


def _problems(user: str, said: Mapping[str, str], own: Mapping[str, Any]) -> dict[str, Problem]:
	account = queries.account(user)
	reach = Reach(named=True, email=bool(account.get("email")), account=True)
	is_own = appeal_queries.own_request(said["request"], user)
	executor = appeal_filing.executor_of(said["request"], said["about"]) if is_own else ""
	found = {
		**rules.problems_of({**said, "executor": executor}, reach),
		**form.account_problems(own, account),
	}
	if len(said["person"]) > rules.LONGEST_NAME:
		found["person"] = Problem(Kind.LONG_TEXT, (str(rules.LONGEST_NAME),))
	if not is_own:
		found["request"] = Problem(Kind.NOT_YOUR_REQUEST)
	return {name: problem for name, problem in found.items() if problem}


def _check_rate(user: str) -> None:
	"""Limit the appeals of one account within an hour, as requests are."""
	applicant, since = applicants.of_user(user), add_to_date(now_datetime(), hours=-1)
	mine = {"applicant": applicant, "channel": "Web", "creation": (">", since)}
	filed = frappe.db.count("Appeal", mine) if applicant else 0
	if filed >= (policy.settings().get("appeals_per_hour") or 1):
		problem = Problem(Kind.TOO_MANY_APPEALS, (str(filed), policy.settings().phone or ""))
		problems.refuse(problem, error=frappe.RateLimitExceededError)


def _filed(name: str, user: str, files: list[str]) -> dict:
	uploads.claim(user, files, name, appeals.DOCTYPE)
	number = frappe.db.get_value("Appeal", name, "number")
	return {"name": name, "number": number, "url": f"/my-appeals/{name}"}


@frappe.whitelist(methods=["POST"])
def withdraw(name: str, reason: str = "") -> None:
	"""Take back an own appeal that is still considered. PermissionError for another's."""
	user, words = guards.signed_in(), form.plain(reason)
	limits.check(WITHDRAWALS_AN_HOUR, "appeal_withdrawals", user)
	if not appeal_queries.is_own(name, user):
		problems.refuse(Problem(Kind.NOT_YOUR_APPEAL), error=frappe.PermissionError)
	guards.refuse_long("reason", words, form.LONGEST_REASON)
	appeal_acts.withdraw_own(name, words)
