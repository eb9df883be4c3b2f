from frappe.model.document import Document


class RequestTypeAlert(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Int
		audience: DF.Literal[
			"Executor", "Operator", "Supervisor", "Management", "Responsible Person", "Executor Head"
		]
		clock: DF.Literal["Acceptance", "Execution"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		unit: DF.Literal["Minutes", "Hours", "Calendar Days"]
		when: DF.Literal["Before", "After"]
	# end: auto-generated types
	pass
