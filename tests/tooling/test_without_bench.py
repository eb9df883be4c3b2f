"""Test `make test` without a bench: the rules are tested, other tests are reported as skipped with the reason."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from tooling_kit import CLONE, OURS

REASON = "Frappe's source is out of reach"


def pytest_without_bench(folder, reason=REASON):
	"""Run pytest with the tests' conftest and one test of each kind; those that need a site import a missing module."""
	shutil.copy(CLONE / "tests" / "conftest.py", folder / "conftest.py")
	for kind, content in {
		"regulation": "def test_rule(): pass",
		"site": "import no_such_frappe\ndef test_site(): pass",
		"browser": "import no_such_playwright\ndef test_page(): pass",
	}.items():
		(folder / kind).mkdir()
		(folder / kind / f"test_{kind}.py").write_text(content)
	(folder / "browser" / "conftest.py").write_text("import no_such_playwright")
	(folder / "pytest.ini").write_text(
		"[pytest]\naddopts = -ra\nmarkers =\n\tregulation\n\tsite\n\tbrowser\n"
	)
	environment = {name: value for name, value in os.environ.items() if name not in OURS}
	environment["CONTACT_CENTER_NO_BENCH"] = reason
	command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "."]
	return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60)


def test_rules_run_and_the_others_are_skipped_with_the_reason(folder):
	done = pytest_without_bench(folder)
	assert done.returncode == 0, done.stdout
	assert "1 passed, 2 skipped" in done.stdout.splitlines()[-1]
	for kind in ("site", "browser"):
		assert re.search(rf"SKIPPED \[1\] conftest.py:\d+: tests/{kind} needs a site: {REASON}", done.stdout)


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed here, and a test installs none")
def test_require_bench_makes_a_missing_bench_a_failure(call):
	answer = call("make", "test", REQUIRE_BENCH="1", FRAPPE_PATH="/nonexistent/frappe", ARGS="--collect-only")
	assert answer.code != 0
	assert "FRAPPE_PATH" in answer.complaint
	assert "collected" not in answer.out


def make_plain_venv(call, folder, python=sys.executable):
	"""Set up the environment of `make test` without a package, as the first call on a machine does."""
	return call(
		"bash",
		"-c",
		"source scripts/lib.sh; source scripts/plain_venv.sh; ensure_plain_venv tests no.table && echo $PLAIN_VENV",
		XDG_CACHE_HOME=str(folder),
		PYTHON=python,
	)


def test_a_half_made_environment_is_made_anew(call, folder):
	left = folder / "contact-center" / "tests"
	(left / "bin").mkdir(parents=True)
	(left / "bin" / "pip").write_text("#!/bin/sh\n")
	(left / "bin" / "pip").chmod(0o755)
	make_plain_venv(call, folder)
	assert (left / ".made").exists() and subprocess.run([left / "bin" / "python", "-c", ""]).returncode == 0


def test_python_that_cannot_hold_the_tests_is_named(call, folder):
	answer = make_plain_venv(call, folder, "/bin/false")
	assert (
		answer.code != 0
		and "Python >=3.10" in answer.complaint
		and "PYTHON=/path/to/python3" in answer.complaint
	)


@pytest.mark.parametrize("group", ["lint", "tests", "tools"])
def test_what_pyproject_requires_is_read_by_python_alone(group):
	script = CLONE / "scripts" / "requirements.py"
	with (CLONE / "pyproject.toml").open() as pyproject:
		command = [
			"bash",
			"-c",
			'"$0" -I "$1" "dependency-groups.$2" 3<&0',
			sys.executable,
			str(script),
			group,
		]
		done = subprocess.run(
			command, stdin=pyproject, capture_output=True, text=True, check=True, timeout=60
		)
	assert len(done.stdout.splitlines()) >= 2
