"""What hangs on a record that somebody wants to take out of use, said with numbers and the cure."""

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center.policy.references import SHOWN, Change, Use, change_of, uses
from contact_center.regulation.problems import Problem, ProblemKind
from contact_center.words.problems import refuse


def guard_change(doc: Document) -> None:
	"""ValidationError where the save in hand takes a record out of use, or makes it a group, that is needed still."""
	change = change_of(doc)
	if change:
		_refuse(doc, change)


def guard_deletion(doc: Document) -> None:
	"""ValidationError where the record to be deleted is needed still."""
	_refuse(doc, Change.DELETE)


def check_parent(doc: Document) -> None:
	"""ValidationError for a parent that is no group, whatever way the document is saved."""
	parent = doc.get(doc.nsm_parent_field)
	if parent and not frappe.db.get_value(doc.doctype, parent, "is_group"):
		refuse(Problem(ProblemKind.PARENT_IS_NO_GROUP, (parent,)))


def _refuse(doc: Document, change: Change) -> None:
	found = uses(doc.doctype, doc.name, change)
	if found:
		title = doc.get_title() or doc.name
		refuse(Problem(ProblemKind.STILL_IN_USE, (title, *map(in_words, found))), _("Still Needed"))


def in_words(use: Use) -> str:
	"""A use with its number and what to do about it."""
	names = ", ".join(use.names) + (", …" if use.count > len(use.names) else "")
	return {
		"tasks": _("tasks at work: {0} ({1}). Redirect them first"),
		"routes": _("classifier entries that name it: {0} ({1}). Name another one there"),
		"moderated": _("requests in moderation: {0} ({1}). Choose something else in them, or register them first"),
		"entries": _("classifier entries of this type: {0} ({1}). Give them another type"),
		"requests": _("requests at work: {0} ({1}). Wait until they are closed, or correct them"),
		"types": _("request types that count by it: {0} ({1}). Choose another calendar there"),
		"settings": _("the settings of the contact centre name it. Choose another calendar there"),
		"ranges": _("streets with buildings in it: {0} ({1}). Move the buildings to another district"),
		"required": _("classifier entries that require it: {0} ({1}). Take it out there"),
		"answers": _("clarifications that it answers for: {0} ({1}). Name another executor there"),
		"services": _("services that it answers for: {0} ({1}). Name another executor there"),
		"repairs": _("repair works on it: {0} ({1}). Name another street there"),
	}[use.key].format(use.count, names)  # fmt: skip


def guard_own_field(field: Document, method: str | None = None) -> None:
	"""ValidationError for deleting a Custom Field of the request that classifier entries require: nobody could fill it in."""
	required = {"field": field.fieldname, "parenttype": "Classifier"}
	if field.dt != "Request":
		return
	names = sorted(set(frappe.get_all("Classifier Required Field", required, pluck="parent")))
	if names:
		use = Use("required", len(names), tuple(names[:SHOWN]))
		refuse(
			Problem(ProblemKind.STILL_IN_USE, (field.label or field.fieldname, in_words(use))),
			_("Still Needed"),
		)
