"""How often clarifications are used, and how often they did not help (RI2). Each use is a row; none waits for another.

A form counts its clarification's rows by their index; for the list the counts are brought up to date once a day, where they
differ.
"""

from collections.abc import Sequence
from hashlib import sha256

import frappe

from contact_center.framework import deadlocks
from contact_center.framework.bulk_update import bulk_update
from contact_center.intake import knowledge
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import problems

MARK = "Clarification Mark"
INSERT = (
	"insert ignore into `tabClarification Mark` "
	"(name, creation, modified, owner, modified_by, clarification, visitor, by_operator) "
	"values (%s, %s, %s, %s, %s, %s, %s, %s)"
)
"""Two presses at once are one: the name is made of visitor and clarification."""
USES = "Consultation"
COUNTS = {"used_count": USES, "not_helped_count": MARK}
"""{field of Clarification: table whose rows name it in `clarification`}."""
SLICE = 200
"""So many clarifications are written in one transaction."""


def used(clarification: str) -> str:
	"""Return the answer as it is given now, for the consultation that uses it: it stays so there, whatever is written later.

	Raise ValidationError for what is no longer in use, or no longer valid. The use is counted from the consultations.
	"""
	fields = ["answer", "is_active", "valid_until"]
	found = frappe.db.get_value(knowledge.CLARIFICATION, clarification, fields, as_dict=True)
	if not found or not knowledge.is_in_force(found):
		problems.refuse(Problem(Kind.ANSWER_GONE))
	return found.answer


def mark(clarification: str, visitor: str, *, by_operator: bool = False) -> bool:
	"""Record that it did not help; return whether that is new: once a visitor, of whom nothing but a digest is kept."""
	if not frappe.db.exists(knowledge.CLARIFICATION, clarification):
		problems.refuse(Problem(Kind.ANSWER_GONE))
	name = _digest(clarification, visitor)
	if frappe.db.exists(MARK, name):
		return False
	stamp = frappe.utils.now()
	row = (name, stamp, stamp, *("Administrator",) * 2, clarification, name, int(by_operator))
	frappe.db.sql(INSERT, row)
	return True


def counts(clarification: str) -> dict[str, int]:
	"""Return {field: how many rows name the clarification} as of now, by their indexes."""
	return {field: frappe.db.count(each, {"clarification": clarification}) for field, each in COUNTS.items()}


def count_marks(clarification: str) -> int:
	"""Return how often it did not help, by the index."""
	return frappe.db.count(MARK, {"clarification": clarification}) if clarification else 0


def recount() -> None:
	"""Every day: bring the counts of all clarifications up to date.

	Counting reads without a lock: an UPDATE that joins the rows it counts holds up each new one, seven seconds with a million.
	"""
	for field, doctype in COUNTS.items():
		outdated = _outdated(field, doctype)
		frappe.db.commit()
		for first in range(0, len(outdated), SLICE):
			_write(field, outdated[first : first + SLICE])


def _outdated(field: str, doctype: str) -> list[tuple[str, int]]:
	"""Return (clarification, how many rows name it) where the count that is kept is another."""
	return frappe.db.sql(
		f"""select kept.name, ifnull(counted.many, 0) from `tabClarification` kept left join (
				select clarification, count(*) as many from `tab{doctype}`
				where clarification > '' group by clarification
			) counted on counted.clarification = kept.name
			where kept.`{field}` <> ifnull(counted.many, 0)"""
	)


@deadlocks.repeated
def _write(field: str, counted: Sequence[tuple[str, int]]) -> None:
	bulk_update(knowledge.CLARIFICATION, {name: {field: many} for name, many in counted})
	frappe.db.commit()


def _digest(clarification: str, visitor: str) -> str:
	secret = frappe.local.conf.get("encryption_key") or frappe.local.site
	return sha256(f"{secret}\n{clarification}\n{visitor}".encode()).hexdigest()[:32]
