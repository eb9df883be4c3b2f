"""Who had a request how long: from the sending of each task to its end, as the journal tells (R6.2.1, R7.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from contact_center.regulation.facts import PASSED_ON, Kind

_HANDED_ON = PASSED_ON | {Kind.NOT_COMPETENT, Kind.RELEASED}
_ENDED = frozenset({Kind.CLOSED, Kind.NOT_REACHED, Kind.REJECTED, Kind.CANCELLED, Kind.JOINED_TO})
_REOPENED = frozenset({Kind.RETURNED, Kind.DISPUTED, Kind.REOPENED})


@dataclass
class Held:
	"""The time of one task; `until` is None while its executor has it. `handed_on`: it was declined or taken away."""

	since: datetime
	until: datetime | None = None
	handed_on: bool = False


def trail(lines: Iterable[tuple[str, datetime, str | None]]) -> dict[str, Held]:
	"""Return the time of each task, by its name; `lines` are (kind, moment, task or None) in journal order."""
	found: dict[str, Held] = {}
	for name, moment, task in lines:
		kind = Kind(name)
		if kind is Kind.SENT and task:
			found[task] = Held(moment)
		elif kind in _HANDED_ON and task in found:
			held = found[task or ""]
			held.until, held.handed_on = held.until or moment, True
		elif kind in _ENDED and (task in found or task is None):
			for held in _named(found, task):
				held.until = held.until or moment
		elif kind in _REOPENED:
			for held in _named(found, task):
				held.until = held.until if held.handed_on else None
	return found


def _named(found: dict[str, Held], task: str | None) -> Iterable[Held]:
	return [held for name, held in found.items() if task in (None, name)]
