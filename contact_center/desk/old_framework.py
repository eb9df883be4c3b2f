"""Warn whoever looks after the site that its framework has known holes: on their desk, at install and at migrate."""

import click
import frappe
from frappe import _

from contact_center.access import permissions, roles
from contact_center.framework import versions


def for_desk() -> str:
	"""Return the warning for the session's user; "" for whoever can do nothing about it."""
	return warning() if permissions.has_role(roles.ADMINISTRATOR, "System Manager") else ""


def warning() -> str:
	"""Return what is the matter and who mends it; "" where the framework is at its floor or above."""
	floor = versions.floor_missed()
	if not floor:
		return ""
	return _(
		"This site runs on Frappe {0}. Versions below {1} have known vulnerabilities ({2}). "
		"Ask whoever looks after the server to make a backup and run: bench update"
	).format(frappe.__version__, floor, ", ".join(versions.CLOSED_THERE))


def print_warning() -> None:
	if text := warning():
		click.secho(text, fg="yellow")
