"""Read what the page of personal data sends besides names and contact: the residence and the marks (R3.3, P1)."""

from collections.abc import Mapping
from typing import Any

from frappe.utils import cint

from contact_center.intake.filing import ABOUT
from contact_center.portal import form
from contact_center.regulation import lengths
from contact_center.regulation.applicant_marks import DETAIL, FIELD
from contact_center.regulation.problems import Problem

CHECKS, TEXTS = tuple(FIELD.values()), tuple(DETAIL.values())


def read(sent: Mapping[str, Any]) -> dict[str, Any]:
	"""Return what is sent, as the form's own values: a street by its name in the register, flags as 0 or 1."""
	values = form.read(**sent)
	values.update({name: form.plain(sent.get(name)) for name in TEXTS})
	return values | {name: int(bool(cint(sent.get(name)))) for name in CHECKS}


def about(values: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
	"""Return of ABOUT what is sent. What is sent empty is taken away."""
	known = {**values, "street": values["street_found"]}
	return {name: known[name] for name in ABOUT if name in sent}


def problems(values: Mapping[str, Any]) -> dict[str, Problem | None]:
	"""Return {field: problem or None} of residence and marks."""
	longest = {name: lengths.LENGTHS[name] for name in TEXTS} | {
		name: form.LENGTHS[name] for name in ("street", "building", "flat")
	}
	found = {name: lengths.too_long(values[name], most) for name, most in longest.items()}
	found["street"] = found["street"] or values["street_problem"]
	return found | values["place_problems"]
