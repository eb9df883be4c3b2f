"""Kind, stage and progress of an appeal in the words of the citizen's pages (R3.3a)."""

from frappe import _

CSS = {
	"Under Consideration": "cc-stage-in-progress",
	"Answer Given": "cc-stage-closed",
	"Passed On": "cc-stage-closed",
	"Withdrawn": "cc-stage-cancelled",
	"Became a Request": "cc-stage-registered",
}


def kind_label(kind: str) -> str:
	"""Return «Скарга», «Пропозиція», «Подяка»."""
	return _(kind, context="Appeal")


def stage_label(stage: str) -> str:
	"""Return the badge of a stage."""
	return _(stage, context="Appeal")


def explanation(stage: str, is_answered_in_writing: bool) -> str:
	"""Return what the stage means for the applicant."""
	if stage == "Answer Given":
		return (
			_("We have considered it. The answer is below.")
			if is_answered_in_writing
			else _(
				"We have considered it. You did not ask for an answer in writing; call us if you want one."
			)
		)
	return {
		"Under Consideration": _(
			"Somebody of the contact center considers it. It is not sent to whom it is about."
		),
		"Passed On": _("Your thanks are passed on. Thank you for the good word."),
		"Withdrawn": _("You took it back: nothing more happens to it."),
		"Became a Request": _("It asks for work to be done, so a request was made of it."),
	}[stage]
