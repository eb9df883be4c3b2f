"""Steps of a legal history on the real site: each act by who may do it, with what it needs, as a person does it there."""

from collections.abc import Callable
from dataclasses import dataclass

import frappe
import kit
from kit_acts import SHIPPED
from legal_histories import options

from contact_center.control import (
	additions,
	asking,
	comments,
	confirmation,
	extensions,
	inspection_acts,
	redirect,
	releasing,
	reopening,
	sweep,
	work_stages,
)
from contact_center.intake import appeal_turning, filing, joining, splitting
from contact_center.record import clock, journal
from contact_center.regulation import acts
from contact_center.regulation.acts import REQUEST, TASK, Act
from contact_center.regulation.facts import RequestFacts, fold
from contact_center.regulation.stages import DROPPED

PERSON = {code: person for person, code in kit.EXECUTOR_OF.items()}
BEGINNINGS = (kit.LEAK, kit.YARD, kit.POTHOLE, "KIT-TWO", kit.LIFT, kit.SOS)
NOT_HERE = frozenset(
	{
		*(acts.RECEIVE, acts.SEND, acts.TAKE_IN, acts.CLOSE_NOT_REACHED, acts.ASSIGN_BELOW),
		*(acts.MOVE_INSPECTION, acts.RECORD_INSPECTION),
	}
)
"""The beginning, what goes with another act, a code by letter, three calls on two days, an organisation above, an inspection
that has begun: tests of their own have these."""


@dataclass
class Told:
	"""A request on the site whose history goes on. `draw` is what chance says of this step."""

	request: str
	other: str
	draw: int = 0

	@property
	def facts(self) -> RequestFacts:
		return fold(journal.lines_of([self.request])[self.request])

	@property
	def row(self):
		return frappe.get_doc(REQUEST, self.request)

	@property
	def words(self) -> str:
		"""Never the same ones twice: those are one act."""
		return f"Так сталося, {frappe.generate_hash(length=6)}"

	def seen(self, task: str | None = None) -> str:
		return str(frappe.db.get_value(TASK if task else REQUEST, task or self.request, "modified"))


def begun(draw: int, other: str) -> Told:
	if draw % 3 == 0:
		return Told(kit.filed(classifier=BEGINNINGS[0 if draw % 2 else 2]).name, other)
	return Told(kit.registered(classifier=BEGINNINGS[draw % len(BEGINNINGS)]).name, other)


def possible(told: Told) -> list[tuple[Act | None, str | None]]:
	"""What the table allows, of what this site's workflows, its settings and what was said before allow too."""
	facts = told.facts
	return [each for each in options(facts) if _is_possible(told, facts, *each)]


def _is_possible(told: Told, facts: RequestFacts, act: Act | None, task: str | None) -> bool:
	if act is None:
		return True
	stage = facts.tasks[task].stage if task else facts.stage
	return (
		act not in NOT_HERE
		and stage in SHIPPED.get(act, act.origins)
		and (act not in CAN or CAN[act](told, facts, task))
	)


def _free_executors(facts: RequestFacts, task: str) -> list[str]:
	busy = {each.executor for each in facts.tasks.values() if each.stage not in DROPPED}
	return [code for code in PERSON if code not in busy | {facts.tasks[task].executor}]


def _wish_holds(told: Told, facts: RequestFacts, task: str) -> bool:
	"""Whether the day that was wished is still a longer term: meanwhile a stage may have moved it, and days went by."""
	wished = frappe.db.get_value("Extension Request", _wish(task), "wished_due")
	due, today = clock.to_site(facts.tasks[task].due), clock.to_site(clock.now()).date()
	return bool(wished and due) and wished.date() > max(due.date(), today)


def _inspection(told: Told) -> str | None:
	"""The open inspection of the request."""
	open_ones = {"request": told.request, "stage": ("in", ["Asked For", "Called"])}
	return frappe.db.get_value("Inspection", open_ones)


def _answers(told: Told) -> int:
	row = frappe.db.get_value(
		"Joined Applicant", {"request": told.request, "left_at": ("is", "not set")}, "answers_given"
	)
	return 9 if row is None else row


