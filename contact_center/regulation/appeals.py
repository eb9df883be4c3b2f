"""Appeals (звернення): complaints, proposals and thanks, which are no work for an executor (R3.3a, T5).

What each kind has to name, who may do what to one from where, and by when it is answered. A person answers it, with a
term of its own; thanks are passed on to whom they name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from contact_center.regulation.problems import Problem, ProblemError, ProblemKind
from contact_center.regulation.terms import Term, deadline, longest
from contact_center.regulation.working_calendar import WorkingCalendar

LONGEST_TEXT, LONGEST_NAME, LONGEST_REASON = 10_000, 140, 1000


class _Choice(str, Enum):
	def __str__(self) -> str:
		return str(self.value)


class AppealKind(_Choice):
	COMPLAINT = "Complaint"
	PROPOSAL = "Proposal"
	GRATITUDE = "Gratitude"


class About(_Choice):
	"""Whom a complaint is about, or thanks go to."""

	EXECUTOR = "Executor"
	OFFICIAL = "Official"
	CENTER = "Contact Center"
	OTHER = "Other"


class AnswerBy(_Choice):
	"""How a written answer reaches who asked for one."""

	EMAIL = "E-mail"
	ACCOUNT = "Account"
	POST = "Post"


class AppealStage(_Choice):
	CONSIDERED = "Under Consideration"
	ANSWERED = "Answer Given"
	PASSED_ON = "Passed On"
	WITHDRAWN = "Withdrawn"
	REQUEST = "Became a Request"


class AppealParty(_Choice):
	APPLICANT = "applicant"
	OPERATOR = "operator"
	SUPERVISOR = "supervisor"
	ASSIGNED = "assigned"


@dataclass(frozen=True)
class AppealAct:
	"""One act: its step on record, to which stage it leads (None: it stays), by whom, and what it needs.

	Every act but the first starts from an appeal that is under consideration. `kinds`: of these appeals alone.
	"""

	name: str
	step: str
	target: AppealStage | None
	by: frozenset[AppealParty]
	kinds: frozenset[AppealKind] = frozenset(AppealKind)


_OFFICE = frozenset({AppealParty.OPERATOR, AppealParty.SUPERVISOR})
_SUPERVISOR = frozenset({AppealParty.SUPERVISOR})

RECEIVE = AppealAct("receive", "Received", AppealStage.CONSIDERED, _OFFICE | {AppealParty.APPLICANT})
ASSIGN = AppealAct("assign", "Assigned", None, _SUPERVISOR)
CORRECT = AppealAct("correct", "Corrected", None, _OFFICE)
ANSWER = AppealAct("answer", "Answer Given", AppealStage.ANSWERED, _SUPERVISOR | {AppealParty.ASSIGNED})
PASS_ON = AppealAct(
	"pass_on",
	"Passed On",
	AppealStage.PASSED_ON,
	_OFFICE | {AppealParty.ASSIGNED},
	frozenset({AppealKind.GRATITUDE}),
)
WITHDRAW = AppealAct("withdraw", "Withdrawn", AppealStage.WITHDRAWN, _OFFICE | {AppealParty.APPLICANT})
TURN_INTO_REQUEST = AppealAct("turn_into_request", "Became a Request", AppealStage.REQUEST, _OFFICE)

ACTS = (RECEIVE, ASSIGN, CORRECT, ANSWER, PASS_ON, WITHDRAW, TURN_INTO_REQUEST)
TERM_BROKEN = "Term Broken"
"""The step that no act takes: its moment has come."""
STEPS = (*(act.step for act in ACTS), TERM_BROKEN)


def open_acts(kind: str, stage: str, parties: frozenset[AppealParty]) -> tuple[AppealAct, ...]:
	"""Return what these parties may do to an appeal of this kind, in the order of ACTS."""
	if AppealStage(stage) is not AppealStage.CONSIDERED:
		return ()
	return tuple(act for act in ACTS[1:] if AppealKind(kind) in act.kinds and act.by & parties)


def check_act(act: AppealAct, kind: str, stage: str) -> None:
	"""Raise ProblemError where the appeal is no longer under consideration, or of a kind that the act is not for."""
	if AppealStage(stage) is not AppealStage.CONSIDERED:
		raise ProblemError(ProblemKind.APPEAL_DECIDED, stage)
	if AppealKind(kind) not in act.kinds:
		raise ProblemError(ProblemKind.NOT_TO_PASS_ON, kind)


@dataclass(frozen=True)
class Reach:
	"""By which ways an answer in writing may reach the applicant; nobody is reached without a name."""

	named: bool = False
	email: bool = False
	account: bool = False
	address: bool = False

	def by(self, way: AnswerBy) -> bool:
		"""Return whether an answer gets there this way."""
		ways = {
			AnswerBy.EMAIL: self.email,
			AnswerBy.ACCOUNT: self.account,
			AnswerBy.POST: self.address,
		}
		return self.named and ways[way]


def problems_of(values: Mapping[str, str], reach: Reach) -> dict[str, Problem]:
	"""Return {field: problem} of an appeal, {} of one that can be received.

	`values`: kind, about, executor, person, text, answer_by; each may be missing.
	"""
	checks = {
		"kind": _not_one_of(values.get("kind"), AppealKind) or _none(values.get("kind"), "kind"),
		**_whom(values),
		"text": _text(values.get("text") or ""),
		"answer_by": _way(values.get("answer_by"), reach),
	}
	return {field: problem for field, problem in checks.items() if problem}


def _whom(values: Mapping[str, str]) -> dict[str, Problem | None]:
	"""A complaint and thanks name whom they are about, an executor by its record or in words; a proposal may be about nobody."""
	about, person = values.get("about"), (values.get("person") or "").strip()
	if not about:
		missing = Problem(ProblemKind.APPEAL_WHOM_NEEDED)
		return {"about": None if values.get("kind") == AppealKind.PROPOSAL.value else missing}
	if unknown := _not_one_of(about, About):
		return {"about": unknown}
	if about == About.EXECUTOR.value:
		return {"person": None if values.get("executor") else _none(person, "executor")}
	if about == About.OFFICIAL.value:
		return {"person": _none(person, "person")}
	return {}


def _text(text: str) -> Problem | None:
	if not text.strip():
		return Problem(ProblemKind.APPEAL_TEXT_NEEDED)
	return Problem(ProblemKind.LONG_TEXT, (str(LONGEST_TEXT),)) if len(text) > LONGEST_TEXT else None


def _way(way: str | None, reach: Reach) -> Problem | None:
	if not way:
		return None
	unknown = _not_one_of(way, AnswerBy)
	return unknown or (None if reach.by(AnswerBy(way)) else Problem(ProblemKind.ANSWER_HAS_NO_WAY, (way,)))


def _none(value: str | None, field: str) -> Problem | None:
	return None if value else Problem(ProblemKind.APPEAL_FIELD_NEEDED, (field,))


def _not_one_of(value: str | None, choices: type[_Choice]) -> Problem | None:
	known = [str(choice) for choice in choices]
	return Problem(ProblemKind.NOT_ONE_OF, (value, *known)) if value and value not in known else None


def due_of(received: datetime, term: Term | None, calendar: WorkingCalendar) -> datetime | None:
	"""Return by when (aware) an appeal is answered that was received then (aware); None where no term is set."""
	return deadline(received, term, calendar) if term else None


def check_terms(kinds: list[str], terms: list[Term]) -> None:
	"""Raise ProblemError where two terms are of one kind, or one is too long."""
	for kind in kinds:
		if kinds.count(kind) > 1:
			raise ProblemError(ProblemKind.APPEAL_KIND_TWICE, kind)
	for term in terms:
		if term.amount > longest(term.unit):
			raise ProblemError(ProblemKind.TERM_TOO_LONG, str(term.amount), str(term.unit))
