"""Repair events: planned works are announced a day ahead, whatever way they become planned (RE1)."""

from datetime import timedelta

import frappe
import pytest
from kit import MONDAY

from contact_center.patches import whole_minutes
from contact_center.record import clock

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


@pytest.mark.parametrize(
	("kind", "starts_in"),
	[
		("Planned", timedelta(hours=24)),
		("Emergency", timedelta(0)),
		("Emergency", timedelta(hours=-3)),
		("Emergency", timedelta(minutes=5)),
	],
)
def test_works_are_announced_in_time(kind, starts_in):
	assert event(kind, starts_in).insert().kind == kind


def test_planned_works_are_announced_a_day_ahead():
	with pytest.raises(frappe.ValidationError) as refusal:
		event("Planned", timedelta(hours=23)).insert()
	assert "Emergency" not in str(refusal.value)  # no way round


@pytest.mark.parametrize("starts_in", [timedelta(minutes=30), timedelta(days=2)])
def test_an_emergency_does_not_lie_ahead(starts_in):
	"""Else the day's notice could be got round."""
	with pytest.raises(frappe.ValidationError):
		event("Emergency", starts_in).insert()


@pytest.mark.parametrize("change", [{"kind": "Emergency"}, {"starts_at": "2026-03-04 12:00:00"}])
def test_works_do_not_become_an_emergency_ahead(change):
	works = event("Planned", timedelta(hours=30)).insert()
	works.update({"kind": "Emergency", **change})
	with pytest.raises(frappe.ValidationError):
		works.save()


def test_an_emergency_is_not_made_planned_afterwards():
	"""The day's notice holds for them then."""
	works = event("Emergency", timedelta(0)).insert()
	works.kind = "Planned"
	with pytest.raises(frappe.ValidationError):
		works.save()


def test_planned_works_that_have_begun_can_still_be_described():
	works = event("Planned", timedelta(hours=25)).insert()
	with clock.at(MONDAY + timedelta(hours=30)):
		works.description = "Працює бригада 3"
		assert works.save().description


def test_works_are_announced_in_whole_minutes():
	"""A form that shows no seconds would else take them for a change as soon as it is opened."""
	works = event("Planned", timedelta(hours=30, seconds=17)).insert()
	assert (works.starts_at.second, works.starts_at.microsecond) == (0, 0)


def test_events_of_an_earlier_version_get_whole_minutes():
	works = event("Planned", timedelta(hours=30)).insert()
	works.db_set("ends_at", works.ends_at.replace(second=42), update_modified=False)
	for _run in range(2):
		whole_minutes.execute()
		assert works.reload().ends_at.second == 0
