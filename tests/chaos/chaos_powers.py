"""The processes of a served site, and what befalls them: kill -9, a full disk, a dead mail server, a clock that jumps."""

import mmap
import os
import shlex
import signal
import socket
import struct
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

import redis
from aiosmtpd.controller import Controller

SCRIPTS = Path(__file__).parents[2] / "scripts"
HERE = Path(__file__).parent
LOOK = 0.3  # seconds between two looks of the supervisor
PATIENCE = 120  # seconds until a service answers


class Mailbox:
	"""The city's mail server: keeps what was handed over, and may be dead."""

	def __init__(self, port: int):
		self.port, self.controller = port, None
		self.received: Counter[tuple[str, str]] = Counter()
		"""{(Message-ID, recipient): how often}"""

	async def handle_DATA(self, _server, _session, envelope) -> str:
		letter = message_from_bytes(envelope.content, policy=policy.default)
		self.received.update((letter["Message-Id"].strip(" <>"), address) for address in envelope.rcpt_tos)
		return "250 OK"

	def start(self) -> None:
		self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
		self.controller.start()

	def stop(self) -> None:
		if self.controller:
			self.controller.stop()
		self.controller = None


class Process:
	"""A process of the site under a supervisor, which starts it again whenever it has ended."""

	def __init__(self, name: str, command: list[str], env: dict[str, str], place: str, *passed: int):
		self.name, self.command, self.env, self.place, self.passed = name, command, env, place, passed
		self.log = open(f"{os.environ['CHAOS_LOGS']}/chaos-{name}.log", "ab")
		self.started = 0
		self.start()

	def start(self) -> None:
		self.started += 1
		self.popen = subprocess.Popen(
			self.command,
			cwd=self.place,
			env=self.env,
			pass_fds=self.passed,
			stdin=subprocess.DEVNULL,
			stdout=self.log,
			stderr=self.log,
		)

	def has_ended(self) -> bool:
		return self.popen.poll() is not None

	def children(self) -> list[int]:
		found = subprocess.run(
			["pgrep", "-P", str(self.popen.pid)], capture_output=True, text=True, check=False
		)
		return [int(each) for each in found.stdout.split()]

	def kill(self) -> None:
		"""Kill -9 it, with its children, as a machine does that runs out of memory or power."""
		for pid in [self.popen.pid, *self.children()]:
			kill(pid)

	def kill_a_child(self) -> None:
		for pid in self.children()[:1]:
			kill(pid)

	def stop(self) -> None:
		self.popen.terminate()
		try:
			self.popen.wait(timeout=20)
		except subprocess.TimeoutExpired:
			self.kill()
			self.popen.wait(timeout=20)


def kill(pid: int) -> None:
	try:
		os.kill(pid, signal.SIGKILL)
	except ProcessLookupError:
		pass


