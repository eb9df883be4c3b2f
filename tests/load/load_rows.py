"""Rows in bulk, for a site that is filled: names that look by chance and are the same each time, inserts of many rows."""

import hashlib
from collections.abc import Iterator, Sequence

import frappe

BY = "Administrator"
STAMP = "2026-01-15 10:00:00"


def name_of(what: str, number: int, length: int = 10) -> str:
	"""Return the name of a record: random in the order of the table, as the framework's names are."""
	return hashlib.md5(f"{what} {number}".encode(), usedforsecurity=False).hexdigest()[:length]


def stamped(name: str, at: object = STAMP) -> tuple:
	"""Return the values of name, creation, modified, owner, modified_by."""
	return (name, at, at, BY, BY)


def insert(doctype: str, columns: Sequence[str], rows: Sequence[Sequence]) -> None:
	"""Insert rows in one statement; a table of no doctype is named as it is."""
	if not rows:
		return
	table = doctype if doctype.startswith("_") else f"tab{doctype}"
	places = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * len(rows))
	names = ", ".join(f"`{column}`" for column in columns)
	frappe.db.sql(
		f"insert into `{table}` ({names}) values {places}", [value for row in rows for value in row]
	)


def slices(first: int, last: int, size: int) -> Iterator[tuple[int, int]]:
	"""Yield [from, to) of `size` numbers each."""
	for start in range(first, last, size):
		yield start, min(start + size, last)
