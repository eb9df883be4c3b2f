"""Applicants' phones are found by digits from their middle too: the columns that the search asks are filled (R5.2)."""

import frappe

from contact_center.framework import deadlocks
from contact_center.intake.phone_rows import DOCTYPE, MIDDLES
from contact_center.reading.phone_parts import LEAST

BATCH = 20_000


def execute() -> None:
	"""Fill the rows by slices of their names, a statement and a commit each: whoever saves an applicant waits for one slice."""
	last = ""
	while end := _end_of_slice(last):
		_fill(last, end)
		last = end


def _end_of_slice(last: str) -> str | None:
	found = frappe.db.sql(
		f"""select max(name) from (
			select name from `tab{DOCTYPE}` where name > %s order by name limit {int(BATCH)}
		) as slice""",
		last,
	)
	return found[0][0]


@deadlocks.repeated
def _fill(last: str, end: str) -> None:
	filled = ", ".join(
		f"{column} = if(length(digits) >= {left_out + LEAST}, substr(digits, {left_out + 1}), '')"
		for left_out, column in MIDDLES.items()
	)
	frappe.db.sql(f"update `tab{DOCTYPE}` set {filled} where name > %s and name <= %s", (last, end))
	frappe.db.commit()
