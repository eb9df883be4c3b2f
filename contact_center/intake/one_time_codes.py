"""One-time codes: who reads the letters of a contact proves it by one. Six digits, ten minutes, five tries, used once.

A code is of one account, for one thing, and for what `bound` names, as it was when the code was made. It is kept in Redis, as
its digest with the site's own key: who reads Redis alone learns no code from it.
"""

import hmac
import json
import secrets
from collections.abc import Sequence

import frappe
from frappe.utils.password import get_encryption_key

from contact_center.framework import limits

DIGITS, MINUTES, MOST_TRIES = 6, 10, 5
PREFIX = "contact_center_code"
NOTHING = "0" * 64


def make(user: str, thing: str, way: str, bound: Sequence[str]) -> str:
	"""Return a new code of the account for this thing; an earlier one holds no longer."""
	code, salt = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}", secrets.token_hex(8)
	kept = {"way": way, "salt": salt, "digest": _digest(salt, code, (user, thing, way, *bound))}
	frappe.cache.delete(_key("tries", user, thing))
	frappe.cache.set(_key("code", user, thing), json.dumps(kept), ex=MINUTES * 60)
	return code


def way_of(user: str, thing: str) -> str:
	"""Return how the code was sent that the account has for this thing; "" without one."""
	return (_kept(user, thing) or {}).get("way", "")


def is_right(user: str, thing: str, bound: Sequence[str], code: str) -> bool:
	"""Count a try, and return whether this is the code; after MOST_TRIES there is none any more."""
	kept = _kept(user, thing) or {"way": "", "salt": "", "digest": NOTHING}
	tries = frappe.cache.incrby(_key("tries", user, thing), 1)
	frappe.cache.expire(_key("tries", user, thing), MINUTES * 60)
	given = _digest(kept["salt"], code, (user, thing, kept["way"], *bound))
	if tries >= MOST_TRIES and (tries > MOST_TRIES or given != kept["digest"]):
		frappe.cache.delete(_key("code", user, thing))
	return hmac.compare_digest(given, kept["digest"]) and tries <= MOST_TRIES


def use_up(user: str, thing: str) -> bool:
	"""Remove the code, and return whether it was there: of two who use it at once one is the first."""
	return bool(frappe.cache.delete(_key("code", user, thing)))


def _kept(user: str, thing: str) -> dict | None:
	found = frappe.cache.get(_key("code", user, thing))
	return json.loads(found) if found else None


def _digest(salt: str, code: str, bound: Sequence[str]) -> str:
	words = json.dumps([salt, code, *bound])
	return hmac.new(get_encryption_key().encode(), words.encode(), "sha256").hexdigest()


def _key(kind: str, user: str, thing: str) -> bytes:
	return frappe.cache.make_key(f"{PREFIX}:{kind}:{limits.digest(user, thing)}")
