"""The shipped workflows: created where missing, never overwritten, for they belong to the administrator then."""

import json
from pathlib import Path

import frappe

FILES = ("request.json", "request_task.json")


def install() -> None:
	"""Create the states and workflows that the site does not have yet."""
	for file in FILES:
		_create(json.loads(Path(__file__).with_name(file).read_text(encoding="utf-8")))


def _create(workflow: dict) -> None:
	if frappe.db.exists("Workflow", {"document_type": workflow["document_type"]}):
		return
	for row in workflow["states"]:
		_create_state(row["state"], row.pop("style"))
	frappe.get_doc(workflow).insert(ignore_permissions=True)


def _create_state(name: str, style: str) -> None:
	if not frappe.db.exists("Workflow State", name):
		state = {"doctype": "Workflow State", "workflow_state_name": name, "style": style}
		frappe.get_doc(state).insert(ignore_permissions=True)
