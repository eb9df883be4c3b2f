"""Taking over a colleague's card whose talk nobody goes on with: the shift has ended, the browser died, somebody is ill.

The card goes to whoever takes it over, with what is typed on it, in one statement under its lock: from then on it is that
operator's, and what the first one still types is refused by name (`cards._own`), never written over it.
"""

from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center.access import permissions, roles
from contact_center.framework import access_log, deadlocks
from contact_center.intake import callers, cards
from contact_center.record import clock
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import people_words, problems

IDLE = timedelta(minutes=2)
"""An operator takes over what nobody has typed on for so long; a supervisor what is typed on, too."""


def take_over(card: str, held_by: str) -> None:
	"""Make an open card the session user's. `held_by` is the operator from whom it is taken, as the list showed it.

	Nothing happens to one's own card. ValidationError for one that has ended, that another colleague has taken meanwhile,
	and for an operator where it is being typed on.
	"""
	deadlocks.retry_from_here()
	me, row = frappe.session.user, cards.locked(card)
	if not row or row.status != cards.OPEN:
		problems.refuse(Problem(Kind.CARD_ENDED))
	if row.operator == me:
		return
	if row.operator != held_by:
		problems.refuse(Problem(Kind.CARD_TAKEN_OVER, (people_words.name_of(row.operator),)))
	if not is_idle(row) and not permissions.has_role(roles.SUPERVISOR):
		problems.refuse(Problem(Kind.CARD_IN_USE, (people_words.name_of(row.operator),)))
	cards.change(card, operator=me, taken_over_from=row.operator, taken_over_at=clock.to_site(clock.now()))
	_note(card, row.operator, me)
	if row.applicant:
		access_log.record_all("Applicant", [row.applicant], callers.LOOKED_UP)


def is_idle(row: Any) -> bool:
	"""Return whether nobody has typed on the card for a while."""
	return clock.to_utc(clock.now()) - typed_at(row) >= IDLE


def typed_at(row: Any) -> datetime:
	"""Return when something was typed on the card last (naive UTC)."""
	return row.kept_utc or row.started_utc


def _note(card: str, before: str, now: str) -> None:
	"""Put on record who has it from whom; the card itself names the last two."""
	text = _("Taken over by {0} from {1}").format(people_words.name_of(now), people_words.name_of(before))
	note: Document = frappe.get_doc(
		{
			"doctype": "Comment",
			"comment_type": "Info",
			"reference_doctype": cards.DOCTYPE,
			"reference_name": card,
		}
	)
	note.content = text
	note.insert(ignore_permissions=True)