CAN: dict[Act, Callable[[Told, RequestFacts, str | None], bool]] = {
	acts.REDIRECT: lambda told, facts, task: bool(_free_executors(facts, task)),
	acts.CONFIRM: lambda told, facts, task: told.row.applicant_answer != "Confirmed",
	acts.DISPUTE: lambda told, facts, task: told.row.applicant_answer != "Disputed",
	acts.CLOSE: lambda told, facts, task: bool(told.row.confirmation),
	acts.JOIN: lambda told, facts, task: facts.joined_count == 0,
	acts.LEAVE: lambda told, facts, task: facts.joined_count > 0,
	acts.ANSWER_AS_JOINED: lambda told, facts, task: facts.joined_count > 0
	and _answers(told) < joining.MOST_ANSWERS,
	acts.ASK_FOR_TERM: lambda told, facts, task: facts.tasks[task].due is not None,
	acts.EXTEND: _wish_holds,
	acts.REOPEN: lambda told, facts, task: reopening.may_be_reopened(told.row.as_dict()),
	acts.ASK_FOR_INSPECTION: lambda told, facts, task: not _inspection(told),
	acts.CALL_INSPECTION: lambda told, facts, task: not _inspection(told),
	acts.CALL_OFF_INSPECTION: lambda told, facts, task: bool(_inspection(told)),
}
"""What an act needs besides its stage."""


def step(told: Told, act: Act | None, task: str | None) -> None:
	"""Do the act, or let the sweep look at everything."""
	if act is None:
		while sweep.sweep_batch() == sweep.BATCH:
			pass
	else:
		DO[act](told, task)


def _button(action: str, **fields) -> Callable[[Told, str | None], None]:
	def press(told: Told, task: str | None) -> None:
		given = {name: value(told) if callable(value) else value for name, value in fields.items()}
		if task:
			doc = frappe.get_doc(TASK, task)
			kit.act(doc, action, PERSON[doc.executor], **given)
		else:
			kit.act(told.row, action, "operator", **given)

	return press


def _words(told: Told) -> str:
	return told.words


def _as(person: str, do: Callable[[Told, str | None], object]) -> Callable[[Told, str | None], None]:
	def done(told: Told, task: str | None) -> None:
		with kit.acting(person):
			do(told, task)

	return done


def _of_executor(do: Callable[[Told, object, str], object]) -> Callable[[Told, str | None], None]:
	def done(told: Told, task: str | None) -> None:
		doc = frappe.get_doc(TASK, task)
		do(told, doc, PERSON[doc.executor])

	return done


def _wish(task: str) -> str:
	return frappe.db.get_value("Extension Request", {"task": task, "status": "Awaiting Decision"})


def _redirect(told: Told, task: str) -> None:
	to = _free_executors(told.facts, task)
	redirect.redirect(task, to[told.draw % len(to)], told.words, seen=told.seen(task))


def _call_back(told: Told, _task) -> None:
	outcome = confirmation.OUTCOMES[told.draw % 3]
	confirmation.call_back(told.request, outcome, told.words, seen=told.seen())


def _ask_for_term(told: Told, task, person: str) -> None:
	now = clock.to_site(clock.now()).date()
	day = str(frappe.utils.add_days(max(task.due.date(), now), 1 + told.draw % 9))
	kit.ask_for_term(
		task, person, reason=told.words, day=day, head="Головний О. О.", responsible="Майстер П."
	)


def _return(told: Told, _task) -> None:
	kit.return_for_rework(told.row, told.words)


def _plan_stage(told: Told, task, person: str) -> None:
	day = frappe.utils.add_days(clock.to_site(clock.now()).date(), 1 + told.draw % 60)
	with kit.acting(person):
		work_stages.plan_stage(task.name, str(day), told.words, seen=told.seen(task.name))


def _stages(told: Told, task: str, waiting: bool) -> list[str]:
	"""The stages of a task that wait for a word, or those that may be reported."""
	stages = told.facts.tasks[task].work_stages.items()
	return [key for key, each in stages if not each.done_at and (each.wished if waiting else each.due)]


def _report_stage(told: Told, task, person: str) -> None:
	with kit.acting(person):
		stage = _stages(told, task.name, waiting=False)[0]
		work_stages.report_stage(task.name, stage, told.words, seen=told.seen(task.name))


def _hand_over(told: Told, task, person: str) -> None:
	kit.hand_over(task, None if task.handed_to else person, person)


