"""The kinds of journal lines in words: for the staff, and for the applicant."""

from collections.abc import Sequence

from frappe import _

from contact_center.regulation.facts import RATINGS

# Indicator colours of the desk; the other kinds are gray.
COLORS = {
	"Acceptance Missed": "red",
	"Term Broken": "red",
	"Escalated": "red",
	"Warned": "orange",
	"Returned": "yellow",
	"Reopened": "orange",
	"Disputed": "yellow",
	"Not Competent": "yellow",
	"Executed": "purple",
	"Confirmed": "green",
	"Closed": "green",
	"Not Reached": "green",
	"Rejected": "red",
	"Joined": "blue",
	"Asked": "orange",
	"Answered": "blue",
	"Term Asked": "orange",
	"Term Refused": "red",
	"Extended": "blue",
	"Inspection Asked": "orange",
	"Inspection Called": "blue",
	"Inspection Moved": "orange",
	"Inspection Held": "green",
	"Stage Planned": "orange",
	"Stage Agreed": "blue",
	"Stage Refused": "red",
	"Stage Done": "purple",
}


def for_staff(kind: str) -> str:
	"""Return the words of a journal line in the desk; the context separates them from a stage of the same name."""
	return {
		"Received": _("Received", context="Journal"),
		"Registered": _("Registered", context="Journal"),
		"Sent": _("Sent", context="Journal"),
		"Accepted": _("Accepted", context="Journal"),
		"Not Competent": _("Not Competent", context="Journal"),
		"Redirected": _("Redirected", context="Journal"),
		"Extended": _("Extended", context="Journal"),
		"Commented": _("Commented", context="Journal"),
		"Executed": _("Executed", context="Journal"),
		"Returned": _("Returned", context="Journal"),
		"Reopened": _("Reopened", context="Journal"),
		"Released": _("Released", context="Journal"),
		"Stage Planned": _("Stage Planned", context="Journal"),
		"Stage Agreed": _("Stage Agreed", context="Journal"),
		"Stage Refused": _("Stage Refused", context="Journal"),
		"Stage Done": _("Stage Done", context="Journal"),
		"Called Back": _("Called Back", context="Journal"),
		"Confirmed": _("Confirmed", context="Journal"),
		"Disputed": _("Disputed", context="Journal"),
		"Closed": _("Closed", context="Journal"),
		"Not Reached": _("Not Reached", context="Journal"),
		"Rejected": _("Rejected", context="Journal"),
		"Cancelled": _("Cancelled", context="Journal"),
		"Acceptance Missed": _("Acceptance Missed", context="Journal"),
		"Term Broken": _("Term Broken", context="Journal"),
		"Warned": _("Warned", context="Journal"),
		"Escalated": _("Escalated", context="Journal"),
		"Resumed": _("Resumed", context="Journal"),
		"Asked": _("Asked", context="Journal"),
		"Answered": _("Answered", context="Journal"),
		"Split": _("Split", context="Journal"),
		"Joined to Another": _("Joined to Another", context="Journal"),
		"Became an Appeal": _("Became an Appeal", context="Journal"),
		"Joined": _("Joined", context="Journal"),
		"Left": _("Left", context="Journal"),
		"Term Asked": _("Term Asked", context="Journal"),
		"Term Refused": _("Term Refused", context="Journal"),
		"Handed Over": _("Handed Over", context="Journal"),
		"Assigned Below": _("Assigned Below", context="Journal"),
		"Inspection Asked": _("Inspection Asked", context="Journal"),
		"Inspection Called": _("Inspection Called", context="Journal"),
		"Inspection Moved": _("Inspection Moved", context="Journal"),
		"Inspection Held": _("Inspection Held", context="Journal"),
		"Inspection Cancelled": _("Inspection Cancelled", context="Journal"),
		"Joined Answered": _("Joined Answered", context="Journal"),
		"Taken In": _("Taken In", context="Journal"),
	}[kind]


def for_applicant(kind: str) -> str:
	"""Return the words of a journal line in the portal."""
	return {
		"Received": _("We received your request", context="timeline"),
		"Registered": _("The request is registered", context="timeline"),
		"Asked": _("The operator asks", context="timeline"),
		"Answered": _("Your answer", context="timeline"),
		"Split": _("Two requests were made of it", context="timeline"),
		"Joined to Another": _("Joined to a request that is open already", context="timeline"),
		"Taken In": _("You added the request to your account", context="timeline"),
		"Became an Appeal": _("Goes on as a complaint, a proposal or thanks", context="timeline"),
		"Sent": _("Handed to the executor", context="timeline"),
		"Accepted": _("The executor took up the request", context="timeline"),
		"Not Competent": _("The executor says this is outside its competence", context="timeline"),
		"Redirected": _("Handed to another executor", context="timeline"),
		"Extended": _("A new term is agreed", context="timeline"),
		"Commented": _("Comment", context="timeline"),
		"Executed": _("The executor reports that the work is done", context="timeline"),
		"Returned": _("Returned to the executor for rework", context="timeline"),
		"Reopened": _("The request is open again", context="timeline"),
		"Stage Agreed": _("The day of a stage is agreed", context="timeline"),
		"Stage Done": _("A stage of the work is done", context="timeline"),
		"Called Back": _("The operator called you", context="timeline"),
		"Confirmed": _("The work is confirmed", context="timeline"),
		"Disputed": _("The work is not confirmed", context="timeline"),
		"Closed": _("The request is closed", context="timeline"),
		"Not Reached": _("We could not reach you and closed the request", context="timeline"),
		"Rejected": _("The request is declined", context="timeline"),
		"Cancelled": _("The request is cancelled", context="timeline"),
		"Acceptance Missed": _("The executor did not take up the request in time", context="timeline"),
		"Term Broken": _("The term is broken", context="timeline"),
		"Inspection Called": _("You are invited to an inspection on the spot", context="timeline"),
		"Inspection Moved": _("The inspection on the spot was moved", context="timeline"),
		"Inspection Held": _("What came of the inspection on the spot", context="timeline"),
		"Inspection Cancelled": _("The inspection on the spot does not take place", context="timeline"),
	}.get(kind, for_staff(kind))


def for_joined(kind: str) -> str:
	"""Return the words of a journal line for whom the request of somebody else concerns too."""
	return {
		"Received": _("The request was filed", context="timeline"),
		"Cancelled": _("The request is cancelled", context="timeline"),
		"Returned": _("Returned to the executor for rework", context="timeline"),
		"Not Reached": _("The request is closed", context="timeline"),
	}.get(kind, for_applicant(kind))


def rating(given: int) -> str:
	"""Return the text of a confirmation with a rating of 1 to 5; "" without one (P1)."""
	return _("Rating: {0} of {1}").format(given, RATINGS[-1]) if given else ""


def with_files(text: str, names: Sequence[str]) -> str:
	"""Return the text with the names of the files that came with it."""
	added = _("Files added: {0}").format(", ".join(names)) if names else ""
	return "\n".join(filter(None, (text, added)))


def added_by_applicant() -> str:
	"""Return the words of a line about what the applicant added, in the portal."""
	return _("You added", context="timeline")
