"""Where an executor is written to: its official address, else its responsible person (P5, R8.2.3)."""

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center.regulation.stages import FINISHED

UNFINISHED = ("not in", [stage.value for stage in FINISHED])


def email_of(executor: Document) -> str | None:
	"""The official e-mail of the executor (an Executor document), else that of its responsible person, else None."""
	people = sorted(executor.users, key=lambda row: not row.is_responsible)
	return executor.official_email or next(filter(None, map(_email_of_user, people)), None)


def _email_of_user(row: Document) -> str | None:
	return frappe.get_cached_value("User", row.user, "email")


def warn(executor: Document) -> None:
	"""Tell who saves an executor that nobody would hear of its requests."""
	if executor.is_active and not executor.is_group and not email_of(executor):
		frappe.msgprint(
			_("{0} will not hear of its requests: give its official e-mail, or a responsible person.").format(
				executor.title
			),
			title=_("No Address for Letters"),
			indicator="orange",
		)


def pass_on(executor: Document) -> None:
	"""After the save: letters about running tasks go to the address as it is now."""
	before, email = executor.get_doc_before_save(), email_of(executor)
	if before and email_of(before) != email:
		running = {"executor": executor.name, "stage": UNFINISHED}
		frappe.db.set_value("Request Task", running, "executor_email", email, update_modified=False)
