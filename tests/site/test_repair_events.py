"""Repair events: planned works are announced a day ahead, whatever way they become planned (RE1)."""

from datetime import timedelta

import frappe
import kit
import pytest
from kit import MONDAY

from contact_center import clock

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")


def event(kind: str, starts_in: timedelta):
	times = {
		"starts_at": clock.to_site(MONDAY + starts_in),
		"ends_at": clock.to_site(MONDAY + timedelta(days=3)),
	}
	values = {"title": "Перевірочний ремонт", "executor": "KIT-WATER", "kind": kind, **times}
	return frappe.get_doc({"doctype": "Repair Event", **values})


@pytest.fixture(autouse=True)
def monday():
	with clock.at(MONDAY):
		yield


@pytest.mark.parametrize("kind", ["Planned", "Emergency"])
def test_works_a_day_ahead_may_be_of_either_kind(kind):
	assert event(kind, timedelta(hours=24)).insert().kind == kind


def test_planned_works_are_announced_a_day_ahead():
	with pytest.raises(frappe.ValidationError):
		event("Planned", timedelta(hours=23)).insert()


def test_an_emergency_is_not_made_planned_afterwards():
	"""Else the day's notice could be got round."""
	works = event("Emergency", timedelta(hours=1)).insert()
	works.kind = "Planned"
	with pytest.raises(frappe.ValidationError):
		works.save()


def test_planned_works_that_have_begun_can_still_be_described():
	works = event("Planned", timedelta(hours=25)).insert()
	with clock.at(MONDAY + timedelta(hours=30)):
		works.description = "Працює бригада 3"
		assert works.save().description
