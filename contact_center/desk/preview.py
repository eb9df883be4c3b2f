"""Preview what registering a card would lead to: district, type, terms and executors, or what is missing (R5.11)."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _

from contact_center import policy
from contact_center.access import permissions, roles
from contact_center.addresses import place
from contact_center.policy import own_fields
from contact_center.regulation import routing
from contact_center.regulation.terms import Term, Unit
from contact_center.words import problem_texts, problems, speech

FIELDS = ("classifier", "street", "building", "district", "chosen_executor")


@frappe.whitelist(methods=["POST"])
def preview(values: str | dict) -> dict:
	"""Return {district, request_type, terms, executors: [title], may_choose, hint, required, own, problem, problem_kind}.

	`required` are the fields that the entry requires, [{name, label}], `own` the city's own among them, {name, label, kind,
	options}. Unknown ones are empty. `values` holds FIELDS, as an object or its JSON. Nothing is saved. PermissionError unless the
	user is an operator or a supervisor.
	"""
	permissions.check_role(*roles.CONTROLLERS)
	return of_card(frappe.parse_json(values))


def of_card(given: Mapping[str, Any]) -> dict:
	"""Return the same for a request or any other mapping of FIELDS. The caller has checked the role."""
	card = {name: given.get(name) or None for name in FIELDS}
	street = card["street"] and frappe.db.exists("City Street", card["street"])
	district = place.district_at(street, card["building"]) or card["district"]
	found = {
		"district": district,
		"request_type": "",
		"terms": "",
		"executors": [],
		"hint": "",
		"required": [],
		"own": [],
		"problem": "",
		"problem_kind": "",
	}
	if card["classifier"] and frappe.db.exists("Classifier", card["classifier"]):
		found.update(_of_classifier(card, district))
	return found


def _of_classifier(card: Mapping[str, Any], district: str | None) -> dict:
	doc = frappe.get_cached_doc("Classifier", card["classifier"])
	found = {"hint": doc.hint or "", "may_choose": bool(doc.operator_may_choose)}
	found |= _required(policy.classifier_entry(card["classifier"]).required_fields)
	if doc.request_type:
		rtype = policy.request_type(doc.request_type)
		found["request_type"] = rtype.title
		found["terms"] = _("to accept: {0}; to do: {1}").format(
			_in_words(rtype.accept), _in_words(rtype.done)
		)
	return found | _route(card, district)


def _required(names: tuple[str, ...]) -> dict[str, list[dict]]:
	own = own_fields.own_fields() if any(map(routing.is_own_field, names)) else {}
	labels = {name: own[name].label if name in own else _(problem_texts.FIELDS[name]) for name in names}
	asked = [own[name] for name in names if name in own]
	return {
		"required": [{"name": name, "label": label} for name, label in labels.items()],
		"own": [
			{"name": each.name, "label": each.label, "kind": each.kind, "options": each.options}
			for each in asked
		],
	}


def _route(card: Mapping[str, Any], district: str | None) -> dict:
	entry = policy.classifier_entry(card["classifier"])
	codes = {route.executor for route in entry.routes} | ({card["chosen_executor"]} - {None})
	executors = policy.executors(codes)
	try:
		found = routing.route(entry, district, executors, entry.required_fields, card["chosen_executor"])
	except routing.RoutingProblem as error:
		return {"problem": problems.sentence(error.problem), "problem_kind": str(error.kind)}
	return {"executors": [executors[each.executor].title for each in found]}


def _in_words(term: Term) -> str:
	"""Word a term: «30 хв», «5 днів»."""
	if term.unit is Unit.MINUTES:
		return _("{0} min").format(term.amount)
	if term.unit is Unit.HOURS:
		return _("{0} h").format(term.amount)
	if term.unit is Unit.WORKING_HOURS:
		return speech.working_hours_words(term.amount)
	if term.unit is Unit.WORKING_DAYS:
		return _("{0} of work", context="days").format(speech.days_words(term.amount))
	return speech.days_words(term.amount) if term.amount else _("no fixed term")
