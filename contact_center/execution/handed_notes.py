"""What whoever handed a task over wrote to whoever has it now (P4)."""

from collections.abc import Collection

import frappe

from contact_center.regulation.acts import HAND_OVER


def of_tasks(tasks: Collection[str]) -> dict[str, str]:
	"""Return {task: note} of those of the tasks whose last handing over has one; one query by the index of the task."""
	if not tasks:
		return {}
	rows = frappe.get_all(
		"Request Journal",
		{"task": ("in", sorted(tasks)), "kind": HAND_OVER.kind.value},
		["task", "text"],
		order_by="moment_utc, creation, idx",
	)
	notes = {row.task: without_name(row.text or "") for row in rows}
	return {task: note for task, note in notes.items() if note}


def without_name(text: str) -> str:
	"""Return the words of a journal line of handing over behind its first line, which says to whom."""
	return text.partition("\n")[2].strip()
