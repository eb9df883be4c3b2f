"""Test the set-up's failures: one line with the cure, an exit code, nothing half-made."""

import fcntl
import os
import shutil
import socket
import subprocess

import pytest
from tooling_kit import CLONE

NOWHERE = "/nonexistent/frappe"
SERVERS = {
	name: shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin") for name in ("mariadbd", "redis-server")
}
needs_git = pytest.mark.skipif(
	not shutil.which("git"), reason="git is not installed here, and a test installs none"
)


def stub(folder, name: str, says: str) -> str:
	"""Create a command `name` that prints `says`; return its path."""
	place = folder / "stubs"
	place.mkdir(mode=0o755)
	(place / name).write_text(f"#!/bin/sh\necho {says}\n")
	(place / name).chmod(0o755)
	return str(place / name)


@needs_git
@pytest.mark.parametrize("command", ["bench", "run"])
def test_unreachable_source_names_frappe_path_and_what_still_works(call, folder, command):
	with socket.create_server(("127.0.0.1", 0)) as server:
		port = str(server.getsockname()[1])
	answer = call("make", command, FRAPPE_PATH=NOWHERE, PORT=port)
	assert answer.code != 0
	assert f"FRAPPE_PATH=/path/to/frappe make {command}" in answer.complaint and NOWHERE in answer.complaint
	still = [answer.complaint.find(each) for each in ("make rehearsal", "make test", "make lint")]
	assert still == sorted(still) and still[0] > 0, "the main job first"
	assert not (folder / "bench").exists()


def test_full_disk_names_what_is_needed_and_bench_dir(call, folder):
	answer = call("make", "bench", FRAPPE_PATH=NOWHERE, MIN_FREE_MB="999999999")
	assert answer.code != 0
	assert "needs 999999999 MB" in answer.complaint and "BENCH_DIR=" in answer.complaint
	assert not (folder / "bench").exists()


def test_taken_port_names_another_one(call):
	with socket.create_server(("127.0.0.1", 0)) as server:
		port = server.getsockname()[1]
		answer = call("make", "run", FRAPPE_PATH=NOWHERE, PORT=str(port))
	assert answer.code != 0
	assert f"port {port} is taken" in answer.complaint and f"PORT={port + 1} make run" in answer.complaint


def test_port_that_is_no_number(call):
	assert "PORT=8001 make run" in call("make", "run", PORT="http").complaint


@pytest.fixture
def source(folder):
	"""Return `source(python=">=3.10", node=">=18")`, which makes a clone of a framework that needs these.

	A command that has read it goes on to the system's packages.
	"""
	if not all((*SERVERS.values(), shutil.which("git"))):
		pytest.skip("git, MariaDB or Redis is not installed here, and a test installs none")

	def make(python: str, node: str) -> str:
		place = folder / "frappe"
		place.mkdir(mode=0o755)
		(place / "pyproject.toml").write_text(f'[project]\nname = "frappe"\nrequires-python = "{python}"\n')
		(place / "package.json").write_text(f'{{\n  "engines": {{\n    "node": "{node}"\n  }}\n}}\n')
		git = ["git", "-C", str(place), "-c", "user.name=t", "-c", "user.email=t@example.com"]
		for command in (["init", "-q", "-b", "version-15"], ["add", "."], ["commit", "-q", "-m", "made"]):
			subprocess.run([*git, *command], check=True)
		return str(place)

	return make


def test_old_node_is_named_with_the_version_that_is_needed(call, folder, source):
	framework = source(python=">=3.8", node=">=18")
	answer = call("make", "bench", FRAPPE_PATH=framework, NODE=stub(folder, "node", "v12.22.9"))
	assert answer.code != 0
	assert "Node >=18" in answer.complaint and "12.22.9" in answer.complaint
	assert "Python" not in answer.complaint and "NODE=/path/to/node make bench" in answer.complaint
	assert not (folder / "bench").exists()


def test_python_that_will_not_do_is_named(call, folder, source):
	framework = source(python=">=3.10,<3.13", node=">=8")
	answer = call("make", "bench", FRAPPE_PATH=framework, PYTHON="/bin/false")
	assert answer.code != 0
	for hint in ("Python >=3.10,<3.13", "finds none, /bin/false", "PYTHON=/path/to/python3 make bench"):
		assert hint in answer.complaint
	assert "Node" not in answer.complaint
	assert not (folder / "bench").exists()


