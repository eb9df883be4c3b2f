"""What applicants did before this version bears their account's name, and not everybody may know it (D1)."""

import frappe

from contact_center.framework import deadlocks

OURS = {"Request": None, "Request Journal": None, "Version": "ref_doctype", "File": "attached_to_doctype"}


@deadlocks.repeated
def execute() -> None:
	"""Versions and files of requests too, as they show with them."""
	for doctype, reference in OURS.items():
		about = {reference: "Request"} if reference else {}
		_replace(doctype, "owner", "Administrator", about)
		_replace(doctype, "modified_by", "Administrator", about)
	_replace("Request Journal", "actor", None, {})


def _replace(doctype: str, field: str, value: str | None, about: dict[str, str]) -> None:
	table, user = frappe.qb.DocType(doctype), frappe.qb.DocType("User")
	citizens = frappe.qb.from_(user).select(user.name).where(user.user_type == "Website User")
	query = frappe.qb.update(table).set(table[field], value).where(table[field].isin(citizens))
	for reference, name in about.items():
		query = query.where(table[reference] == name)
	query.run()
