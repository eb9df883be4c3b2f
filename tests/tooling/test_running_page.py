"""What docs/running.md tells nginx about files is what the application itself does."""

import re
from pathlib import Path

from contact_center.access import served_files

PAGE = (Path(__file__).parents[2] / "docs" / "running.md").read_text("utf-8")


def test_nginx_shows_the_same_kinds():
	[listed] = re.findall(r'"~\*\\\.\(([a-z0-9|]+)\)\$" inline;', PAGE)
	assert listed.split("|") == sorted(served_files.SHOWN)


def test_nginx_names_the_same_types():
	named = {}
	for kind, extensions in re.findall(
		r"(\w+/[\w+-]+)((?: [a-z0-9]+)+);", PAGE.split("types {")[1].split("}")[0]
	):
		named |= dict.fromkeys(extensions.split(), kind)
	wanted = {**served_files.SHOWN, **served_files.PARTS}
	assert named == {extension: kind.split(";")[0] for extension, kind in wanted.items()}


def test_nginx_sets_the_same_policies():
	assert f'default "{served_files.SANDBOX}";' in PAGE
	assert f'"{served_files.SANDBOX_OF_PDF}";' in PAGE
