"""How often a text was given as a result, word for word: a table of digests beside the doctypes."""

from __future__ import annotations

from hashlib import md5

import frappe

from contact_center.reading.folding import words_of

TEXTS = "contact_center_result_text"
MADE = f"""create table if not exists `{TEXTS}` (
	digest varchar(32) not null, task varchar(140) not null, primary key (digest, task))"""
MOST = 1000
"""Up to so many are counted."""


def make() -> None:
	"""Create the table where it is missing."""
	frappe.db.sql_ddl(MADE)


def keep(text: str, task: str) -> None:
	"""Keep that the task's result was given in these words."""
	digest = _digest(text)
	if digest:
		frappe.db.sql(f"insert ignore into `{TEXTS}` (digest, task) values (%s, %s)", (digest, task))


def times(text: str, task: str) -> int:
	"""Return for how many other tasks these words were given as the result."""
	digest = _digest(text)
	if not digest:
		return 0
	found = frappe.db.sql(
		f"select count(*) from (select 1 from `{TEXTS}` where digest = %s and task != %s limit {MOST}) as some",
		(digest, task),
	)
	return int(found[0][0])


def _digest(text: str) -> str:
	"""Return a digest of the words, whatever their case, blanks and points; "" of a text without any."""
	words = words_of(text)
	return md5(" ".join(words).encode(), usedforsecurity=False).hexdigest() if words else ""
