"""Send letters that the framework has given up: a worker died while it sent them, or the mail server was dead for long.

The framework marks a letter before it is handed over, and looks at none again that is marked so. It also gives one up after
the third try, a quarter of an hour after the mail server fell silent. Both go out after all, for some days: who is told late
that a request was accepted is told. A letter that the server refused (no such address) stays given up.
"""

from datetime import timedelta

import frappe
from frappe.query_builder import Criterion
from frappe.utils import now_datetime

from contact_center.framework import deadlocks
from contact_center.record.messages import EVENTS

LETTER = "Email Queue"
SENDING_AT_MOST = timedelta(minutes=6)
"""A job that sends letters is ended after five."""
NEXT_TRY = timedelta(minutes=10)
WORTH_READING = timedelta(days=3)
UNREACHABLE = (
	"ConnectionRefusedError",
	"ConnectionResetError",
	"SMTPConnectError",
	"SMTPServerDisconnected",
	"TimeoutError",
	"gaierror",
	"OSError: ",
	"BrokenPipeError",
)
"""What a try ended by where nobody took the letter and nobody refused it."""


@deadlocks.repeated
def release() -> None:
	"""Every minute: let what was given up be sent with the next letters."""
	now, letter = now_datetime(), frappe.qb.DocType(LETTER)
	# later than now: by a clock that ran fast
	stuck = (letter.status == "Sending") & _is_apart(letter.modified, now, SENDING_AT_MOST)
	unreached = (letter.status == "Error") & _is_apart(letter.modified, now, NEXT_TRY)
	unreached &= Criterion.any(letter.error.like(f"%{name}%") for name in UNREACHABLE)
	query = frappe.qb.update(letter).set(letter.status, "Not Sent").set(letter.retry, 0)
	query = query.where(letter.reference_doctype.isin([*EVENTS]) & (letter.creation > now - WORTH_READING))
	query.where(stuck | unreached).run()
	frappe.db.commit()


def _is_apart(moment, now, least: timedelta):
	return (moment < now - least) | (moment > now + timedelta(minutes=1))
