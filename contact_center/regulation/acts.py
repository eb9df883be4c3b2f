"""The table of acts: what may be done to a request or a task, by whom, from which stage, with which result.

Every workflow transition between two stages is one of these acts. The function that does an act has its name and is
in the module `chapter`. What the sweep journals by itself (a missed deadline, a warning) is no act: see `BY_CLOCK`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from contact_center.regulation.facts import Kind
from contact_center.regulation.stages import FINISHED, OPEN, UNDER_CONTROL, Stage, StageError

REQUEST = "Request"
TASK = "Request Task"


class Party(str, Enum):
	"""Who acts or is notified. A supervisor may do whatever an operator may (P3)."""

	APPLICANT = "applicant"
	OPERATOR = "operator"
	EXECUTOR = "executor"
	SUPERVISOR = "supervisor"

	def __str__(self) -> str:
		return self.value


class Need(str, Enum):
	"""What has to be there before an act is done."""

	REASON = "reason"
	GROUND = "ground"
	TEXT = "text"
	CLASSIFIER = "classifier"
	AGREEMENT = "agreement"
	EXECUTOR = "executor"
	RESULT = "result"
	EVIDENCE = "evidence"
	CONFIRMATION = "confirmation"
	ATTEMPTS = "attempts"

	def __str__(self) -> str:
		return self.value


@dataclass(frozen=True)
class Act:
	"""One act.

	`name` is the name of its function in the module `chapter` of the app. `origins` are the stages that it starts
	from (None: the document is new), `target` is the stage that it leads to (None: the stage does not change).
	`public`: the applicant sees its journal line. `notifies`: who gets a message about it. `decides`: it is done to
	the version of the document that its user saw, and is refused where somebody decided meanwhile. Comments and
	corrections decide nothing; the framework itself holds the save of a form to its version.
	"""

	name: str
	kind: Kind
	document: str
	chapter: str
	origins: frozenset[Stage | None]
	target: Stage | None
	by: frozenset[Party]
	needs: tuple[Need, ...] = ()
	public: bool = False
	notifies: frozenset[Party] = frozenset()
	decides: bool = True

	def starts_from(self, stage: Stage | str | None) -> bool:
		"""Return whether the act may be done to a document in `stage`. Raise ValueError for a name that is no stage."""
		return (None if stage is None else Stage(stage)) in self.origins


_NEW = frozenset({None})
_APPLICANT, _OPERATOR, _EXECUTOR, _SUPERVISOR = (frozenset({party}) for party in Party)
_MODERATION = frozenset({Stage.MODERATION})
_AWAITING = frozenset({Stage.AWAITING_CONFIRMATION})
_UNFINISHED = frozenset(Stage) - FINISHED
_REGISTERED_ONCE = frozenset(Stage) - _MODERATION

RECEIVE = Act(
	name="receive",
	kind=Kind.RECEIVED,
	document=REQUEST,
	chapter="intake.moderation",
	origins=_NEW,
	target=Stage.MODERATION,
	by=_APPLICANT | _OPERATOR,
	public=True,
	notifies=_APPLICANT,
	decides=False,
)
# R5.9: what is not clear is asked before it is registered; the request waits for the answer.
ASK = Act(
	name="ask",
	kind=Kind.ASKED,
	document=REQUEST,
	chapter="control.asking",
	origins=_MODERATION,
	target=None,
	by=_OPERATOR,
	needs=(Need.TEXT,),
	public=True,
	notifies=_APPLICANT,
)
ANSWER = Act(
	name="answer",
	kind=Kind.ANSWERED,
	document=REQUEST,
	chapter="control.asking",
	origins=_MODERATION,
	target=None,
	by=_APPLICANT | _OPERATOR,
	needs=(Need.TEXT,),
	public=True,
	notifies=_OPERATOR,
	decides=False,
)
# R5.10: two matters in one text become a request each, on one card.
SPLIT = Act(
	name="split",
	kind=Kind.SPLIT,
	document=REQUEST,
	chapter="intake.splitting",
	origins=_MODERATION,
	target=None,
	by=_OPERATOR,
	needs=(Need.TEXT,),
	public=True,
	notifies=_APPLICANT,
)
# What is known already ends here, and its applicant joins the request that is open.
JOIN_TO = Act(
	name="join_to",
	kind=Kind.JOINED_TO,
	document=REQUEST,
	chapter="intake.splitting",
	origins=_MODERATION,
	target=Stage.CANCELLED,
	by=_OPERATOR,
	public=True,
	notifies=_APPLICANT,
)
# R3.3a: a complaint, a proposal or thanks ends here as a request; the appeal that is made of it goes on.
TURN_INTO_APPEAL = Act(
	name="turn_into_appeal",
	kind=Kind.BECAME_APPEAL,
	document=REQUEST,
	chapter="intake.appeal_turning",
	origins=_MODERATION,
	target=Stage.CANCELLED,
	by=_OPERATOR,
	public=True,
)
REGISTER = Act(
	name="register",
	kind=Kind.REGISTERED,
	document=REQUEST,
	chapter="intake.registration",
	origins=_NEW | _MODERATION,
	target=Stage.REGISTERED,
	by=_OPERATOR,
	needs=(Need.CLASSIFIER, Need.AGREEMENT),
	public=True,
	notifies=_APPLICANT,
)
SEND = Act(
	name="send",
	kind=Kind.SENT,
	document=TASK,
	chapter="execution.tasks",
	origins=_NEW,
	target=Stage.REGISTERED,
	by=_OPERATOR,
	public=True,
	notifies=_EXECUTOR,
	decides=False,
)
ACCEPT = Act(
	name="accept",
	kind=Kind.ACCEPTED,
	document=TASK,
	chapter="execution.tasks",
	origins=frozenset({Stage.REGISTERED, Stage.REWORK}),
	target=Stage.IN_PROGRESS,
	by=_EXECUTOR,
	public=True,
	notifies=_APPLICANT,
)
DECLINE = Act(
	name="decline",
	kind=Kind.NOT_COMPETENT,
	document=TASK,
	chapter="execution.tasks",
	origins=OPEN,
	target=Stage.REJECTED,
	by=_EXECUTOR,
	needs=(Need.REASON,),
	notifies=_OPERATOR,
)
REPORT = Act(
	name="report",
	kind=Kind.EXECUTED,
	document=TASK,
	chapter="execution.tasks",
	origins=frozenset({Stage.IN_PROGRESS, Stage.REWORK}),
	target=Stage.AWAITING_CONFIRMATION,
	by=_EXECUTOR,
	needs=(Need.RESULT, Need.EVIDENCE),
	public=True,
	notifies=_APPLICANT,
)
# Only until the work is reported: afterwards the applicant confirms or disputes.
REJECT = Act(
	name="reject",
	kind=Kind.REJECTED,
	document=REQUEST,
	chapter="control.ending",
	origins=_MODERATION | OPEN,
	target=Stage.REJECTED,
	by=_OPERATOR,
	needs=(Need.GROUND, Need.REASON),
	public=True,
	notifies=_APPLICANT | _EXECUTOR,
)
CANCEL = Act(
	name="cancel",
	kind=Kind.CANCELLED,
	document=REQUEST,
	chapter="control.ending",
	origins=_MODERATION | UNDER_CONTROL,
	target=Stage.CANCELLED,
	by=_OPERATOR,
	needs=(Need.REASON,),
	public=True,
	notifies=_APPLICANT | _EXECUTOR,
)
# R3.4: until the work is reported done.
WITHDRAW = Act(
	name="withdraw",
	kind=Kind.CANCELLED,
	document=REQUEST,
	chapter="intake.filing",
	origins=_MODERATION | OPEN,
	target=Stage.CANCELLED,
	by=_APPLICANT,
	public=True,
	notifies=_APPLICANT | _EXECUTOR,
)
RETURN_FOR_REWORK = Act(
	name="return_for_rework",
	kind=Kind.RETURNED,
	document=REQUEST,
	chapter="control.rework",
	origins=_AWAITING,
	target=Stage.REWORK,
	by=_OPERATOR,
	needs=(Need.GROUND, Need.REASON),
	public=True,
	notifies=_APPLICANT | _EXECUTOR,
)
# R7.7: what was closed and is not done, or broke again at once, within the days of the settings.
REOPEN = Act(
	name="reopen",
	kind=Kind.REOPENED,
	document=REQUEST,
	chapter="control.reopening",
	origins=frozenset({Stage.CLOSED}),
	target=Stage.REWORK,
	by=_APPLICANT | _OPERATOR,
	needs=(Need.TEXT,),
	public=True,
	notifies=_APPLICANT | _EXECUTOR | _SUPERVISOR,
)
CLOSE = Act(
	name="close",
	kind=Kind.CLOSED,
	document=REQUEST,
	chapter="control.ending",
	origins=_AWAITING,
	target=Stage.CLOSED,
	by=_OPERATOR,
	needs=(Need.CONFIRMATION,),
	public=True,
	notifies=_APPLICANT,
)
# R6.1.5: after the attempts and days that the settings name.
CLOSE_NOT_REACHED = Act(
	name="close_not_reached",
	kind=Kind.NOT_REACHED,
	document=REQUEST,
	chapter="control.call_backs",
	origins=_AWAITING,
	target=Stage.CLOSED,
	by=_SUPERVISOR,
	needs=(Need.ATTEMPTS,),
	public=True,
	notifies=_APPLICANT,
)
CALL_BACK = Act(
	name="call_back",
	kind=Kind.CALLED_BACK,
	document=REQUEST,
	chapter="control.confirmation",
	origins=_AWAITING,
	target=None,
	by=_OPERATOR,
)
CONFIRM = Act(
	name="confirm",
	kind=Kind.CONFIRMED,
	document=REQUEST,
	chapter="control.confirmation",
	origins=_AWAITING,
	target=None,
	by=_APPLICANT,
	public=True,
)
DISPUTE = Act(
	name="dispute",
	kind=Kind.DISPUTED,
	document=REQUEST,
	chapter="control.confirmation",
	origins=_AWAITING,
	target=None,
	by=_APPLICANT,
	needs=(Need.TEXT,),
	public=True,
)
REDIRECT = Act(
	name="redirect",
	kind=Kind.REDIRECTED,
	document=TASK,
	chapter="control.redirect",
	origins=UNDER_CONTROL | {Stage.REJECTED},
	target=Stage.CANCELLED,
	by=_OPERATOR,
	needs=(Need.EXECUTOR, Need.REASON),
	notifies=_EXECUTOR,
)
# P4: an organisation passes a task on inside its own tree; no operator decides, and no redirect is counted.
ASSIGN_BELOW = Act(
	name="assign_below",
	kind=Kind.ASSIGNED_BELOW,
	document=TASK,
	chapter="control.assigning",
	origins=OPEN,
	target=Stage.CANCELLED,
	by=_EXECUTOR,
	needs=(Need.EXECUTOR, Need.REASON),
	notifies=_EXECUTOR,
)
# R7.2: one of several executors whose part is not needed; the lead's is redirected instead.
RELEASE = Act(
	name="release",
	kind=Kind.RELEASED,
	document=TASK,
	chapter="control.releasing",
	origins=UNDER_CONTROL | {Stage.REJECTED},
	target=Stage.CANCELLED,
	by=_OPERATOR,
	needs=(Need.REASON,),
	notifies=_EXECUTOR,
)
# R6.2.2, R8.6: the clock goes on until the contact centre agrees.
ASK_FOR_TERM = Act(
	name="ask_for_term",
	kind=Kind.TERM_ASKED,
	document=TASK,
	chapter="control.extension_requests",
	origins=frozenset({Stage.IN_PROGRESS, Stage.REWORK}),
	target=None,
	by=_EXECUTOR,
	needs=(Need.REASON,),
	notifies=_OPERATOR,
)
EXTEND = Act(
	name="extend",
	kind=Kind.EXTENDED,
	document=TASK,
	chapter="control.extensions",
	origins=frozenset({Stage.IN_PROGRESS, Stage.REWORK}),
	target=None,
	by=_OPERATOR,
	public=True,
	notifies=_APPLICANT | _EXECUTOR,
)
REFUSE_TERM = Act(
	name="refuse_term",
	kind=Kind.TERM_REFUSED,
	document=TASK,
	chapter="control.extensions",
	origins=frozenset({Stage.IN_PROGRESS, Stage.REWORK}),
	target=None,
	by=_OPERATOR,
	needs=(Need.REASON,),
	notifies=_EXECUTOR,
)
# P4: to one person inside the executor, or back; what is reported goes on with them where it is returned.
HAND_OVER = Act(
	name="hand_over",
	kind=Kind.HANDED_OVER,
	document=TASK,
	chapter="control.handing",
	origins=UNDER_CONTROL,
	target=None,
	by=_EXECUTOR,
	notifies=_EXECUTOR,
)
# R7.3, R6.3.4, R9.2.4: the request stays under control and its clocks run; what follows from the findings is another act.
ASK_FOR_INSPECTION = Act(
	name="ask_for_inspection",
	kind=Kind.INSPECTION_ASKED,
	document=TASK,
	chapter="control.inspections",
	origins=OPEN,
	target=None,
	by=_EXECUTOR,
	needs=(Need.REASON,),
	notifies=_OPERATOR,
)
CALL_INSPECTION = Act(
	name="call_inspection",
	kind=Kind.INSPECTION_CALLED,
	document=REQUEST,
	chapter="control.inspections",
	origins=UNDER_CONTROL | {Stage.CLOSED},
	target=None,
	by=_OPERATOR,
	needs=(Need.REASON,),
	notifies=_EXECUTOR,
)
MOVE_INSPECTION = Act(
	name="move_inspection",
	kind=Kind.INSPECTION_MOVED,
	document=REQUEST,
	chapter="control.inspection_acts",
	origins=_REGISTERED_ONCE,
	target=None,
	by=_OPERATOR,
	needs=(Need.REASON,),
	notifies=_EXECUTOR,
	decides=False,
)
RECORD_INSPECTION = Act(
	name="record_inspection",
	kind=Kind.INSPECTION_HELD,
	document=REQUEST,
	chapter="control.inspection_acts",
	origins=_REGISTERED_ONCE,
	target=None,
	by=_OPERATOR,
	needs=(Need.TEXT,),
	notifies=_EXECUTOR,
	decides=False,
)
CALL_OFF_INSPECTION = Act(
	name="call_off_inspection",
	kind=Kind.INSPECTION_CANCELLED,
	document=REQUEST,
	chapter="control.inspection_acts",
	origins=_REGISTERED_ONCE,
	target=None,
	by=_OPERATOR,
	needs=(Need.REASON,),
	notifies=_EXECUTOR,
	decides=False,
)
# R4.5: long-term work has no day of its own, its stages have.
PLAN_STAGE = Act(
	name="plan_stage",
	kind=Kind.STAGE_PLANNED,
	document=TASK,
	chapter="control.work_stages",
	origins=frozenset({Stage.IN_PROGRESS, Stage.REWORK}),
	target=None,
	by=_EXECUTOR,
	needs=(Need.TEXT,),
	notifies=_OPERATOR,
)
AGREE_STAGE = Act(
	name="agree_stage",
	kind=Kind.STAGE_AGREED,
	document=TASK,
	chapter="control.work_stages",
	origins=frozenset({Stage.IN_PROGRESS, Stage.REWORK}),
	target=None,
	by=_OPERATOR,
	public=True,
	notifies=_EXECUTOR,
)
REFUSE_STAGE = Act(
	name="refuse_stage",
	kind=Kind.STAGE_REFUSED,
	document=TASK,
	chapter="control.work_stages",
	origins=frozenset({Stage.IN_PROGRESS, Stage.REWORK}),
	target=None,
	by=_OPERATOR,
	needs=(Need.REASON,),
	notifies=_EXECUTOR,
)
REPORT_STAGE = Act(
	name="report_stage",
	kind=Kind.STAGE_DONE,
	document=TASK,
	chapter="control.work_stages",
	origins=frozenset({Stage.IN_PROGRESS, Stage.REWORK}),
	target=None,
	by=_EXECUTOR,
	needs=(Need.TEXT,),
	public=True,
	notifies=_APPLICANT,
)
COMMENT = Act(
	name="comment",
	kind=Kind.COMMENTED,
	document=REQUEST,
	chapter="control.comments",
	origins=_UNFINISHED,
	target=None,
	by=_OPERATOR,
	needs=(Need.TEXT,),
	notifies=_EXECUTOR,
	decides=False,
)
COMMENT_ON_TASK = Act(
	name="comment",
	kind=Kind.COMMENTED,
	document=TASK,
	chapter="control.comments",
	origins=UNDER_CONTROL,
	target=None,
	by=_OPERATOR | _EXECUTOR,
	needs=(Need.TEXT,),
	notifies=_OPERATOR | _EXECUTOR,
	decides=False,
)
# What the applicant adds goes to the office: words may name people, whom executors need not know (D1).
SUPPLEMENT = Act(
	name="supplement",
	kind=Kind.COMMENTED,
	document=REQUEST,
	chapter="control.additions",
	origins=_UNFINISHED,
	target=None,
	by=_APPLICANT,
	needs=(Need.TEXT,),
	public=True,
	notifies=_OPERATOR,
	decides=False,
)
# Whom it concerns too, and who says so instead of filing again: they hear of each stage and are asked at the end.
JOIN = Act(
	name="join",
	kind=Kind.JOINED,
	document=REQUEST,
	chapter="intake.joining",
	origins=_UNFINISHED,
	target=None,
	by=_APPLICANT | _OPERATOR,
	decides=False,
)
LEAVE = Act(
	name="leave",
	kind=Kind.LEFT,
	document=REQUEST,
	chapter="intake.joining",
	origins=_UNFINISHED,
	target=None,
	by=_APPLICANT | _OPERATOR,
	decides=False,
)
ANSWER_AS_JOINED = Act(
	name="answer_as_joined",
	kind=Kind.JOINED_ANSWERED,
	document=REQUEST,
	chapter="intake.joining",
	origins=_AWAITING,
	target=None,
	by=_APPLICANT,
	decides=False,
)
# A request filed by phone comes into the account of who has proved by a code to be its applicant (P1).
TAKE_IN = Act(
	name="take_in",
	kind=Kind.TAKEN_IN,
	document=REQUEST,
	chapter="intake.taking_in",
	origins=frozenset(Stage),
	target=None,
	by=_APPLICANT,
	public=True,
	decides=False,
)
CORRECT = Act(
	name="correct",
	kind=Kind.COMMENTED,
	document=REQUEST,
	chapter="execution.tasks",
	origins=UNDER_CONTROL,
	target=None,
	by=_OPERATOR,
	decides=False,
)
CORRECT_RESULT = Act(
	name="correct_result",
	kind=Kind.COMMENTED,
	document=TASK,
	chapter="execution.tasks",
	origins=_AWAITING,
	target=None,
	by=_OPERATOR,
	decides=False,
)

ACTS: tuple[Act, ...] = (
	*(
		RECEIVE,
		ASK,
		ANSWER,
		REGISTER,
		SEND,
		ACCEPT,
		DECLINE,
		REPORT,
		REJECT,
		CANCEL,
		WITHDRAW,
		SPLIT,
		JOIN_TO,
		TURN_INTO_APPEAL,
		RETURN_FOR_REWORK,
		REOPEN,
		CLOSE,
	),
	*(
		CLOSE_NOT_REACHED,
		CALL_BACK,
		CONFIRM,
		DISPUTE,
		REDIRECT,
		ASSIGN_BELOW,
		RELEASE,
		ASK_FOR_TERM,
		EXTEND,
		REFUSE_TERM,
		HAND_OVER,
		PLAN_STAGE,
		AGREE_STAGE,
		REFUSE_STAGE,
		REPORT_STAGE,
		COMMENT,
		COMMENT_ON_TASK,
		SUPPLEMENT,
		JOIN,
		LEAVE,
		ANSWER_AS_JOINED,
	),
	*(TAKE_IN, CORRECT, CORRECT_RESULT),
	*(ASK_FOR_INSPECTION, CALL_INSPECTION, MOVE_INSPECTION, RECORD_INSPECTION, CALL_OFF_INSPECTION),
)

DECIDED = frozenset(act.kind for act in ACTS if act.decides)
"""Journal kinds after which what somebody saw before is no longer what is."""

BY_CLOCK = frozenset({Kind.ACCEPTANCE_MISSED, Kind.TERM_BROKEN, Kind.WARNED, Kind.ESCALATED, Kind.RESUMED})
"""Kinds of journal lines that belong to no act: the sweep or a rule writes them when a moment has come."""

# Never done by moving a form from one state to another.
_BY_FUNCTION_ALONE = frozenset(
	{SEND, WITHDRAW, REDIRECT, ASSIGN_BELOW, CLOSE_NOT_REACHED, JOIN_TO, TURN_INTO_APPEAL, REOPEN, RELEASE}
)


def between(document: str, old: Stage | str | None, new: Stage | str) -> Act | None:
	"""Return the act that brings a document from stage `old` (None: new) to `new`; None where the two are one.

	Raise StageError where no act does that, ValueError for a name that is no stage. Workflow transitions that an
	administrator draws are checked with this when the workflow is saved.
	"""
	old, new = None if old is None else Stage(old), Stage(new)
	if old == new:
		return None
	for act in moves(document):
		if act.target is new and old in act.origins:
			return act
	raise StageError(old, new)


def moves(document: str) -> Iterator[Act]:
	"""Yield the acts that a workflow transition of `document` can be."""
	return (act for act in ACTS if act.document == document and act.target and act not in _BY_FUNCTION_ALONE)
