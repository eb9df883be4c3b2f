"""Find the executors of a request by its classifier entry (R5.11)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from contact_center.regulation.problems import ProblemError, ProblemKind

REQUIRED_FIELDS = ("district", "street", "building", "flat", "description", "phone", "photo")
# Named after the label that the administrator wrote, in whatever script it is.
_OWN = re.compile(r"custom_\w+")
EVIDENCE = ("Act", "Photo", "Video", "Document")


@dataclass(frozen=True)
class Route:
	"""An executor of a classifier entry, in one district or (None) in the whole city."""

	executor: str
	district: str | None = None
	lead: bool = False


@dataclass(frozen=True)
class ClassifierEntry:
	code: str
	title: str
	parent: str | None = None
	is_group: bool = False
	request_type: str | None = None
	public: bool = True
	active: bool = True
	operator_may_choose: bool = False
	required_fields: tuple[str, ...] = ()
	routes: tuple[Route, ...] = ()
	evidence: tuple[str, ...] = ()
	keywords: str = ""
	hint: str = ""
	where_to_turn: str = ""
	"""For a state body: what the caller is told (R5.4); "" for an entry of which requests are made."""


@dataclass(frozen=True)
class Executor:
	"""A department, district council, utility or state body (P4), or a group of them."""

	code: str
	title: str
	active: bool = True
	is_group: bool = False
	parent: str | None = None
	short_title: str = ""
	kind: str = ""
	head: str = ""
	email: str = ""
	phone: str = ""
	responsible_email: str = ""
	responsible_name: str = ""


@dataclass(frozen=True)
class Assignment:
	executor: str
	lead: bool


class RoutingProblem(ProblemError):
	"""A request that cannot be routed. Its kind is one of «Who executes» in ProblemKind."""


def route(
	entry: ClassifierEntry,
	district: str | None,
	executors: Mapping[str, Executor],
	filled: Collection[str],
	chosen: str | None = None,
) -> tuple[Assignment, ...]:
	"""Return the executors of a request under `entry`, the lead first (R5.11).

	`filled` names the required fields that the request has; a `district` counts as filled. Routes of the district go
	before those of the whole city; the latter also serve a request without district. A single executor leads, of
	several exactly one must. `chosen` is the operator's own choice: allowed only where the entry says so, and then
	the only executor. Raise RoutingProblem.
	"""
	_check_entry(entry)
	_check_filled(entry, set(filled) | ({"district"} if district else set()))
	if chosen:
		assignments = _chosen(entry, chosen)
	else:
		assignments = _with_lead(_routes_in(entry, district))
	_check_executors([assignment.executor for assignment in assignments], executors)
	return assignments


def is_own_field(name: str) -> bool:
	"""Whether a field of this name is the city's own: the framework begins all of them with «custom_»."""
	return bool(_OWN.fullmatch(name)) and name == name.lower()


def problem_of(
	entry: ClassifierEntry, district: str | None, executors: Mapping[str, Executor]
) -> RoutingProblem | None:
	"""Return why a complete request of `district` finds no executor under `entry`; None where it finds one (R5.11)."""
	try:
		route(entry, district, executors, entry.required_fields)
	except RoutingProblem as problem:
		return problem
	return None


def unserved(
	entry: ClassifierEntry, districts: Iterable[str | None], executors: Mapping[str, Executor]
) -> dict[str | None, RoutingProblem]:
	"""Return, by district, why a complete request finds no executor under `entry`; empty where each finds one (R5.11).

	Where the operator may choose, the entry need not name anybody; nor need one for a state body.
	"""
	if entry.where_to_turn:
		return {}
	found = {district: problem_of(entry, district, executors) for district in districts}
	chosen = ProblemKind.NO_EXECUTOR if entry.operator_may_choose else None
	return {
		district: problem for district, problem in found.items() if problem and problem.kind is not chosen
	}


def _check_entry(entry: ClassifierEntry) -> None:
	if entry.is_group:
		raise RoutingProblem(ProblemKind.ENTRY_IS_GROUP, entry.code)
	if not entry.active:
		raise RoutingProblem(ProblemKind.INACTIVE_ENTRY, entry.code)
	if entry.where_to_turn:
		raise RoutingProblem(ProblemKind.ENTRY_OF_STATE_BODY, entry.code, entry.where_to_turn)
	if not entry.request_type:
		raise RoutingProblem(ProblemKind.NO_REQUEST_TYPE, entry.code)


def _check_filled(entry: ClassifierEntry, filled: Collection[str]) -> None:
	missing = [name for name in entry.required_fields if name not in filled]
	if missing:
		raise RoutingProblem(ProblemKind.MISSING_FIELDS, *missing)


def _chosen(entry: ClassifierEntry, chosen: str) -> tuple[Assignment, ...]:
	if not entry.operator_may_choose:
		raise RoutingProblem(ProblemKind.CHOICE_NOT_ALLOWED, chosen)
	return (Assignment(chosen, lead=True),)


def _routes_in(entry: ClassifierEntry, district: str | None) -> list[Route]:
	whole_city = [r for r in entry.routes if not r.district]
	local = [r for r in entry.routes if r.district and r.district == district]
	if local or whole_city:
		return local or whole_city
	if entry.routes and not district:
		raise RoutingProblem(ProblemKind.DISTRICT_NEEDED, entry.code)
	raise RoutingProblem(ProblemKind.NO_EXECUTOR, entry.code, *([district] if district else []))


def _with_lead(routes: Collection[Route]) -> tuple[Assignment, ...]:
	executors = list(dict.fromkeys(each.executor for each in routes))
	leading = {each.executor for each in routes if each.lead}
	leads = [executor for executor in executors if executor in leading] if len(executors) > 1 else executors
	if len(leads) != 1:
		raise RoutingProblem(ProblemKind.AMBIGUOUS_LEAD, *(leads or executors))
	others = [executor for executor in executors if executor not in leads]
	return (Assignment(leads[0], lead=True), *(Assignment(other, lead=False) for other in others))


def _check_executors(codes: list[str], executors: Mapping[str, Executor]) -> None:
	unknown = [code for code in codes if code not in executors]
	if unknown:
		raise RoutingProblem(ProblemKind.UNKNOWN_EXECUTOR, *unknown)
	inactive = [code for code in codes if not executors[code].active]
	if inactive:
		raise RoutingProblem(ProblemKind.INACTIVE_EXECUTOR, *inactive)
