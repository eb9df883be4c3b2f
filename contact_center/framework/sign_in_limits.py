"""Bound the guessing of a password without letting a stranger lock its owner out.

The framework counts failed tries by account: ten wrong passwords a minute keep anybody from signing in. Here they are
counted by account and place together, for the framework's minute and for an hour. Guesses from many places are bounded
too: an account that has failed so often within an hour is open, until the hour is over, to the places only from which
somebody has signed in to it before, which the framework's own log knows. The letter with which to set a new password
leads in from anywhere.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import frappe
from frappe import _, auth

from contact_center.framework import limits, origins, scope, wrapped

NEEDED_BY = (">=15", "<17")
FAILED_HERE, FAILED = "failed_sign_ins_here", "failed_sign_ins"
MOST_HERE = 20
"""An hour, for one account from one place; no more of them count for the account."""
MOST = 100
"""An hour, for one account from all places: five places at the least have tried then."""


def apply() -> None:
	"""Wrap the framework's choice of a counter, once a process."""
	if not wrapped.by_us(auth.get_login_attempt_tracker):
		auth.get_login_attempt_tracker = _by_place(auth.get_login_attempt_tracker)


class Tries(auth.LoginAttemptTracker):
	"""The failed tries at one account from this place, beside the framework's count of the last minute."""

	def __init__(self, user: str, inner: auth.LoginAttemptTracker):
		"""Watch the account `user`; `inner` counts for the minute."""
		self.user, self.inner = user, inner

	def add_failure_attempt(self) -> None:
		"""Count a wrong password or code."""
		self.inner.add_failure_attempt()
		if limits.count(FAILED_HERE, self.user, origins.place()) <= MOST_HERE:
			limits.count(FAILED, self.user)

	def add_success_attempt(self) -> None:
		"""Let the place begin anew; guesses from others stay counted."""
		self.inner.add_success_attempt()
		limits.forget(FAILED_HERE, self.user, origins.place())

	def is_user_allowed(self) -> bool:
		"""Return whether another try may be made from here."""
		if limits.counted(FAILED_HERE, self.user, origins.place()) >= MOST_HERE:
			return False
		return limits.counted(FAILED, self.user) < MOST or has_signed_in_from_here(self.user)


def has_signed_in_from_here(user: str) -> bool:
	"""Return whether somebody has signed in to the account from this request's address before."""
	about = {"user": user, "operation": "Login", "status": "Success", "ip_address": frappe.local.request_ip}
	return bool(frappe.db.exists("Activity Log", about))


def _by_place(tracker_of: Callable[..., Any]) -> Callable[..., Any]:
	@wraps(tracker_of)
	def get_login_attempt_tracker(key: str, raise_locked_exception: bool = True) -> Any:
		if key == frappe.local.request_ip:
			return tracker_of(origins.place() if _is_concerned(None) else key, raise_locked_exception)
		if not _is_concerned(key):
			return tracker_of(key, raise_locked_exception)
		tries = Tries(key, tracker_of(f"{key} {origins.place()}", raise_locked_exception))
		if raise_locked_exception and not tries.is_user_allowed():
			frappe.throw(_("Too many failed attempts. Try again later."), frappe.SecurityException)
		return tries

	return get_login_attempt_tracker


def _is_concerned(user: str | None) -> bool:
	"""Return whether the account is our person's; of an unknown one, whether people sign in on our page."""
	return scope.owns_website() or bool(user and scope.is_installed() and scope.is_our_person(user))
