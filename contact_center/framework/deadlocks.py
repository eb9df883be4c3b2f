"""Repeat a deadlocked act, at most TRIES times, from the entry point that called it.

The database ends one of two transactions that wait for each other, and the framework shows the error to its user.
A transaction with an act of this app is rolled back and run again from its entry point (web request, job, import,
demo load). A call that touched none of our records fails as before.

MariaDB 11.8 also ends a transaction that locks a row changed since its snapshot, although our acts read again every
row that they lock. For the connection of such an act that check is off: otherwise saving a workflow while eight
users work would never succeed.
"""

import random
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import wraps
from typing import Any, TypeVar

import frappe
import frappe.api
import frappe.handler
from frappe.utils.caching import site_cache

from contact_center.framework import scope

NEEDED_BY = (">=15", "<17")
TRIES = 10
LONGEST_PAUSE = 0.4  # seconds; short at first
# Arguments of MariaDB's errors begin with a code. 1020 is "record has changed since last read" of
# innodb_snapshot_isolation.
RETRIED = ((1213,), (1020,))
LOCK_WAIT_TIMEOUT = (1205,)
CHANGED = re.compile(r"Record has changed since last read in table 'tab(.+?)'")
LOST_RACES = (frappe.UniqueValidationError, frappe.DuplicateEntryError, frappe.TimestampMismatchError)
ENTRY_POINTS = ((frappe.api, "handle"), (frappe.handler, "handle"))

Result = TypeVar("Result")


def apply() -> None:
	"""Wrap the framework's handlers of web requests in `retried`, once a process."""
	for module, name in ENTRY_POINTS:
		handle = getattr(module, name)
		if not hasattr(handle, "contact_center_retries"):
			setattr(module, name, _retrying(handle))


def retry_from_here() -> None:
	"""Mark the running transaction as an act of ours, which its entry point may repeat."""
	frappe.local.contact_center_retry = True
	_lock_current_rows()


def _lock_current_rows() -> None:
	if _checks_snapshot() and not getattr(frappe.db, "contact_center_locks_current_rows", False):
		frappe.db.sql("set session innodb_snapshot_isolation = off")
		frappe.db.contact_center_locks_current_rows = True  # as long as the connection lives


@site_cache(ttl=60 * 60)
def _checks_snapshot() -> bool:
	if frappe.db.db_type != "mariadb":
		return False
	setting = frappe.db.sql("show global variables like 'innodb_snapshot_isolation'")
	return bool(setting) and setting[0][1] == "ON"


def retried(act: Callable[[], Result], anew: Callable[[], None] = lambda: None) -> Result:
	"""Return what `act` returns; roll back and repeat it while an act of ours deadlocks, at most TRIES times.

	Before each repetition the transaction is rolled back and `anew` is called. Inside another `retried` only the outer
	one repeats, because it owns the whole transaction.
	"""
	if getattr(frappe.local, "contact_center_entered", False):
		return act()
	frappe.local.contact_center_entered = True
	try:
		return _tried(act, anew)
	finally:
		frappe.local.contact_center_entered = False


def repeated(act: Callable[..., Result]) -> Callable[..., Result]:
	"""Wrap an act of ours that begins its transaction, such as a patch, a job or one round of a loop: see `retried`."""

	@wraps(act)
	def again(*args: Any, **kwargs: Any) -> Result:
		def ours() -> Result:
			retry_from_here()
			return act(*args, **kwargs)

		return retried(ours)

	again.contact_center_retries = True
	return again


class LostRace(frappe.QueryDeadlockError):
	"""Somebody else's record came first; whoever begins anew finds it."""


@contextmanager
def lost_races() -> Iterator[None]:
	"""Let the entry point repeat an act whose record another transaction has written since this one began.

	Only for records that the act looks for before it writes them: the repetition finds what the other has written.
	"""
	try:
		yield
	except LOST_RACES as error:
		retry_from_here()
		raise LostRace(*error.args) from error


def is_deadlock(error: BaseException) -> bool:
	"""Return whether the database ended the transaction in favour of another one, at once.

	A lock wait timeout is none: whoever holds the lock has held it for 50 seconds, and each further try waits as long.
	"""
	return isinstance(error, frappe.QueryDeadlockError) or error.args[:1] in RETRIED


def is_lock_wait_timeout(error: BaseException) -> bool:
	"""Return whether another transaction held the lock for too long; with NOWAIT, whether it holds it at all."""
	return isinstance(error, frappe.QueryTimeoutError) or error.args[:1] == LOCK_WAIT_TIMEOUT


def _names_a_row_of_ours(error: BaseException) -> bool:
	"""Return whether the error names one of our tables: the framework locks a saved document before our code runs."""
	named = CHANGED.search(str(error))
	return bool(named) and (named[1] == "Workflow" or scope.is_ours(named[1]))


def _tried(act: Callable[[], Result], anew: Callable[[], None]) -> Result:
	for number in range(1, TRIES):
		frappe.local.contact_center_retry = False
		try:
			return act()
		except Exception as error:
			ours = frappe.local.contact_center_retry or _names_a_row_of_ours(error)
			if not (ours and is_deadlock(error)):
				raise
			frappe.db.rollback()
			time.sleep(random.uniform(0, LONGEST_PAUSE * number / TRIES))
			anew()
	return act()


def _retrying(handle: Callable[..., Any]) -> Callable[..., Any]:
	@wraps(handle)
	def again(*args: Any, **kwargs: Any) -> Any:
		asked, answer = deepcopy(frappe.local.form_dict), dict(frappe.local.response)
		return retried(lambda: handle(*args, **kwargs), lambda: _begin_anew(asked, answer))

	again.contact_center_retries = True
	return again


def _begin_anew(asked: dict, answer: dict) -> None:
	"""Reset the web request to its start: the arguments as given, no answer, the uploaded files unread."""
	frappe.local.form_dict = deepcopy(asked)
	frappe.local.response = frappe._dict({**answer, "docs": []})
	frappe.flags.currently_saving = []
	frappe.clear_messages()
	for part in frappe.request.files.values():
		part.stream.seek(0)
