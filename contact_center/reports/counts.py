"""Counts of requests for the workspace's charts, one grouped query each. The caller has checked permission."""

from datetime import timedelta

import frappe
from frappe import _
from frappe.query_builder.functions import Count

from contact_center.record import clock
from contact_center.regulation.stages import FINISHED, Stage

DAYS = 30
GROUPS = 7


def by_stage() -> list[tuple[str, int]]:
	"""Return (stage in the user's language, number of unfinished requests), in the order of the stages."""
	request = frappe.qb.DocType("Request")
	found = dict(_count(_current(request), request.stage))
	return [(_(stage.value), found.get(stage.value, 0)) for stage in Stage if stage not in FINISHED]


def by_request_type() -> list[tuple[str, int]]:
	"""Return (request type, number of unfinished requests), the most urgent type first (R4)."""
	request, rtype = frappe.qb.DocType("Request"), frappe.qb.DocType("Request Type")
	query = _current(request).join(rtype).on(rtype.name == request.request_type)
	query = query.select(rtype.title, Count("*")).groupby(rtype.title, rtype.urgency).orderby(rtype.urgency)
	return [tuple(row) for row in query.run()]


def by_group() -> list[tuple[str, int]]:
	"""Return (top group of the classifier, number of requests received in the last DAYS days) (R9.1.1).

	The GROUPS most frequent groups come first, then all others in one figure.
	"""
	request, entry = frappe.qb.DocType("Request"), frappe.qb.DocType("Classifier")
	group = frappe.qb.DocType("Classifier").as_("entry_group")
	since = clock.to_site(clock.now() - timedelta(days=DAYS))
	query = (
		frappe.qb.from_(request)
		.join(entry)
		.on(entry.name == request.classifier)
		.join(group)
		.on((group.lft <= entry.lft) & (group.rgt >= entry.rgt))
		.where(
			(request.received_at >= since)
			& (request.became_appeal == 0)
			& (group.parent_classifier.isnull() | (group.parent_classifier == ""))
		)
		.select(group.title, Count("*"))
		.groupby(group.title)
		.orderby(Count("*"), order=frappe.qb.desc)
	)
	rows = [tuple(row) for row in query.run()]
	others = sum(count for _title, count in rows[GROUPS:])
	return rows[:GROUPS] + ([(_("Others", context="Contact Center"), others)] if others else [])


def by_return_ground() -> list[tuple[str, int]]:
	"""Return (ground, number of returns for rework in the last DAYS days that had it), the most frequent first (R6.3.3)."""
	mark = frappe.qb.DocType("Return Mark")
	since = clock.to_site(clock.now() - timedelta(days=DAYS))
	query = (
		frappe.qb.from_(mark)
		.where((mark.parentfield == "returned_for") & (mark.moment >= since))
		.select(mark.ground, Count("*"))
		.groupby(mark.ground)
		.orderby(Count("*"), order=frappe.qb.desc)
		.orderby(mark.ground)
	)
	return [tuple(row) for row in query.run()]


def _current(request):
	finished = [stage.value for stage in FINISHED]
	return frappe.qb.from_(request).where(request.stage.notin(finished))


def _count(query, field) -> list[tuple[str, int]]:
	return [tuple(row) for row in query.select(field, Count("*")).groupby(field).run()]


COUNTS = {
	"stage": by_stage,
	"request_type": by_request_type,
	"group": by_group,
	"return_ground": by_return_ground,
}
