"""What an applicant's name, contact, residence and marks were before a correction, until when, and who made it (D2).

The framework's history of changes keeps it, whatever door a save came by: form, card, portal, REST. It goes with the
applicant, and who may not read the applicant does not read it (framework/side_records.py).
"""

from collections.abc import Iterable, Iterator
from typing import Any

import frappe
from frappe import _

from contact_center.regulation import applicant_marks

NAMES = ("surname", "first_name", "patronymic")
CONTACT = ("phone", "other_phones", "email", "notify_by")
RESIDENCE = ("street", "building", "flat")
FIELDS = (*NAMES, *CONTACT, *RESIDENCE, *applicant_marks.FIELDS)
MOST = 100
"""Corrections at most that are looked through, the newest."""


def of_applicant(name: str) -> list[dict[str, str]]:
	"""Return the earlier values, newest correction first: [{field, label, value, until, who}].

	The caller has checked that the user may read the applicant.
	"""
	about = {"ref_doctype": "Applicant", "docname": name}
	listed = {"order_by": "creation desc, name", "limit_page_length": MOST}
	rows = frappe.get_all("Version", about, ["data", "creation", "owner"], **listed)
	people = _people({row.owner for row in rows}, name) if rows else {}
	return [{**each, "who": people.get(row.owner, "")} for row in rows for each in _earlier(row)]


def drop(name: str) -> None:
	"""Remove the earlier values of an applicant who is forgotten, in the same transaction.

	The framework does it by a job after the commit, which may come late or never.
	"""
	frappe.db.delete("Version", {"ref_doctype": "Applicant", "docname": name})


def _earlier(row: Any) -> Iterator[dict[str, str]]:
	meta, until = frappe.get_meta("Applicant"), str(row.creation)
	for field, value in replaced((frappe.parse_json(row.data) or {}).get("changed") or ()):
		label = _(meta.get_label(field))
		shown = _("Yes") if field in applicant_marks.FIELD.values() else _said(field, value)
		yield {"field": field, "label": label, "value": shown, "until": until}


def _said(field: str, value: str) -> str:
	return _(value) if field == "notify_by" else value


def replaced(changed: Iterable[Iterable[Any]]) -> Iterator[tuple[str, str]]:
	"""Yield (field, old value) of FIELDS whose old value said something, in the order of FIELDS.

	>>> list(replaced([("phone", "+380671110001", ""), ("is_ngo", 0, 1), ("full_name", "А", "Б")]))
	[('phone', '+380671110001')]
	"""
	old = {field: str(value or "") for field, value, *_new in changed}
	return ((field, old[field]) for field in FIELDS if old.get(field) not in (None, "", "0"))


def _people(accounts: Iterable[str], applicant: str) -> dict[str, str]:
	"""Return {account: name of who works there}; of the applicant's own account that it is the applicant's."""
	listed = {"name": ("in", sorted(accounts))}
	names = dict(frappe.get_all("User", listed, ["name", "full_name"], as_list=True, order_by="name"))
	own = frappe.db.get_value("Applicant", applicant, "user")
	return names | ({own: _("the applicant, in the account")} if own else {})
