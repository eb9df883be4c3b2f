"""Applicants: one record a person, found again by account or phone (R5.2, D2)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center.access import permissions, roles
from contact_center.framework import deadlocks, plain_text
from contact_center.intake import phone_rows
from contact_center.reading.folding import search_key, words_of
from contact_center.reading.phone_parts import part_of, parts_of
from contact_center.reading.phones import check_names_a_number, normal_phone
from contact_center.record import clock
from contact_center.record.messages import JOINED
from contact_center.regulation import applicant_marks
from contact_center.regulation.addresses import parse_place
from contact_center.regulation.problems import Problem, ProblemError
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.regulation.stages import FINISHED
from contact_center.words import problems

_PHONE = re.compile(r"\+?[\d\s()./-]{3,}")
NOBODY = [["name", "=", ""]]
NOBODYS = {"user": ("is", "not set"), "merged_into": ("is", "not set")}
"""Of records that may be another one of the same person."""
MOST_NAMED = 200
"""Applicants at most that a part of a phone names."""
WAYS = {"Phone": "phone", "E-mail": "email"}
_from_elsewhere: ContextVar[bool] = ContextVar("contact_center_from_elsewhere", default=False)


def check_open(applicant: Document) -> None:
	"""Refuse to correct a record that was merged into another one: the other is corrected."""
	if not applicant.is_new() and frappe.db.get_value("Applicant", applicant.name, "merged_into"):
		problems.refuse(Problem(Kind.APPLICANT_MERGED))


def contact_to_file(name: str) -> dict:
	"""Return {email, notify_by} of an applicant under whom something is about to be filed, {} for an unknown one.

	Locks the record until the end of the transaction: who merges it meanwhile waits, and finds what was filed. ValidationError
	for one that is merged already.
	"""
	deadlocks.retry_from_here()
	fields = ["email", "notify_by", "merged_into"]
	row = frappe.db.get_value("Applicant", name, fields, as_dict=True, for_update=True)
	if row and row.merged_into:
		problems.refuse(Problem(Kind.APPLICANT_MERGED))
	return row or frappe._dict()


def normalise(applicant: Document) -> None:
	"""Bring full name, search key, phone, marks and the moment of consent into their one form."""
	plain_text.defuse(applicant)
	parts = (applicant.surname, applicant.first_name, applicant.patronymic)
	applicant.full_name = " ".join(part.strip() for part in parts if part and part.strip())
	applicant.search_key = search_key(applicant.full_name)
	if applicant.phone:
		applicant.phone = _normal_phone(applicant.phone)
	for detail in applicant_marks.astray(applicant.as_dict(no_default_fields=True)):
		applicant.set(detail, None)
	if not _from_elsewhere.get():
		with problems.refusing():
			_check_written(applicant)
	_check_way(applicant)
	if applicant.consent and not applicant.consent_at:
		applicant.consent_at = clock.to_site(clock.now())
	elif not applicant.consent:
		applicant.consent_at = None


def _check_written(applicant: Document) -> None:
	"""Raise ProblemError for a changed building, flat or other phone that is none; bring the place into its one form."""
	if applicant.other_phones and applicant.has_value_changed("other_phones"):
		check_names_a_number(applicant.other_phones)
	if any(map(applicant.has_value_changed, ("building", "flat"))):
		applicant.building, applicant.flat = parse_place(applicant.building, applicant.flat)


def _normal_phone(text: str) -> str:
	try:
		return normal_phone(text)
	except ProblemError as error:
		several = error.kind is Kind.SEVERAL_PHONES
		problems.refuse(Problem(Kind.SEVERAL_PHONES_IN_CARD, error.values) if several else error.problem)


def _check_way(applicant: Document) -> None:
	"""Require a phone of who wants to be called; what an old system knew is taken as it is (RI1)."""
	field = WAYS.get(applicant.notify_by)
	if field and not applicant.get(field) and not _from_elsewhere.get():
		problems.refuse(Problem(Kind.WAY_NEEDS_CONTACT, ("notify_by", field)))


@frappe.whitelist(methods=["POST"])
def record_consent(applicant: str) -> None:
	"""Record that the applicant consents to the processing of personal data, at this moment (R5.2, D2).

	A consent that is on record keeps its own moment. PermissionError for others than operators and supervisors.
	"""
	permissions.check_role(*roles.CONTROLLERS)
	doc = frappe.get_doc("Applicant", applicant)
	doc.check_permission("write")
	if not doc.consent:
		doc.consent = 1
		with _known_from_elsewhere():  # what else the record lacks is not asked for here
			doc.save()


def warn_of_namesakes(applicant: Document) -> None:
	"""Warn the staff after a new record of others with this phone: they may be the same person (R5.2, D1)."""
	if applicant.user or _from_elsewhere.get():
		return
	same = {"phone": applicant.phone, "name": ("!=", applicant.name), **NOBODYS}
	names = frappe.get_all("Applicant", same, pluck="full_name", limit=3) if applicant.phone else []
	if names:
		frappe.msgprint(
			_("This phone is known already: {0}. Is it the same person?").format(", ".join(names)), alert=True
		)


def pass_on_email(applicant: Document) -> None:
	"""Copy a changed e-mail to the requests that are not finished, after the save (RI1)."""
	if applicant.get_doc_before_save() and applicant.has_value_changed("email"):
		mine = {"applicant": applicant.name, "stage": ("not in", [stage.value for stage in FINISHED])}
		frappe.db.set_value("Request", mine, "applicant_email", applicant.email, update_modified=False)
		joined = {"applicant": applicant.name}
		frappe.db.set_value(JOINED, joined, "applicant_email", applicant.email, update_modified=False)
		considered = {
			"applicant": applicant.name,
			"stage": "Under Consideration",
			"applicant_email": ("is", "set"),
		}
		frappe.db.set_value("Appeal", considered, "applicant_email", applicant.email, update_modified=False)


def wanted(text: str) -> list[list[str]]:
	"""Return filters of Applicant for a phone as it is dictated, an e-mail, or names in any order.

	«067 123-45-67», any five digits of it, «заявниченко окс». The caller checks the permission to list applicants.
	"""
	text = text.strip()
	digits = re.sub(r"[^0-9]", "", text)
	if digits and _PHONE.fullmatch(text):
		parts = dict.fromkeys((part_of(text), *parts_of(text)))
		return [["name", "in", phone_rows.known_under(parts, MOST_NAMED) or [""]]]
	if "@" in text:
		return [["name", "in", _known_by_email(text) or [""]]]
	words = words_of(text.replace("_", " "))  # to LIKE it is any letter, and no name has it
	return [["search_key", "like", f"% {word}%"] for word in words] if words or not text else NOBODY


def _known_by_email(text: str) -> list[str]:
	"""Return the applicants with this part in their e-mail, or in that of a record that was merged into theirs."""
	found = frappe.db.sql(
		"select ifnull(nullif(merged_into, ''), name) from `tabApplicant` where email like %s limit %s",
		(f"%{text}%", MOST_NAMED),
	)
	return list(dict.fromkeys(name for (name,) in found))


def by_contact(full_name: str, phone: str = "", email: str = "", other_phones: str = "") -> str:
	"""Return the applicant with this name and phone (or e-mail), created when new. No permission check.

	`full_name` is «Прізвище Ім'я По батькові»; «Мар’яна» and «Мар'яна» are one person. A record with an account is not found: its owner may have written
	another's name and phone into it (D1); of one that was merged, the kept one. Of a consent nothing is known here (R5.2). ValidationError for a bad
	phone or e-mail.
	"""
	phone = _normal_phone(phone) if phone else ""
	full_name = " ".join(full_name.split()) or _("Name not given")
	known = same_person(full_name, {"phone": phone} if phone else {"email": email})
	return known or _create(full_name, phone, email, other_phones)


def same_person(full_name: str, contact: dict[str, str]) -> str | None:
	"""Return the applicant with this name and contact; of a record that was merged, the one that was kept.

	A record with an account is not found by its own words (see `by_contact`), nor anybody by a name alone.
	"""
	if not all(contact.values()):
		return None
	same = {**contact, "search_key": search_key(full_name), "user": ("is", "not set")}
	names = ["merged_into", "name"]  # no merged one before those that are
	row = frappe.db.get_value("Applicant", same, names, order_by="merged_into, name")
	return row and (row[0] or row[1])


def _create(full_name: str, phone: str, email: str, other_phones: str) -> str:
	surname, first_name, patronymic = ([*full_name.split(" ", 2), "", ""])[:3]
	values = {
		"surname": surname,
		"first_name": first_name,
		"patronymic": patronymic,
		"phone": phone,
		"email": email,
		"other_phones": other_phones,
	}
	doc = frappe.get_doc({"doctype": "Applicant", "notify_by": "Phone" if phone else "E-mail", **values})
	with _known_from_elsewhere():
		return doc.insert(ignore_permissions=True).name


@contextmanager
def _known_from_elsewhere() -> Iterator[None]:
	"""Accept inside the block what an old system knew: nobody can be asked for more."""
	token = _from_elsewhere.set(True)
	try:
		yield
	finally:
		_from_elsewhere.reset(token)


def join_with_account(applicant: str, user: str) -> None:
	"""Give the account this applicant, whose contact its owner has proved to have; a version keeps who and when (D2)."""
	doc = frappe.get_doc("Applicant", applicant)
	doc.user = user
	with _known_from_elsewhere():  # what the record lacks is asked for with the next request
		doc.save(ignore_permissions=True)


def of_user(user: str) -> str | None:
	"""Return the name of the applicant record that belongs to a portal account."""
	return frappe.db.get_value("Applicant", {"user": user}) if user != "Guest" else None
