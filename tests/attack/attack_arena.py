"""The served site that is attacked: the tests' city with its people, and secrets that nobody may see."""

import os
import secrets
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import frappe
import kit
import kit_city
import kit_rest
import requests
from attack_calls import resolved
from frappe.utils.password import update_password

from contact_center.framework import limits
from contact_center.record import messages

SCRIPTS = Path(__file__).parents[2] / "scripts"
PEOPLE = ("Guest", "citizen", "stranger", "water", "idler", "operator", "management")
OUTSIDERS = frozenset({"Guest", "citizen", "stranger"})
CLERKS = frozenset({"operator", "supervisor"})
ITS_SESSION = "the Administrator's session"
NOTED = {
	"Sessions",
	"Activity Log",
	"Access Log",
	"Error Log",
	"Route History",
	"View Log",
	"Scheduled Job Log",
}
"""Tables in which the server notes that something was tried."""


@dataclass(frozen=True)
class Secret:
	"""A text that no answer to these people may hold."""

	what: str
	text: str
	known_to: frozenset[str] = frozenset()


class Arena:
	"""Everything that an attack needs."""

	def __init__(self, site: str, base: str, web: str, world: SimpleNamespace):
		self.site, self.base, self.web, self.world = site, base, web, world
		self.secrets = plant(world, base)
		self.people: dict[str, kit_rest.Client] = {}

	def sign_in(self) -> None:
		"""Give everybody a session of now: an account has two at a time, and the attacks begin others.

		What they have tried too often by then is forgotten.
		"""
		for key in ("login_failed_count", "login_failed_time", limits.PREFIX):
			frappe.cache.delete_keys(key)
		self.people = {person: kit_rest.Client(self.base, person) for person in PEOPLE}
		self.administrator = kit_rest.Client(self.base, "Administrator")
		self.secrets = [each for each in self.secrets if each.what != ITS_SESSION]
		self.secrets.append(Secret(ITS_SESSION, self.session_of(self.administrator)))

	@staticmethod
	def session_of(client: kit_rest.Client) -> str:
		return client.session.cookies.get_dict()["sid"]

	def is_signed_in(self, person: str) -> bool:
		"""Return whether the session is the person's own still; "Guest" has none to lose."""
		if person == "Guest":
			return True
		frappe.db.rollback()
		row = {"sid": self.session_of(self.people[person])}
		found = frappe.db.sql("select user from tabSessions where sid = %(sid)s", row)
		return found == ((kit.email(person),),)

	def leaks(self, person: str, text: str) -> list[str]:
		"""Return what of the secrets shows in an answer to the person."""
		plain = resolved(text)
		return [each.what for each in self.secrets if person not in each.known_to and each.text in plain]


def plant(world: SimpleNamespace, base: str) -> list[Secret]:
	"""Put secrets where an attack may find them, and return all that must stay hidden."""
	update_password("Administrator", kit_rest.PASSWORD)
	hide_a_file(world)
	frappe.db.set_value("User", kit.email("sysadmin"), "api_secret", secrets.token_hex(8))
	frappe.db.commit()
	return [
		*of_the_site(),
		*of_applicants(),
		*of_the_administrator(base),
		Secret("another's file", world.marker, CLERKS | {"management"}),  # who reads the request
	]


def hide_a_file(world: SimpleNamespace) -> None:
	"""Hang a text on the neighbour's request: its words show wherever it is read."""
	world.marker = "Таємниця-" + secrets.token_hex(6)
	path = Path(frappe.get_site_path("private", "files", f"kit-{secrets.token_hex(4)}.txt"))
	path.write_text(world.marker, encoding="utf-8")
	row = {
		"doctype": "File",
		"file_name": path.name,
		"file_url": f"/private/files/{path.name}",
		"is_private": 1,
	}
	row |= {
		"attached_to_doctype": "Request",
		"attached_to_name": world.other,
		"owner": kit.email("neighbour"),
	}
	file = frappe.get_doc({**row, "folder": "Home/Attachments"})
	file.set_new_name()
	file.db_insert()
	world.hidden_file, world.hidden_url = file.name, file.file_url


