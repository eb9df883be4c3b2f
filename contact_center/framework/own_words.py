"""Our words for strings that other apps have too are for people and pages of ours, not for the whole site.

The framework merges the catalogues of all apps, the last one wins, and a string is looked up for whoever asks. So in our
catalogue such strings have the context «Contact Center», in which nobody looks them up: «Closed» is «Виконано» for who works
here, and stays what it is for who does not. A context of the framework's that ours stands in for ends with it. What an
administrator wrote as a Translation wins for everybody.
"""

from collections.abc import Callable
from functools import cache, wraps

import frappe
from frappe import translate
from frappe.gettext.translate import get_translations_from_mo

from contact_center.access import roles
from contact_center.framework import scope

NEEDED_BY = (">=15", "<17")
CONTEXT = "Contact Center"
ENDS = (f":{CONTEXT}", f"|{CONTEXT}")
MARK = "contact_center_own_words"
Words = dict[str, str]


def apply() -> None:
	"""Wrap the one function that all look-ups ask, once a process."""
	if not hasattr(translate.get_all_translations, MARK):
		translate.get_all_translations = _with_ours(translate.get_all_translations)


def _with_ours(original: Callable[[str], Words]) -> Callable[[str], Words]:
	@wraps(original)
	def get_all_translations(lang: str) -> Words:
		found = original(lang)
		user = getattr(getattr(frappe.local, "session", None), "user", None)
		if not found or not user:
			return found
		known, of, words = getattr(frappe.local, MARK, (None, None, None))
		if known is not found or of != user:
			# asked meanwhile, by what is asked here, the framework's words do
			setattr(frappe.local, MARK, (found, user, found))
			words = _merged(found, lang) if is_for_us(user) else found
			setattr(frappe.local, MARK, (found, user, words))
		return words

	setattr(get_all_translations, MARK, True)
	return get_all_translations


def _merged(found: Words, lang: str) -> Words:
	own = of_language(lang)
	theirs = translate.get_user_translations(lang)
	return {**found, **own, **{key: theirs[key] for key in own.keys() & theirs.keys()}}


@cache
def of_language(lang: str) -> Words:
	"""Return our words for strings of others, by the keys under which the framework looks them up."""
	catalogue = get_translations_from_mo(lang, scope.APP)
	parent = translate.get_parent_language(lang)
	own = {_key(key): words for key, words in catalogue.items() if key.endswith(ENDS)}
	return {**(of_language(parent) if parent else {}), **own}


def _key(key: str) -> str:
	return key.removesuffix(ENDS[0]).removesuffix(ENDS[1])


def is_for_us(user: str) -> bool:
	"""Return whether the user reads our words: everybody where the app is alone, else who has a role of ours.

	Guests do where the website is ours; our own pages ask for our words themselves.
	"""
	if not scope.is_installed():
		return False
	if scope.stands_alone():
		return True
	if user == "Guest":
		return scope.owns_website()
	return user != "Administrator" and any(role.startswith(roles.PREFIX) for role in frappe.get_roles(user))
