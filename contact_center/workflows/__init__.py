"""The shipped workflows: created where missing, never overwritten, for they belong to the administrator then."""

import json
from collections.abc import Iterator
from pathlib import Path

import frappe

from contact_center.framework import created_once

FILES = ("request.json", "request_task.json")
ACTIONS = (
	*("Register", "Reject", "Cancel", "Close", "Return for Rework"),
	*("Accept", "Report Result", "Not My Competence"),
)


def install() -> None:
	"""Create the actions once, and the states and workflow of a document that has none."""
	for action in ACTIONS:
		values = {"doctype": "Workflow Action Master", "workflow_action_name": action}
		created_once.create(values, action)
	for workflow in _shipped():
		_create(workflow)


def _shipped() -> Iterator[dict]:
	for file in FILES:
		yield json.loads(Path(__file__).with_name(file).read_text(encoding="utf-8"))


def shipped_states() -> set[str]:
	"""Return the names of the states of the shipped workflows."""
	return {row["state"] for workflow in _shipped() for row in workflow["states"]}


def _create(workflow: dict) -> None:
	if frappe.db.exists("Workflow", {"document_type": workflow["document_type"]}):
		return
	for row in workflow["states"]:
		_create_state(row["state"], row.pop("style"))
	frappe.get_doc(workflow).insert(ignore_permissions=True)


def _create_state(name: str, style: str) -> None:
	if not frappe.db.exists("Workflow State", name):
		created_once.make({"doctype": "Workflow State", "workflow_state_name": name, "style": style}, name)
