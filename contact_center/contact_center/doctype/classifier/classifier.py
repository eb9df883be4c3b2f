import frappe
from frappe import _
from frappe.utils.nestedset import NestedSet


class Classifier(NestedSet):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from contact_center.contact_center.doctype.classifier_evidence.classifier_evidence import (
			ClassifierEvidence,
		)
		from contact_center.contact_center.doctype.classifier_executor.classifier_executor import (
			ClassifierExecutor,
		)
		from contact_center.contact_center.doctype.classifier_required_field.classifier_required_field import (
			ClassifierRequiredField,
		)

		code: DF.Data
		evidence: DF.Table[ClassifierEvidence]
		executors: DF.Table[ClassifierExecutor]
		hint: DF.SmallText | None
		is_active: DF.Check
		is_group: DF.Check
		is_public: DF.Check
		keywords: DF.SmallText | None
		lft: DF.Int
		old_parent: DF.Link | None
		operator_may_choose: DF.Check
		parent_classifier: DF.Link | None
		request_type: DF.Link | None
		required_fields: DF.Table[ClassifierRequiredField]
		rgt: DF.Int
		title: DF.Data
	# end: auto-generated types
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
