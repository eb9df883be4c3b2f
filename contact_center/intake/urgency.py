"""Mark requests and tasks of the most urgent type, which come first in every queue (R4.1)."""

import frappe
from frappe.model.document import Document
from frappe.utils import cint

from contact_center.regulation.acts import REQUEST, TASK
from contact_center.regulation.stages import FINISHED, Stage

MOST_URGENT = 1
UNFINISHED = ("in", [stage.value for stage in Stage if stage not in FINISHED])


def comes_first(classifier: str | None) -> int:
	"""Return 1 if requests of this classifier entry are of the most urgent type, else 0."""
	rtype = classifier and frappe.get_cached_value("Classifier", classifier, "request_type")
	return _is_most_urgent(rtype and frappe.get_cached_value("Request Type", rtype, "urgency"))


def _is_most_urgent(urgency: int | str | None) -> int:
	return int(0 < cint(urgency) <= MOST_URGENT)


def pass_on(rtype: Document) -> None:
	"""Mark the unfinished requests and tasks of a Request Type whose urgency was changed."""
	before = rtype.get_doc_before_save()
	if before and _is_most_urgent(before.urgency) != _is_most_urgent(rtype.urgency):
		spread(rtype.name, _is_most_urgent(rtype.urgency))


def spread(rtype: str, first: int) -> None:
	"""Set `comes_first` of the unfinished requests and tasks of the type."""
	for doctype in (REQUEST, TASK):
		rows = {"request_type": rtype, "stage": UNFINISHED}
		frappe.db.set_value(doctype, rows, "comes_first", first, update_modified=False)
