"""The framework itself requires the packages that this app takes from it."""

import re
from importlib.metadata import requires
from pathlib import Path

try:
	import tomllib
except ImportError:  # Python 3.10
	import tomli as tomllib

PYPROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))


def name_of(requirement: str) -> str:
	return re.match(r"[\w.-]+", requirement).group().lower()


def test_frappe_brings_what_this_app_leaves_to_it():
	brought = {name_of(each) for each in requires("frappe")}
	left = PYPROJECT["tool"]["contact_center"]["brought-by-frappe"].values()
	assert {each for each in left if each.lower() not in brought} == set()
