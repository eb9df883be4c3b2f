"""Make what each sign-in and each opening of the desk makes anew, though it has not changed, once a while.

The framework counts the rows of all tables of all databases at each sign-in (`information_schema`, for the colours of a few
cards), with what domains hide, which it makes anew itself when they change. And which reports somebody may open it asks once a
workspace, where the answer is «none».
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import frappe
from frappe import boot
from frappe.auth import LoginManager

from contact_center.framework import scope, wrapped

NEEDED_BY = (">=15", "<17")
MADE = "contact_center_boot_cache_made"
SECONDS = 600


def apply() -> None:
	"""Wrap the framework's two functions, once a process."""
	if not wrapped.by_us(LoginManager.setup_boot_cache):
		LoginManager.setup_boot_cache = _once_a_while(LoginManager.setup_boot_cache)
		boot.get_user_pages_or_reports = _none_is_an_answer(boot.get_user_pages_or_reports)


def _once_a_while(original: Callable[..., None]) -> Callable[..., None]:
	@wraps(original)
	def setup_boot_cache(manager: LoginManager) -> None:
		if not scope.is_our_person(manager.user):
			original(manager)
		elif not frappe.cache.get_value(MADE, expires=True):
			original(manager)
			frappe.cache.set_value(MADE, 1, expires_in_sec=SECONDS)

	return setup_boot_cache


def _none_is_an_answer(original: Callable[..., Any]) -> Callable[..., Any]:
	@wraps(original)
	def get_user_pages_or_reports(parent: str, cache: bool = False) -> Any:
		if cache and scope.is_our_person():
			kept = frappe.cache.get_value(f"has_role:{parent}", user=frappe.session.user)
			if kept == {}:
				return kept
		return original(parent, cache=cache)

	return get_user_pages_or_reports
