"""Mark requests and tasks of the most urgent type that were made before this version."""

import frappe

from contact_center.desk import desk_defaults
from contact_center.framework import deadlocks
from contact_center.intake import urgency
from contact_center.regulation.acts import REQUEST
from contact_center.regulation.stages import Stage


@deadlocks.repeated
def execute() -> None:
	"""Mark those in moderation by their classifier entry; renew the columns of the lists."""
	types = frappe.get_all("Request Type", {"urgency": urgency.MOST_URGENT}, pluck="name")
	for rtype in types:
		urgency.spread(rtype, 1)
		entries = frappe.get_all("Classifier", {"request_type": rtype}, pluck="name")
		waiting = {"stage": Stage.MODERATION.value, "classifier": ("in", entries)}
		if entries:
			frappe.db.set_value(REQUEST, waiting, "comes_first", 1, update_modified=False)
	desk_defaults.renew_columns()
