"""Stage and progress of a request in the words of the citizen's pages."""

from frappe import _

from contact_center.regulation.stages import FINISHED, Stage

ARCHIVED = tuple(stage.value for stage in Stage if stage in FINISHED)
"""Stages whose requests are in the account's archive (R3.4)."""


def stage_label(stage: str, answer: str | None = None, *, unreached: bool = False) -> str:
	"""Return the badge of a stage. `answer` is the applicant's, once the work is reported done.

	`unreached`, here and below: it was closed because nobody could be asked (R6.1.5).
	"""
	if unreached:
		return _("Closed without your answer", context="stage")
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


def asked_label() -> str:
	"""Return the badge of a request that waits for its applicant's answer."""
	return _("Waits for your answer", context="stage")


def asked_explanation() -> str:
	"""Return what it means that a request waits for its applicant's answer."""
	return _("The request waits for your answer and goes on once you have given it.")


def stage_of_others(stage: str) -> str:
	"""Return the badge of a stage for people whose request it is not."""
	return (
		_("Done, being checked", context="stage") if stage == "Awaiting Confirmation" else stage_label(stage)
	)


def stage_explanation(stage: str, *, unreached: bool = False) -> str:
	"""Return what the stage means for the applicant and what comes next."""
	if unreached:
		return _(
			"The executor reports that the work is done. We called you several times and could not reach you, so the"
			" request is closed. If the work is not done, file the request again or call us."
		)
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


def explanation_for_joined(stage: str, *, unreached: bool = False) -> str:
	"""Return what the stage means for who has joined the request."""
	if unreached:
		return _(
			"The executor reports that the work is done, and the request is closed. If the work is not done, file one of your own."
		)
	return {
		"Moderation": _("The operator reads the request and registers it."),
		"Registered": _("The request is registered and waits until the executor takes it up."),
		"In Progress": _("The executor has taken up the request."),
		"Awaiting Confirmation": _(
			"The executor reports that the work is done. Please look and tell us whether it is so."
		),
		"Rework": _("The executor has to finish the work. The request stays under control."),
		"Closed": _("The work is confirmed. Thank you for helping the city."),
		"Rejected": _("The request was declined. If you still need it, file one of your own."),
		"Cancelled": _("The request was cancelled. If you still need it, file one of your own."),
	}[stage]


def steps(stage: str, *, unreached: bool = False) -> list[dict]:
	"""Return the steps of a request, [{label, state}], state: done, now or ahead; none once rejected or cancelled."""
	if stage in ("Rejected", "Cancelled"):
		return []
	labels = [
		_("Filed", context="step"),
		_("Registered", context="step"),
		_("Work under way", context="step"),
		_("Work reported done", context="step"),
		_("Closed without your answer", context="step")
		if unreached
		else _("Confirmed and closed", context="step"),
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
	"""Return the CSS class of a stage: one colour a stage, the same as in the desk."""
	return "cc-stage-" + stage.lower().replace(" ", "-")
