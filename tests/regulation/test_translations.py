"""Every string of the product is there in Ukrainian (T4): main.pot against uk.po, read with the standard library."""

import ast
import re
from pathlib import Path

import pytest

LOCALE = Path(__file__).parents[2] / "contact_center" / "locale"
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
LATIN_WORD = re.compile(r"[A-Za-z]{3}")
CYRILLIC = re.compile(r"[а-щьюяєіїґ]", re.IGNORECASE)
# The same in both languages.
SAME = {"&nbsp;", "SOS", "PDF", "CSV", "jane@example.com"}


def read(path: Path) -> dict[tuple[str, str], str]:
	"""(context, msgid) -> msgstr of a PO or POT file."""
	found, entry, key = {}, {}, None
	for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
		keyword, _space, rest = line.partition(" ")
		if keyword in ("msgctxt", "msgid", "msgstr"):
			key, entry[keyword] = keyword, ast.literal_eval(rest)
		elif line.startswith('"') and key:
			entry[key] += ast.literal_eval(line)
		elif not line and entry:
			found[entry.get("msgctxt", ""), entry["msgid"]] = entry.get("msgstr", "")
			entry, key = {}, None
	return found


TEMPLATE, UKRAINIAN = read(LOCALE / "main.pot"), read(LOCALE / "uk.po")
STRINGS = [key for key in TEMPLATE if key[1]]


def test_the_template_is_not_empty():
	assert len(STRINGS) > 500


@pytest.mark.parametrize("key", STRINGS, ids=lambda key: key[1][:40].encode("ascii", "replace").decode())
def test_each_string_has_its_ukrainian(key):
	"""T4. The figures and names that a sentence takes are the same in both languages."""
	translated = UKRAINIAN.get(key, "")
	assert translated, f"no Ukrainian for {key}"
	assert set(PLACEHOLDER.findall(translated)) == set(PLACEHOLDER.findall(key[1])), translated
	if LATIN_WORD.search(PLACEHOLDER.sub("", key[1])) and key[1] not in SAME:
		assert CYRILLIC.search(translated), f"{translated!r} is not Ukrainian"


def test_no_translation_is_left_over():
	"""A translation without a source string is removed."""
	assert set(UKRAINIAN) - set(TEMPLATE) == set()


CAPITAL_YOU = re.compile(r"(?<=[\w,;:–»] )(?:Ви|Вас|Вам|Вами|Ваш\w*)(?!\w)")
LETTERS = sorted((LOCALE.parent / "notifications").glob("*.html"))


def test_nobody_is_addressed_with_a_capital_letter():
	"""One «ви» on pages, in letters and refusals; a sentence may begin with it."""
	texts = [*UKRAINIAN.values(), *(path.read_text(encoding="utf-8") for path in LETTERS)]
	assert LETTERS and not [found for text in texts for found in CAPITAL_YOU.findall(text)]


STRAIGHT_APOSTROPHE = re.compile(r"(?<=[а-щьюяєіїґ])'(?=[а-щьюяєіїґ])", re.IGNORECASE)


def test_words_have_one_apostrophe():
	"""«Ім’я» is written in one way, on whatever page."""
	assert not [text for text in UKRAINIAN.values() if STRAIGHT_APOSTROPHE.search(text)]
