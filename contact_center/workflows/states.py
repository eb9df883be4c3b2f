"""Map the administrator's workflow states to the stages that the code knows.

Names, order and number of states belong to the administrator. A state's row names its stage in "update field / value";
no code depends on the name of a state.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.workflow import WorkflowPermissionError, get_workflow
from frappe.query_builder import Case

from contact_center.access import permissions
from contact_center.access.refusals import refuse
from contact_center.framework import deadlocks, plain_text, realtime, seen, workflow_actions
from contact_center.regulation import acts
from contact_center.regulation.acts import REQUEST, TASK, Act
from contact_center.regulation.problems import ProblemError, ProblemKind
from contact_center.regulation.stages import FINISHED, Stage, StageError

workflow_actions.apply()

NEEDED_STAGES = {REQUEST: frozenset(Stage), TASK: frozenset(Stage) - {Stage.MODERATION}}
FIRST_STAGE = {REQUEST: Stage.MODERATION, TASK: Stage.REGISTERED}
_past_first_state: ContextVar[bool] = ContextVar("contact_center_past_first_state", default=False)
STATE_FIELDS = frozenset({"workflow_state", "stage"})


def stage_of(doctype: str, state: str) -> Stage:
	"""Return the stage that `state` belongs to. Raise ProblemError for a state that the workflow does not have."""
	for row in get_workflow(doctype).states:
		if row.state == state:
			return Stage(row.update_value)
	raise ProblemError(ProblemKind.UNKNOWN_STATE, state, doctype)


def state_for(doctype: str, stage: Stage) -> str:
	"""Return the first state of the workflow that belongs to `stage`."""
	return next(row.state for row in get_workflow(doctype).states if row.update_value == stage.value)


def editors(doctype: str, state: str) -> set[str]:
	"""Return the roles that may edit a document in `state`."""
	return {row.allow_edit for row in get_workflow(doctype).states if row.state == state}


def check_workflow(workflow: Document) -> None:
	"""Raise ProblemError for a workflow of ours with a state without a stage, or a stage without a state.

	The same for a transition that is no act of the regulation: its button would refuse whoever presses it.
	"""
	needed = NEEDED_STAGES.get(workflow.document_type)
	if needed is None:
		return
	deadlocks.retry_from_here()  # before `carry_over` the framework itself updates all our documents
	for row in workflow.states:
		if row.update_field != "stage" or row.update_value not in needed:
			raise ProblemError(ProblemKind.STATE_WITHOUT_STAGE, row.state, *_in_order(needed))
	_check_first(workflow)
	missing = needed - {Stage(row.update_value) for row in workflow.states}
	if missing:
		raise ProblemError(ProblemKind.STAGE_WITHOUT_STATE, *_in_order(missing))
	_check_transitions(workflow)


def _in_order(stages: Collection[Stage]) -> list[str]:
	return [stage.value for stage in Stage if stage in stages]


def _check_transitions(workflow: Document) -> None:
	stages = {row.state: row.update_value for row in workflow.states}
	for row in workflow.transitions:
		old, new = stages[row.state], stages[row.next_state]
		try:
			acts.between(workflow.document_type, old, new)
		except StageError as error:
			raise ProblemError(
				ProblemKind.IMPOSSIBLE_TRANSITION, str(row.idx), row.action, old, new
			) from error


def _check_first(workflow: Document) -> None:
	"""Check the first state, in which the framework lets new documents begin."""
	first, stage = workflow.states[0], FIRST_STAGE[workflow.document_type]
	if first.update_value != stage.value:
		raise ProblemError(ProblemKind.WRONG_FIRST_STATE, first.state, stage.value)
	if not workflow.is_active:
		check_not_last(workflow)


def carry_over(workflow: Document, method: str | None = None) -> None:
	"""Update documents after the save of a workflow: rename their state, or set the first state of their stage.

	The latter for documents in a removed state. Nothing else changes. One statement a stage, by the index of `stage`.
	"""
	if workflow.document_type not in NEEDED_STAGES or not workflow.is_active:
		return
	_follow_renamed(workflow)
	for stage in NEEDED_STAGES[workflow.document_type]:
		states = [row.state for row in workflow.states if row.update_value == stage.value]
		stranded = {"stage": stage.value, "workflow_state": ("not in", states)}
		frappe.db.set_value(
			workflow.document_type, stranded, "workflow_state", states[0], update_modified=False
		)


def _follow_renamed(workflow: Document) -> None:
	"""Rename all states in one statement, so that two states can swap their names."""
	renamed = _renamed(workflow)
	if not renamed:
		return
	table = frappe.qb.DocType(workflow.document_type)
	new = Case()
	for old, name in renamed.items():
		new = new.when(table.workflow_state == old, name)
	named_so = table.workflow_state.isin(list(renamed))
	frappe.qb.update(table).set(table.workflow_state, new.else_(table.workflow_state)).where(named_so).run()


def _renamed(workflow: Document) -> dict[str, str]:
	"""Return {old name: new name} of states renamed in all their rows, within their stage."""
	before = workflow.get_doc_before_save()
	rows = {row.name: row for row in workflow.states}
	names = defaultdict(set)
	for old in before.states if before else ():
		new = rows.get(old.name)
		if new:
			names[old.state].add(new.state if new.update_value == old.update_value else old.state)
	return {old: next(iter(new)) for old, new in names.items() if len(new) == 1 and old not in new}


def check_not_last(workflow: Document) -> None:
	"""Raise ProblemError where our documents would be left without an active workflow: nothing could move."""
	if workflow.document_type not in NEEDED_STAGES:
		return
	others = {"document_type": workflow.document_type, "is_active": 1, "name": ("!=", workflow.name)}
	if not frappe.db.exists("Workflow", others):
		raise ProblemError(ProblemKind.LAST_WORKFLOW, workflow.document_type)


@contextmanager
def past_first_state() -> Iterator[None]:
	"""Let new documents begin in any state inside the block, as a request registered by phone does (R5.5).

	The caller has checked permission.
	"""
	token = _past_first_state.set(True)
	try:
		yield
	finally:
		_past_first_state.reset(token)


class StagedDocument(Document):
	"""A document whose stage follows from its workflow state at every save.

	A change of stage has to be an act in the table of acts.
	"""

	def validate_workflow(self) -> None:
		"""Refuse what the framework refuses, naming the states in the user's language."""
		if self.is_new() and _past_first_state.get():
			return
		try:
			super().validate_workflow()
		except WorkflowPermissionError:
			frappe.clear_last_message()
			before = self.get_doc_before_save()
			old = before.workflow_state if before else get_workflow(self.doctype).states[0].state
			refuse(ProblemKind.MOVE_NOT_YOURS, old, self.workflow_state or "", error=WorkflowPermissionError)

	def check_if_latest(self) -> None:
		"""Hold the save to the version that its user saw. From here on the transaction takes locks, and may be retried."""
		deadlocks.retry_from_here()
		version = None if self.is_new() else seen.version_of(self)
		self._original_modified = version or self._original_modified
		try:
			super().check_if_latest()
		except frappe.TimestampMismatchError:
			frappe.clear_last_message()
			self.refuse_outdated(version)

	def refuse_outdated(self, version: str | datetime | None) -> NoReturn:
		"""Raise TimestampMismatchError; each document adds what happened since `version`."""
		raise frappe.TimestampMismatchError

	def clear_cache(self) -> None:
		"""Clear the cache, except of a new document, which is in none."""
		if not self.flags.in_insert:
			super().clear_cache()

	def notify_update(self) -> None:
		"""Notify open lists of a new document, open forms and lists of an old one."""
		if self.flags.in_insert:
			realtime.list_changed(self.doctype, self.name)
		else:
			super().notify_update()

	def set_user_and_timestamp(self) -> None:
		"""Leave the applicant's account out of `owner` and `modified_by`: not every reader may know it (D1)."""
		super().set_user_and_timestamp()
		if not permissions.is_citizen(frappe.session.user):
			return
		for doc in (self, *self.get_all_children()):
			doc.modified_by = "Administrator"
			doc.owner = doc.modified_by if self.is_new() else doc.owner
		self.flags.ignore_version = True

	def follow_state(self) -> Act | None:
		"""Set `stage` from the state; return the act between the former stage and this one, None if it is the same.

		Raise PermissionError for a user who may not edit it in its former state, ProblemError for a move that is no act.
		"""
		plain_text.defuse(self)
		if not self.workflow_state:
			self.workflow_state = get_workflow(self.doctype).states[0].state
		before = self.get_doc_before_save()
		new = stage_of(self.doctype, self.workflow_state)
		if before:
			self._check_editor(before)
		act = self._act(before, new)
		self.stage = new.value
		return act

	def _act(self, before: Document | None, new: Stage) -> Act | None:
		old = before.stage if before else None
		try:
			return acts.between(self.doctype, old, new)
		except StageError as error:
			raise ProblemError(ProblemKind.IMPOSSIBLE_MOVE, old or new.value, new.value) from error

	def _check_editor(self, before: Document) -> None:
		changed = self._changed_fields(before)
		if not changed:
			return
		if Stage(before.stage) in FINISHED:
			refuse(ProblemKind.FINISHED, error=frappe.PermissionError)
		allowed = editors(self.doctype, before.workflow_state)
		if frappe.session.user != "Administrator" and allowed.isdisjoint(frappe.get_roles()):
			refuse(
				ProblemKind.STATE_OF_OTHERS,
				before.workflow_state,
				*sorted(allowed),
				error=frappe.PermissionError,
			)

	def _changed_fields(self, before: Document) -> list[str]:
		return [
			df.fieldname
			for df in self.meta.fields
			if df.fieldname not in STATE_FIELDS and df.permlevel != 1 and self._is_changed(df, before)
		]

	def _is_changed(self, df, before: Document) -> bool:
		if df.fieldtype in frappe.model.table_fields:
			return not self.is_child_table_same(df.fieldname)
		return df.fieldtype not in frappe.model.no_value_fields and self.has_value_changed(df.fieldname)
