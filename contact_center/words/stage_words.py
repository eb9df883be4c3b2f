"""What the desk shows of a stage: its colour, and which term runs in it. The portal's colours are `request_words.css`."""

from contact_center.regulation.stages import DROPPED, FINISHED, OPEN, Stage

COLORS = {
	Stage.MODERATION: "gray",
	Stage.REGISTERED: "blue",
	Stage.IN_PROGRESS: "orange",
	Stage.AWAITING_CONFIRMATION: "purple",
	Stage.REWORK: "yellow",
	Stage.CLOSED: "green",
	Stage.REJECTED: "red",
	Stage.CANCELLED: "darkgrey",
}
"""One indicator colour a stage, the same everywhere; beside it always stands the name of the workflow's state."""

# The field that holds what is waited for; in the other stages it is the term of the work.
DEADLINE_FIELDS = {Stage.MODERATION: "moderate_from", Stage.REGISTERED: "accept_by"}


def for_desk(stage: Stage) -> dict:
	"""{color, deadline, is_open, is_finished, is_dropped} of a stage."""
	return {
		"color": COLORS[stage],
		"deadline": DEADLINE_FIELDS.get(stage, "due"),
		"is_open": stage in OPEN,
		"is_finished": stage in FINISHED,
		"is_dropped": stage in DROPPED,
	}
