"""Running tasks were written to people whose accounts are disabled: from this version on to who can read it (P5)."""

import frappe

from contact_center.execution.addressee import follow_executor
from contact_center.framework import deadlocks


@deadlocks.repeated
def execute() -> None:
	"""Correct the address of every executor's running tasks; a second run changes nothing."""
	for name in frappe.get_all("Executor", {"is_group": 0, "is_active": 1}, pluck="name"):
		follow_executor(frappe.get_doc("Executor", name))
