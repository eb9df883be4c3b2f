"""What the form of an applicant shows beside its fields: what they were before (D2), and who may be or was found to be
the same person (R5.2)."""

from frappe.model.document import Document

from contact_center.access import permissions, roles
from contact_center.desk import people_compared
from contact_center.desk.forms import KEY
from contact_center.framework import access_log
from contact_center.intake import callers, corrections, duplicates, merging
from contact_center.reports import looks
from contact_center.words import likeness_words


def load(applicant: Document) -> None:
	"""Add {earlier, duplicates, merges, looks} to the applicant's answer, for operators and supervisors."""
	if not permissions.has_role(*roles.CONTROLLERS) or not applicant.has_permission("read"):
		return
	shown = {
		"earlier": corrections.of_applicant(applicant.name),
		"duplicates": _duplicates(applicant.name),
		"merges": _merges(applicant.name),
		"looks": looks.at_applicant(applicant.name) if permissions.has_role(roles.SUPERVISOR) else [],
	}
	applicant.set_onload(KEY, shown)


def _duplicates(name: str) -> list[dict]:
	"""Return the open proposals: [{name, other, full_name, residence, why}]. Whom they name is on record as looked at (D2)."""
	rows = duplicates.of_applicants([name])[name]
	others = [row["other"] for row in rows]
	people = {each["applicant"]: each for each in callers.by_names(others)}
	access_log.record_all("Applicant", others, people_compared.LOOKED_AT)
	return [
		{**row, "why": likeness_words.why(row["reasons"]), **_of(people[row["other"]])}
		for row in rows
		if row["other"] in people
	]


def _merges(name: str) -> list[dict]:
	"""Return the records that were merged into this one: [{name, full_name, phone, at}]."""
	rows = merging.merged_into(name)
	people = {each["applicant"]: each for each in callers.by_names([row.merged for row in rows])}
	return [
		{"name": row.name, "at": str(row.merged_at), **_of(people[row.merged])}
		for row in rows
		if row.merged in people
	]


def _of(person: dict) -> dict:
	return {field: person[field] for field in ("full_name", "residence", "phone")}
