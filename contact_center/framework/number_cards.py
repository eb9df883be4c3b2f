"""A list of number cards is an error of the database for whoever may open no report: it is asked for one of no names."""

from functools import wraps

from frappe.desk.doctype.number_card import number_card

from contact_center.framework import wrapped

NEEDED_BY = (">=15.45", "<17")
OF_NO_NAMES = " IN ()"


def apply() -> None:
	"""Wrap the framework's condition, once a process."""
	original = number_card.get_permission_query_conditions
	if wrapped.by_us(original):
		return

	@wraps(original)
	def get_permission_query_conditions(user: str | None = None) -> str | None:
		found = original(user)
		return found and found.replace(OF_NO_NAMES, " IN ('')")

	number_card.get_permission_query_conditions = get_permission_query_conditions
