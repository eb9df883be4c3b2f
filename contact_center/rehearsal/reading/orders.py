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
from contact_center.reading.file_texts import UnreadableFile, copy_plain, form_of, opened_text
from contact_center.reading.policy_files import DEFAULT_POLICY, KYIV, Policy, load_policy
from contact_center.reading.request_lines import City, city_of
from contact_center.reading.street_names import SHIPPED_TYPES, StreetTypes
from contact_center.rehearsal.reading import journal_columns, request_columns
from contact_center.rehearsal.reading.mappings import Mapping, MappingError
from contact_center.rehearsal.reading.problems import RehearsalKind
from contact_center.rehearsal.reading.row_events import Event, chosen

DEMO_POLICY = Path(__file__).parents[2] / "demo" / "policy"


@dataclass(frozen=True)
class Order:
	"""What to rehearse. `policy` directories lie over the shipped one, `against` over these; `until` is aware.

	The rest is what `opened` finds: `plain` has the files that are no CSV in UTF-8 themselves by a copy that is, `absent` are the
	columns that the mapping's events need and the file lacks, `lacks_ends` says that nothing left ends any work, `row_events` are
	the events that its rows tell, with an end among them or not.
	"""

	requests: Path
	journal: Path | None = None
	policy: tuple[Path, ...] = (DEMO_POLICY,)
	against: tuple[Path, ...] = ()
	mapping: Mapping = field(default_factory=Mapping)
	until: datetime | None = None
	seed: int = 1520
	zone: ZoneInfo = KYIV
	plain: dict[Path, Path] = field(default_factory=dict)
	absent: tuple[str, ...] = ()
	lacks_ends: bool = False
	row_events: tuple[Event, ...] = ()

	@property
	def has_journal(self) -> bool:
		"""Return whether it is known what really happened: by a journal, or by the requests' own file."""
		return bool(self.journal or self.mapping.events)

	@property
	def readable(self) -> Path:
		"""Return where the requests are read from."""
		return self.plain.get(self.requests, self.requests)

	def original(self, path: Path | None) -> Path | None:
		"""Return the file that `path` is a copy of, or itself."""
		return next((each for each, copy in self.plain.items() if copy == path), path)

	@property
	def readable_journal(self) -> Path | None:
		"""Return where the journal is read from, None without one."""
		return self.journal and self.plain.get(self.journal, self.journal)


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
	with tempfile.TemporaryDirectory() as folder:
		plain = _plain(order.requests, order.mapping.encoding, Path(folder, "requests"))
		if order.journal:
			plain |= _plain(order.journal, "", Path(folder, "journal"))
		yield _fitted(replace(order, plain=plain))


def _plain(path: Path, encoding: str, folder: Path) -> dict[Path, Path]:
	"""Return the copy of the file as a CSV in UTF-8, by its path; nothing where it is one itself."""
	try:
		form = form_of(path, encoding)
		if form.is_plain:
			return {}
		folder.mkdir()
		copy_plain(path, form, folder / path.name)
	except UnicodeError:
		raise MappingError(RehearsalKind.NOT_ENCODED, path.name, encoding) from None
	except UnreadableFile as fault:
		fault.path = path
		raise
	return {path: folder / path.name}


def _fitted(order: Order) -> Order:
	mapping = order.mapping
	header = _header(
		order.readable, {*mapping.requests.in_file(request_columns.COLUMNS), *mapping.event_columns()}
	)
	events, absent = mapping.events_in(header)
	journal = mapping.journal
	if order.journal:
		journal = journal.fitted(_header(order.readable_journal, journal.in_file(journal_columns.COLUMNS)))
		events, absent = (), ()
	fitted = replace(mapping, requests=mapping.requests.fitted(header), journal=journal, events=events)
	row_events = tuple(event.fitted(header) for event in mapping.events if not event.absent(header))
	lacks_ends = bool(mapping.events) and not order.journal and not events
	return replace(order, mapping=fitted, absent=absent, lacks_ends=lacks_ends, row_events=row_events)


def fits(path: Path, mapping: Mapping) -> bool:
	"""Return whether a file has the columns that a mapping needs."""
	requests = mapping.requests
	header = _header(path, requests.in_file(request_columns.COLUMNS))
	needed = requests.needed or ("moment", "classifier")
	return all(chosen(requests.names.get(name, (name,)), header) for name in needed)


def fits_ours(path: Path) -> bool:
	"""Return whether a file has the columns of ours without which there is no draft."""
	return fits(path, Mapping())


def _header(path: Path, known: Collection[str]) -> frozenset[str]:
	"""Return the columns of the file; what cannot be read is named when the whole of it is."""
	with opened_text(path) as source:
		text = source.readline(csv_lines.PIECE)
	try:
		return frozenset(csv_lines.read_header(text, known, ())[1])
	except UnreadableFile:
		return frozenset()
