"""One thing, one name: code, labels and the Ukrainian catalogue keep to docs/glossary.md."""

import ast
import json
import re
from functools import cache
from pathlib import Path

import pytest

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


@cache
def python_names() -> set[str]:
	"""Names of modules, classes, functions and their parameters."""
	found = set()
	for path in APP.rglob("*.py"):
		found.add(path.stem)
		for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
			if isinstance(node, ast.ClassDef | ast.FunctionDef):
				found.add(node.name)
			elif isinstance(node, ast.arg):
				found.add(node.arg)
	return found


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


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_row_is_whole_and_its_code_name_is_there(row):
	assert len(row) == 5 and all(row)
	name = row[2].strip("`")
	assert re.search(rf"\b{re.escape(name)}\b", code())


def test_terms_are_told_apart():
	assert len({row[0] for row in ROWS}) == len({row[2] for row in ROWS}) == len(ROWS)
	assert not {row[0] for row in ROWS} & set(AVOIDED)


@pytest.mark.parametrize("avoided", sorted(LATIN))
def test_no_name_of_code_or_label_says_it_otherwise(avoided):
	assert [name for name in python_names() | labels() if f" {avoided} " in words(name)] == []


@pytest.mark.parametrize("avoided", sorted(UKRAINIAN))
def test_no_ukrainian_text_says_it_otherwise(avoided):
	catalogue = (APP / "locale" / "uk.po").read_text(encoding="utf-8").lower()
	said = re.findall(r'^(?:msgstr(?:\[\d\])? )?"(.*)"$', catalogue, re.MULTILINE)
	assert [text for text in said if re.search(rf"\b{avoided}", text)] == []
