"""The rehearsal is tested from the clone itself: no site, no installed package; skipped where its libraries are not."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

for library in ("polars", "numpy", "click", "rich", "phonenumbers", "jinja2", "babel"):
	pytest.importorskip(library, reason="pip install '.[rehearsal]'")
