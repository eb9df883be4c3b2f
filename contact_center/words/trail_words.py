"""Who had a request how long, in words (R6.2.1, R7.3)."""

from frappe import _

from contact_center.record import clock
from contact_center.regulation.trail import Held
from contact_center.words import speech


def held(time: Held) -> str:
	"""Return «має 3 години», «мав 2 дні», or «мав 2 дні, передано далі»; `time` is in site time."""
	until = time.until or clock.to_site(clock.now())
	span = speech.span_words(max(int((until - time.since).total_seconds()), 0), exact=False)
	if time.handed_on:
		return _("had it {0}, handed on").format(span)
	return (_("had it {0}") if time.until else _("has it {0}")).format(span)
