"""Figures that a history cannot tell, because no line of it can be of the kind that they follow from: absent, not zero."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from contact_center.regulation.facts import Kind

NEEDED: dict[Kind, tuple[str, ...]] = {
	Kind.REGISTERED: ("overdue", "first_broken", "broken", "letters"),
	Kind.SENT: ("tasks", "broken", "letters", "accepted_late"),
	Kind.ACCEPTED: ("accepted_late",),
	Kind.RETURNED: ("returns",),
	Kind.REDIRECTED: ("redirects", "supervisor_redirects", "awaiting_supervisor"),
	Kind.EXTENDED: ("extensions", "terms_other_day"),
	Kind.TERM_ASKED: ("terms_asked", "terms_other_day", "terms_waiting"),
	Kind.TERM_REFUSED: ("terms_refused",),
	Kind.STAGE_AGREED: ("stages_agreed", "stages_missed"),
	Kind.STAGE_DONE: ("stages_done",),
	Kind.INSPECTION_ASKED: ("inspections_asked",),
	Kind.INSPECTION_CALLED: ("inspections",),
	Kind.INSPECTION_HELD: ("inspections_held",),
	Kind.INSPECTION_CANCELLED: ("inspections_cancelled",),
	Kind.REOPENED: ("reopened",),
	Kind.CALLED_BACK: ("callbacks",),
	Kind.NOT_REACHED: ("not_reached",),
	Kind.CLOSED: ("finished", "closed"),
}
"""Figures by the kind of line without which nothing is known of them."""
FOUNDATIONS = (Kind.REGISTERED, Kind.SENT)
"""Kinds that every request has a line of: where a whole journal has none, it does not tell them."""
_ROWS = ("types", "districts", "classifier", "executors", "days", "new_terms", "inspections", "long_term")


def unknown_figures(untold: Collection[Kind]) -> list[str]:
	"""Return the names of the figures that need lines of these kinds."""
	return list(dict.fromkeys(name for kind in NEEDED if kind in untold for name in NEEDED[kind]))


def without_unknown(figures: dict[str, Any], untold: Collection[Kind]) -> dict[str, Any]:
	"""Return the figures with None for each that is not known, and the names of these."""
	names = unknown_figures(untold)
	hidden = {*names, *(f"{name}_share" for name in names)}
	for row in (figures["totals"], *(row for part in _ROWS for row in figures[part])):
		row.update(dict.fromkeys(hidden & set(row)))
	told = {"untold_events": [str(kind) for kind in NEEDED if kind in untold], "unknown_figures": names}
	return {**figures, **told}
