"""A web worker has imported what its first call needs before anybody asks, and starts where there is nothing to ask."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
LOADED = (
	"import sys, wsgi; print('contact_center.framework.doors' in sys.modules, callable(wsgi.application))"
)


def started(site: str) -> str:
	"""What a process says that has started as a worker of `make run` does."""
	environment = {**os.environ, "SITE": site, "PYTHONPATH": str(SCRIPTS)}
	sites = Path(os.environ["CONTACT_CENTER_BENCH"]) / "sites"
	done = subprocess.run(
		[sys.executable, "-c", LOADED],
		cwd=sites,
		env=environment,
		capture_output=True,
		text=True,
		timeout=300,
	)
	assert done.returncode == 0, done.stderr
	return done.stdout.split("\n")[-2]


def test_the_first_call_finds_everything_imported(site):
	assert started(site) == "True True"


@pytest.mark.parametrize("site_name", ["nowhere.contact-center.localhost"])
def test_a_worker_starts_where_the_site_does_not_answer(site_name):
	assert started(site_name).endswith(" True")
