"""What the citizen's pages say about a request: stage, progress and journal as a person would put it."""

from frappe import _

from contact_center.regulation.stages import FINISHED, Stage

# Files of a finished request lie in the archive (R3.4).
ARCHIVED = tuple(stage.value for stage in Stage if stage in FINISHED)


def stage_label(stage: str, answer: str | None = None) -> str:
	"""The badge: where the request is now. `answer` is the applicant's own, once the work was reported done."""
	if stage == "Awaiting Confirmation" and answer:
		labels = {
			"Confirmed": _("You confirmed it", context="stage"),
			"Disputed": _("You did not confirm it", context="stage"),
		}
		return labels[answer]
	return {
		"Moderation": _("With the operator", context="stage"),
		"Registered": _("Handed to the executor", context="stage"),
		"In Progress": _("Work is under way", context="stage"),
		"Awaiting Confirmation": _("Done, please confirm", context="stage"),
		"Rework": _("Returned for rework", context="stage"),
		"Closed": _("Done and closed", context="stage"),
		"Rejected": _("Declined", context="stage"),
		"Cancelled": _("Cancelled", context="stage"),
	}[stage]


def stage_explanation(stage: str) -> str:
	"""What it means for the applicant and what comes next."""
	return {
		"Moderation": _(
			"The operator reads your request, registers it and may call you to clear something up."
		),
		"Registered": _("The request is registered and waits until the executor takes it up."),
		"In Progress": _("The executor has taken up your request."),
		"Awaiting Confirmation": _(
			"The executor reports that the work is done. Please look and tell us whether it is so."
		),
		"Rework": _("The executor has to finish the work. The request stays under control."),
		"Closed": _("The work is confirmed. Thank you for helping the city."),
		"Rejected": _("The request was declined. The reason is given below."),
		"Cancelled": _("The request was cancelled and nothing more happens to it."),
	}[stage]


def steps(stage: str) -> list[dict]:
	"""The way of a request as [{label, state}], state is done, now or ahead; empty once rejected or cancelled."""
	if stage in ("Rejected", "Cancelled"):
		return []
	labels = [
		_("Filed", context="step"),
		_("Registered", context="step"),
		_("Work under way", context="step"),
		_("Work reported done", context="step"),
		_("Confirmed and closed", context="step"),
	]
	reached = {
		"Moderation": 0,
		"Registered": 1,
		"In Progress": 2,
		"Rework": 2,
		"Awaiting Confirmation": 3,
		"Closed": 4,
	}
	here = reached[stage]
	return [{"label": label, "state": _state(place, here, stage)} for place, label in enumerate(labels)]


def _state(place: int, here: int, stage: str) -> str:
	if place < here or stage == "Closed":
		return "done"
	return "now" if place == here else "ahead"


def css(stage: str) -> str:
	"""The stage as a class name: one colour per stage, the same as in the desk."""
	return "cc-stage-" + stage.lower().replace(" ", "-")
