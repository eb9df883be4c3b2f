"""Bring a one-time code to the contact on an applicant's card: by e-mail, and by SMS where another app sends them.

Whatever gateway of messages a city has, its app brings it by the hook `contact_center_sms_sender`, the path of a function
without arguments that returns an SmsSender or None. Without one nothing but e-mail is offered.
"""

from typing import Protocol

import frappe
from markupsafe import Markup

from contact_center.words import letters

HOOK = "contact_center_sms_sender"
EMAIL, SMS = "E-mail", "SMS"


class SmsSender(Protocol):
	"""What is asked of a gateway. It is called in a job, where it may be slow; any error is taken for "not sent"."""

	def send(self, *, phone: str, text: str) -> None:
		"""Send the text to the phone (+380671234567), at once: it is of no use after some minutes."""


def sms_sender() -> SmsSender | None:
	"""Return the gateway that another app has brought; None without one."""
	for path in reversed(frappe.get_hooks(HOOK)):
		return frappe.get_attr(path)()
	return None


def ways() -> tuple[str, ...]:
	"""Return how a code can be sent on this site."""
	return (EMAIL, SMS) if sms_sender() else (EMAIL,)


def send(way: str, contact: str, subject: str, paragraphs: list[str]) -> bool:
	"""Send the paragraphs to the contact, and return whether they are on their way."""
	if way == EMAIL:
		_write(contact, subject, paragraphs)
		return True
	return _text(contact, " ".join(paragraphs))


def _write(address: str, subject: str, paragraphs: list[str]) -> None:
	parts = [*map(Markup("<p>{0}</p>").format, paragraphs), letters.letter_signature()]
	message = Markup("\n").join(parts)
	frappe.sendmail(recipients=[address], subject=subject, message=message, now=True)


def _text(phone: str, text: str) -> bool:
	sender = sms_sender()
	if not sender:
		return False
	try:
		sender.send(phone=phone, text=text)
	except Exception as error:  # whatever another system's code raises
		frappe.logger("contact_center").warning(f"SMS: {type(error).__name__}")
		return False
	return True
