"""Our words for strings that other apps have too are read by our people, and by nobody else."""

from pathlib import Path

import frappe
import kit
import pytest
from babel.messages.pofile import read_po
from frappe import translate
from frappe.gettext.translate import get_translations_from_mo

from contact_center.framework import own_words, scope

pytest_plugins = ["kit_city"]
LOCALE = Path(frappe.get_app_path("contact_center", "locale"))
SELLER = "kit-seller@example.com"


def sources_of_the_framework() -> set[str]:
	"""Its strings with a translation and without, whatever their context."""
	found = set(translate.get_translations_from_apps("uk", ["frappe"]))
	template = Path(frappe.get_app_path("frappe", "locale", "main.pot"))
	if not template.exists():  # a framework that was brought without it has its translations alone
		return found
	with template.open("rb") as lines:
		return found | {key for message in read_po(lines) if message.id for key in _keys(message)}


def _keys(message) -> list[str]:
	texts = message.id if isinstance(message.id, tuple) else [message.id]
	return [*texts, *(f"{text}:{message.context}" for text in texts if message.context)]


def test_no_string_of_the_framework_has_other_words_because_of_us():
	"""The walk: a new one of ours goes into locale/others.txt, and scripts/own_context.py moves it."""
	without = translate.get_translations_from_apps("uk", ["frappe"])
	with_ours = translate.get_translations_from_apps("uk", ["frappe", scope.APP])
	changed = {key for key in sources_of_the_framework() if with_ours.get(key) != without.get(key)}
	assert changed == set()


def test_no_string_that_erpnext_has_is_everybodys():
	lines = (LOCALE / "others.txt").read_text(encoding="utf-8").splitlines()
	ours = get_translations_from_mo("uk", scope.APP)
	assert [line for line in lines if not line.startswith("#") and line in ours] == []


@pytest.fixture
def beside_others(monkeypatch, city):
	"""The site has another app, and somebody who works with that alone."""
	kit.add_person_of_another_app(SELLER, "Kit Seller", desk_access=1)
	monkeypatch.setattr(scope, "stands_alone", lambda: False)
	monkeypatch.setattr(scope, "owns", lambda part: False)
	monkeypatch.setattr(frappe.local, "lang", "uk")
	own_words.apply()


def read_by(user: str, text: str) -> str:
	before = frappe.session.user
	frappe.set_user(user)
	try:
		return translate.get_messages_for_boot().get(text)
	finally:
		frappe.set_user(before)


def test_beside_other_apps_our_people_read_our_words_and_theirs_their_own(beside_others):
	theirs = translate.get_translations_from_apps("uk", ["frappe"])
	assert theirs.get("Closed") != "Виконано"
	assert read_by(kit.email("operator"), "Closed") == "Виконано"
	for user in (SELLER, "Administrator", "Guest"):
		assert read_by(user, "Closed") == theirs.get("Closed"), user


def test_alone_on_its_site_everybody_reads_our_words(city, monkeypatch):
	monkeypatch.setattr(frappe.local, "lang", "uk")
	own_words.apply()
	for user in (kit.email("operator"), "Administrator", "Guest"):
		assert read_by(user, "Closed") == "Виконано", user


def test_what_the_administrator_wrote_is_everybodys(city, monkeypatch):
	"""A Translation of the site comes before what any app ships."""
	monkeypatch.setattr(frappe.local, "lang", "uk")
	own_words.apply()
	words = {"doctype": "Translation", "language": "uk", "source_text": "Closed", "translated_text": "Готово"}
	frappe.get_doc(words).insert()
	try:
		assert read_by(kit.email("operator"), "Closed") == "Готово"
	finally:
		frappe.db.rollback()
		translate.clear_cache()


def test_letters_and_pages_have_our_words_whoever_asks(beside_others):
	"""A job writes letters as Administrator, who reads the framework's words beside other apps."""
	from contact_center.portal import templates

	assert str(templates.translated("Change")) == "Змінити"
	assert frappe._("Closed", context=own_words.CONTEXT) == "Виконано"
