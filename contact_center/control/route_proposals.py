"""Where an executor declines the same again and again, the administrator is proposed another route (R7.2)."""

from datetime import timedelta
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import Case
from frappe.query_builder.functions import Count, Max, Sum
from frappe.utils import cint

from contact_center import policy
from contact_center.access import permissions, roles
from contact_center.control import bell
from contact_center.framework import deadlocks
from contact_center.intake import said
from contact_center.record import clock
from contact_center.regulation.acts import DECLINE
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import problems

DOCTYPE = "Route Proposal"
OPEN, DISMISSED, CEASED = "Open", "Dismissed", "Ceased"
KEY = ("executor", "classifier", "street", "district")
LONGEST = 1000
MOST = 500
"""So many patterns of each kind are looked at a day, the most frequent first."""


@deadlocks.repeated
def propose() -> int:
	"""Every day: write down what was declined as often, within as many days, as the settings name; return how many."""
	least = cint(policy.settings().route_declines)
	kinds = [_patterns(least, by) for by in ("street", "district")] if least else []
	found = [row for rows in kinds for row in rows]
	written = [_write(row, least) for row in found]
	if all(len(rows) < MOST for rows in kinds):
		_cease([name for name, _is_new in written])
	_ring([name for name, is_new in written if is_new])
	frappe.db.commit()
	return len(found)


def _patterns(least: int, by: str) -> list[Any]:
	"""Return {executor, classifier, street or district, declines, newer, last_at}; a district only where several streets are meant.

	`newer` are the declines since the pattern was dismissed last, all of them where it never was.
	"""
	line, request, known = map(frappe.qb.DocType, ("Request Journal", "Request", DOCTYPE))
	since = clock.to_site(clock.now() - timedelta(days=cint(policy.settings().route_days)))
	place, number = request[by], Count("*")
	same = (known.executor == line.executor) & (known.classifier == request.classifier) & (known[by] == place)
	is_newer = known.dismissed_at.isnull() | (line.moment > known.dismissed_at)
	query = (
		frappe.qb.from_(line)
		.join(request)
		.on(request.name == line.request)
		.left_join(known)
		.on(same)
		.where((line.kind == DECLINE.kind.value) & (line.moment >= since))
		.where(place.isnotnull() & (place != ""))
		.select(
			line.executor, request.classifier, place, number.as_("declines"), Max(line.moment).as_("last_at")
		)
		.select(Sum(Case().when(is_newer, 1).else_(0)).as_("newer"))
		.groupby(line.executor, request.classifier, place)
		.having(number >= least)
		.orderby(number, order=frappe.qb.desc)
		.limit(MOST)
	)
	if by == "district":
		query = query.having(Count(request.street).distinct() > 1)
	return query.run(as_dict=True)


def _write(row: Any, least: int) -> tuple[str, bool]:
	"""Write a pattern down, or count it anew; return its name, and whether it is new or comes up again."""
	key = {field: row.get(field) for field in KEY}
	name = frappe.db.get_value(DOCTYPE, {field: value or ("is", "not set") for field, value in key.items()})
	counted = {"declines": row.declines, "last_declined_at": row.last_at}
	if not name:
		new = frappe.get_doc({"doctype": DOCTYPE, **key, **counted, "status": OPEN})
		return new.insert(ignore_permissions=True).name, True
	again = row.newer >= least and frappe.db.get_value(DOCTYPE, name, "status") != OPEN
	frappe.db.set_value(
		DOCTYPE, name, {**counted, **({"status": OPEN} if again else {})}, update_modified=False
	)
	return name, again


def _cease(still: list[str]) -> None:
	"""Take from the list what is no longer declined so often: somebody may have mended the route."""
	over = {"status": OPEN, "name": ("not in", still or [""])}
	frappe.db.set_value(DOCTYPE, over, "status", CEASED, update_modified=False)


def _ring(names: list[str]) -> None:
	if not names:
		return
	people, which = bell.holders_of(roles.ADMINISTRATOR), {"name": ("in", names)}
	found = frappe.get_all(DOCTYPE, which, ["name", "title"], order_by="declines desc, name")
	subject = _("A route should be looked at")
	bell.ring_all(people, DOCTYPE, [bell.Ring(doc.name, subject, doc.title) for doc in found])


@frappe.whitelist(methods=["POST"])
def dismiss(proposal: str, reason: str) -> None:
	"""Leave the route as it is, with a reason on record. PermissionError for others than administrators.

	It comes up again once the same was declined as often again.
	"""
	permissions.check_role(roles.ADMINISTRATOR)
	text = said.within(reason, LONGEST)
	if not text:
		problems.refuse(Problem(Kind.ROUTE_REASON_NEEDED))
	doc = frappe.get_doc(DOCTYPE, proposal, for_update=True)
	if doc.status == DISMISSED:
		return
	decided = {"dismissed_at": clock.to_site(clock.now()), "dismissed_by": frappe.session.user}
	doc.db_set({**decided, "status": DISMISSED, "reason": text})


def title(doc: Any) -> str:
	"""Return «вул. Миру · Немає води: Водоканал», the place first."""
	place = doc.street or frappe.db.get_value("City District", doc.district, "title") or ""
	entry = frappe.db.get_value("Classifier", doc.classifier, "title") or doc.classifier
	executor = frappe.db.get_value("Executor", doc.executor, "title") or doc.executor
	return f"{place} · {entry}: {executor}"[:140]
