"""The shift at a glance: open cards and whose they are, held requests, the moderation queue; and taking a card over (P2, P3).

Operators see colleagues' open cards, to go on with one; supervisors the whole, in a fixed number of queries.
"""

from datetime import datetime
from typing import Any

import frappe

from contact_center.access import permissions, roles
from contact_center.intake import card_views, cards, holds, taking_over
from contact_center.reading.desk_drafts import subject_of
from contact_center.record import clock
from contact_center.regulation.stages import Stage
from contact_center.words import speech

MOST = 200


@frappe.whitelist(methods=["GET"])
def open_cards() -> list[dict]:
	"""Return the open cards of operators, the longest untouched first.

	[{name, operator, operator_name, mine, caller, subject, started, typed, is_idle}]: `subject` is the beginning of what is
	typed, `typed` when something was. PermissionError for others than operators and supervisors.
	"""
	permissions.check_role(*roles.CONTROLLERS)
	now = clock.now()
	return [_shown(row, now) for row in _open()]


@frappe.whitelist(methods=["POST"])
def take_over(card: str, held_by: str) -> dict:
	"""Take a colleague's open card over and return its view, as `call.mine` does; one's own is returned as it is."""
	permissions.check_role(*roles.CONTROLLERS)
	taking_over.take_over(card, held_by)
	frappe.db.commit()  # a call that waited for another one would still see the card as it was before
	return card_views.view(card)


@frappe.whitelist(methods=["GET"])
def overview() -> dict:
	"""Return {cards, talking, holds, queue: {waiting, oldest, asked}, at}. PermissionError for others than supervisors.

	`talking` counts operators who have typed on a card within the last minutes.
	"""
	permissions.check_role(roles.SUPERVISOR)
	now = clock.now()
	shown = [_shown(row, now) for row in _open()]
	return {
		"cards": shown,
		"talking": len({row["operator"] for row in shown if not row["is_idle"]}),
		"holds": holds.held(now),
		"queue": _queue(now),
		"at": speech.moment_words(now, now),
	}


def _open() -> list[Any]:
	card, user, person = map(frappe.qb.DocType, (cards.DOCTYPE, "User", "Applicant"))
	query = frappe.qb.from_(card).left_join(user).on(user.name == card.operator)
	query = query.left_join(person).on(person.name == card.applicant)
	query = query.select(card.name, card.operator, card.anonymous, card.phone, card.draft, card.started_utc)
	query = query.select(card.kept_utc, user.full_name.as_("operator_name"), person.full_name.as_("caller"))
	return query.where(card.status == cards.OPEN).orderby(card.started_at).limit(MOST).run(as_dict=True)


def _shown(row: Any, now: datetime) -> dict:
	typed = taking_over.typed_at(row)
	return {
		"name": row.name,
		"operator": row.operator,
		"operator_name": row.operator_name or row.operator,
		"mine": row.operator == frappe.session.user,
		"caller": row.caller or "",
		"phone": row.phone or "",
		"anonymous": bool(row.anonymous),
		"subject": subject_of(row.draft),
		"started": speech.moment_words(clock.from_utc(row.started_utc), now),
		"typed": speech.moment_words(clock.from_utc(typed), now),
		"is_idle": taking_over.is_idle(row),
	}


def _queue(now: datetime) -> dict:
	"""Return {waiting, oldest, asked} of the moderation queue: how many, how long the first has waited."""
	[row] = frappe.db.sql(
		"""select coalesce(sum(channel = 'Web' and asked_at is null), 0) as waiting,
			min(if(channel = 'Web' and asked_at is null, moderate_from, null)) as since,
			coalesce(sum(asked_at is not null), 0) as asked
		from tabRequest where stage = %s""",
		Stage.MODERATION.value,
		as_dict=True,
	)
	waited = int((now - clock.from_site(row.since)).total_seconds()) if row.since else 0
	oldest = speech.span_words(waited) if waited > 0 else ""
	return {"waiting": int(row.waiting), "oldest": oldest, "asked": int(row.asked)}
