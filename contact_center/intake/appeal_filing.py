"""An appeal is filed in the account (R3.3, R3.3a); no field of the staff can be set here."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe.model.document import Document

from contact_center.access import permissions
from contact_center.intake import appeals, cards, filing
from contact_center.regulation.appeals import About
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import problems

WRITTEN = ("kind", "about", "person", "text", "answer_by", "request")


def file_from_portal(user: str, values: Mapping[str, Any], key: str | None = None) -> Document:
	"""Insert an appeal of the account's owner, on a card of its own (R5.9). `key` is that of `once.key_of`.

	PermissionError without an account and for another's request; ValidationError for values that cannot be taken, and
	for who is blocked.
	"""
	if user == "Guest":
		problems.refuse(Problem(Kind.SIGN_IN_NEEDED), error=frappe.PermissionError)
	filing.check_not_blocked(user, values)
	given = {name: values[name] for name in WRITTEN if values.get(name)}
	if request := given.get("request"):
		permissions.check_own_request(request, user)
		given["executor"] = executor_of(request, given.get("about"))
	applicant = filing.my_applicant(user, values)
	where = {"channel": "Web", "interaction": cards.of_web_request(applicant), "filing_key": key}
	return appeals.receive(given, applicant=applicant, **where)


def executor_of(request: str, about: str | None) -> str:
	"""Return who works on the request: whom a complaint about its executor means."""
	is_meant = bool(request) and about == About.EXECUTOR.value
	return (is_meant and frappe.db.get_value("Request", request, "lead_executor")) or ""
