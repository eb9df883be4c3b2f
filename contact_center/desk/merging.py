"""Merging two records of one applicant, and undoing it: supervisors alone (P3).

A merging shows one person's requests to whoever is behind the other record, in the account as well: it is the operators'
head who answers for that, as for refusals and blocks. Operators propose and say who are different people.
"""

import frappe

from contact_center.access import permissions, roles
from contact_center.desk import people_compared
from contact_center.intake import merged_rows, merging
from contact_center.record.messages import JOINED
from contact_center.words import merge_words, problems


@frappe.whitelist(methods=["POST"])
def preview(kept: str, merged: str) -> dict:
	"""Return {people: both beside each other, moves: what would, account: whose owner would see it}. Who looked is on record (D2).

	ValidationError where these two cannot be merged.
	"""
	permissions.check_role(roles.SUPERVISOR)
	if problem := merging.problem_of(kept, merged):
		problems.refuse(problem)
	people = people_compared.beside_each_other([kept, merged])
	joined = frappe.db.count(JOINED, {"applicant": merged})
	return {
		"people": people,
		"moves": merge_words.moves(merged_rows.counts(merged), joined),
		"account": next((each["full_name"] for each in people if each["account"]), ""),
	}


@frappe.whitelist(methods=["POST"])
def merge(kept: str, merged: str) -> dict:
	"""Merge an applicant into another one; return {merge, kept}."""
	permissions.check_role(roles.SUPERVISOR)
	return {"merge": merging.merge(kept, merged), "kept": kept}


@frappe.whitelist(methods=["POST"])
def unmerge(merge: str) -> None:
	"""Undo a merging: what moved goes back, what came since then stays."""
	permissions.check_role(roles.SUPERVISOR)
	merging.unmerge(merge)
