"""The administrator's workflow screen: what is wrong with a workflow of ours is refused in words (P7)."""

from frappe.model.document import Document

from contact_center.words import problems
from contact_center.workflows import states


def check(workflow: Document, method: str | None = None) -> None:
	"""Refuse a workflow by which our documents could not move; see `states.check_workflow`."""
	with problems.refusing():
		states.check_workflow(workflow)


def check_not_last(workflow: Document, method: str | None = None) -> None:
	"""Refuse to delete the only active workflow of our documents."""
	with problems.refusing():
		states.check_not_last(workflow)
