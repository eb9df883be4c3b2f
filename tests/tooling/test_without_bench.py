"""Test `make test` without a bench: the rules are tested, other tests are reported as skipped with the reason."""

import os
import shutil
import subprocess
import sys

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
	assert "SKIPPED [2] conftest.py" in done.stdout and REASON in done.stdout


def test_require_bench_makes_a_missing_bench_a_failure(call):
	answer = call("make", "test", REQUIRE_BENCH="1", FRAPPE_PATH="/nonexistent/frappe", ARGS="--collect-only")
	assert answer.code != 0
	assert "FRAPPE_PATH" in answer.complaint
	assert "collected" not in answer.out
