"""A phone number as the desk and the portal refuse it: the rule's answer in the words of a clerk."""

import frappe
from frappe import _

from contact_center.reading import phones


def normal_phone(text: str) -> str:
	"""«(056) 440-15-20» as +380564401520; ValidationError for what is no phone number."""
	try:
		return phones.normal_phone(text)
	except phones.PhoneError:
		frappe.throw(_("“{0}” is not a phone number. Write it like +380 56 440 15 20.").format(text[:30]))
