"""What the site deleted or changed of what the app once created stays so through every migrate."""

from pathlib import Path

import frappe
import pytest
from frappe.modules.import_file import import_file_by_path

from contact_center import install, notifications, workflows
from contact_center.access import roles
from contact_center.desk import desk_defaults
from contact_center.framework import created_once, defaults
from contact_center.patches import remember_what_was_created

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("db")
MODULE = Path(frappe.get_app_path("contact_center", "contact_center"))
LETTER = "Заявнику: заявку закрито"


def migrate(newer: bool = False) -> None:
	"""What a migrate does to the records of the app; `newer`: each file comes with another content."""
	created_once.before_migrate()
	for doctype, name in created_once.shipped():
		folder = frappe.scrub(name)
		path = MODULE / frappe.scrub(doctype) / folder / f"{folder}.json"
		import_file_by_path(str(path), force=newer)
	install.after_migrate()


@pytest.fixture
def migrated():
	"""The site knows what it was given."""
	migrate()


def a_notification() -> str:
	return next(iter(notifications.shipped().values()))["name"]


SHIPPED = (
	("Notification", a_notification),
	("List View Settings", lambda: "Request Task"),
	("Module Profile", lambda: desk_defaults.MODULE_PROFILE),
	("Workflow Action Master", lambda: workflows.ACTIONS[0]),
	("Number Card", lambda: "Under Control"),
	("Dashboard Chart", lambda: "Requests by Day"),
	("Workspace", lambda: "My Tasks"),
)


@pytest.mark.parametrize(("doctype", "name"), SHIPPED, ids=[doctype for doctype, _name in SHIPPED])
@pytest.mark.parametrize("newer", [False, True])
def test_what_the_site_deleted_does_not_come_back(migrated, doctype, name, newer):
	frappe.delete_doc(doctype, name(), force=True)
	migrate(newer)
	assert not frappe.db.exists(doctype, name())
	migrate(newer)
	assert not frappe.db.exists(doctype, name())


CHANGES = (
	("Notification", a_notification, "subject", "Наша тема"),
	("List View Settings", lambda: "Request Task", "disable_count", 1),
	("Role", lambda: roles.OPERATOR, "home_page", "/app/request"),
	("Role", lambda: roles.MANAGEMENT, "two_factor_auth", 1),
	("Number Card", lambda: "Under Control", "color", "#000000"),
	("Workspace", lambda: "My Tasks", "icon", "star"),
)


@pytest.mark.parametrize(("doctype", "name", "field", "value"), CHANGES)
@pytest.mark.parametrize("newer", [False, True])
def test_what_the_site_changed_stays_its_own(migrated, doctype, name, field, value, newer):
	doc = frappe.get_doc(doctype, name())
	doc.set(field, value)
	doc.save()
	children = len(doc.get_all_children())
	for _again in range(2):
		migrate(newer)
		doc = frappe.get_doc(doctype, name())
		assert (doc.get(field), len(doc.get_all_children())) == (value, children)


def test_what_the_site_left_alone_follows_the_app(migrated):
	assert follows_the_app()


def follows_the_app() -> bool:
	"""Whether the content of a newer file is taken over."""
	frappe.db.set_value("Number Card", "Under Control", "color", "#000000", update_modified=False)
	migrate(newer=True)
	return frappe.db.get_value("Number Card", "Under Control", "color") != "#000000"


def test_what_an_installation_brings_last_follows_the_app(migrated):
	"""The framework brings cards and charts after the hook of an installation."""
	frappe.delete_doc("Number Card", "Under Control", force=True)
	created_once.forget("Number Card", "Under Control")
	created_once.after_migrate()
	import_file_by_path(str(MODULE / "number_card/under_control/under_control.json"))
	migrate()
	assert follows_the_app()


def test_what_was_taken_for_changed_at_its_installation_follows_the_app_again(migrated):
	"""Earlier versions remembered it before it was there."""
	created_once.note("Number Card", "Under Control")
	migrate()
	assert follows_the_app()


def test_what_a_newer_version_brings_is_created(migrated):
	name = a_notification()
	frappe.delete_doc("Notification", name)
	created_once.forget("Notification", name)
	migrate()
	assert frappe.db.exists("Notification", name)


def test_an_existing_site_keeps_what_it_has_and_what_it_deletes_afterwards(migrated):
	defaults.write(created_once.KEY, "")
	for _again in range(2):
		remember_what_was_created.execute()
	name = a_notification()
	assert not created_once.is_new("Notification", name)
	frappe.get_doc("Role", roles.OPERATOR).update({"home_page": "/app/request"}).save()
	frappe.delete_doc("Notification", name)
	migrate()
	assert not frappe.db.exists("Notification", name)
	assert frappe.db.get_value("Role", roles.OPERATOR, "home_page") == "/app/request"


def test_no_fixture_is_reset_at_each_migrate():
	assert not frappe.get_hooks("fixtures", app_name="contact_center")
	assert not Path(frappe.get_app_path("contact_center", "fixtures")).exists()


def test_every_role_that_the_code_names_is_shipped():
	assert {each["name"] for each in roles.shipped()} == {*roles.STAFF, roles.APPLICANT}
	assert frappe.db.get_value("Role", roles.APPLICANT, "desk_access") == 0


def test_lists_with_the_columns_of_an_earlier_version_are_renewed_and_deleted_ones_are_not(migrated):
	former = [{"fieldname": name} for name in (frappe.get_meta("Request").title_field, "status_field", "due")]
	frappe.db.set_value("List View Settings", "Request", "fields", frappe.as_json(former))
	frappe.delete_doc("List View Settings", "Request Task", force=True)
	desk_defaults.renew_columns()
	assert "lead_executor" in frappe.db.get_value("List View Settings", "Request", "fields")
	assert not frappe.db.exists("List View Settings", "Request Task")
