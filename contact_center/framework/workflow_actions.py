"""Write no Workflow Action rows for requests and tasks, unless the workflow's own e-mail alerts are on.

Frappe writes such a row, and one more for each role, whenever a document enters a state: 20 of the 26 queries of a
registration and two thirds of its time. The lists by stage already show who has to act. Frappe has no setting for
this, and hooks can only be added, so its handler is wrapped where the framework looks it up.
"""

from functools import wraps

from frappe.workflow.doctype.workflow_action import workflow_action

from contact_center.framework import wrapped

NEEDED_BY = (">=15", "<17")
SPARED = frozenset({"Request", "Request Task"})


def apply() -> None:
	"""Wrap Frappe's handler, once a process."""
	process = workflow_action.process_workflow_actions
	if wrapped.by_us(process):
		return

	@wraps(process)
	def process_where_wanted(doc, state):
		if doc.get("doctype") not in SPARED or _sends_alerts(doc.get("doctype")):
			process(doc, state)

	workflow_action.process_workflow_actions = process_where_wanted


def _sends_alerts(doctype: str) -> bool:
	name = workflow_action.get_workflow_name(doctype)
	return bool(name and workflow_action.send_email_alert(name))
