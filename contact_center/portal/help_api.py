"""Define the endpoints of the pages of help, which guests call too: searching as one types, «it did not help» (RI2)."""

import frappe

from contact_center.framework import limits, origins
from contact_center.intake import knowledge, knowledge_use
from contact_center.portal import help_pages
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import problems

MOST = 8
SEARCHES, MARKS = 3000, 30
"""Within an hour, from one place: a whole house may share it."""


@frappe.whitelist(allow_guest=True, methods=["GET"])
def find(text: str = "") -> list[dict]:
	"""Return [{title, url, kind}] of the clarifications and services that `text` may mean, the best first."""
	limits.check(SEARCHES, "help_search", origins.place())
	return help_pages.found(text, MOST)


@frappe.whitelist(allow_guest=True, methods=["POST"])
def not_helped(slug: str = "") -> None:
	"""Record that the answer at this address did not help; once a visitor, however often it is said."""
	limits.check(MARKS, "not_helped", origins.place())
	name = frappe.db.get_value(knowledge.CLARIFICATION, {"slug": slug[: help_pages.LONGEST_SEARCH]})
	if not name or not knowledge.is_for_citizens(frappe.get_doc(knowledge.CLARIFICATION, name)):
		problems.refuse(Problem(Kind.ANSWER_GONE))
	knowledge_use.mark(name, _visitor())


def _visitor() -> str:
	"""Return who says it: the account, or the guest's place and browser. Nothing of it is kept but a digest."""
	if frappe.session.user != "Guest":
		return frappe.session.user
	return f"{origins.place()}\n{frappe.get_request_header('User-Agent') or ''}"
