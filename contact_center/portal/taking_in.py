"""Define the endpoints of the page where a request filed by phone is taken into the account (P1)."""

import frappe

from contact_center import policy
from contact_center.framework import limits, origins
from contact_center.intake import taking_in
from contact_center.integrations import code_senders
from contact_center.portal import form, guards
from contact_center.reading.folding import plain_hyphens
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import problems

ASKED_AN_HOUR, TRIED_AN_HOUR = 5, 20
"""Of one account."""
FROM_ONE_PLACE = 40
"""Of either, within an hour: a whole house may share it."""
LONGEST_NUMBER, LONGEST_CODE = 40, 20


@frappe.whitelist(methods=["POST"])
def send_code(number: str, way: str = code_senders.EMAIL) -> dict:
	"""Ask for a code for the request of this number, and return {holds}: minutes. One answer, whether there is one or not."""
	user, number = guards.applicant(), _number(number)
	if way not in code_senders.ways():
		problems.refuse_fields({"way": Problem(Kind.UNKNOWN_WAY, (way[:20],))})
	_count(ASKED_AN_HOUR, "code_asked", user)
	values = {"number": number, "user": user, "way": way, "lang": frappe.local.lang}
	job = "contact_center.intake.taking_in.send_code"
	frappe.enqueue(job, queue="short", enqueue_after_commit=True, **values)
	return {"holds": taking_in.one_time_codes.MINUTES}


@frappe.whitelist(methods=["POST"])
def take_in(number: str, code: str = "") -> dict:
	"""Take the request into the account with the code that was sent, and return {url}."""
	user, number = guards.applicant(), _number(number)
	guards.refuse_long("code", code, LONGEST_CODE)
	_count(TRIED_AN_HOUR, "code_tried", user)
	name = taking_in.take_in(number, user, "".join(filter(str.isdecimal, code)))
	return {"url": f"/my-requests/{name}"}


def _number(text: str) -> str:
	number = "".join(plain_hyphens(form.plain(text)).split()).lstrip("№")
	guards.refuse_long("number", number, LONGEST_NUMBER)
	if not any(map(str.isdecimal, number)):
		problems.refuse_fields({"number": Problem(Kind.NUMBER_NEEDED)})
	return number


def _count(most: int, kind: str, user: str) -> None:
	asked = limits.count(kind, user) > most
	if limits.count(kind, "place", origins.place()) > FROM_ONE_PLACE or asked:
		problem = Problem(Kind.TOO_MANY_CODES, (policy.settings().phone or "",))
		problems.refuse(problem, error=frappe.RateLimitExceededError)
