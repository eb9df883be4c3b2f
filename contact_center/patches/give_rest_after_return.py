"""A return for rework gives time from this version on (R6.3.5): types get a default, what is in rework its deadline."""

import frappe
from frappe.utils import cint

from contact_center.framework import deadlocks
from contact_center.policy.policy_records import rest_fields
from contact_center.record.writing import open_drafts, write_all
from contact_center.regulation.stages import OPEN
from contact_center.regulation.terms import Term, default_rest

BATCH = 500


@deadlocks.repeated
def execute() -> None:
	"""Fill types that name nothing; journal the deadline of work that was returned before. A second run finds nothing."""
	for row in frappe.get_all("Request Type", ["name", "done_amount", "done_unit", "rest_kind"]):
		if not row.rest_kind:
			rest = default_rest(Term(cint(row.done_amount), row.done_unit))
			frappe.db.set_value("Request Type", row.name, rest_fields(rest), update_modified=False)
	frappe.clear_document_cache("Request Type")
	_resume()


def _resume() -> None:
	open_stages = [stage.value for stage in OPEN]
	returned = {"stage": ("in", open_stages), "return_count": (">", 0)}
	requests = sorted(set(frappe.get_all("Request Task", returned, pluck="request")))
	for first in range(0, len(requests), BATCH):
		drafts = open_drafts(requests[first : first + BATCH], broken={})
		write_all([draft.add([]) for draft in drafts], touch=False)
