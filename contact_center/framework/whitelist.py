"""A corrected method is corrected under each of its names.

The hook override_whitelisted_methods knows a method by one path, while every module that imports it is another path
to it: so the methods themselves are taken off the list of what may be called.
"""

from functools import cache

import frappe
from werkzeug.utils import import_string

from contact_center.framework import corrections, scope

NEEDED_BY = (">=15", "<17")


class Guarded:
	"""Frappe's collection of methods that may be called, without the corrected ones, whatever name they are asked by."""

	def __contains__(self, method: object) -> bool:
		return super().__contains__(method) and not (method in guarded() and scope.is_installed())


class GuardedList(Guarded, list):
	"""As Frappe 15 keeps it."""


class GuardedSet(Guarded, set):
	"""As Frappe 16 does."""


@cache
def guarded() -> frozenset:
	"""The framework's methods that are asked in this package first."""
	return frozenset(import_string(path) for path in corrections.overrides() if "." in path)


def apply() -> None:
	"""Put the guard up."""
	if not isinstance(frappe.whitelisted, Guarded):
		kind = GuardedSet if isinstance(frappe.whitelisted, set) else GuardedList
		frappe.whitelisted = kind(frappe.whitelisted)
