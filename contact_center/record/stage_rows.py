"""The rows of a task's stages (R4.5): title and result as they were written, days as the journal has them."""

from collections.abc import Iterable, Sequence
from typing import Any

import frappe

from contact_center.framework.bulk_update import bulk_update
from contact_center.record import clock
from contact_center.regulation.acts import TASK
from contact_center.regulation.facts import Kind, WorkStage

DOCTYPE = "Work Stage"
CHANGE_ROWS = {
	*(Kind.STAGE_PLANNED, Kind.STAGE_AGREED, Kind.STAGE_REFUSED, Kind.STAGE_DONE),
	*(Kind.TERM_BROKEN, Kind.EXTENDED, Kind.RESUMED, Kind.EXECUTED, Kind.CLOSED),
}


def add(task: str, title: str, before: int) -> str:
	"""Insert the row of a new stage, after `before` others; return its name."""
	row = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"parent": task,
			"parenttype": TASK,
			"parentfield": "work_stages",
			"idx": before + 1,
			"title": title,
		}
	)
	row.db_insert()
	return row.name


def title_of(name: str) -> str:
	"""Return the title of a stage; "" for one that is not there."""
	return frappe.db.get_value(DOCTYPE, name, "title") or "" if name else ""


def note_result(name: str, text: str, files: Sequence[str]) -> None:
	"""Keep what was reported of a stage, with the addresses of its files."""
	frappe.db.set_value(DOCTYPE, name, {"result": text, "files": "\n".join(files)}, update_modified=False)


def show(drafts: Iterable[Any]) -> None:
	"""Write the days of the stages of these drafts, in one statement; none where no line changes one."""
	changed = {
		name: _values(stage)
		for draft in drafts
		if any(line.kind in CHANGE_ROWS for line in draft.lines)
		for task in draft.facts.tasks.values()
		for name, stage in task.work_stages.items()
	}
	if changed:
		bulk_update(DOCTYPE, changed)


def _values(stage: WorkStage) -> dict[str, Any]:
	return {
		"due": clock.to_site(stage.due),
		"first_due": clock.to_site(stage.first_due),
		"wished": clock.to_site(stage.wished),
		"done_at": clock.to_site(stage.done_at),
		"moves": stage.moves,
		"missed": int(stage.missed),
	}
