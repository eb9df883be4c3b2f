"""What of the whole site is the contact centre's is the administrator's choice, and comes back with the No."""

from email import message_from_string, policy

import frappe
import pytest
from frappe.core.doctype.navbar_settings.navbar_settings import get_app_logo
from frappe.website.utils import get_home_page

from contact_center.access import roles
from contact_center.framework import scope, site_choices

pytest_plugins = ["kit_city", "kit_rest"]
TAKEN = [(part, place) for part, places in site_choices.PARTS.items() for place in places]


@pytest.fixture
def settings(db):
	yield frappe.get_doc("Contact Center Settings")
	frappe.db.rollback()
	frappe.clear_cache()


def choose(settings, answer: str, *parts: str) -> None:
	settings.reload().update(dict.fromkeys(parts or site_choices.PARTS, answer))
	settings.save()


def stored() -> dict:
	return {place: site_choices._value(place) for _part, place in TAKEN}


def test_an_installation_alone_on_its_site_takes_everything():
	"""`make run`: the administrator finds all chosen, and can see and change each."""
	chosen = frappe.new_doc("Contact Center Settings")
	site_choices.choose(chosen)
	assert {chosen.get(part) for part in site_choices.PARTS} == {"Yes"}


def test_an_installation_beside_other_apps_takes_nothing(monkeypatch):
	monkeypatch.setattr(frappe, "get_installed_apps", lambda *_, **__: ["frappe", "erpnext", scope.APP])
	chosen = frappe.new_doc("Contact Center Settings")
	site_choices.choose(chosen)
	assert {chosen.get(part) for part in site_choices.PARTS} == {"No"}


def test_no_gives_back_what_was_there_and_yes_takes_it_again(settings):
	choose(settings, "Yes")
	ours = stored()
	choose(settings, "No")
	frappe.db.set_single_value("Website Settings", {"app_name": "Завод", "home_page": "plant"})
	frappe.db.set_single_value("Portal Settings", "default_role", "")
	before = stored()
	choose(settings, "Yes")
	assert stored() == ours != before
	choose(settings, "No")
	assert stored() == before


def test_what_the_administrator_changed_meanwhile_stays(settings):
	choose(settings, "Yes")
	frappe.db.set_single_value("Website Settings", "app_name", "Наше місто")
	choose(settings, "No")
	assert frappe.db.get_single_value("Website Settings", "app_name", cache=False) == "Наше місто"


def test_a_record_that_comes_after_the_choice_is_taken_when_it_comes(settings):
	"""The framework saves the settings before an installation has made the roles."""
	role = frappe.qb.DocType("Role")

	def call(name: str, otherwise: str) -> None:
		frappe.qb.update(role).set(role.name, otherwise).where(role.name == name).run()

	choose(settings, "No")
	call(roles.APPLICANT, "Kit Applicant")
	choose(settings, "Yes")
	call("Kit Applicant", roles.APPLICANT)
	assert not frappe.db.get_value("Role", roles.APPLICANT, "home_page")
	choose(settings, "Yes")
	assert frappe.db.get_value("Role", roles.APPLICANT, "home_page") == "my-requests"


def test_a_part_is_taken_without_the_others(settings):
	choose(settings, "No")
	before = stored()
	choose(settings, "Yes", "owns_menu")
	changed = {place.field for place, value in stored().items() if value != before[place]}
	assert changed == {"hide_standard_menu"}


def test_website_settings_decide_on_the_home_page(settings):
	"""A guest sees what the administrator has written there, whatever the choice was before."""
	frappe.local.flags.home_page = None
	choose(settings, "Yes")
	frappe.set_user("Guest")
	assert get_home_page() == "home"
	frappe.db.set_single_value("Website Settings", "home_page", "about")
	frappe.cache.delete_value("home_page")
	assert get_home_page() == "about"


def test_the_desks_logo_is_chosen(settings):
	choose(settings, "Yes")
	assert get_app_logo() == site_choices.LOGO
	choose(settings, "No")
	assert get_app_logo() != site_choices.LOGO


@pytest.fixture
def chosen_no(rest):
	settings = frappe.get_doc("Contact Center Settings")
	before = {part: settings.get(part) for part in site_choices.PARTS}
	choose(settings, "No")
	frappe.db.commit()
	yield rest("Guest")
	settings.reload().update(before).save()
	frappe.db.commit()


def test_with_no_the_framework_answers_at_its_own_addresses(chosen_no):
	"""No stylesheet, header, icon, page or error page of ours; our own pages stay as they are."""
	for path in ("/login", "/no-such-page", "/message", "/about", "/contact"):
		html = chosen_no.get(path).text
		assert "contact_center" not in html and "cc-header" not in html, path
	assert "cc-header" in chosen_no.get("/home").text


def letter_to_a_newcomer() -> tuple[str, str]:
	"""Subject and text of the letter with which an account begins."""
	person = {
		"doctype": "User",
		"email": "kit-new@example.com",
		"first_name": "Нова",
		"send_welcome_email": 0,
	}
	account = frappe.get_doc(person).insert()
	account.flags.delay_emails = True  # no server is asked; the queued letter is looked at
	account.send_welcome_mail_to_user()
	letter = message_from_string(frappe.get_last_doc("Email Queue").message, policy=policy.default)
	return letter["Subject"], letter.get_body(("html",)).get_content()


@pytest.mark.parametrize("answer", ["Yes", "No"])
def test_letters_are_the_centres_where_they_were_chosen(settings, monkeypatch, answer):
	monkeypatch.setattr(frappe.local, "lang", "uk")
	choose(settings, answer, "owns_letters")
	subject, text = letter_to_a_newcomer()
	assert "/update-password" in text
	assert ("Завершіть реєстрацію" in subject, "контакт-центр" in text) == (answer == "Yes",) * 2


def test_each_choice_is_a_field_of_the_settings():
	fields = {df.fieldname for df in frappe.get_meta("Contact Center Settings").fields}
	assert {field for field in fields if field.startswith("owns_")} == set(site_choices.PARTS)
