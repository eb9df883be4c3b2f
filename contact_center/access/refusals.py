"""Refuse with the words of a problem. They lie in a room above this one; the app's own hook names their function."""

from typing import NoReturn

import frappe

from contact_center.regulation.problems import BaseKind, Problem


def refuse(kind: BaseKind, *values: str, error: type[Exception] = frappe.ValidationError) -> NoReturn:
	"""Raise `error` with the words of the problem, its kind and values beside them (`words.problems.refuse`)."""
	(path,) = frappe.get_hooks("refuse_problem", app_name="contact_center")
	frappe.get_attr(path)(Problem(kind, values), error=error)
	raise error  # for whoever replaces the hook by something that returns
