"""Refuse acts that were decided on an outdated version, and name what has happened since."""

from datetime import datetime
from typing import Any, NoReturn

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.workflow import get_workflow
from frappe.utils import cstr, get_datetime

from contact_center.access import permissions
from contact_center.framework import seen as versions
from contact_center.record import clock, journal, journal_since
from contact_center.record.writing import Draft
from contact_center.regulation import acts
from contact_center.regulation.acts import DECIDED, REQUEST, TASK, Act, Party
from contact_center.regulation.facts import Kind
from contact_center.regulation.problems import Problem, ProblemKind
from contact_center.words import journal_words, problems, speech
from contact_center.workflows.states import stage_of

MOST = 3
"""So many of the newest lines are named."""
LONGEST = 140
IN_ITS_OWN_WORDS = frozenset({Kind.CALLED_BACK, Kind.COMMENTED})
"""Kinds whose text says what they are."""


def check(draft: Draft, act: Act, seen: str | datetime | None, task: str | None = None) -> None:
	"""Refuse an act that was decided on another version than the draft's: `seen` is its `modified`, as it was read.

	The version is that of `task`, else of the request. The applicant is refused only where something that the
	applicant sees has happened. Raise ValidationError of the kind "Changed Meanwhile", or "Version Not Named" where a
	caller over the network names none.
	"""
	moment = _moment(seen)
	if moment is None:
		return _refuse_unnamed()
	row = draft.tasks[task] if task else draft.row
	if cstr(row["modified"]) == cstr(moment):
		return
	if act.by == {Party.APPLICANT} or permissions.is_citizen(frappe.session.user):
		return _check_public(draft.request, moment)
	_refuse(TASK if task else REQUEST, task or draft.request, moment, row)


def is_repeated(
	draft: Draft, act: Act, seen: str | datetime | None, text: str | None = None, task: str | None = None
) -> bool:
	"""Return whether the user has done this very act since `seen`: a double click, or the first answer was lost."""
	moment = _moment(seen)
	return moment is not None and journal.is_own(draft.request, act.kind, moment, text, task)


def is_done_since(doc: Document, seen: str | datetime | None, state: str | None, action: str) -> bool:
	"""Return whether the user has done the workflow's `action` to the request or task since `seen`, from `state`."""
	moment = _moment(seen)
	kinds = _kinds_of(doc.doctype, state, action) if moment else ()
	of_task = (doc.request, doc.name) if doc.doctype == TASK else (doc.name, None)
	return any(journal.is_own(of_task[0], kind, moment, task=of_task[1], locked=False) for kind in kinds)


def _kinds_of(doctype: str, state: str | None, action: str) -> list[Kind]:
	rows = [row for row in get_workflow(doctype).transitions if (row.state, row.action) == (state, action)]
	moves = [(stage_of(doctype, row.state), stage_of(doctype, row.next_state)) for row in rows]
	return [act.kind for old, new in moves if (act := acts.between(doctype, old, new))]


def check_named(act: Act | None, doc: Document) -> None:
	"""Refuse a form's act whose caller over the network does not say which version it was decided on."""
	if act and act.decides and not doc.is_new() and versions.version_of(doc) is None:
		_refuse_unnamed()


def refuse_save(doc: Document, seen: str | datetime | None) -> NoReturn:
	"""Raise TimestampMismatchError for an outdated form, with what others did since `seen`."""
	row = frappe.db.get_value(doc.doctype, doc.name, ["modified", "modified_by"], as_dict=True)
	_refuse(doc.doctype, doc.name, _moment(seen), row)


def refuse_touched(doc: Document) -> NoReturn:
	"""Raise TimestampMismatchError for a document without a journal that somebody changed since it was seen."""
	_refuse_with([_touched(doc)])


def _moment(seen: str | datetime | None) -> datetime | None:
	try:
		return get_datetime(seen) if seen else None
	except Exception:  # whatever the framework's reader makes of a text that is no moment
		return None


def _refuse_unnamed() -> None:
	if versions.over_the_network():
		problems.refuse(Problem(ProblemKind.VERSION_NOT_NAMED))


def _check_public(request: str, moment: datetime) -> None:
	lines = [line for line in journal_since.public_since(request, moment) if line["kind"] in DECIDED]
	if lines:
		_refuse_with([_words_for_applicant(line) for line in lines])


def _words_for_applicant(line: dict) -> str:
	label = journal_words.for_applicant(line["kind"])
	return f"{speech.moment_words(line['moment'], clock.now())} {_lower(label)}"


def _refuse(doctype: str, name: str, moment: datetime | None, row: Any) -> NoReturn:
	lines = journal_since.since(doctype, name, moment) if moment else []
	me = frappe.db.get_value("User", frappe.session.user, "full_name", cache=True)
	others = [line for line in lines if line["actor_name"] not in ("", me)] or lines
	_refuse_with([_words_for_staff(line) for line in others] or [_touched(row)])


def _words_for_staff(line: dict) -> str:
	"""Return «14:32 Олена Коваль: не підтверджено: іржава вода»."""
	text = " ".join((line["text"] or "").split())[:LONGEST].rstrip(" .")
	label = "" if text and line["kind"] in IN_ITS_OWN_WORDS else journal_words.for_staff(line["kind"])
	who = " ".join(filter(None, (speech.moment_words(line["moment"], clock.now()), line["actor_name"])))
	return ": ".join(filter(None, (who, _lower(label), _lower(text) if not label else text)))


def _touched(row: Any) -> str:
	who = frappe.db.get_value("User", row.get("modified_by"), "full_name", cache=True) or ""
	when = speech.moment_words(row.get("modified"), clock.now())
	return _("{0}: the card was changed").format(f"{when} {who}".strip())


def _lower(text: str) -> str:
	return text[:1].lower() + text[1:]


def _refuse_with(happened: list[str]) -> NoReturn:
	problem = Problem(ProblemKind.CHANGED_MEANWHILE, tuple(happened[-MOST:]))
	problems.refuse(problem, title=_("Changed Meanwhile"), error=frappe.TimestampMismatchError)
