"""The tasks of an executor's user, what burns first on top (P4, R7.1): a page of them, and how many there are of each kind.

Requests of the most urgent type come first (R4.1); among equals what was returned for rework, then what waits to be
accepted by its deadline, then what is at work by its own. A page begins behind the key of the last row that was shown,
so that rows that have come or gone meanwhile neither repeat nor skip one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import frappe

from contact_center.access import permissions
from contact_center.execution import handed_notes
from contact_center.record import clock
from contact_center.regulation import extensions
from contact_center.regulation.stages import OPEN, Stage

NOTHING_LEFT = ""
LONGEST_WORDING = 1000
MOST = 100
SHOWN = [*(stage.value for stage in Stage if stage in OPEN), Stage.AWAITING_CONFIRMATION.value]
_OPEN = ", ".join(f"'{stage.value}'" for stage in Stage if stage in OPEN)
_RANK = (
	f"field(t.stage, '{Stage.REWORK.value}', '{Stage.REGISTERED.value}', '{Stage.IN_PROGRESS.value}', "
	f"'{Stage.AWAITING_CONFIRMATION.value}')"
)
_DEADLINE = f"cast(coalesce(if(t.stage = '{Stage.REGISTERED.value}', t.accept_by_utc, t.due_utc), '9999-12-31') as datetime(6))"
VIEWS: dict[str, str] = {
	"open": f"t.stage in ({_OPEN})",
	"to_accept": f"t.stage = '{Stage.REGISTERED.value}'",
	"late_to_accept": f"t.stage = '{Stage.REGISTERED.value}' and t.accept_by_utc < %(now)s",
	"at_work": f"t.stage = '{Stage.IN_PROGRESS.value}'",
	"overdue": f"t.stage in ({_OPEN}) and t.due_utc < %(now)s",
	"due_today": f"t.stage in ({_OPEN}) and t.due_utc >= %(now)s and t.due_utc < %(midnight)s",
	"without_date": "t.without_date = 1",
	"returned": f"t.stage = '{Stage.REWORK.value}'",
	"waiting": f"t.stage = '{Stage.AWAITING_CONFIRMATION.value}'",
	"term_asked": f"t.stage in ({_OPEN}) and t.extension_asked_at is not null",
	"handed_to_me": f"t.stage in ({_OPEN}) and t.handed_to = %(me)s",
}
"""{name: condition}: each is a counter, and the list of what it counts."""
GROUPS = {
	Stage.REGISTERED.value: "to_accept",
	Stage.IN_PROGRESS.value: "at_work",
	Stage.REWORK.value: "returned",
	Stage.AWAITING_CONFIRMATION.value: "waiting",
}
"""{stage: the view that all of its tasks are in}."""
FILTERS = {"executor": "t.executor", "district": "t.district", "entry": "t.classifier"}
WRITTEN = ("result", "result_unit", "result_person", "result_phone", "informed_by")
COLUMNS = (
	*("name", "modified", "number", "request_type", "comes_first", "classifier", "address", "coordinates"),
	*("district", "anonymous", "reviewer_comment", "stage", "workflow_state", "executor", "is_lead"),
	*("accept_by", "due", "overdue", "return_count", "extension_count", "extension_asked_at"),
	*WRITTEN,
)


@dataclass(frozen=True)
class Asked:
	"""What a page of the list shows: `after` is the key of the last row before it."""

	view: str = "open"
	after: str = ""
	length: int = 30
	executor: str = ""
	district: str = ""
	entry: str = ""

	def filters(self) -> dict[str, str]:
		return {name: value for name in FILTERS if (value := getattr(self, name))}


def overview(asked: Asked) -> dict[str, Any]:
	"""Return {tasks, next, counters, choices} of the session's user; of nobody else's tasks, whatever is asked for."""
	own = permissions.own_tasks_condition(frappe.session.user)
	if own == permissions.NOTHING:
		return {
			"tasks": [],
			"next": NOTHING_LEFT,
			"counters": dict.fromkeys(VIEWS, 0),
			"choices": _choices(()),
		}
	groups = _groups(own)
	tasks, following = _page(own, asked)
	return {
		"tasks": tasks,
		"next": following,
		"counters": _counters(groups, asked),
		"choices": _choices(groups),
	}


def _sql(query: str, own: str, values: Mapping[str, Any]) -> list[Any]:
	now = clock.now()
	midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0)
	user = frappe.session.user
	given = {"now": clock.to_utc(now), "midnight": clock.to_utc(midnight), "shown": SHOWN, "me": user}
	condition = own.replace("`tabRequest Task`", "t").replace("%", "%%")
	return frappe.db.sql(query.replace("{own}", condition), {**given, **values}, as_dict=True)


def _groups(own: str) -> list[Any]:
	"""Return the counters of each executor, district and entry of the user's tasks, with their titles; one statement."""
	sums = ", ".join(f"coalesce(sum({condition}), 0) as `{name}`" for name, condition in VIEWS.items())
	return _sql(
		f"""select t.executor, t.district, t.classifier as entry, e.title as executor_title,
			d.title as district_title, c.title as entry_title, {sums}
		from `tabRequest Task` t
		left join tabExecutor e on e.name = t.executor
		left join `tabCity District` d on d.name = t.district
		left join tabClassifier c on c.name = t.classifier
		where {{own}} and t.stage in %(shown)s
		group by t.executor, t.district, t.classifier""",
		own,
		{},
	)


