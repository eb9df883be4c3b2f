"""What a result has to say before it is sent on to confirmation (R7.5, R7.6, R7.7)."""

from collections.abc import Collection

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import strip_html

NEEDED = ("result", "result_unit", "result_person", "result_phone", "result_date", "informed_by")


def check(task: Document, evidence: Collection[str]) -> None:
	"""ValidationError naming every field of R7.5 that is empty and every evidence that the classifier asks for."""
	missing = [_(task.meta.get_label(name)) for name in NEEDED if not _said(task.get(name))]
	given = {row.kind for row in task.evidence if row.file}
	missing += [_("evidence: {0}").format(_(kind)) for kind in evidence if kind not in given]
	if missing:
		frappe.throw(
			_("The result is not complete. Fill in: {0}.").format(", ".join(missing)),
			title=_("Result Not Complete"),
		)


def _said(value) -> bool:
	return bool(strip_html(str(value or "")).strip())
