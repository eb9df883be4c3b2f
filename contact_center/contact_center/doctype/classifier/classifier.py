import frappe
from frappe import _
from frappe.utils.nestedset import NestedSet


class Classifier(NestedSet):
	"""An entry of the Classifier of main requests (R5.11)."""

	nsm_parent_field = "parent_classifier"

	def validate(self) -> None:
		if self.is_group:
			self.request_type = None
		self._check_leads()

	def _check_leads(self) -> None:
		"""Two leads in one district would stop every request there: refused where it arises."""
		seen = set()
		for row in self.executors:
			if row.is_lead and row.district in seen:
				frappe.throw(_("Row {0}: this district already has a lead executor.").format(row.idx))
			if row.is_lead:
				seen.add(row.district)
