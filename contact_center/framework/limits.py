"""Count what was tried or sent within an hour or a day, by whom or to whom, in Redis."""

import time
from hashlib import sha256

import frappe

HOUR = 60 * 60
DAY = 24 * HOUR
PREFIX = "contact_center_limit"


def count(kind: str, *whose: str, within: int = HOUR) -> int:
	"""Count one more of this kind for whoever it is, and return how many there are within this hour or day."""
	key = _key(kind, whose, within)
	many = frappe.cache.incrby(key, 1)
	frappe.cache.expire(key, within)
	return many


def counted(kind: str, *whose: str) -> int:
	"""Return how many were counted within this hour."""
	return int(frappe.cache.get(_key(kind, whose)) or 0)


def forget(kind: str, *whose: str) -> None:
	"""Begin to count anew."""
	frappe.cache.delete(_key(kind, whose))


def check(most: int, kind: str, *whose: str) -> None:
	"""Count one more. Raise RateLimitExceededError where there are more than `most` within an hour."""
	if count(kind, *whose) > most:
		frappe.throw(
			frappe._("You hit the rate limit because of too many requests. Please try after sometime."),
			frappe.RateLimitExceededError,
		)


def _key(kind: str, whose: tuple[str, ...], within: int = HOUR) -> bytes:
	"""Names are digested: they may hold anything, and Redis is no place for people's addresses."""
	return frappe.cache.make_key(f"{PREFIX}:{kind}:{digest(*whose)}:{int(time.time()) // within}")


def digest(*names: str) -> str:
	"""Return what names are kept as."""
	return sha256("\n".join(names).encode()).hexdigest()[:32]
