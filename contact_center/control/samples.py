"""A random sample of closed requests is drawn, checked by phone or on the spot, and speaks for all of them (R9.2.4).

The draw reads one index: those closed in the period, of each the lot that `regulation/samples.py` describes. It is
written once, with its seed; another draw is another sample on record.
"""

import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, flt, getdate

from contact_center.access import permissions, roles
from contact_center.control import extension_requests
from contact_center.control.inspection_writing import acting
from contact_center.framework import deadlocks
from contact_center.framework.plain_text import without_markup
from contact_center.intake import said
from contact_center.record import clock
from contact_center.regulation import samples as rules
from contact_center.regulation.inspections import Outcome
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.regulation.samples import Drawn, Result
from contact_center.regulation.stages import Stage
from contact_center.words import meanwhile, problems, speech

DOCTYPE, ROW = "Inspection Sample", "Sampled Request"
WAYS = ("By Phone", "On the Spot")
FILTERS = {"executor": "lead_executor", "classifier": "classifier", "district": "district"}
"""{field of the sample: field of the request}."""
LONGEST_NOTE = 1000


@frappe.whitelist(methods=["POST"])
def draw(
	from_date: str,
	to_date: str,
	size: int = 0,
	percent: float = 0,
	executor: str = "",
	classifier: str = "",
	district: str = "",
	by_executor: bool | int = 0,
	way: str = WAYS[0],
) -> str:
	"""Draw a sample of the requests closed from one day to another, `size` of them or `percent`; return its name.

	`by_executor`: of each executor in proportion to what it has closed, at least one. Nobody chooses the seed.
	PermissionError for others than supervisors, ValidationError for a senseless period or size, and where nothing was closed.
	"""
	permissions.check_role(roles.SUPERVISOR)
	first, last = extension_requests.day_of(from_date), extension_requests.day_of(to_date)
	if last < first or last > clock.now().date():
		problems.refuse(Problem(Kind.SAMPLE_PERIOD))
	if way not in WAYS:
		problems.refuse(Problem(Kind.NOT_ONE_OF, (way, *WAYS)))
	wanted = {"executor": executor, "classifier": classifier, "district": district}
	sample = frappe.get_doc({"doctype": DOCTYPE, "from_date": first, "to_date": last, "way": way, **wanted})
	sample.update({"seed": secrets.token_hex(16), "by_executor": cint(by_executor)})
	sizes = population(sample)
	sample.population = sum(sizes.values())
	with problems.refusing():
		sample.size = rules.size_of(sample.population, cint(size), flt(percent))
	return _keep(sample, _draw(sample, sizes))


def population(sample: Any) -> dict[str, int]:
	"""Return how many requests were closed in the sample's period, by executor: one query by its index."""
	where, values = _where(sample)
	query = f"select ifnull(lead_executor, ''), count(*) from `tabRequest` where {where} group by 1"
	return dict(frappe.db.sql(query, values))


def redrawn(sample: Any) -> dict[str, int]:
	"""Draw with the recorded seed once more; return {left_out, gone}.

	`left_out` would have been drawn and is not in the sample: none, or somebody picked. `gone`: requests of the sample that
	are no longer closed, such as those that were returned since.
	"""
	greatest = _greatest(sample)
	where, values = _where(sample)
	query = f"""select name, ifnull(lead_executor, ''), sha2(concat(%s, name), 256) from `tabRequest`
		where {where} and sha2(concat(%s, name), 256) <= %s and closed_at <= %s"""
	bound = [sample.seed, *values, sample.seed, max(greatest.values()), sample.drawn_at]
	present = frappe.db.sql(query, bound)
	own = {row.request for row in sample.requests}
	reached = {
		name
		for name, executor, lot in present
		if lot <= greatest.get(executor if sample.by_executor else "", "")
	}
	return {"left_out": len(reached - own), "gone": len(own - {name for name, *_rest in present})}


def _greatest(sample: Any) -> dict[str, str]:
	found: dict[str, str] = {}
	for row in sample.requests:
		stratum = (row.executor or "") if sample.by_executor else ""
		found[stratum] = max(found.get(stratum, ""), row.lot)
	return found


def _where(sample: Any) -> tuple[str, list]:
	values: list[Any] = [
		Stage.CLOSED.value,
		getdate(sample.from_date),
		getdate(sample.to_date) + timedelta(days=1),
	]
	parts = ["stage = %s", "closed_at >= %s", "closed_at < %s"]
	for field, column in FILTERS.items():
		if sample.get(field):
			parts.append(f"{column} = %s")
			values.append(sample.get(field))
	return " and ".join(parts), values


def _draw(sample: Any, sizes: dict[str, int]) -> Sequence[Drawn]:
	"""Return the smallest lots of all, or of each executor as many as are allotted to it."""
	where, values = _where(sample)
	lots = f"""select name, ifnull(lead_executor, '') as executor, sha2(concat(%s, name), 256) as lot
		from `tabRequest` where {where}"""
	if not sample.by_executor:
		return frappe.db.sql(f"{lots} order by lot limit %s", [sample.seed, *values, sample.size])
	allotted = rules.allotted(sizes, sample.size)
	bound, whole = rules.bound_of(sizes, allotted)
	near = f"select * from ({lots}) lots where lot <= %s or executor in %s"
	found = frappe.db.sql(near, [sample.seed, *values, bound, whole or ("-",)])
	drawn = rules.smallest(found, allotted)
	if len(drawn) < sample.size:  # a chance of a billion to one
		drawn = rules.smallest(frappe.db.sql(lots, [sample.seed, *values]), allotted)
	return drawn


