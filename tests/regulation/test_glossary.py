"""One thing has one name: code, labels and the catalogue avoid what docs/glossary.md lists."""

import ast
import json
import re
from functools import cache
from pathlib import Path

import pytest
from test_translations import STRINGS
from test_translations import UKRAINIAN as CATALOGUE

ROOT = Path(__file__).parents[2]
APP = ROOT / "contact_center"
ROWS = [
	[cell.strip() for cell in line.strip("|").split("|")]
	for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
	if line.startswith("|") and not line.startswith(("|---", "| term |"))
]
AVOIDED = {word.strip().lower(): row[0] for row in ROWS for word in row[4].split(",")}
LATIN = {word: term for word, term in AVOIDED.items() if word.isascii()}
UKRAINIAN = {word: term for word, term in AVOIDED.items() if not word.isascii()}
NAMED_BY = ("name", "id", "attr", "arg", "asname")
"""Fields of syntax nodes that hold an identifier."""
FRAMEWORKS_OWN = {"session_expired"}


@cache
def python_names() -> set[str]:
	"""Every identifier: modules, classes, functions, parameters, variables, attributes, keywords, imported names.

	What a library's module calls its own (`unicodedata.category`) is left out.
	"""
	found = set()
	for path in APP.rglob("*.py"):
		found.add(path.stem)
		nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
		modules = {
			name.asname or name.name for node in nodes if isinstance(node, ast.Import) for name in node.names
		}
		for node in nodes:
			if not (isinstance(node, ast.Attribute) and getattr(node.value, "id", None) in modules):
				found |= {name for field in NAMED_BY if isinstance(name := getattr(node, field, None), str)}
	return found


@cache
def script_names() -> set[str]:
	"""Every word of the scripts outside their comments and strings."""
	found = set()
	for path in (*APP.glob("public/js/*.js"), *APP.glob("contact_center/doctype/*/*.js")):
		code = re.sub(r'//.*|"[^"\n]*"', "", path.read_text(encoding="utf-8"))
		found |= {path.stem, *re.findall(r"[A-Za-z_]\w+", code)}
	return found - FRAMEWORKS_OWN


@cache
def sources() -> set[str]:
	"""The strings of the product in English; those of the framework are its own."""
	framework = (APP / "locale" / "framework.txt").read_text(encoding="utf-8").splitlines()
	own = {line.partition("\t")[0].replace("\\n", "\n") for line in framework}
	return {text for _context, text in STRINGS} - own


@cache
def code() -> str:
	return "\n".join(path.read_text(encoding="utf-8") for path in APP.rglob("*.py"))


@cache
def labels() -> set[str]:
	"""Labels of fields, and names of doctypes."""
	found = set()
	for path in APP.glob("contact_center/doctype/*/*.json"):
		doctype = json.loads(path.read_text(encoding="utf-8"))
		found |= {doctype["name"], *(field.get("label", "") for field in doctype["fields"])}
	return found


def words(name: str) -> str:
	"""«awaitsRedirect», «awaits_redirect» and "Awaits Redirect" as " awaits redirect "."""
	spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
	return f" {re.sub(r'[^a-z]+', ' ', spaced.lower()).strip()} "


def names_with(avoided: str, names: set[str]) -> list[str]:
	"""The names that hold the word, alone or in the plural."""
	return [name for name in names if re.search(rf" {avoided}s? ", words(name))]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_row_is_whole_and_its_code_name_is_there(row):
	assert len(row) == 5 and all(row)
	name = row[2].strip("`")
	assert re.search(rf"\b{re.escape(name)}\b", code())


def test_every_term_and_code_name_is_there_once():
	assert len({row[0] for row in ROWS}) == len({row[2] for row in ROWS}) == len(ROWS)
	assert not {row[0] for row in ROWS} & set(AVOIDED)


def test_an_avoided_word_is_found_in_any_spelling():
	names = {"matter_picker", "MatterField", "Group of Matters", "formatter"}
	assert set(names_with("matter", names)) == names - {"formatter"}


@pytest.mark.parametrize("avoided", sorted(LATIN))
def test_no_name_of_code_or_label_is_an_avoided_one(avoided):
	assert names_with(avoided, python_names() | script_names() | labels()) == []


@pytest.mark.parametrize("avoided", sorted(LATIN))
def test_no_english_source_has_an_avoided_word(avoided):
	assert names_with(avoided, sources()) == []


@pytest.mark.parametrize("avoided", sorted(UKRAINIAN))
def test_no_ukrainian_text_has_an_avoided_word(avoided):
	assert [text for text in CATALOGUE.values() if re.search(rf"\b{avoided}", text.lower())] == []
