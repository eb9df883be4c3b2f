"""Share fixtures among all tests: the real site, web server and mail sink, for the tests that need a bench.

`make test` sets the environment: CONTACT_CENTER_BENCH (the bench's folder), SITE (the test site), TEST_SMTP_PORT,
CHROMIUM, ARTIFACTS. Without a bench the tests of tests/site and tests/browser are reported as skipped.
"""

import os
import socket
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NEEDS_BENCH = {"site", "browser"}
BENCH = os.environ.get("CONTACT_CENTER_BENCH")
NO_BENCH = os.environ.get("CONTACT_CENTER_NO_BENCH") or "no bench here: make test makes one"
PASSWORD = "Kvitka-na-vikni-1520"


def kind_of(path: Path) -> str:
	"""Return the folder of a test below tests/, which is also its marker."""
	return path.relative_to(HERE).parts[0]


@pytest.hookimpl(wrapper=True)
def pytest_collection():
	"""Collect in the sites folder: Frappe 16 opens a log file beside the sites when some modules are imported."""
	before = os.getcwd()
	os.chdir(Path(BENCH, "sites") if BENCH else before)
	try:
		return (yield)
	finally:
		os.chdir(before)


def pytest_collect_directory(path, parent):
	if not BENCH and path.parent == HERE and path.name in NEEDS_BENCH:
		return SkippedFolder.from_parent(parent, name=path.name)


class SkippedFolder(pytest.Collector):
	"""A folder whose tests are skipped without importing anything, because Frappe is missing."""

	def collect(self):
		for path in sorted((HERE / self.name).rglob("test_*.py")):
			yield SkippedFile.from_parent(self, path=path)


class SkippedFile(pytest.File):
	def collect(self):
		pytest.skip(f"tests/{kind_of(self.path)} needs a site: {NO_BENCH}", allow_module_level=True)


def pytest_collection_modifyitems(items):
	for item in items:
		item.add_marker(kind_of(item.path))


@pytest.fixture(scope="session")
def site():
	"""Connect to the test site as Administrator and yield its name."""
	import frappe

	name = os.environ["SITE"]
	before = os.getcwd()
	os.chdir(Path(BENCH, "sites"))  # Frappe finds its logs and files from here
	frappe.init(site=name)
	frappe.connect()
	yield name
	empty_queues()
	frappe.destroy()
	os.chdir(before)


def empty_queues() -> None:
	"""Remove the queued jobs of the tests, which no worker takes."""
	from frappe.utils.background_jobs import get_queue

	for name in ("short", "default", "long"):
		get_queue(name).empty()


@pytest.fixture(scope="module")
def nothing_queued(site):
	"""Empty the queues before each module: later versions of Frappe refuse more than some 550 queued jobs."""
	empty_queues()


@pytest.fixture(scope="session")
def http(site):
	"""Start one gunicorn for the test site on a free loopback port and yield its base URL."""
	with socket.create_server(("127.0.0.1", 0)) as listener:
		# gunicorn gets the open socket: requests wait in its queue until it is ready, so no test has to poll
		command = ["../env/bin/gunicorn", "--pythonpath", str(HERE.parent / "scripts"), "--threads", "8"]
		command += [
			"--timeout",
			"120",
			"--keep-alive",  # so that no connection closes while a test's session uses it again
			"600",
			"--log-level",
			"warning",
			"--bind",
			f"fd://{listener.fileno()}",
			"wsgi",
		]
		server = subprocess.Popen(command, cwd=Path(BENCH, "sites"), pass_fds=[listener.fileno()])
		try:
			yield f"http://127.0.0.1:{listener.getsockname()[1]}"
		finally:
			server.terminate()
			server.wait(timeout=30)


@pytest.fixture(scope="session")
def front(http, site):
	"""Start the front of `make run` before that web server, on a free port, and yield its base URL."""
	with socket.create_server(("127.0.0.1", 0)) as listener:
		settings = {"LISTEN_FD": str(listener.fileno()), "WEB_PORT": http.rsplit(":")[-1], "SITE": site}
		command = ["node", str(HERE.parent / "scripts" / "front.js")]
		server = subprocess.Popen(command, env={**os.environ, **settings}, pass_fds=[listener.fileno()])
		try:
			yield f"http://127.0.0.1:{listener.getsockname()[1]}"
		finally:
			server.terminate()
			server.wait(timeout=30)


@pytest.fixture
def as_user(http):
	"""Return `as_user(email)`, which gives a requests.Session logged in as this user; `.url("/api/...")` is an address.

	Each of its calls names the session's token, as those of a page do.

	It sets the user's password to PASSWORD first, and commits the test's data too: the web server sees committed rows
	only.
	"""
	import frappe
	import requests
	from frappe.utils.password import update_password

	def login(email: str) -> requests.Session:
		update_password(email, PASSWORD)
		frappe.db.commit()
		session = requests.Session()
		session.url = http.__add__
		answer = session.post(f"{http}/api/method/login", {"usr": email, "pwd": PASSWORD}, timeout=60)
		assert answer.ok, answer.text
		token = session.get(f"{http}/api/method/contact_center.portal.api.token", timeout=60)
		session.headers["X-Frappe-CSRF-Token"] = token.json()["message"]
		return session

	return login


@pytest.fixture
def guest(http):
	"""Return a requests.Session without a login; `.url("/api/...")` is an address."""
	import requests

	session = requests.Session()
	session.url = http.__add__
	return session


class Letters:
	"""A mail sink. `.messages`: the received letters as email.message.EmailMessage, oldest first."""

	def __init__(self):
		self.messages = []

	async def handle_DATA(self, server, session, envelope):
		from email import message_from_bytes, policy

		self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
		return "250 OK"


@pytest.fixture(scope="session")
def smtp_server():
	from aiosmtpd.controller import Controller

	letters = Letters()
	controller = Controller(letters, hostname="127.0.0.1", port=int(os.environ["TEST_SMTP_PORT"]))
	controller.start()
	yield letters
	controller.stop()


@pytest.fixture
def smtp(smtp_server):
	"""Return the mail sink that the test site sends to, emptied before each test; see Letters."""
	smtp_server.messages.clear()
	return smtp_server