def _counters(groups: Iterable[Any], asked: Asked) -> dict[str, int]:
	wanted = asked.filters().items()
	fitting = [row for row in groups if all(row[name] == value for name, value in wanted)]
	return {view: sum(int(row[view]) for row in fitting) for view in VIEWS}


def _choices(groups: Iterable[Any]) -> dict[str, list[dict]]:
	"""Return what the list may be filtered by: {executor, district, entry: [{value, title}]}, by title."""
	found: dict[str, dict[str, str]] = {name: {} for name in FILTERS}
	for row in groups:
		for name, titles in found.items():
			if row[name]:
				titles[row[name]] = row[f"{name}_title"] or row[name]
	return {
		name: [{"value": value, "title": title} for value, title in sorted(titles.items(), key=_by_title)]
		for name, titles in found.items()
	}


def _by_title(pair: tuple[str, str]) -> tuple[str, str]:
	return pair[1].casefold(), pair[0]


def _page(own: str, asked: Asked) -> tuple[list[dict], str]:
	"""Return the rows of the page, and the key behind which the next one begins; "" where none follows."""
	length = max(1, min(asked.length, MOST))
	conditions = ["{own}", VIEWS.get(asked.view, VIEWS["open"])]
	conditions += [f"{FILTERS[name]} = %({name})s" for name in asked.filters()]
	key = read_key(asked.after)
	if key:
		behind = "(%(first)s, %(rank)s, cast(%(deadline)s as datetime(6)), %(name)s)"
		conditions.append(f"(1 - t.comes_first, {_RANK}, {_DEADLINE}, t.name) > {behind}")
	columns = ", ".join(f"t.`{column}`" for column in COLUMNS)
	rows = _sql(
		f"""select {columns}, left(t.wording, {LONGEST_WORDING}) as wording, c.title as entry_title,
			y.title as type_title, u.full_name as handed_name, 1 - t.comes_first as first, {_RANK} as `rank`, {_DEADLINE} as deadline
		from `tabRequest Task` t
		left join tabClassifier c on c.name = t.classifier
		left join `tabRequest Type` y on y.name = t.request_type
		left join tabUser u on u.name = t.handed_to
		where {" and ".join(conditions)}
		order by first, `rank`, deadline, t.name limit {length + 1}""",
		own,
		{**asked.filters(), **(key or {})},
	)
	shown = rows[:length]
	needs = _needed_evidence({row.classifier for row in shown})
	notes = handed_notes.of_tasks([row.name for row in shown if row.handed_name])
	following = write_key(shown[-1]) if len(rows) > length else NOTHING_LEFT
	return [_shown(row, needs.get(row.classifier, []), notes.get(row.name, "")) for row in shown], following


def write_key(row: Any) -> str:
	return f"{row['first']}|{row['rank']}|{row['deadline']}|{row['name']}"


def read_key(text: str) -> dict[str, Any] | None:
	"""Return {first, rank, deadline, name} of a row; None for a text that is no key: the list begins anew then."""
	try:
		first, rank, deadline, name = (text or "").split("|", 3)
		moment = datetime.fromisoformat(deadline)
		return {"first": int(first), "rank": int(rank), "deadline": str(moment), "name": name}
	except ValueError:
		return None


def _needed_evidence(entries: Iterable[str]) -> dict[str, list[str]]:
	"""Return the kinds of evidence that close a task, by entry (R7.5)."""
	wanted = [entry for entry in entries if entry]
	if not wanted:
		return {}
	found: dict[str, list[str]] = {}
	rows = frappe.db.sql(
		"""select parent, kind from `tabClassifier Evidence`
		where parent in %(wanted)s and parenttype = 'Classifier' order by parent, idx""",
		{"wanted": wanted},
	)
	for entry, kind in rows:
		found.setdefault(entry, []).append(kind)
	return found


def _shown(row: Any, needs: list[str], note: str) -> dict:
	"""Return what the page shows of a task, and what its sheets begin with."""
	group = GROUPS[row.stage]
	now = clock.now()
	due = clock.from_site(row.due)
	return {
		**{
			name: row[name] or ""
			for name in ("name", "number", "address", "coordinates", "district", "stage", "wording")
		},
		"seen": str(row.modified),
		"group": group,
		"title": row.entry_title or row.classifier or "",
		"type": row.type_title or row.request_type or "",
		"first": bool(row.comes_first),
		"state": row.workflow_state or row.stage,
		"executor": row.executor,
		"lead": bool(row.is_lead),
		"anonymous": bool(row.anonymous),
		"deadline": _text(row.accept_by if group == "to_accept" else row.due),
		"due": _text(row.due),
		"returns": row.return_count or 0,
		"returned_for": (row.reviewer_comment or "") if group == "returned" else "",
		"asked_at": _text(row.extension_asked_at),
		"handed_to": row.handed_name or "",
		"handed_note": note,
		"needs": needs,
		"needs_head": extensions.is_after_broken_term(row.extension_count or 0, bool(row.overdue), due, now),
		"written": {name: row[name] or "" for name in WRITTEN},
	}


def _text(moment: datetime | None) -> str:
	return str(moment) if moment else ""
