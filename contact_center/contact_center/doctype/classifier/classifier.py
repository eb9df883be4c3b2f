from frappe.utils import cint
from frappe.utils.nestedset import NestedSet

from contact_center.intake import entry_routes
from contact_center.words import reference_words


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
		is_state_body: DF.Check
		keywords: DF.SmallText | None
		lft: DF.Int
		old_parent: DF.Link | None
		operator_may_choose: DF.Check
		parent_classifier: DF.Link | None
		request_type: DF.Link | None
		required_fields: DF.Table[ClassifierRequiredField]
		rgt: DF.Int
		title: DF.Data
		where_to_turn: DF.SmallText | None
	# end: auto-generated types
	"""An entry of the Classifier of main requests (R5.11)."""

	nsm_parent_field = "parent_classifier"

	def validate(self) -> None:
		if cint(self.is_group):  # the tree sends "0"
			self.request_type = None
		reference_words.check_parent(self)
		reference_words.guard_change(self)
		entry_routes.check(self)

	def on_update(self) -> None:
		super().on_update()
		entry_routes.warn_without_executor(self)

	def on_trash(self) -> None:
		reference_words.guard_deletion(self)
		super().on_trash()
