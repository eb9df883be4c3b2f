"""Applicants' phones become rows that are found by a part of the number (R5.2)."""

import frappe

from contact_center.framework import deadlocks
from contact_center.intake import phone_rows

BATCH = 1000


@deadlocks.repeated
def execute() -> None:
	"""Write the rows of the applicants that have none, in batches: a million applicants do not fit into memory."""
	last = ""
	while rows := _without_rows(last):
		phone_rows.write({row.name: phone_rows.numbers_of(row.phone, row.other_phones) for row in rows})
		last = rows[-1].name


def _without_rows(last: str) -> list[dict]:
	"""Return the next applicants after `last`, by name, with a phone and no row."""
	return frappe.db.sql(
		"""
		select person.name, person.phone, person.other_phones
		from `tabApplicant` person
		left join `tabApplicant Phone` known on known.applicant = person.name
		where person.name > %s and known.name is null
			and (ifnull(person.phone, '') != '' or ifnull(person.other_phones, '') != '')
		order by person.name limit %s
		""",
		(last, BATCH),
		as_dict=True,
	)
