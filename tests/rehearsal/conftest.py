"""The rehearsal is tested from the clone itself: no site, no installed package."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
