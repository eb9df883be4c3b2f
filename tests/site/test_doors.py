"""Citizens are no users of the desk: the portal is theirs, and a few calls of the framework; guests have fewer (D1)."""

import pkgutil
from contextlib import suppress
from importlib import import_module

import frappe
import kit
import pytest
from kit_rest import is_refused

import contact_center
from contact_center.framework import corrections, doors

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("world")
NOBODYS = ["citizen", "stranger", "Guest"]


@pytest.fixture(scope="module")
def methods() -> dict[str, object]:
	"""Every method that the framework and the app would run for somebody, by its path: all their modules are imported."""
	for package in (frappe, contact_center):
		for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
			if not any(part.startswith("test") for part in module.name.split(".")):
				with suppress(Exception):
					import_module(module.name)
	corrections.apply()
	return {f"{method.__module__}.{method.__qualname__}": method for method in list(frappe.whitelisted)}


@pytest.mark.parametrize("person", NOBODYS)
def test_of_the_framework_a_citizen_may_call_what_signing_in_needs(person, methods):
	"""Every whitelisted method is asked for; a method of a later framework is refused on the day it comes."""
	with kit.acting(person):
		open_to = {path for path, method in methods.items() if method in frappe.whitelisted}
	of_framework = {path for path in open_to if path.startswith("frappe.")}
	print(f"{person}: {len(methods)} methods tried, {len(open_to)} open")
	assert len(methods) > 500
	extra = (
		{path for path in of_framework if path.startswith(doors.OF_GUESTS)} if person == "Guest" else set()
	)
	assert of_framework - extra <= doors.SIGNING_IN
	assert open_to - of_framework <= {path for path in methods if path.startswith(doors.PORTAL)}


@pytest.mark.parametrize("person", NOBODYS)
def test_no_document_is_reached_by_its_address(person, rest, world):
	"""All doctypes that there are, and some that are not, over both versions of REST."""
	client = rest(person)
	for doctype in (*frappe.get_all("DocType", pluck="name"), "Немає такого", "Request/x"):
		with kit.acting(person):
			assert not doors.may_reach(doctype), doctype
	for road in (
		"/api/resource/Request",
		"/api/v1/resource/User",
		"/api/v2/document/City Street",
		"/api/v2/doctype/ToDo/count",
	):
		assert is_refused(client.get(road)), road
