"""Every package that this clone asks for has its range and its reason, and every import is of a package asked for."""

import ast
import re
import sys
from functools import reduce

import pytest
from tooling_kit import CLONE

try:
	import tomllib
except ImportError:  # Python 3.10
	import tomli as tomllib

TEXT = (CLONE / "pyproject.toml").read_text(encoding="utf-8")
PYPROJECT = tomllib.loads(TEXT)
GROUPS = PYPROJECT["dependency-groups"]
OURS = PYPROJECT["tool"]["contact_center"]
REHEARSAL = PYPROJECT["project"]["optional-dependencies"]["rehearsal"]
REQUIRED = [
	*PYPROJECT["project"]["dependencies"],
	*REHEARSAL,
	*PYPROJECT["build-system"]["requires"],
	*(each for group in GROUPS.values() for each in group),
]


IMPORTED_AS = {"pillow": "PIL"}
SITES_ALONE = ["pillow", "pypdf"]
"""What readers of evidence import, and the rehearsal never does (import-linter)."""


def name_of(requirement: str) -> str:
	name = _name_of(requirement)
	return IMPORTED_AS.get(name, name)


def _name_of(requirement: str) -> str:
	return re.match(r"[\w.-]+", requirement).group().lower().replace("-", "_")


def lines_of(requirement: str) -> tuple[str, str]:
	"""Return the line of pyproject.toml that holds the requirement, and the one above it."""
	lines = TEXT.splitlines()
	at = next(at for at, line in enumerate(lines) if f'"{requirement}"' in line)
	return lines[at], lines[at - 1]


@pytest.mark.parametrize("requirement", REQUIRED)
def test_a_requirement_has_its_reason(requirement):
	line, above = lines_of(requirement)
	assert re.search(r"# \S+ \S+", line) or above.strip().startswith("# "), line


@pytest.mark.parametrize("requirement", [each for each in REQUIRED if "tzdata" not in each])
def test_a_requirement_is_bounded_on_both_sides(requirement):
	"""Or is the one version that is meant."""
	ranges = requirement.split(";")[0]
	assert "==" in ranges or ("<" in ranges and (">=" in ranges or name_of(requirement) == "setuptools"))


@pytest.mark.parametrize("table", ["npm", "brought-by-frappe"])
def test_what_comes_from_elsewhere_has_its_reason_too(table):
	for name in OURS[table]:
		assert re.search(rf'^{re.escape(name)} = "[^"]+" # \S+ \S+', TEXT, re.MULTILINE), name


def test_packages_from_npm_are_exact():
	assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in OURS["npm"].values())


def test_scripts_take_their_packages_from_pyproject_alone():
	install = re.compile(
		r"^[^#]*pip\"? install (?!.*(?:\$\{wanted\[@\]\}|\"\$CLONE\"))|^[^#]*npm (?:install|pack) (?!.*\$|--package-lock-only)"
	)
	for script in (CLONE / "scripts").glob("*.sh"):
		assert [line for line in script.read_text("utf-8").splitlines() if install.search(line)] == [], script


def test_scripts_name_tables_that_are_there():
	"""Otherwise pip is given nothing to install, and says so only where a bench is new."""
	named = re.compile(r"^\s*(?:install_once|ensure_plain_venv) [\w-]+ (.+?)(?: &&.*)?$", re.MULTILINE)
	scripts = [path.read_text("utf-8") for path in (CLONE / "scripts").glob("*.sh")]
	tables = {table for text in scripts for tables in named.findall(text) for table in tables.split()}
	assert len(tables) >= 4
	for table in tables:
		assert reduce(lambda found, key: found.get(key, {}), table.split("."), PYPROJECT), table


def imports_below(*folders: str) -> dict[str, set[str]]:
	"""Return {module: {file, ...}} of everything imported that is neither Python's own nor this clone's."""
	files = [path for folder in folders for path in sorted((CLONE / folder).rglob("*.py"))]
	own = {
		"contact_center",
		*sys.stdlib_module_names,
		*(path.stem for path in (CLONE / "tests").rglob("*.py")),
	}
	found: dict[str, set[str]] = {}
	for path in files:
		for name in {each.split(".")[0] for each in imported(path)} - own:
			found.setdefault(name, set()).add(str(path.relative_to(CLONE)))
	return found


def imported(path):
	for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
		if isinstance(node, ast.Import):
			yield from (alias.name for alias in node.names)
		elif isinstance(node, ast.ImportFrom) and not node.level:
			yield node.module


@pytest.mark.parametrize(
	("folders", "declared"),
	[
		(
			["contact_center/regulation", "contact_center/reading", "contact_center/rehearsal"],
			[REHEARSAL, SITES_ALONE],
		),
		(["tests/regulation", "tests/rehearsal", "tests/tooling"], [REHEARSAL, GROUPS["tests"]]),
		(["contact_center", "scripts"], [PYPROJECT["project"]["dependencies"], REHEARSAL, "frappe"]),
		(["tests"], [REHEARSAL, GROUPS["tests"], GROUPS["site-tests"], "frappe"]),
	],
	ids=["rules and rehearsal", "tests without a site", "app", "tests"],
)
def test_every_import_is_of_a_declared_package(folders, declared):
	known = {name_of(each) for table in declared if table != "frappe" for each in table}
	known |= {"frappe", *OURS["brought-by-frappe"]} if "frappe" in declared else set()
	known |= {"pip"}  # that of the environment itself, in scripts/requirements.py
	assert {name: files for name, files in imports_below(*folders).items() if name not in known} == {}


def test_every_declared_package_is_imported():
	"""Beside the tools that are called by name; a package that nothing needs any more is not asked for."""
	asked = [*PYPROJECT["project"]["dependencies"], *REHEARSAL, *GROUPS["tests"], *GROUPS["site-tests"]]
	used = set(imports_below("contact_center", "tests", "scripts"))
	assert {name_of(each) for each in asked} - used <= {"tzdata"}
	assert set(OURS["brought-by-frappe"]) <= used
