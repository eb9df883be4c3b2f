"""Workers have imported what a call or a job needs before anybody asks, and start where there is nothing to ask."""

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


COMMAND = "import sys; sys.argv = ['bench', {word!r}]; import contact_center.commands; "
SAID = "print('contact_center.record.messages' in sys.modules, 'frappe.email.doctype.notification.notification' in sys.modules)"


@pytest.mark.parametrize(("word", "said"), [("worker", "True True"), ("migrate", "False False")])
def test_a_worker_for_jobs_imports_before_it_forks_and_no_other_command_does(word, said):
	"""Each job is a process of its own: 1.3 s of a processor for what a letter is made with."""
	code = COMMAND.format(word=word) + SAID
	sites = Path(os.environ["CONTACT_CENTER_BENCH"]) / "sites"
	done = subprocess.run(
		[sys.executable, "-c", code], cwd=sites, capture_output=True, text=True, timeout=300
	)
	assert (done.returncode, done.stdout.strip()) == (0, said), done.stderr
