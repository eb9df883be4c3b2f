"""What the endpoints of the citizen's pages ask before they do anything: who calls, how often, how much."""

import time

import frappe

from contact_center.intake import filing
from contact_center.regulation.lengths import too_long
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import problems

SEARCHES_A_MINUTE = 200
MOST_FILES_NAMED = 100


def signed_in() -> str:
	"""Return the session's account. PermissionError for guests."""
	if frappe.session.user == "Guest":
		problems.refuse(Problem(Kind.SIGN_IN_NEEDED), error=frappe.PermissionError)
	return frappe.session.user


def check_searches(user: str) -> None:
	"""Refuse an account that searches on end: whoever types asks once or twice a second."""
	key = frappe.cache.make_key(f"contact_center_searches:{user}:{int(time.time()) // 60}")
	count = frappe.cache.incrby(key, 1)
	if count == 1:
		frappe.cache.expire(key, 60)
	if count > SEARCHES_A_MINUTE:
		problems.refuse(Problem(Kind.TOO_MANY_SEARCHES), error=frappe.RateLimitExceededError)


def applicant() -> str:
	"""The account of somebody who files for oneself. PermissionError for guests and for who files at the desk."""
	user = signed_in()
	filing.check_is_applicant(user)
	return user


def refuse_long(field: str, text: str, most: int) -> None:
	"""Refuse a text of more than `most` characters, at its field."""
	problem = too_long(text, most)
	problems.refuse_fields({field: problem} if problem else {})


def file_names(files: str) -> list[str]:
	"""Return the names in a JSON list. ValidationError for what is none, and for more than MOST_FILES_NAMED."""
	try:
		names = frappe.parse_json(files or "[]")
	except (ValueError, RecursionError):  # brackets without end
		names = None
	if not isinstance(names, list) or len(names) > MOST_FILES_NAMED:
		problems.refuse(Problem(Kind.BAD_LIST_OF_FILES))
	return [str(name) for name in names]
