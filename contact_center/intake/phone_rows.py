"""The phones of applicants as rows of their own, found by a part of the number through an index (R5.2).

`Applicant Phone` follows `phone` and `other_phones` at each save: national digits, the same read from the end, and the same
without the first one to four. A part of LEAST digits or more is thus the beginning of one of these columns, wherever it stands
in a number of ten digits, and each column has an index.
"""

from collections.abc import Iterable

import frappe
from frappe.model.document import Document

from contact_center.reading.phone_parts import LEAST, beginnings, digits_of, phones_in

DOCTYPE = "Applicant Phone"
FIELDS = ("phone", "other_phones")
MIDDLES = {
	1: "digits_after_first",
	2: "digits_after_second",
	3: "digits_after_third",
	4: "digits_after_fourth",
}
"""{so many digits left out: the column of the others}."""
COLUMNS = (
	*("name", "creation", "modified", "owner", "modified_by"),
	*("applicant", "digits", "reversed_digits", *MIDDLES.values()),
)
NATIONAL = 10
"""Digits of a number of the country; what reaches its last one is an end."""
SERVER = "Administrator"


def follow(applicant: Document) -> None:
	"""Write the rows of an applicant anew where a phone has changed."""
	if not any(map(applicant.has_value_changed, FIELDS)):
		return
	if applicant.get_doc_before_save():
		drop(applicant)
	write({applicant.name: numbers_of(applicant.phone, applicant.other_phones)})
	_write_merged(applicant.name)


def _write_merged(kept: str) -> None:
	"""Who rings from a number of a record that was merged into this one is this applicant."""
	rows = frappe.get_all("Applicant", {"merged_into": kept}, ["name", *FIELDS], order_by="name")
	write({row.name: numbers_of(row.phone, row.other_phones) for row in rows}, kept)


def drop(applicant: Document) -> None:
	"""Remove the rows of an applicant."""
	frappe.db.delete(DOCTYPE, {"applicant": applicant.name})


def numbers_of(phone: str | None, other_phones: str | None) -> tuple[str, ...]:
	"""Return the national digits of both fields. What an old system kept in `phone` and is no number stays digits."""
	found = [phone or "", *phones_in(other_phones or "")]
	return tuple(dict.fromkeys(filter(None, map(digits_of, found))))


def write(numbers: dict[str, Iterable[str]], kept: str = "") -> None:
	"""Insert the rows of several applicants in one statement; of those that were merged into `kept`, as its own."""
	if rows := rows_of(numbers, kept):
		frappe.db.bulk_insert(DOCTYPE, COLUMNS, rows, ignore_duplicates=True)


def rows_of(numbers: dict[str, Iterable[str]], kept: str = "") -> list[tuple]:
	"""Return the rows of {applicant: national digits}, values of COLUMNS."""
	now = frappe.utils.now()
	return [
		(
			f"{applicant}-{digits}",
			now,
			now,
			SERVER,
			SERVER,
			kept or applicant,
			digits,
			digits[::-1],
			*tails(digits),
		)
		for applicant, all_digits in numbers.items()
		for digits in all_digits
	]


def tails(digits: str) -> tuple[str, ...]:
	"""Return what MIDDLES keep of a number; "" for a tail that is too short to hold a part."""
	return tuple(digits[left_out:] if len(digits) >= left_out + LEAST else "" for left_out in MIDDLES)


def known_under(parts: str | Iterable[str], most: int) -> list[str]:
	"""Return the applicants with a number that begins or ends with these national digits, then those that have them inside.

	One range of an index each; several `parts` are what the same text may mean.
	"""
	parts = (parts,) if isinstance(parts, str) else tuple(parts)
	ranges = dict.fromkeys(each for find in (_outer, _inner) for part in parts for each in find(part))
	selects = " union all ".join(
		f"(select applicant from `tab{DOCTYPE}` where {column} like %s limit {int(most)})"
		for column, _start in ranges
	)
	found = frappe.db.sql(selects, [f"{start}%" for _column, start in ranges])
	return list(dict.fromkeys(name for (name,) in found))[:most]


def _outer(part: str) -> list[tuple[str, str]]:
	"""Return [(column, how it begins)] for numbers that begin or end with the part."""
	return [("digits", each) for each in beginnings(part)] + [("reversed_digits", part[::-1])]


def _inner(part: str) -> list[tuple[str, str]]:
	"""Return the same for numbers that have the part inside; nothing for one that is too short, or as good as whole."""
	if len(part) < LEAST:
		return []
	return [(column, part) for left_out, column in MIDDLES.items() if left_out + len(part) < NATIONAL]
