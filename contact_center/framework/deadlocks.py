"""A deadlocked act is done again, a bounded number of times, at the door by which it came.

The database ends one of two transactions that wait for each other, and the framework shows that to whoever
happened to be the one. What an act of ours began is begun again from its door (web, job, import, load), where
nothing of it is left; calls that touched none of our records stay as they were.

MariaDB 11.8 also ends a transaction that locks a row which somebody changed after it began to read, although an act
of ours reads again whatever it locks. That is switched off for the connection of such an act: saving a workflow beside
eight busy people would never come to its end.
"""

import random
import re
import time
from collections.abc import Callable
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
DOORS = ((frappe.api, "handle"), (frappe.handler, "handle"))

Result = TypeVar("Result")


def apply() -> None:
	"""Let web requests go through `retried`, once a process."""
	for module, name in DOORS:
		handle = getattr(module, name)
		if not hasattr(handle, "contact_center_retries"):
			setattr(module, name, _retrying(handle))


def retry_from_here() -> None:
	"""Note that the running transaction is an act of ours, which its door may do again."""
	frappe.local.contact_center_retry = True
	_lock_what_is_now()


def _lock_what_is_now() -> None:
	if _insists_on_its_snapshot() and not getattr(frappe.db, "contact_center_locks_what_is_now", False):
		frappe.db.sql("set session innodb_snapshot_isolation = off")
		frappe.db.contact_center_locks_what_is_now = True  # for as long as the connection


@site_cache(ttl=60 * 60)
def _insists_on_its_snapshot() -> bool:
	if frappe.db.db_type != "mariadb":
		return False
	setting = frappe.db.sql("show global variables like 'innodb_snapshot_isolation'")
	return bool(setting) and setting[0][1] == "ON"


def retried(act: Callable[[], Result], anew: Callable[[], None] = lambda: None) -> Result:
	"""What `act` returns; rolled back and done again while an act of ours deadlocks, TRIES times at most.

	What `act` did before is gone when it is called again; `anew` is called before. Inside another `retried` the outer
	one, which has the whole transaction in hand, does it again.
	"""
	if getattr(frappe.local, "contact_center_door", False):
		return act()
	frappe.local.contact_center_door = True
	try:
		return _tried(act, anew)
	finally:
		frappe.local.contact_center_door = False


def is_deadlock(error: BaseException) -> bool:
	"""Return whether the database ended the transaction in favour of another one, at once.

	A lock wait timeout is none: whoever holds the lock has held it for 50 seconds, and each further try waits as long.
	"""
	return isinstance(error, frappe.QueryDeadlockError) or error.args[:1] in RETRIED


def is_lock_wait_timeout(error: BaseException) -> bool:
	"""Return whether another transaction held the lock for too long; with NOWAIT, whether it holds it at all."""
	return isinstance(error, frappe.QueryTimeoutError) or error.args[:1] == LOCK_WAIT_TIMEOUT


def _names_a_row_of_ours(error: BaseException) -> bool:
	"""The framework locks a document that is saved before any code of its own runs."""
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
	"""Bring the web request to where it came in: what was asked, nothing answered, no file read."""
	frappe.local.form_dict = deepcopy(asked)
	frappe.local.response = frappe._dict({**answer, "docs": []})
	frappe.flags.currently_saving = []
	frappe.clear_messages()
	for part in frappe.request.files.values():
		part.stream.seek(0)
