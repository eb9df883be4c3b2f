"""Block every other path to a corrected method.

The hook override_whitelisted_methods replaces a method under one path, but each module that imports the method is
another path to it. So the methods themselves are removed from the list of methods that may be called.
"""

from functools import cache

import frappe
from werkzeug.utils import import_string

from contact_center.framework import corrections, doors, scope

NEEDED_BY = (">=15", "<17")


class Guarded:
	"""Frappe's collection of callable methods without the corrected ones, whichever path they are called by.

	And without those for which the session's user is at a wrong door (doors.py).
	"""

	def __contains__(self, method: object) -> bool:
		if not super().__contains__(method) or (method in guarded() and scope.is_installed()):
			return False
		return doors.may_call(method)


class GuardedList(Guarded, list):
	"""The list of Frappe 15."""


class GuardedSet(Guarded, set):
	"""The set of Frappe 16."""


@cache
def guarded() -> frozenset:
	"""Return the framework's methods that this package replaces."""
	return frozenset(import_string(path) for path in corrections.overrides() if "." in path)


def apply() -> None:
	"""Replace Frappe's collection by the guarded one."""
	if not isinstance(frappe.whitelisted, Guarded):
		kind = GuardedSet if isinstance(frappe.whitelisted, set) else GuardedList
		frappe.whitelisted = kind(frappe.whitelisted)