CITIZEN = kit.email("citizen")
DO: dict[Act, Callable[[Told, str | None], object]] = {
	acts.ASK: _as("operator", lambda told, _: asking.ask(told.request, told.words, seen=told.seen())),
	acts.ANSWER: _as("operator", lambda told, _: asking.answer_by_phone(told.request, told.words)),
	acts.SPLIT: _as("operator", lambda told, _: splitting.split(told.request, told.words, seen=told.seen())),
	acts.JOIN_TO: _as(
		"operator", lambda told, _: splitting.join_to(told.request, told.other, seen=told.seen())
	),
	acts.TURN_INTO_APPEAL: _as(
		"operator",
		lambda told, _: appeal_turning.turn_into_appeal(told.request, "Proposal", seen=told.seen()),
	),
	acts.REGISTER: _button("Register", wording_agreed=1),
	acts.ACCEPT: _button("Accept"),
	acts.DECLINE: _button("Not My Competence", reason=_words),
	acts.REPORT: _of_executor(lambda told, task, person: kit.report(task, person, result=told.words)),
	acts.REJECT: _button("Reject", reason=_words),
	acts.CANCEL: _button("Cancel", reason=_words),
	acts.WITHDRAW: _as(
		"citizen", lambda told, _: filing.withdraw(told.request, CITIZEN, told.words, told.seen())
	),
	acts.RETURN_FOR_REWORK: _return,
	acts.CLOSE: _button("Close"),
	acts.CALL_BACK: _as("operator", _call_back),
	acts.CONFIRM: _as(
		"citizen", lambda told, _: confirmation.confirm(told.request, CITIZEN, told.seen(), told.draw % 6)
	),
	acts.DISPUTE: _as(
		"citizen", lambda told, _: confirmation.dispute(told.request, CITIZEN, told.words, told.seen())
	),
	acts.REDIRECT: _as("supervisor", _redirect),
	acts.ASK_FOR_TERM: _of_executor(_ask_for_term),
	acts.REOPEN: _as("operator", lambda told, _: reopening.reopen_for(told.request, told.words, told.seen())),
	acts.RELEASE: _as("operator", lambda told, task: releasing.release(task, told.words, told.seen(task))),
	acts.HAND_OVER: _of_executor(_hand_over),
	acts.ASK_FOR_INSPECTION: _of_executor(
		lambda told, task, person: kit.ask_for_inspection(task, person, reason=told.words)
	),
	acts.CALL_INSPECTION: lambda told, _: kit.call_inspection(told.row),
	acts.CALL_OFF_INSPECTION: _as(
		"operator", lambda told, _: inspection_acts.call_off_inspection(_inspection(told), told.words)
	),
	acts.EXTEND: _as("operator", lambda told, task: extensions.extend(_wish(task), seen=told.seen(task))),
	acts.PLAN_STAGE: _of_executor(_plan_stage),
	acts.AGREE_STAGE: _as(
		"operator",
		lambda told, task: work_stages.agree_stage(
			task, _stages(told, task, waiting=True)[0], seen=told.seen(task)
		),
	),
	acts.REFUSE_STAGE: _as(
		"operator",
		lambda told, task: work_stages.refuse_stage(
			task, _stages(told, task, waiting=True)[0], told.words, seen=told.seen(task)
		),
	),
	acts.REPORT_STAGE: _of_executor(_report_stage),
	acts.REFUSE_TERM: _as(
		"operator", lambda told, task: extensions.refuse_term(_wish(task), told.words, seen=told.seen(task))
	),
	acts.COMMENT: _as("operator", lambda told, _: comments.comment(REQUEST, told.request, told.words)),
	acts.COMMENT_ON_TASK: _of_executor(
		lambda told, task, person: _as(person, lambda *_: comments.comment(TASK, task.name, told.words))(
			told, None
		)
	),
	acts.SUPPLEMENT: _as("citizen", lambda told, _: additions.supplement(told.request, CITIZEN, told.words)),
	acts.JOIN: lambda told, _: joining.join(told.request, kit.applicant("neighbour")),
	acts.LEAVE: lambda told, _: joining.leave(told.request, kit.applicant("neighbour")),
	acts.ANSWER_AS_JOINED: lambda told, _: joining.answer_as_joined(
		told.request, kit.applicant("neighbour"), bool(told.draw % 2), told.words
	),
	acts.CORRECT: lambda told, _: kit.corrected(told.row, place=told.words),
	acts.CORRECT_RESULT: _as(
		"operator", lambda told, task: frappe.get_doc(TASK, task).update({"result": told.words}).save()
	),
}
"""How each act is done here."""