def of_the_site() -> list[Secret]:
	conf = frappe.get_site_config()
	named = {"the database's password": conf.db_password, "the encryption key": conf.get("encryption_key")}
	hashes = dict(
		frappe.db.sql("select name, password from `__Auth` where doctype = 'User' and fieldname = 'password'")
	)
	named |= {f"the password's hash of {user}": text for user, text in hashes.items()}
	return [Secret(what, text) for what, text in named.items() if text]


def of_applicants() -> list[Secret]:
	phone, surname = kit.PHONES["neighbour"], kit.SURNAMES["neighbour"]
	known = CLERKS
	return [
		Secret("the neighbour's phone", phone, known),
		Secret("the neighbour's surname", surname, known),
		Secret("the neighbour's address", kit.email("neighbour"), known),
	]


def of_the_administrator(base: str) -> list[Secret]:
	found = []
	for user in ("Administrator", kit.email("sysadmin")):
		session = requests.Session()
		session.post(f"{base}/api/method/login", {"usr": user, "pwd": kit_rest.PASSWORD}, timeout=60)
		found.append(Secret(f"the session of {user}", session.cookies["sid"]))
	return found


@contextmanager
def made(site: str) -> Iterator[Arena]:
	"""Connect to the site, build the city, serve it, and remove the city at the end."""
	frappe.init(site=site)
	frappe.connect()
	kit_city.remove()
	with messages.quiet():
		kit_city.build()
		world = kit_rest.build_world()
	for person in kit.PEOPLE:
		update_password(kit.email(person), kit_rest.PASSWORD)
	frappe.db.commit()
	with ExitStack() as stack:
		stack.callback(remove)
		base, web = stack.enter_context(served(site))
		yield Arena(site, base, web, world)


def remove() -> None:
	frappe.db.rollback()
	frappe.set_user("Administrator")
	kit_city.remove()
	frappe.destroy()


@contextmanager
def served(site: str) -> Iterator[tuple[str, str]]:
	"""Serve the site as a real server does: gunicorn, realtime, and the front before both; yield front and gunicorn."""
	with ExitStack() as stack:
		web, front = (stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(2))
		realtime = free_port()
		gunicorn = ["../env/bin/gunicorn", "--pythonpath", str(SCRIPTS), "--workers", "2", "--threads", "8"]
		gunicorn += ["--timeout", "120", "--log-level", "critical", "--bind", f"fd://{web.fileno()}", "wsgi"]
		ports = {
			"WEB_PORT": str(port_of(web)),
			"SOCKETIO_PORT": str(realtime),
			"LISTEN_FD": str(front.fileno()),
		}
		for command, more, passed in (
			(gunicorn, {"SITE": site}, web),
			(
				["node", "../apps/frappe/socketio.js"],
				{"FRAPPE_SOCKETIO_PORT": str(realtime), "FRAPPE_SITE": site},
				None,
			),
			(["node", str(SCRIPTS / "front.js")], {"SITE": site, **ports}, front),
		):
			stack.enter_context(running(command, more, passed))
		yield f"http://127.0.0.1:{port_of(front)}", f"http://127.0.0.1:{port_of(web)}"


@contextmanager
def running(command: list[str], more: dict[str, str], passed: socket.socket | None) -> Iterator[None]:
	fds = [passed.fileno()] if passed else []
	process = subprocess.Popen(
		command,
		env={**os.environ, **more},
		pass_fds=fds,
		stdout=subprocess.DEVNULL,
		stderr=subprocess.DEVNULL,
	)
	try:
		yield
	finally:
		process.terminate()
		process.wait(timeout=30)


def free_port() -> int:
	with socket.create_server(("127.0.0.1", 0)) as listener:
		return port_of(listener)


def port_of(listener: socket.socket) -> int:
	return listener.getsockname()[1]


def footprint() -> dict[str, int]:
	"""Return a checksum of every table, except those that note tries."""
	frappe.db.rollback()
	tables = [table for table in frappe.db.get_tables(cached=False) if table.removeprefix("tab") not in NOTED]
	listed = ", ".join(f"`{table}`" for table in tables)
	return dict(frappe.db.sql(f"checksum table {listed}"))


def changed(before: dict[str, int], after: dict[str, int]) -> list[str]:
	return sorted(table.split(".")[-1] for table in after if after[table] != before.get(table))
