from frappe.utils.nestedset import NestedSet


class Executor(NestedSet):
	"""A department, district council, utility or state body that executes requests (P4)."""

	nsm_parent_field = "parent_executor"
