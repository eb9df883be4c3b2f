"""All files of tests are collected together, in one run."""

from collections import Counter
from pathlib import Path

import pytest

pytestmark = pytest.mark.tooling
TESTS = Path(__file__).parents[1]


def test_every_file_of_tests_has_a_name_of_its_own():
	"""pytest refuses two of one name in different folders, but only a run that takes both folders meets them."""
	names = Counter(path.name for path in TESTS.glob("*/test_*.py"))
	assert len(names) > 100
	assert [name for name, count in names.items() if count > 1] == []
