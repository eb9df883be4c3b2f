"""Call the commands as a person does, in folders of their own; no bench is built."""

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from tooling_kit import CLONE, OURS


@dataclass
class Answer:
	code: int
	out: str
	complaint: str  # the one line with the fault and its cure


@pytest.fixture
def folder():
	"""Yield an empty folder that the bench's user may enter, unlike pytest's tmp_path."""
	path = Path(tempfile.mkdtemp(prefix="contact-center-"))
	path.chmod(0o777)
	yield path
	shutil.rmtree(path, ignore_errors=True)


def self_where_no_bench_user() -> dict[str, str]:
	"""Return the setting by which root's commands work as root where the bench's user was not made yet."""
	try:
		pwd.getpwnam("contact-center")
	except KeyError:
		return {"BENCH_USER": pwd.getpwuid(os.geteuid()).pw_name}
	return {}


@pytest.fixture
def call(folder):
	"""Return `call("make", "run", NAME="value")`, which runs in the clone, with BENCH_DIR in `folder`: an Answer."""

	def run(*command, **settings) -> Answer:
		environment = {name: value for name, value in os.environ.items() if name not in OURS}
		environment |= {
			"BENCH_DIR": str(folder / "bench"),
			"SOURCE_TIMEOUT": "10",
			**self_where_no_bench_user(),
			**settings,
		}
		done = subprocess.run(
			command,
			cwd=CLONE,
			env=environment,
			stdin=subprocess.DEVNULL,
			capture_output=True,
			text=True,
			timeout=120,
		)
		lines = [line for line in done.stderr.splitlines() if line.startswith("contact-center: ")]
		assert len(lines) <= 1, done.stderr
		return Answer(done.returncode, done.stdout, lines[0] if lines else "")

	return run
