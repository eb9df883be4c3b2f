"""Print what tables of pyproject.toml require, one requirement a line: requirements.py TABLE... 3<pyproject.toml

A table is a list (`dependency-groups.lint`) or names with versions (`tool.contact_center.npm`, as npm takes them). Read
from descriptor 3, since the bench's user may not be able to enter the clone.
"""

import os
import sys

try:
	import tomllib
except ImportError:  # Python 3.10: pip brings the same under another name
	from pip._vendor import tomli as tomllib


def required(document: dict, name: str) -> list[str]:
	"""Return what the table requires; a table that is not there is a fault of the caller."""
	table = document
	for key in name.split("."):
		table = table[key]
	return [f"{key}@{version}" for key, version in table.items()] if isinstance(table, dict) else table


pyproject = tomllib.loads(os.fdopen(3, encoding="utf-8").read())
for each in (line for name in sys.argv[1:] for line in required(pyproject, name)):
	print(each)
