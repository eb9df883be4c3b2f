"""Whether a number is blocked (R5.8), for desk, portal and telephone alike. A block ends by itself when its term is over."""

from collections.abc import Iterable

import frappe

from contact_center import policy
from contact_center.intake import urgency
from contact_center.record import clock
from contact_center.regulation.problems import Problem, ProblemKind
from contact_center.words import problems, speech


def block_of(phone: str) -> dict[str, str] | None:
	"""Return {until, reason}, in words, of the block of a number in its normal form; None where it may call."""
	row = in_force([phone])
	return row and {"until": speech.moment_words(row["until"]), "reason": frappe._(row["ground"])}


def in_force(phones: Iterable[str], *, locked: bool = False) -> dict | None:
	"""Return {name, phone, until, ground} of the block that lasts longest of these numbers; one query by its index.

	`locked`: nobody blocks one of them until the transaction ends.
	"""
	named = [phone for phone in phones if phone]
	if not named:
		return None
	block = frappe.qb.DocType("Phone Block")
	query = (
		frappe.qb.from_(block)
		.select(block.name, block.phone, block.until, block.ground)
		.where(block.phone.isin(named))
		.where(block.until_utc > clock.to_utc(clock.now()))
		.where(block.lifted_at.isnull())
		.orderby(block.until_utc, order=frappe.qb.desc)
		.limit(1)
	)
	query = query.for_update() if locked else query
	return next(iter(query.run(as_dict=True)), None)


def check_may_file(phones: Iterable[str], classifier: str | None) -> None:
	"""Refuse a new request of somebody whose number is blocked; what comes first is taken from anybody (R4.1)."""
	if urgency.comes_first(classifier):
		return
	row = in_force(phones)
	if row:
		problems.refuse(problem_of(row))


def problem_of(row: dict) -> Problem:
	"""Return the problem of a block of `in_force`, with where to complain about it."""
	values = (str(row["until"]), row["ground"], policy.settings().block_appeal or "")
	return Problem(ProblemKind.NUMBER_BLOCKED, values)