def test_both_that_a_newer_framework_wants_are_named_in_one_line(call, folder, source):
	answer = call("make", "run", FRAPPE_PATH=source(python=">=3.99,<4", node=">=99"), PORT="58123")
	assert answer.code != 0
	for hint in ("Python >=3.99,<4", "Node >=99", "PYTHON=/path/to/python3 NODE=/path/to/node make run"):
		assert hint in answer.complaint
	assert not (folder / "bench").exists()


@pytest.mark.parametrize(
	("version", "wanted", "fits"),
	[
		("3.12.9", ">=3.10,<3.13", True),
		("3.13.0", ">=3.10,<3.13", False),
		("3.9.18", ">=3.10,<3.13", False),
		("3.14.0", ">=3.14,<3.15", True),
		("24.2.0", ">=24", True),
		("20.20.2", ">=24", False),
		("18.0.0", ">= 18", True),
		("18.0.0", "", True),
	],
)
def test_versions_are_compared_as_their_files_mean_it(call, version, wanted, fits):
	asked = f"source scripts/bench.sh; version_fits {version} '{wanted}' && echo fits || true"
	assert (call("bash", "-c", asked).out.strip() == "fits") == fits


@pytest.mark.parametrize("language", ["python", "node"])
def test_one_that_fits_is_found_behind_one_that_does_not(call, folder, language):
	"""A version manager in the user's home, not on PATH."""
	kept = {"python": ".pyenv/versions/3.99.1/bin/python3", "node": ".nvm/versions/node/v99.1.0/bin/node"}
	command = folder / kept[language]
	command.parent.mkdir(parents=True)
	command.write_text({"python": "#!/bin/sh\necho 3.99.1\n", "node": "#!/bin/sh\necho v99.1.0\n"}[language])
	command.chmod(0o755)
	asked = f"source scripts/bench.sh; BENCH_HOME={folder} WANTED_PYTHON='>=3.99' WANTED_NODE='>=99'"
	assert call("bash", "-c", f"{asked}; find_{language}").out == str(command)


def test_folder_with_something_else_in_it_is_left_alone(call, folder):
	(folder / "bench").mkdir()
	(folder / "bench" / "thesis.odt").write_text("years of work")
	answer = call("make", "bench")
	assert answer.code != 0 and "name another folder" in answer.complaint
	assert (folder / "bench" / "thesis.odt").read_text() == "years of work"


def test_what_a_broken_set_up_left_does_not_stop_the_next_try(call, folder):
	bench = folder / "bench"
	(bench / "apps" / "frappe").mkdir(parents=True)
	(bench / ".contact-center-bench").write_text("building\n")
	answer = call("bash", "-c", "source scripts/bench.sh; check_place; clear_remainder")
	assert answer.code == 0
	assert [path.name for path in bench.iterdir() if path.name != ".setup.lock"] == []


def test_bench_of_another_frappe_is_not_rebuilt(call, folder):
	(folder / "bench").mkdir()
	(folder / "bench" / ".contact-center-bench").write_text("ready version-15\n")
	answer = call("make", "bench", FRAPPE_BRANCH="version-16")
	assert answer.code != 0
	assert "made of version-15, not version-16" in answer.complaint and "BENCH_DIR=" in answer.complaint


def test_second_make_run_says_that_the_first_one_is_running(call, folder):
	(folder / "bench" / "state").mkdir(parents=True)
	with (folder / "bench" / "state" / "run.lock").open("w") as lock:
		fcntl.flock(lock, fcntl.LOCK_EX)
		answer = call(
			"bash",
			"-c",
			"source scripts/bench.sh; source <(sed '$d' scripts/run.sh | grep -v ^source); claim_run",
		)
	assert answer.code != 0 and "make run of another clone is at work" in answer.complaint


@pytest.mark.parametrize(("held", "stopped"), [("test.lock", ""), ("run.lock", ""), (None, "stopped")])
def test_who_leaves_lets_others_keep_their_services(call, folder, held, stopped):
	"""make reset beside a running make test, or make run."""
	state = folder / "bench" / "state"
	state.mkdir(parents=True)
	with (state / (held or "no.lock")).open("w") as lock:
		fcntl.flock(lock, fcntl.LOCK_EX)
		answer = call(
			"bash", "-c", "source scripts/bench.sh; stop_services() { echo stopped; }; leave_services"
		)
	assert (answer.code, answer.out.strip()) == (0, stopped)


def test_who_holds_the_test_site_stops_its_own_services(call, folder):
	(folder / "bench" / "state").mkdir(parents=True)
	leave = "stop_services() { echo stopped; }; take_lock 7 $STATE/test.lock; leave_services"
	assert call("bash", "-c", f"source scripts/bench.sh; {leave}").out.strip() == "stopped"