def _keep(sample: Any, drawn: Sequence[Drawn]) -> str:
	names = [name for name, *_rest in drawn]
	fields = ["name", "number", "title", "closed_at"]
	shown = {
		row.name: row for row in frappe.get_all("Request", {"name": ("in", names)}, fields, order_by="name")
	}
	for name, executor, lot in drawn:
		row = {"request": name, "executor": executor or None, "lot": lot}
		sample.append("requests", {**row, "number": shown[name].number, "closed_at": shown[name].closed_at})
	days = [speech.date_words(day) for day in (getdate(sample.from_date), getdate(sample.to_date))]
	sample.title = _("{0} – {1}").format(*days)
	sample.update(
		{"size": len(drawn), "drawn_at": clock.to_site(clock.now()), "drawn_by": frappe.session.user}
	)
	with acting():
		return sample.insert(ignore_permissions=True).name


@frappe.whitelist(methods=["POST"])
def repeat_draw(sample: str) -> dict[str, int]:
	"""Draw once more with the recorded seed; return `redrawn`. PermissionError for whom may not read the sample."""
	doc = frappe.get_doc(DOCTYPE, sample)
	doc.check_permission("read")
	return redrawn(doc)


@frappe.whitelist(methods=["POST"])
def record_check(sample: str, row: str, result: str, note: str = "") -> None:
	"""Record what the check of a request of the sample showed. It may be corrected; the document's history keeps what stood there.

	PermissionError for others than operators and supervisors, ValidationError for a failure without words.
	"""
	permissions.check_role(*roles.CONTROLLERS)
	choices = [each.value for each in Result]
	if result not in choices:
		problems.refuse(Problem(Kind.NOT_ONE_OF, (result, *choices)))
	words = said.within(note, LONGEST_NOTE)
	if result != Result.PASSED.value and not words:
		problems.refuse(Problem(Kind.CHECK_NEEDS_WORDS))
	_set_result(sample, {"name": row}, result, words)


def follow_inspection(inspection: Any) -> None:
	"""Take over what an inspection found for the row of a sample that it was called for, where there is one."""
	row = frappe.db.get_value(ROW, {"inspection": inspection.name}, ["parent", "name"], as_dict=True)
	if row:
		result = rules.RESULT_OF[Outcome(inspection.outcome)].value
		_set_result(row.parent, {"name": row.name}, result, inspection.findings)


def note_inspection(request: str, inspection: str) -> None:
	"""Name the inspection at the newest row of a sample that still awaits its check of the request."""
	row = frappe.db.get_value(
		ROW, waiting(request), ["parent", "name"], as_dict=True, order_by="creation desc"
	)
	if row:
		frappe.db.set_value(ROW, row.name, "inspection", inspection, update_modified=False)


def waiting(request: str) -> dict[str, Any]:
	"""Return the filters of the rows of samples that await a check of the request, or await another one."""
	return {"request": request, "result": ("in", ("", None, Result.UNCLEAR.value))}


def _set_result(sample: str, which: dict, result: str, note: str) -> None:
	deadlocks.retry_from_here()
	doc = frappe.get_doc(DOCTYPE, sample, for_update=True)
	row = next((each for each in doc.requests if each.name == which["name"]), None)
	if not row:
		problems.refuse(Problem(Kind.BAD_VALUES))
	row.update(
		{"result": result, "note": without_markup(note)[:LONGEST_NOTE], "checked_by": frappe.session.user}
	)
	row.checked_at = clock.to_site(clock.now())
	reckon(doc)
	with acting():
		doc.save(ignore_permissions=True)


def reckon(doc: Any) -> None:
	"""Bring the counts and the share that failed up to date."""
	results = [(row.executor or "", Result(row.result) if row.result else None) for row in doc.requests]
	total, _each = rules.shares(results)
	doc.update({"checked": total.checked, "failed": total.failed})
	doc.unclear = sum(result is Result.UNCLEAR for _executor, result in results)
	known = bool(total.checked)
	doc.failed_share = round(total.share * 100, 1) if known else 0
	doc.share_low, doc.share_high = (
		(round(total.low * 100, 1), round(total.high * 100, 1)) if known else (0, 0)
	)


def by_executor(doc: Any) -> list[dict]:
	"""Return [{title, checked, failed, share, low, high}] of each executor of the sample with a check, the worst first."""
	results = [(row.executor or "", Result(row.result) if row.result else None) for row in doc.requests]
	_total, each = rules.shares(results)
	titles = dict(
		frappe.get_all(
			"Executor", {"name": ("in", list(each))}, ["name", "title"], as_list=True, order_by="name"
		)
	)
	found = [
		{
			"title": titles.get(code, code),
			"checked": share.checked,
			"failed": share.failed,
			"share": round(share.share * 100, 1),
			"low": round(share.low * 100, 1),
			"high": round(share.high * 100, 1),
		}
		for code, share in each.items()
	]
	return sorted(found, key=lambda row: (-row["low"], -row["share"], row["title"]))
