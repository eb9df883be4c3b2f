from frappe.model.document import Document
from frappe.utils import cint

from contact_center import policy
from contact_center.intake import urgency
from contact_center.policy.policy_records import rest_fields
from contact_center.record import clock
from contact_center.regulation.problems import Problem, ProblemKind
from contact_center.regulation.terms import Rest, Term, default_rest, ends_before_accepted, longest
from contact_center.words import problems, reference_words
from contact_center.words.problems import refuse

NO_TERM = "No Fixed Term"


class RequestType(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from contact_center.contact_center.doctype.request_type_alert.request_type_alert import (
			RequestTypeAlert,
		)

		accept_amount: DF.Int
		accept_unit: DF.Literal[
			"Minutes", "Hours", "Working Hours", "Calendar Days", "Working Days", "No Fixed Term"
		]
		alerts: DF.Table[RequestTypeAlert]
		code: DF.Data
		color: DF.Color | None
		contact_at_once: DF.Check
		counts_from: DF.Literal["Registration", "Receipt"]
		day_end: DF.Literal["Same Minute", "End of Day"]
		done_amount: DF.Int
		done_unit: DF.Literal[
			"Minutes", "Hours", "Working Hours", "Calendar Days", "Working Days", "No Fixed Term"
		]
		rest_amount: DF.Int
		rest_kind: DF.Literal["What Was Left", "Whole Term"]
		rest_unit: DF.Literal["Working Hours", "Hours", "Minutes", "Calendar Days", "Working Days"]
		rolls_off_non_working: DF.Check
		round_the_clock: DF.Check
		title: DF.Data
		urgency: DF.Int
		working_calendar: DF.Link | None
	# end: auto-generated types
	"""A type of requests with its terms; administrators edit them, no code depends on their names (R4.6)."""

	def validate(self) -> None:
		self._validate_selects()  # the framework checks them after this, but the terms are calculated here
		for amount, unit in (("accept_amount", "accept_unit"), ("done_amount", "done_unit")):
			self._check_amount(amount, self.get(unit))
		if not self.rest_kind:
			self.set_rest(default_rest(Term(cint(self.done_amount), self.done_unit)))
		for row in self.alerts:
			self._check_alert(row)
		with problems.refusing():
			policy.type_of(self)
		if ends_before_accepted(policy.type_of(self), clock.now(), policy.calendar(self.working_calendar)):
			refuse(Problem(ProblemKind.DUE_BEFORE_ACCEPTANCE))

	def on_trash(self) -> None:
		reference_words.guard_deletion(self)

	def set_rest(self, rest: Rest) -> None:
		"""Take over what a return gives (R6.3.5)."""
		self.update(rest_fields(rest))

	def on_update(self) -> None:
		urgency.pass_on(self)

	def _check_amount(self, field: str, unit: str) -> None:
		amount = cint(self.get(field))
		if unit == NO_TERM:
			self.set(field, 0)
		elif amount < 1:
			refuse(Problem(ProblemKind.AMOUNT_NOT_POSITIVE, (field,)))
		elif amount > longest(unit):
			refuse(Problem(ProblemKind.AMOUNT_TOO_GREAT, (field, str(longest(unit)))))

	def _check_alert(self, row: Document) -> None:
		try:
			policy.alert_of(row)
		except ValueError:
			refuse(Problem(ProblemKind.ALERT_ROW_BELOW_ZERO, (str(row.idx),)))
		if cint(row.amount) > longest(row.unit):
			refuse(Problem(ProblemKind.ALERT_ROW_TOO_GREAT, (str(row.idx), str(longest(row.unit)))))
