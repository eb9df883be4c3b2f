"""What the form of an executor shows beside its fields."""

from frappe.model.document import Document

from contact_center.control import absences
from contact_center.desk.forms import KEY


def load(executor: Document) -> None:
	"""Add {may_write_absences} to the answer."""
	executor.set_onload(KEY, {"may_write_absences": absences.may_write(executor.name)})
