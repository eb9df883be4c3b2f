"""The consent is recorded from the card, at the moment it is given (R5.2, D2)."""

import frappe
import kit
import pytest
from kit import MONDAY

from contact_center.intake.applicants import by_contact, record_consent
from contact_center.record import clock

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")


def person() -> str:
	return by_contact("Безгодна Марія", "+380671110077")


def consent(name: str, by: str = "operator"):
	with kit.acting(by):
		record_consent(name)
	return frappe.get_doc("Applicant", name)


@pytest.mark.parametrize("by", ["operator", "supervisor"])
def test_one_press_records_the_consent_with_its_moment(by):
	name = person()
	with clock.at(MONDAY):
		applicant = consent(name, by)
	assert (applicant.consent, applicant.consent_at) == (1, clock.to_site(MONDAY))


def test_a_second_press_does_not_move_the_moment():
	name = person()
	for moment in (MONDAY, MONDAY.replace(hour=15)):
		with clock.at(moment):
			applicant = consent(name)
	assert applicant.consent_at == clock.to_site(MONDAY)


def test_what_else_an_old_record_lacks_stops_nobody():
	"""RI1: told by phone, and no phone: that is asked for when the record itself is edited."""
	name = person()
	frappe.db.set_value("Applicant", name, "phone", None)
	assert consent(name).consent


@pytest.mark.parametrize("by", ["water", "management", "administrator", "citizen", "stranger"])
def test_nobody_else_records_it(by):
	name = person()
	with pytest.raises(frappe.PermissionError):
		consent(name, by)
	assert not frappe.db.get_value("Applicant", name, "consent")
