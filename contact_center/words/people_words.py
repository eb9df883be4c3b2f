"""How people who work here are named to each other."""

import frappe


def name_of(account: str) -> str:
	"""Return the full name behind an account, as colleagues know it; the account itself where there is none."""
	return frappe.db.get_value("User", account, "full_name", cache=True) or account
