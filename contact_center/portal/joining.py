"""Define the endpoints for requests of others that concern a citizen too (R3.4). Each acts for the session's user."""

import frappe

from contact_center.addresses import streets as register
from contact_center.framework import limits
from contact_center.intake import applicants, filing, joining
from contact_center.intake import similar as nearby
from contact_center.portal import form, guards, queries
from contact_center.regulation.problems import ProblemError
from contact_center.words import problems

ACTS_AN_HOUR = 20
"""So often may an account join, leave and answer: each is a line in the journal of somebody else's request."""


@frappe.whitelist(methods=["GET"])
def similar(street: str = "", building: str = "", classifier: str = "") -> list[dict]:
	"""Return open requests at this place that may be about the same: [{name, number, title, received, stage, count, same}].

	Of requests of the same public entry alone, none without an entry, and nothing of who filed them.
	"""
	guards.check_searches(guards.signed_in())
	return nearby.similar(_known(street), building, classifier, to_citizen=True)


@frappe.whitelist(methods=["POST"])
def join(
	name: str,
	street: str = "",
	building: str = "",
	classifier: str = "",
	surname: str = "",
	first_name: str = "",
	patronymic: str = "",
	phone: str = "",
	notify_by: str = "",
	consent: bool | int = 0,
) -> dict:
	"""Join a request of somebody else that `similar` shows for the place, and return {url}. Sent again, it is done once.

	What the account's record lacks is taken from the form; 417 with `field_errors` where it is not there.
	"""
	user = guards.applicant()
	_count(user)
	values = form.read(
		surname=surname,
		first_name=first_name,
		patronymic=patronymic,
		phone=phone,
		notify_by=notify_by,
		consent=consent,
	)
	found = form.account_problems(values, queries.account(user))
	problems.refuse_fields({field: problem for field, problem in found.items() if problem})
	place = {"street": _known(street), "building": building, "classifier": classifier}
	joining.check_may_join(name, applicants.of_user(user), place)
	joining.join(name, filing.my_applicant(user, values))
	return {"url": f"/my-requests/{name}"}


@frappe.whitelist(methods=["POST"])
def leave(name: str) -> None:
	"""Leave a request that the user has joined."""
	joining.leave(name, _mine())


@frappe.whitelist(methods=["POST"])
def confirm(name: str) -> None:
	"""Say of a request that the user has joined that the work is done."""
	joining.answer_as_joined(name, _mine(), True)


@frappe.whitelist(methods=["POST"])
def dispute(name: str, text: str = "") -> None:
	"""Say of a request that the user has joined what is not done."""
	mine, text = _mine(), form.plain(text)
	guards.refuse_long("text", text, joining.LONGEST_TEXT)
	joining.answer_as_joined(name, mine, False, text)


def _known(street: str) -> str:
	try:
		return register.named(street) or ""
	except ProblemError:
		return ""


def _mine() -> str:
	"""Count one act of the session's account, and return its applicant; "" has joined nothing."""
	user = guards.signed_in()
	_count(user)
	return applicants.of_user(user) or ""


def _count(user: str) -> None:
	limits.check(ACTS_AN_HOUR, "joined_acts", user)
