"""Leave a template to the app that would have had it without this one.

The framework takes a template from the app that was installed last. Ours of a name that others use too gives way by
itself, where the administrator did not choose it. Both functions are Jinja methods.
"""

import frappe

from contact_center.framework import scope


def contact_center_owns(part: str) -> bool:
	"""Return whether the part of the site is the centre's (`site_choices.PARTS`)."""
	return scope.owns(part)


def templates_of_others(path: str) -> list[str]:
	"""Return the names under which the other apps have a template, the one that comes first before the rest."""
	apps = reversed(frappe.get_installed_apps(_ensure_on_bench=True))
	return [f"{app}/{path}" for app in apps if app != scope.APP]
