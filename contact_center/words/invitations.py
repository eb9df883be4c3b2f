"""An invitation to an inspection as calendars read it: one VEVENT of RFC 5545, sent as RFC 5546 wants (iTIP).

Times are UTC, which every calendar shows in its own zone; the identity stays for ever, each change raises the sequence.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//contact_center//inspections//UK"


@dataclass(frozen=True)
class Invitation:
	"""What one person is invited to. `starts` and `now` are aware; `cancelled`: it does not take place."""

	uid: str
	sequence: int
	starts: datetime
	lasts: timedelta
	now: datetime
	summary: str
	place: str
	text: str
	organizer: str
	organizer_name: str
	attendee: str
	attendee_name: str
	cancelled: bool = False

	@property
	def method(self) -> str:
		return "CANCEL" if self.cancelled else "REQUEST"


def written(invitation: Invitation) -> bytes:
	"""Return the file, folded and escaped, with CRLF at the ends of lines."""
	calendar = Calendar()
	calendar.add("prodid", PRODUCT)
	calendar.add("version", "2.0")
	calendar.add("method", invitation.method)
	calendar.add_component(_event(invitation))
	return calendar.to_ical()


def _event(invitation: Invitation) -> Event:
	event = Event()
	event.add("uid", invitation.uid)
	event.add("sequence", invitation.sequence)
	begin = invitation.starts.astimezone(timezone.utc)  # an hour is an hour when clocks change
	event.add("dtstamp", invitation.now.astimezone(timezone.utc))
	event.add("dtstart", begin)
	event.add("dtend", begin + invitation.lasts)
	event.add("summary", invitation.summary)
	event.add("location", invitation.place)
	event.add("description", invitation.text)
	event.add("status", "CANCELLED" if invitation.cancelled else "CONFIRMED")
	event.add("organizer", _address(invitation.organizer, invitation.organizer_name), encode=0)
	event.add("attendee", _attendee(invitation), encode=0)
	return event


def _attendee(invitation: Invitation) -> vCalAddress:
	address = _address(invitation.attendee, invitation.attendee_name)
	parameters = {"role": "REQ-PARTICIPANT", "partstat": "NEEDS-ACTION", "rsvp": "FALSE"}
	address.params.update({name: vText(value) for name, value in parameters.items()})
	return address


def _address(email: str, name: str) -> vCalAddress:
	address = vCalAddress(f"mailto:{email}")
	if name:
		address.params["cn"] = vText(name)
	return address
