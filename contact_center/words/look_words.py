"""How a look at personal data is said: who did what (D2)."""

from frappe import _

from contact_center.framework import access_log, looks

FORM_OPENED = "Form Opened"
"""Stands for the entries of the framework's View Log, which have no method."""


def what(doctype: str, method: str, report: str | None = None) -> str:
	"""Return what somebody did to see a person's data; the method itself where it is none of those known."""
	if method == looks.REPORTED:
		return _("ran the report “{0}”").format(_(report or ""))
	if of_document := _of_documents().get(method):
		return of_document.format(_(doctype))
	return _of_people().get(method, method)


def _of_people() -> dict[str, str]:
	return {
		access_log.CONTACT: _("asked for the applicant's name and phone"),
		access_log.LOOKED_UP: _("looked up who calls"),
		access_log.COMPARED: _("compared applicants"),
		access_log.CARD_REGISTER: _("asked the register of cards"),
		access_log.CALLED_BACK: _("opened whom to call back"),
		looks.SHOWN: _("opened the request"),
	}


def _of_documents() -> dict[str, str]:
	return {
		looks.LISTED: _("read a list: {0}"),
		looks.EXPORTED: _("exported a list: {0}"),
		looks.PRINTED: _("printed: {0}"),
		FORM_OPENED: _("opened: {0}"),
	}


def measure(fewest: int, times: int, days: int, fewest_days: int) -> str:
	"""Return by which measure looks are marked as unusual."""
	return _(
		"Marked as unusual: at least {0} looks of one person on one day, and more than {1} times as many as usual. Usual is"
		" the median of that person's own days with looks in the {2} days before; where there are fewer than {3} of them,"
		" the median of everybody's days."
	).format(fewest, times, days, fewest_days)


def unusual(looks: int, usually: float) -> str:
	"""Return the mark of a day: «60, зазвичай 8»."""
	return _("{0}, usually {1}").format(looks, f"{usually:g}".replace(".", ","))
