"""Which open requests may be about the same as one that is being written, and in which order they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum


class Likeness(IntEnum):
	"""How much one request is like another at its street; the smaller, the more."""

	SAME = 0
	"""The same entry at the same building, or both in the street as a whole."""
	SAME_STREET = 1
	"""The same entry in the same street, where one of the two names no building."""
	SAME_BUILDING = 2
	"""Another entry at the same building."""


@dataclass(frozen=True)
class Nearby:
	"""An open request in the street; buildings are in their one form. `concerned`: its applicant and all who joined."""

	name: str
	entry: str | None
	building: str | None
	received_at: datetime
	concerned: int = 1


def likeness(entry: str | None, building: str | None, other: Nearby) -> Likeness | None:
	"""Return how much the other is like what is asked at `building` of its street; None where it is not."""
	same_entry, same_building = (
		bool(entry) and entry == other.entry,
		(building or None) == (other.building or None),
	)
	if same_building and same_entry:
		return Likeness.SAME
	if same_building and building:
		return Likeness.SAME_BUILDING
	if same_entry and not (building and other.building):
		return Likeness.SAME_STREET
	return None


def ranked(
	entry: str | None, building: str | None, found: Iterable[Nearby], most: int
) -> list[tuple[Nearby, Likeness]]:
	"""Return the `most` that are alike: the likest first, then what concerns more people, then the newest."""
	alike = [(each, how) for each in found if (how := likeness(entry, building, each)) is not None]
	alike.sort(key=lambda pair: (pair[1], -pair[0].concerned, -pair[0].received_at.timestamp(), pair[0].name))
	return alike[:most]
