"""Why two applicants may be one person, as the desk says it."""

from collections.abc import Iterable

from frappe import _


def why(reasons: Iterable[str]) -> str:
	"""Return reasons of `reading.likeness.Reason` in one line, in the user's language."""
	words = {
		"Same Phone": _("same phone"),
		"Same E-mail": _("same e-mail"),
		"Same Residence": _("same residence"),
		"Same Name": _("same name"),
		"Other Spelling of the Name": _("the name in another spelling"),
		"Name With One Slip": _("one slip in the name"),
		"Name Written Shorter": _("the name written shorter"),
	}
	return ", ".join(words[reason] for reason in reasons if reason in words)
