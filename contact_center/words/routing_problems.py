"""What a person is told when a rule refuses: what is missing and what to do."""

import frappe
from frappe import _

from contact_center.regulation.routing import ProblemKind, RoutingProblem

ABOUT_EXECUTORS = (
	ProblemKind.UNKNOWN_EXECUTOR,
	ProblemKind.INACTIVE_EXECUTOR,
	ProblemKind.AMBIGUOUS_LEAD,
	ProblemKind.CHOICE_NOT_ALLOWED,
)


def routing_message(problem: RoutingProblem) -> str:
	"""The problem in the user's language, with the cure (R5.11)."""
	if problem.kind is ProblemKind.MISSING_FIELDS:
		labels = ", ".join(_field_labels()[name] for name in problem.names)
		return _("Fill in first: {0}.").format(labels)
	doctypes = ("Executor",) if problem.kind in ABOUT_EXECUTORS else ("Classifier", "City District")
	names = ", ".join(_title(name, doctypes) for name in problem.names)
	return _templates()[problem.kind].format(names)


def _templates() -> dict[ProblemKind, str]:
	return {
		ProblemKind.NOT_A_LEAF: _("“{0}” is a group of the classifier: choose an entry inside it."),
		ProblemKind.INACTIVE_ENTRY: _("The classifier entry “{0}” is no longer in use: choose another one."),
		ProblemKind.NO_REQUEST_TYPE: _(
			"The classifier entry “{0}” has no request type: an administrator has to set it."
		),
		ProblemKind.DISTRICT_NEEDED: _(
			"The executor of “{0}” depends on the district: fill in the address or the district."
		),
		ProblemKind.NO_EXECUTOR: _(
			"No executor in the classifier for: {0}. Choose one by hand, or ask an administrator to add it."
		),
		ProblemKind.UNKNOWN_EXECUTOR: _("There is no such executor: {0}."),
		ProblemKind.INACTIVE_EXECUTOR: _(
			"This executor is not active: {0}. An administrator has to name another one in the classifier."
		),
		ProblemKind.AMBIGUOUS_LEAD: _(
			"Exactly one lead executor is needed; the classifier leaves it open between: {0}."
		),
		ProblemKind.CHOICE_NOT_ALLOWED: _(
			"The classifier does not let the operator choose the executor here: clear “{0}”."
		),
	}


def _field_labels() -> dict[str, str]:
	return {
		"district": _("District"),
		"street": _("Street"),
		"building": _("Building"),
		"flat": _("Flat"),
		"description": _("Description"),
		"phone": _("Applicant's phone"),
		"photo": _("Photo"),
	}


def _title(code: str, doctypes: tuple[str, ...]) -> str:
	for doctype in doctypes:
		title = frappe.db.get_value(doctype, code, "title", cache=True)
		if title:
			return title
	return code
