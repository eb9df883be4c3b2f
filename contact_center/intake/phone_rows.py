"""The phones of applicants as rows of their own, found by a part of the number through an index (R5.2).

`Applicant Phone` follows `phone` and `other_phones` at each save: national digits, and the same read from the end.
"""

from collections.abc import Iterable

import frappe
from frappe.model.document import Document

from contact_center.reading.phone_parts import beginnings, digits_of, phones_in

DOCTYPE = "Applicant Phone"
FIELDS = ("phone", "other_phones")
COLUMNS = (
	*("name", "creation", "modified", "owner", "modified_by"),
	*("applicant", "digits", "reversed_digits"),
)
SERVER = "Administrator"


def follow(applicant: Document) -> None:
	"""Write the rows of an applicant anew where a phone has changed."""
	if not any(map(applicant.has_value_changed, FIELDS)):
		return
	if applicant.get_doc_before_save():
		drop(applicant)
	write({applicant.name: numbers_of(applicant.phone, applicant.other_phones)})


def drop(applicant: Document) -> None:
	"""Remove the rows of an applicant."""
	frappe.db.delete(DOCTYPE, {"applicant": applicant.name})


def numbers_of(phone: str | None, other_phones: str | None) -> tuple[str, ...]:
	"""Return the national digits of both fields. What an old system kept in `phone` and is no number stays digits."""
	found = [phone or "", *phones_in(other_phones or "")]
	return tuple(dict.fromkeys(filter(None, map(digits_of, found))))


def write(numbers: dict[str, Iterable[str]]) -> None:
	"""Insert the rows of several applicants in one statement."""
	now = frappe.utils.now()
	rows = [
		(f"{applicant}-{digits}", now, now, SERVER, SERVER, applicant, digits, digits[::-1])
		for applicant, all_digits in numbers.items()
		for digits in all_digits
	]
	if rows:
		frappe.db.bulk_insert(DOCTYPE, COLUMNS, rows, ignore_duplicates=True)


def known_under(part: str, most: int) -> list[str]:
	"""Return the applicants with a number that begins or ends with these national digits, through the two indexes."""
	ranges = [("digits", each) for each in beginnings(part)] + [("reversed_digits", part[::-1])]
	selects = " union all ".join(
		f"(select applicant from `tab{DOCTYPE}` where {column} like %s limit {int(most)})"
		for column, _start in ranges
	)
	found = frappe.db.sql(selects, [f"{start}%" for _column, start in ranges])
	return list(dict.fromkeys(name for (name,) in found))[:most]