class Site:
	"""A served site. The environment says how its database and its queues are started (scripts/chaos.sh)."""

	def __init__(self, name: str, mailbox: Mailbox, database: tuple[str, int], queue: str, cache: str):
		self.name, self.mailbox = name, mailbox
		self.database, self.queue, self.cache = database, queue, cache
		self.kills: Counter[str] = Counter()
		self.shared = self._share()
		self.web, self.front = (socket.create_server(("127.0.0.1", 0)) for _each in range(2))
		self.base = f"http://127.0.0.1:{self.front.getsockname()[1]}"
		self.processes: dict[str, Process] = {}
		self.is_up = True
		self.supervisor = threading.Thread(target=self._supervise, daemon=True)

	def _share(self) -> mmap.mmap:
		path = Path(os.environ["CHAOS_SHARED"])
		path.write_bytes(struct.pack("qq", 0, 0))
		with path.open("r+b") as file:
			return mmap.mmap(file.fileno(), 16)

	# Starting, and starting again

	def start(self) -> None:
		self.mailbox.start()
		env = {**os.environ, "LD_PRELOAD": os.environ["CHAOS_SHIM"], "SITE": self.name}
		sites, web = os.getcwd(), self.web.fileno()
		gunicorn = ["../env/bin/gunicorn", "--pythonpath", str(SCRIPTS), "--workers", "2", "--threads", "4"]
		gunicorn += ["--timeout", "120", "--log-level", "warning", "--bind", f"fd://{web}", "wsgi"]
		python = ["../env/bin/python", str(HERE / "chaos_process.py")]
		self._run("web", gunicorn, env, sites, web)
		self._run("worker", [*python, "worker", self.name], env, sites)
		self._run("scheduler", [*python, "scheduler", self.name], env, sites)
		ports = {"WEB_PORT": str(self.web.getsockname()[1]), "LISTEN_FD": str(self.front.fileno())}
		front = ["node", str(SCRIPTS / "front.js")]
		self._run("front", front, {**os.environ, **ports, "SITE": self.name}, sites, self.front.fileno())
		self.supervisor.start()

	def _run(self, name: str, command: list[str], env: dict[str, str], place: str, *passed: int) -> None:
		self.processes[name] = Process(name, command, env, place, *passed)

	def _supervise(self) -> None:
		while self.is_up:
			time.sleep(LOOK)
			for process in [*self.processes.values()]:
				if self.is_up and process.has_ended():
					process.start()

	def stop(self) -> None:
		self.is_up = False
		self.supervisor.join()
		for process in self.processes.values():
			process.stop()
		self.mailbox.stop()

	# What befalls it

	def kill(self, what: str) -> None:
		self.kills[what] += 1
		{
			"web worker": lambda: self.processes["web"].kill_a_child(),
			"web": lambda: self.processes["web"].kill(),
			"job": lambda: self.processes["worker"].kill_a_child(),
			"worker": lambda: self.processes["worker"].kill(),
			"scheduler": lambda: self.processes["scheduler"].kill(),
			"MariaDB": self._kill_database,
			"Redis queue": lambda: self._kill_redis("redis_queue", self.queue),
			"Redis cache": lambda: self._kill_redis("redis_cache", self.cache),
		}[what]()

	def _kill_database(self) -> None:
		kill(int(Path(os.environ["CHAOS_MARIADB_PID"]).read_text()))
		time.sleep(1)
		start_service("mariadb", os.environ["CHAOS_MARIADB"])
		until(self._greets, "MariaDB")

	def _greets(self) -> None:
		"""MariaDB greets whoever connects; before it has read its journals it lets nobody connect."""
		with socket.create_connection(self.database, timeout=5) as line:
			if not line.recv(1):
				raise ConnectionError

	def _kill_redis(self, name: str, url: str) -> None:
		kill(redis.from_url(url).info("server")["process_id"])
		time.sleep(1)
		start_service(name, os.environ[f"CHAOS_{name.upper()}"])
		until(redis.from_url(url).ping, name)

	def set_clock(self, seconds: int) -> None:
		self.shared[:8] = struct.pack("q", seconds)

	def fill_disk(self, full: bool) -> None:
		self.shared[8:16] = struct.pack("q", int(full))


def start_service(name: str, command: str) -> None:
	"""Start a service of the bench in its folder; it outlives this process, as it did before."""
	bench = Path(os.environ["CHAOS_LOGS"]).parent
	with open(f"{os.environ['CHAOS_LOGS']}/{name}.log", "ab") as log:
		subprocess.Popen(
			shlex.split(command),
			cwd=bench,
			stdin=subprocess.DEVNULL,
			stdout=log,
			stderr=log,
			start_new_session=True,
		)


def until(answers: Callable[[], object], what: str) -> None:
	end = time.monotonic() + PATIENCE
	while True:
		try:
			return answers()
		except (redis.RedisError, OSError):
			if time.monotonic() > end:
				raise RuntimeError(f"{what} did not start again") from None
			time.sleep(0.2)
