"""A copy begins anew: nothing that was agreed, said, decided or reckoned of another document goes along (R5.5, R5.7, D2)."""

import frappe
import kit
import pytest
from frappe.model import display_fieldtypes

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")

CARRIED = {
	"Request": {
		*("anonymous", "applicant", "notify_by", "classifier", "chosen_executor", "description", "wording"),
		*("street", "building", "flat", "district", "latitude", "longitude", "place"),
	},
	"Request Task": set(),
	"Applicant": {
		*("surname", "first_name", "patronymic", "phone", "other_phones", "email", "notify_by"),
		*("street", "building", "flat"),
	},
	"Clarification": {
		*("title", "answer", "short_answer", "entries", "keywords", "district", "supplier"),
		*("responsible_person", "is_public", "is_active"),
	},
	"Administrative Service": {
		*("title", "summary", "documents", "places", "how_long", "how_much", "legal_ground", "link"),
		*("entries", "keywords", "supplier", "responsible_person", "is_public", "is_active"),
	},
	"Repair Event": {"title", "executor", "kind", "classifier", "description", "district", "addresses"},
}
"""What is of use for another one of the same applicant, place or work."""


@pytest.mark.parametrize("doctype", CARRIED)
def test_a_copy_carries_what_is_meant_to_be_carried_and_nothing_else(doctype):
	"""Whoever adds a field decides here whether «Дублювати» takes it along."""
	fields = [df for df in frappe.get_meta(doctype).fields if df.fieldtype not in display_fieldtypes]
	assert {df.fieldname for df in fields if not df.no_copy} == CARRIED[doctype]


@pytest.mark.parametrize("doctype", CARRIED)
def test_what_follows_by_itself_is_never_carried(doctype):
	"""Projections of the journal, moments and numbers are one document's own."""
	for df in frappe.get_meta(doctype).fields:
		if df.permlevel == 1 or df.read_only or df.unique or df.fieldtype in ("Datetime", "Date"):
			assert df.no_copy or df.fieldtype in display_fieldtypes, df.fieldname


def test_the_copy_of_a_request_is_agreed_with_nobody_yet():
	"""R5.5, R5.7: it is read back, or warned of, once more."""
	for request in (kit.registered(), kit.registered(anonymous=1, anonymous_warned=1)):
		copy = frappe.copy_doc(request, ignore_no_copy=False)
		assert not copy.wording_agreed and not copy.anonymous_warned and not copy.number
		assert copy.description == request.description and copy.street == request.street
