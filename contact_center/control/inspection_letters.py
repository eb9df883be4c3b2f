"""Letters to the members of an inspection bring an invitation for their calendars (R7.3).

The texts and whether there is a letter are the administrator's, as all messages; the invitation comes with each letter
about an inspection to one of its members. It says nothing of the applicant, and of the other members neither.
"""

from email import message_from_string, policy
from email.encoders import encode_base64
from email.header import decode_header, make_header
from email.mime.base import MIMEBase
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center.record import clock
from contact_center.regulation.inspections import LASTS, InspectionStage
from contact_center.words import letters
from contact_center.words.invitations import Invitation, written

SENT = (InspectionStage.CALLED.value, InspectionStage.CANCELLED.value)
FILE = "invite.ics"


def address(inspection: Any) -> None:
	"""Note whom a letter about it goes to: the member of the row that the message names (`record.messages`).

	The framework reads the document anew before it writes the letter, so this is done at each reading.
	"""
	named = vars(inspection).get("alert_clock")
	member = next((row for row in inspection.members if row.name == named), None) if named else None
	inspection.member_email = member.email if member else None
	inspection.member_for = member.represents if member else None


def before_insert(letter: Document, method: str | None = None) -> None:
	"""doc_event of Email Queue: put the invitation into a letter to one member of an inspection."""
	if letter.reference_doctype != "Inspection" or len(letter.recipients) != 1 or not letter.message:
		return
	inspection = frappe.get_doc("Inspection", letter.reference_name)
	member = next((row for row in inspection.members if row.email == letter.recipients[0].recipient), None)
	if member and inspection.starts_utc and inspection.stage in SENT and not inspection.outcome:
		letter.message = _with(letter.message, invitation_of(inspection, member, letter.sender))


def invitation_of(inspection: Any, member: Any, sender: str) -> Invitation:
	"""Return the invitation of a member as the inspection is now."""
	told, starts = letters.letter_inspection(inspection.name), clock.from_utc(inspection.starts_utc)
	name, address = parseaddr(sender)
	name = str(make_header(decode_header(name)))
	return Invitation(
		uid=f"inspection-{inspection.name}@{urlsplit(frappe.utils.get_url()).hostname}",
		sequence=inspection.sequence,
		starts=starts,
		lasts=LASTS,
		now=clock.now(),
		summary=_("Inspection on the spot {0}").format(inspection.number),
		place=inspection.place or "",
		text="\n".join(filter(None, (told["about"].unescape(), inspection.reason))),
		organizer=address,
		organizer_name=name,
		attendee=member.email,
		attendee_name=member.full_name or member.represents or "",
		cancelled=inspection.stage == InspectionStage.CANCELLED.value,
	)


def _with(message: str, invitation: Invitation) -> str:
	"""Return the letter with the invitation as its last part, of the type by which calendars know one."""
	letter = message_from_string(message)
	part = MIMEBase("text", "calendar", method=invitation.method, charset="UTF-8", name=FILE)
	part.set_payload(written(invitation))
	encode_base64(part)
	part.add_header("Content-Disposition", "attachment", filename=FILE)
	letter.attach(part)
	return letter.as_string(policy=policy.SMTP)
