"""Find every method that the framework and the app would run for somebody."""

import pkgutil
from contextlib import suppress
from importlib import import_module

import frappe

import contact_center


def import_everything() -> None:
	"""Import all modules of the framework and of the app: each may have methods of its own."""
	for package in (frappe, contact_center):
		for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
			if not any(part.startswith("test") for part in module.name.split(".")):
				with suppress(Exception):
					import_module(module.name)


def whitelisted() -> dict[str, object]:
	"""Return {path: method} of all that may be called over the network."""
	return {f"{method.__module__}.{method.__qualname__}": method for method in list(frappe.whitelisted)}