@pytest.mark.parametrize(
	("elsewhere", "servers"),
	[
		({}, {"mariadb-server", "redis-server"}),
		({"DB_HOST": "db"}, {"redis-server"}),
		({"REDIS_CACHE": "cache:6379"}, {"mariadb-server"}),
		({"DB_HOST": "db", "REDIS_CACHE": "cache:6379"}, set()),
	],
)
def test_no_server_is_installed_where_one_is_named(call, elsewhere, servers):
	needs = call("bash", "-c", "source scripts/bench.sh; system_needs", **elsewhere).out
	packages = {pair.split(":")[1] for pair in needs.split()}
	assert {each for each in packages if each.endswith("-server")} == servers
	assert {"mariadb-client", "nodejs"} <= packages


def test_reset_without_a_terminal_asks_for_yes(call):
	answer = call("make", "reset")
	assert answer.code != 0
	assert "drops the site contact-center.localhost" in answer.out and "YES=1 make reset" in answer.complaint


def ports_of(call, bench) -> list[int]:
	"""Return the ports that a new bench in this folder is given, while no server of any bench runs."""
	names = "$DB_PORT $REDIS_CACHE $REDIS_QUEUE $SOCKETIO_PORT $WEB_PORT $SMTP_PORT $TEST_SMTP_PORT"
	asked = f"source scripts/bench.sh; load_settings; service_up() {{ false; }}; choose_ports; echo {names}"
	return [int(each.rsplit(":")[-1]) for each in call("bash", "-c", asked, BENCH_DIR=str(bench)).out.split()]


def test_two_benches_are_given_different_ports_though_neither_runs(call):
	first, second = ports_of(call, "/nonexistent/a"), ports_of(call, "/nonexistent/b")
	assert len({*first, *second}) == len(first) + len(second) == 14
	assert all(1024 < port < 32768 for port in (*first, *second))
	assert ports_of(call, "/nonexistent/a") == first


def test_a_port_that_is_taken_is_passed_over(call):
	wanted = ports_of(call, "/nonexistent/c")
	with socket.create_server(("127.0.0.1", wanted[0])):
		chosen = ports_of(call, "/nonexistent/c")
	assert chosen[1:] == wanted[1:] and chosen[0] > wanted[0] and chosen[0] not in wanted


def at_work(folder, name: str, clone: str = "/elsewhere/clone"):
	"""Return the open lock of another clone's call in the bench: `run`, `test` or the `setup` of either."""
	state = folder / "bench" / "state"
	state.mkdir(parents=True, exist_ok=True)
	(folder / "bench" / ".contact-center-bench").write_text("ready version-15\n")
	(state / "clone").write_text(f"{clone}\n")
	lock = (folder / "bench" / ".setup.lock" if name == "setup" else state / f"{name}.lock").open("w")
	fcntl.flock(lock, fcntl.LOCK_EX)
	return lock


@pytest.mark.parametrize("command", ["run", "test"])
def test_a_clone_beside_a_running_one_hears_both_ways_out(call, folder, command):
	"""At once, though the other still sets up."""
	with at_work(folder, "run"), at_work(folder, "setup"):
		answer = call("make", command, FRAPPE_PATH=NOWHERE, PORT="58123")
	assert answer.code != 0 and "collected" not in answer.out
	assert "make run of /elsewhere/clone is at work" in answer.complaint
	assert "stop it there with Ctrl-C or wait" in answer.complaint
	assert f"BENCH_DIR={folder}/bench-{CLONE.name} make {command}" in answer.complaint


def test_a_clone_changes_no_code_under_anothers_tests(call, folder):
	"""make run, reset or benchmark of one clone beside make test of another."""
	with at_work(folder, "test"):
		answer = call("bash", "-c", "source scripts/bench.sh; use_this_clone")
	assert answer.code != 0 and "make test of /elsewhere/clone is at work" in answer.complaint
	assert not (folder / "bench" / "apps").exists()


TEST_SITE = "source <(sed '$d' scripts/test.sh | grep -v ^source); ensure_bench() { :; }; test_with_bench"


@pytest.mark.parametrize(
	("lock", "script"),
	[("setup", "exec scripts/test.sh"), ("test", f"source scripts/bench.sh; {TEST_SITE}")],
)
def test_tests_wait_for_those_of_another_clone_and_say_so(call, folder, lock, script):
	"""Both ways out again, one of them Ctrl-C."""
	with at_work(folder, lock):
		answer = call("timeout", "--signal", "INT", "3", "bash", "-c", script)
	assert answer.code == 124
	assert "waiting for" in answer.out and f"BENCH_DIR={folder}/bench-{CLONE.name}" in answer.out
