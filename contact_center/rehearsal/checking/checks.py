"""A sound policy that is not a sensible one: what `contact-center check` finds, with file and line."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from contact_center.reading.folding import fold
from contact_center.reading.policy_files import DEFAULT_POLICY, load_policy
from contact_center.reading.request_lines import contact_of
from contact_center.regulation.addresses import StreetRange
from contact_center.regulation.moments import utc
from contact_center.regulation.problems import ProblemError, ProblemKind
from contact_center.regulation.routing import ClassifierEntry, Executor, problem_of, unserved
from contact_center.regulation.terms import AlertClock, AlertWhen, RequestType, Term, Unit, deadline
from contact_center.rehearsal.checking.kinds import CheckKind
from contact_center.rehearsal.checking.policy_book import (
	ERROR,
	WARNING,
	Book,
	Finding,
	crews,
	empty,
	paces,
	unread,
)
from contact_center.rehearsal.reading.assumptions import load_assumptions

_A_MONDAY = datetime(2026, 3, 2, 10)
ROUTING = {
	ProblemKind.NO_EXECUTOR: CheckKind.NO_EXECUTOR,
	ProblemKind.AMBIGUOUS_LEAD: CheckKind.AMBIGUOUS_LEAD,
	ProblemKind.UNKNOWN_EXECUTOR: CheckKind.UNKNOWN_EXECUTOR,
	ProblemKind.INACTIVE_EXECUTOR: CheckKind.INACTIVE_EXECUTOR,
	ProblemKind.NO_REQUEST_TYPE: CheckKind.NO_REQUEST_TYPE,
	ProblemKind.MISSING_FIELDS: CheckKind.MISSING_FIELDS,
	ProblemKind.DISTRICT_NEEDED: CheckKind.DISTRICT_NEEDED,
}
OF_THE_ENTRY = {ProblemKind.NO_EXECUTOR, ProblemKind.NO_REQUEST_TYPE, ProblemKind.DISTRICT_NEEDED}
"""Problems whose values name the entry itself and nothing beside it."""
IN_DISTRICTS = {
	ProblemKind.NO_EXECUTOR: CheckKind.NO_EXECUTOR_IN,
	ProblemKind.AMBIGUOUS_LEAD: CheckKind.AMBIGUOUS_LEAD_IN,
}
"""What a problem of the routing is where it does not arise in every district."""


def check(dirs: Sequence[Path]) -> list[Finding]:
	"""Find everything wrong in the policy of `dirs` over the shipped one, by file and line. Raises PolicyError.

	What a simulation assumes is looked at as well where it lies in one of `dirs`.
	"""
	layers = [DEFAULT_POLICY, *dirs]
	load_assumptions(dirs)
	book = Book(load_policy(*layers), layers)
	checks = (
		*(_routes, _served, _reachable, _phrases, _types, _alerts, _executors, _streets),
		*(empty, unread, crews, paces),
	)
	found = [finding for each in checks for finding in each(book)]
	return sorted(
		set(found), key=lambda each: (str(each.file), each.line, each.severity, each.kind, each.values)
	)


def _routes(book: Book) -> Iterator[Finding]:
	"""Check that each entry in use has an executor and one lead in every district (R5.11)."""
	for entry in book.entries_in_use():
		failed: defaultdict[tuple[ProblemKind, tuple[str, ...]], list[str]] = defaultdict(list)
		problems = unserved(entry, book.policy.districts or [None], book.policy.executors)
		for district, problem in problems.items():
			names = () if problem.kind in OF_THE_ENTRY else problem.values
			failed[problem.kind, names].append(district or "")
		for (kind, names), districts in failed.items():
			yield from _routing(book, entry, kind, names, districts)


def _routing(
	book: Book, entry: ClassifierEntry, kind: ProblemKind, names: tuple[str, ...], districts: list[str]
) -> Iterator[Finding]:
	"""Name the line of the route that is at fault, else that of the entry."""
	everywhere = len(districts) == len(book.policy.districts or {"": ""})
	found = ROUTING[kind] if everywhere else IN_DISTRICTS.get(kind, ROUTING[kind])
	values = [entry.code, *([", ".join(names)] if names else [])]
	if not everywhere and kind in IN_DISTRICTS:
		values.append(", ".join(districts))
	rows = [
		row
		for row in book.rows["routes.csv"]
		if row.text("classifier") == entry.code
		and row.text("executor") in names
		and (not row.text("district") or row.text("district") in districts)
	]
	for row in rows:
		yield Finding(row.file, row.line, ERROR, found, tuple(values))
	if not rows:
		yield book.at("classifier.csv", entry.code, ERROR, found, *values)


def _served(book: Book) -> Iterator[Finding]:
	"""Find districts in which nothing can be routed, or in which no street lies."""
	with_streets = {row.range.district for row in book.policy.streets}
	for district in book.policy.districts:
		if all(problem_of(entry, district, book.policy.executors) for entry in book.entries_in_use()):
			yield book.at("districts.csv", district, ERROR, CheckKind.UNSERVED, district)
		if book.policy.streets and district not in with_streets:
			yield book.at("districts.csv", district, WARNING, CheckKind.NO_STREETS, district)


def _reachable(book: Book) -> Iterator[Finding]:
	"""Find entries that nobody gets to: below a group out of use, or a group without an entry in use."""
	classifier = book.policy.classifier
	populated: set[str] = set()
	for entry in book.entries_in_use():
		above = list(_above(entry, classifier))
		populated.update(each.code for each in above)
		closed = [each.code for each in above if not each.active]
		if closed:
			yield book.at("classifier.csv", entry.code, ERROR, CheckKind.UNREACHABLE, entry.code, closed[0])
	for entry in classifier.values():
		if entry.is_group and entry.active and entry.code not in populated:
			yield book.at("classifier.csv", entry.code, WARNING, CheckKind.EMPTY_GROUP, entry.code)


def _above(entry: ClassifierEntry, classifier: dict[str, ClassifierEntry]) -> Iterator[ClassifierEntry]:
	while entry.parent:
		entry = classifier[entry.parent]
		yield entry


def _phrases(book: Book) -> Iterator[Finding]:
	"""Find words that name two entries: they lead to neither."""
	owners: defaultdict[str, set[str]] = defaultdict(set)
	for entry in book.entries_in_use():
		for phrase in (entry.title, *entry.keywords.split(",")):
			if fold(phrase):
				owners[fold(phrase)].add(entry.code)
	for phrase, codes in owners.items():
		for code in sorted(codes) if len(codes) > 1 else ():
			others = ", ".join(sorted(codes - {code}))
			yield book.at("classifier.csv", code, WARNING, CheckKind.SAME_WORDS, phrase, others)


def _types(book: Book) -> Iterator[Finding]:
	"""Find terms that contradict their type: done before it is accepted, or slower than a less urgent one."""
	types = sorted(book.policy.types.values(), key=lambda each: each.urgency)
	used = {entry.request_type for entry in book.entries_in_use()}
	for rtype in types:
		if _length(rtype.done, book) < _length(rtype.accept, book):
			yield book.at("request_types.csv", rtype.code, ERROR, CheckKind.DONE_BEFORE_ACCEPTED, rtype.code)
		if book.entries_in_use() and rtype.code not in used:
			yield book.at("request_types.csv", rtype.code, WARNING, CheckKind.UNUSED_TYPE, rtype.code)
	yield from _against_urgency(types, book)
	for urgency, count in Counter(each.urgency for each in types).items():
		for rtype in types if count > 1 else ():
			if rtype.urgency == urgency:
				yield book.at(
					"request_types.csv", rtype.code, WARNING, CheckKind.SAME_URGENCY, rtype.code, str(urgency)
				)


def _against_urgency(types: list[RequestType], book: Book) -> Iterator[Finding]:
	for more, less in pairwise(types):
		for kind, one, other in (
			(CheckKind.SLOWER_ACCEPT, more.accept, less.accept),
			(CheckKind.SLOWER_DONE, more.done, less.done),
		):
			if more.urgency < less.urgency and _length(one, book) > _length(other, book):
				yield book.at("request_types.csv", more.code, ERROR, kind, more.code, less.code)


def _length(term: Term, book: Book) -> timedelta:
	if term.unit is Unit.NO_FIXED_TERM:
		return timedelta.max
	start = _A_MONDAY.replace(tzinfo=book.policy.calendar.zone)
	return utc(deadline(start, term, book.policy.calendar)) - utc(start)


def _alerts(book: Book) -> Iterator[Finding]:
	"""Find warnings that would sound before the term begins."""
	start = _A_MONDAY.replace(tzinfo=book.policy.calendar.zone)
	rows = [row for row in book.rows["request_type_alerts.csv"] if row.text("when") == AlertWhen.BEFORE]
	for code, rtype in book.policy.types.items():
		own = [row for row in rows if row.text("request_type") == code]
		before = [alert for alert in rtype.alerts if alert.when is AlertWhen.BEFORE]
		for row, alert in zip(own, before, strict=True):
			term = rtype.accept if alert.clock is AlertClock.ACCEPTANCE else rtype.done
			end = deadline(start, term, book.policy.calendar)
			if end and utc(alert.moment(end)) <= utc(start):
				yield Finding(row.file, row.line, ERROR, CheckKind.EARLY_WARNING, (code,))


def _executors(book: Book) -> Iterator[Finding]:
	"""Check that somebody answers for each executor and can be written to (P5, R8.2.3)."""
	named = {each.executor for entry in book.policy.classifier.values() for each in entry.routes}
	for code, executor in book.policy.executors.items():
		if executor.is_group or not executor.active:
			continue
		for kind in _unreachable(executor):
			yield book.at("executors.csv", code, ERROR, kind, code)
		for email in (executor.email, executor.responsible_email):
			if not _is_email(email):
				yield book.at("executors.csv", code, ERROR, CheckKind.BAD_EMAIL, code, email)
		if not executor.head:
			yield book.at("executors.csv", code, WARNING, CheckKind.NO_HEAD, code)
		if code not in named:
			yield book.at("executors.csv", code, WARNING, CheckKind.IDLE, code)


def _unreachable(executor: Executor) -> Iterator[CheckKind]:
	"""Yield what is missing for messages, letters and signing in."""
	if not executor.responsible_name:
		yield CheckKind.NOBODY_RESPONSIBLE
	elif not executor.responsible_email:
		yield CheckKind.RESPONSIBLE_NO_EMAIL
	if not executor.email:
		yield CheckKind.NO_EMAIL


def _is_email(text: str) -> bool:
	"""Return whether the intake takes it for an e-mail address, or it is empty."""
	try:
		contact_of("", "", text)
	except ProblemError:
		return False
	return True


def _streets(book: Book) -> Iterator[Finding]:
	"""Find buildings that lie in two districts at once."""
	streets: defaultdict[tuple[str, str], list[StreetRange]] = defaultdict(list)
	for row, street in zip(book.rows["streets.csv"], book.policy.streets, strict=True):
		earlier = streets[street.street_type, street.name]
		common = [
			_common_building(street.range, each) for each in earlier if each.district != street.range.district
		]
		numbers = [number for number in common if number]
		if numbers:
			where = f"{street.street_type} {street.name}".strip()
			yield Finding(row.file, row.line, ERROR, CheckKind.TWO_DISTRICTS, (where, str(min(numbers))))
		earlier.append(street.range)


def _common_building(one: StreetRange, other: StreetRange) -> int | None:
	"""Return the first building in both ranges: where they begin to overlap, or next door."""
	start = max(one.first, other.first, 1)
	return next((each for each in (start, start + 1) if one.covers(each) and other.covers(each)), None)
