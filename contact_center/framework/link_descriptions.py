"""Leave random names out of what a link's box offers: beside a title the framework shows the record's name."""

import frappe
from frappe.desk import search

from contact_center.framework import scope, wrapped

NEEDED_BY = (">=15", "<17")


def apply() -> None:
	"""Put the correction in place, once a process."""
	if not wrapped.by_us(search.build_for_autosuggest):
		search.build_for_autosuggest = _without_names(search.build_for_autosuggest)


def _without_names(build):
	def build_for_autosuggest(res: list, doctype: str) -> list[dict]:
		found = build(res, doctype)
		if scope.is_installed() and scope.is_ours(doctype) and frappe.get_meta(doctype).autoname == "hash":
			for row in found:
				row["description"] = _without(row["value"], row["description"])
		return found

	build_for_autosuggest.__wrapped__ = build
	return build_for_autosuggest


def _without(name: str, description: str) -> str:
	return description.removeprefix(name).removeprefix(", ")
