"""What is to be rehearsed, and its files made ready: names found in their headers, texts in UTF-8."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from contact_center.reading import csv_lines
from contact_center.reading.csv_lines import UnreadableFile
from contact_center.reading.policy_files import DEFAULT_POLICY, KYIV, Policy, load_policy
from contact_center.reading.request_lines import City, city_of
from contact_center.reading.street_names import SHIPPED_TYPES, StreetTypes
from contact_center.rehearsal.reading import journal_columns, request_columns
from contact_center.rehearsal.reading.mappings import Mapping, MappingError
from contact_center.rehearsal.reading.problems import RehearsalKind

DEMO_POLICY = Path(__file__).parents[2] / "demo" / "policy"
_PIECE = 1 << 20


@dataclass(frozen=True)
class Order:
	"""What to rehearse. `policy` directories lie over the shipped one, `against` over these; `until` is aware.

	The rest is what `opened` finds: `utf8` is the requests' file in UTF-8 where it is not so itself, `absent` are the
	columns that the mapping's events need and the file lacks, `lacks_ends` says that nothing left ends any work.
	"""

	requests: Path
	journal: Path | None = None
	policy: tuple[Path, ...] = (DEMO_POLICY,)
	against: tuple[Path, ...] = ()
	mapping: Mapping = field(default_factory=Mapping)
	until: datetime | None = None
	seed: int = 1520
	zone: ZoneInfo = KYIV
	utf8: Path | None = None
	absent: tuple[str, ...] = ()
	lacks_ends: bool = False

	@property
	def has_journal(self) -> bool:
		"""Return whether it is known what really happened: by a journal, or by the requests' own file."""
		return bool(self.journal or self.mapping.events)

	@property
	def readable(self) -> Path:
		"""Return where the requests are read from."""
		return self.utf8 or self.requests


@dataclass
class Side:
	"""A policy that an order sets beside another: `city` is what its requests are looked up in."""

	policy: Policy
	city: City
	dirs: tuple[Path, ...]


def load_side(dirs: tuple[Path, ...], zone: ZoneInfo) -> Side:
	"""Load the policy of `dirs` over the shipped one. Raises PolicyError."""
	policy = load_policy(DEFAULT_POLICY, *dirs, zone=zone)
	types = StreetTypes(policy.street_types or SHIPPED_TYPES)
	city = city_of(policy.calendar.zone, policy.streets, policy.classifier, policy.districts, types)
	return Side(policy, city, dirs)


@contextmanager
def opened(order: Order) -> Iterator[Order]:
	"""Yield the order with its mapping fitted to the files. Raises MappingError, OSError."""
	with _in_utf8(order.requests, order.mapping.encoding) as utf8:
		yield _fitted(replace(order, utf8=utf8))


@contextmanager
def _in_utf8(path: Path, encoding: str) -> Iterator[Path | None]:
	if not encoding:
		yield None
		return
	with tempfile.TemporaryDirectory() as folder:
		target = Path(folder) / path.name
		try:
			_recode(path, encoding, target)
		except UnicodeError:
			raise MappingError(RehearsalKind.NOT_ENCODED, path.name, encoding) from None
		yield target


def _recode(path: Path, encoding: str, target: Path) -> None:
	"""Copy the file in UTF-8. Bytes that mean nothing stay as they are: their lines are refused, the others go through."""
	with (
		path.open(encoding=encoding, errors="surrogateescape", newline="") as source,
		target.open("w", encoding="utf-8", errors="surrogateescape", newline="") as copy,
	):
		while piece := source.read(_PIECE):
			copy.write(piece)


def _fitted(order: Order) -> Order:
	mapping = order.mapping
	header = _header(
		order.readable, {*mapping.requests.in_file(request_columns.COLUMNS), *mapping.event_columns()}
	)
	events, absent = mapping.events_in(header)
	journal = mapping.journal
	if order.journal:
		journal = journal.fitted(_header(order.journal, journal.in_file(journal_columns.COLUMNS)))
		events, absent = (), ()
	fitted = replace(mapping, requests=mapping.requests.fitted(header), journal=journal, events=events)
	lacks_ends = bool(mapping.events) and not order.journal and not events
	return replace(order, mapping=fitted, absent=absent, lacks_ends=lacks_ends)


def _header(path: Path, known: Collection[str]) -> frozenset[str]:
	"""Return the columns of the file; what cannot be read is named when the whole of it is."""
	with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as source:
		text = source.readline(csv_lines.PIECE)
	try:
		return frozenset(csv_lines.read_header(text, known, ())[1])
	except UnreadableFile:
		return frozenset()
