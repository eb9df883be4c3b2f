"""What the form of an appeal shows beside its fields, brought with the document (R3.3a)."""

import frappe
from frappe.model.document import Document

from contact_center.access import permissions, roles
from contact_center.intake import appeal_acts, callers
from contact_center.regulation import appeals as rules

MOST_PEOPLE = 200


def load(appeal: Document) -> None:
	"""Add {steps, may, people, applicant} for the office; nothing for an executor, who sees thanks alone."""
	if not permissions.has_role(*permissions.OVERSEERS) or not appeal.has_permission("read"):
		return
	appeal.set_onload("contact_center", shown(appeal))


def shown(appeal: Document) -> dict:
	"""Return {steps: [{step, who, at, note}], may: names of acts, people: [{name, title}], applicant}."""
	may = [act.name for act in rules.open_acts(appeal.kind, appeal.stage, appeal_acts.parties_of(appeal))]
	is_controller = permissions.has_role(*roles.CONTROLLERS)
	known = callers.by_names([appeal.applicant]) if is_controller and appeal.applicant else []
	return {
		"steps": _steps(appeal),
		"may": may,
		"people": considerers() if "assign" in may else [],
		"applicant": next(iter(known), None),
	}


def _steps(appeal: Document) -> list[dict]:
	people = {"name": ("in", [row.taken_by for row in appeal.steps if row.taken_by])}
	names = dict(frappe.get_all("User", people, ["name", "full_name"], as_list=True))
	if not permissions.has_role(*permissions.ACCOUNT_KEEPERS):
		names = {user: name for user, name in names.items() if permissions.is_staff(user)}
	return [
		{"step": row.step, "who": names.get(row.taken_by, ""), "at": row.taken_at, "note": row.note or ""}
		for row in appeal.steps
	]


def considerers() -> list[dict]:
	"""Return who may be named to consider an appeal, by name: [{name, title}]."""
	role, user = frappe.qb.DocType("Has Role"), frappe.qb.DocType("User")
	query = frappe.qb.from_(user).join(role).on((role.parent == user.name) & (role.parenttype == "User"))
	query = query.where((user.enabled == 1) & role.role.isin(appeal_acts.CONSIDERERS))
	query = query.select(user.name, user.full_name.as_("title")).distinct()
	return query.orderby(user.full_name).limit(MOST_PEOPLE).run(as_dict=True)
