"""Measure how many of the citizen's pages two workers serve in a second (`make benchmark`).

It starts workers and a front of its own on free ports, with the settings of `make run`, and ends them. What it creates on
the site it deletes. The readers run on the same machine, so that a real server does better.
"""

import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic

import frappe
from frappe.utils.password import update_password

from contact_center.demo import benchmark

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
WORKERS, READERS, SECONDS, REQUESTS = 2, 8, 4, 10
CITIZEN = "zz-benchmark@example.com"
TICKS = os.sysconf("SC_CLK_TCK")


def run() -> None:
	"""Print the pages a second: for guests at the workers and at the front, for a citizen, who gets nothing kept."""
	with ExitStack() as stack:
		applicant = stack.enter_context(benchmark.records_in_place())
		password = stack.enter_context(_account(applicant))
		names = [benchmark.registration_of(applicant).name for _number in range(REQUESTS)]
		frappe.db.commit()
		workers, web = stack.enter_context(_workers())
		front = stack.enter_context(_front(web))
		cookies = _sign_in(web, password)
		print(f"pages a second: {WORKERS} workers, {READERS} readers on the same machine, {SECONDS} s each\n")
		for path in ("/home", "/repairs"):
			_measure("guest, at the workers", workers, web, path)
			_measure("guest, at the front", workers, front, path)
		for path in ("/home", "/my-requests", f"/my-requests/{names[0]}", "/submit-request"):
			_measure("signed in, at the workers", workers, web, path, cookies)


def _measure(who: str, workers: subprocess.Popen, port: int, path: str, cookies: str = "") -> None:
	_read(port, path, cookies, monotonic() + 1)  # what is made once is made
	before, end = _spent(workers), monotonic() + SECONDS
	with ThreadPoolExecutor(READERS) as pool:
		counts = list(pool.map(lambda _reader: _read(port, path, cookies, end), range(READERS)))
	pages, size = sum(count for count, _size in counts), counts[0][1]
	of_a_worker = 1000 * (_spent(workers) - before) / pages
	print(
		f"{who:26} {path:24} {pages / SECONDS:8.0f} a second, {of_a_worker:6.2f} ms of a worker each, "
		f"{size / 1024:5.1f} KB"
	)


def _read(port: int, path: str, cookies: str, end: float) -> tuple[int, int]:
	"""Ask until `end` (time.monotonic()) over one connection; return (answers, bytes of the last as they came)."""
	connection, count, size = http.client.HTTPConnection("127.0.0.1", port, timeout=60), 0, 0
	headers = {"Accept-Encoding": "gzip", "Accept-Language": "uk", "Cookie": cookies}
	while monotonic() < end:
		connection.request("GET", path, headers=headers)
		answer = connection.getresponse()
		size = len(answer.read())
		if answer.status != http.client.OK:
			raise RuntimeError(f"{path}: {answer.status}")
		count += 1
	connection.close()
	return count, size


def _spent(workers: subprocess.Popen) -> float:
	"""Return the processor time of the workers until now, in seconds."""
	stats = [file.read_text().rpartition(")")[2].split() for file in Path("/proc").glob("[0-9]*/stat")]
	return sum((int(stat[11]) + int(stat[12])) / TICKS for stat in stats if int(stat[1]) == workers.pid)


@contextmanager
def _account(applicant: str) -> Iterator[str]:
	"""Give the applicant an account inside the block; yield its password."""
	_remove_account()
	user = {"doctype": "User", "email": CITIZEN, "first_name": benchmark.MARK, "user_type": "Website User"}
	frappe.get_doc({**user, "send_welcome_email": 0}).insert()
	password = frappe.generate_hash(length=20)
	update_password(CITIZEN, password)
	frappe.db.set_value("Applicant", applicant, "user", CITIZEN)
	try:
		yield password
	finally:
		_remove_account()


def _remove_account() -> None:
	"""Delete the account by SQL: the framework deletes no user of a site whose only System Manager is Administrator."""
	frappe.db.rollback()
	frappe.db.set_value("Applicant", {"user": CITIZEN}, "user", None)
	for table, field in (("User", "name"), ("Has Role", "parent"), ("__Auth", "name"), ("Sessions", "user")):
		frappe.db.delete(table, {field: CITIZEN})
	frappe.db.commit()


@contextmanager
def _workers() -> Iterator[tuple[subprocess.Popen, int]]:
	command = [str(Path(sys.executable).with_name("gunicorn")), "--pythonpath", str(SCRIPTS), "wsgi"]
	command += ["--workers", str(WORKERS), "--threads", "8", "--log-level", "error", "--keep-alive", "60"]
	with socket.create_server(("127.0.0.1", 0)) as listener:
		command += ["--bind", f"fd://{listener.fileno()}"]
		with _running(command, listener) as process:
			yield process, listener.getsockname()[1]


@contextmanager
def _front(web: int) -> Iterator[int]:
	with socket.create_server(("127.0.0.1", 0)) as listener:
		settings = {"LISTEN_FD": str(listener.fileno()), "WEB_PORT": str(web)}
		with _running(["node", str(SCRIPTS / "front.js")], listener, **settings):
			yield listener.getsockname()[1]


@contextmanager
def _running(command: list[str], listener: socket.socket, **settings: str) -> Iterator[subprocess.Popen]:
	environment = {**os.environ, "SITE": frappe.local.site, **settings}
	process = subprocess.Popen(command, env=environment, pass_fds=[listener.fileno()])
	try:
		yield process
	finally:
		process.terminate()
		process.wait(timeout=30)


def _sign_in(port: int, password: str) -> str:
	connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
	form = {"Content-Type": "application/x-www-form-urlencoded"}
	connection.request("POST", "/api/method/login", f"usr={CITIZEN}&pwd={password}", form)
	answer = connection.getresponse()
	cookies = [value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
	return "; ".join(cookies)
