"""The fields that an administrator added to the request: what an entry of the classifier may require besides ours."""

import frappe
from frappe.model.document import Document

from contact_center.reading.own_values import KINDS, OwnField
from contact_center.regulation.problems import ProblemError, ProblemKind
from contact_center.regulation.routing import REQUIRED_FIELDS, is_own_field


def own_fields() -> dict[str, OwnField]:
	"""The custom fields of Request that can be required, by name, in the order of the form."""
	return {df.fieldname: _of(df) for df in frappe.get_meta("Request").fields if not _fault(df)}


def check_required(name: str) -> None:
	"""ProblemError for a field that no request has, or that nobody could fill in on every way."""
	if name in REQUIRED_FIELDS:
		return
	field = frappe.get_meta("Request").get_field(name)
	if not field or not is_own_field(name):
		raise ProblemError(ProblemKind.UNKNOWN_FIELD, name)
	if _fault(field):
		raise ProblemError(ProblemKind.FIELD_NOT_REQUIRED, field.label or name, *KINDS)


def labels() -> dict[str, str]:
	"""Names of the city's own fields with their labels, as the administrator wrote them."""
	return {name: field.label for name, field in own_fields().items()}


def _fault(df: Document) -> bool:
	"""Whether it is no field of the city's own, or one that a citizen or a clerk could not fill in."""
	ours = not df.get("is_custom_field") or not is_own_field(df.fieldname)
	return ours or df.fieldtype not in KINDS or bool(df.hidden or df.read_only or df.permlevel)


def _of(df: Document) -> OwnField:
	options = tuple(filter(None, (df.options or "").split("\n"))) if df.fieldtype == "Select" else ()
	return OwnField(df.fieldname, df.label or df.fieldname, df.fieldtype, options)
