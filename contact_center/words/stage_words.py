"""Colour and running deadline of each stage in the desk. The portal's colours are in `request_words.css`."""

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
"""One indicator colour a stage; the name of the workflow's state is always beside it."""

DEADLINE_FIELDS = {Stage.MODERATION: "moderate_from", Stage.REGISTERED: "accept_by"}
"""The field of the next deadline by stage; `due` in the others."""


def for_desk(stage: Stage) -> dict:
	"""Return {color, deadline, is_open, is_finished, is_dropped} of a stage; `deadline` is the name of a field."""
	return {
		"color": COLORS[stage],
		"deadline": DEADLINE_FIELDS.get(stage, "due"),
		"is_open": stage in OPEN,
		"is_finished": stage in FINISHED,
		"is_dropped": stage in DROPPED,
	}
