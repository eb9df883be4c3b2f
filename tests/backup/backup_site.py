"""Fill a site with a little of everything, or write down what is in it: in the sites folder, for `make backup-test`.

`backup_site.py fill SITE`; `backup_site.py see SITE FILE.json`.
"""

import hashlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import frappe
import kit
import requests
from frappe.utils.password import get_decrypted_password, set_encrypted_password, update_password

PASSWORD = "Kvitka-na-vikni-1520"
SECRET = "Пароль пошти 1520"
PEOPLE = ("citizen", "operator", "water")
ADMINISTRATOR = "admin"  # of the first site; the empty one that is restored into has another
# What logging in, a restore, a migrate or the scheduler writes: the framework's own books.
BOOKKEEPING = {
	"tabAccess Log",
	"tabActivity Log",
	"tabDefaultValue",
	"tabDeleted Document",
	"tabError Log",
	"tabInstalled Application",
	"tabPatch Log",
	"tabScheduled Job Log",
	"tabSessions",
}
WITHOUT = {"tabVersion": " where ref_doctype != 'Installed Applications'"}  # a migrate is written down there
SERVER = str(Path(__file__).parents[2] / "scripts")  # with wsgi.py
PATIENCE = 60  # seconds


@contextmanager
def connected(site: str) -> Iterator[None]:
	frappe.init(site=site)
	frappe.connect()
	try:
		yield
	finally:
		frappe.destroy()


def fill(site: str) -> None:
	"""Add people with passwords, requests filed, reported and closed, photos, evidence, and a mail account’s password."""
	import kit_city

	with connected(site):
		kit_city.build()
		for person in PEOPLE:
			update_password(kit.email(person), PASSWORD)
		_file_and_close(5)
		frappe.get_doc(
			{"doctype": "File", "file_name": "герб.png", "content": kit.PNG, "is_private": 0}
		).insert()
		set_encrypted_password("Email Account", _mail_account(), SECRET)
		frappe.db.commit()


def _file_and_close(count: int) -> None:
	from kit_files import unique_photo

	from contact_center.portal import uploads

	for number in range(count):
		filed = kit.filed(description=f"Тече дах, під’їзд {number}")
		with kit.acting("citizen"):
			photo = uploads.take(kit.email("citizen"), f"двір-{number}.jpg", unique_photo())
			uploads.claim(kit.email("citizen"), [photo["name"]], filed.name)
		task = kit.accept(kit.task_of(kit.registered(description=f"Прорвало трубу, будинок {number}")))
		evidence = kit.hung_on(task, name=f"готово-{number}.jpg", content=unique_photo())
		kit.report(task, evidence=[{"kind": "Photo", "file": evidence}])
		if number:
			kit.confirm_and_close(frappe.get_doc("Request", task.request))


def _mail_account() -> str:
	return frappe.get_last_doc("Email Account", {"default_outgoing": 1}).name


def see(site: str, file: str) -> None:
	with connected(site):
		seen = {
			"rows of every table": _rows(),
			"contents of our tables and of files": _contents(),
			"what is stored encrypted is read": {"password of the mail account": _secret_is_read()},
			"the scheduler is on": {"scheduler": _scheduler_is_on()},
		}
		files = frappe.get_all(
			"File", {"is_folder": 0}, ["name", "file_url", "is_private", "attached_to_name"]
		)
	seen |= _served(site, files)
	Path(file).write_text(json.dumps(seen, ensure_ascii=False), "utf-8")


def _rows() -> dict[str, int]:
	"""Count the rows of what the site's own database holds."""
	there = "select table_name from information_schema.tables where table_schema = database()"
	names = set(frappe.db.sql(there, pluck=True)) - BOOKKEEPING
	return {
		name: frappe.db.sql(f"select count(*) from `{name}`{WITHOUT.get(name, '')}")[0][0] for name in names
	}


def _contents() -> dict[str, str]:
	doctypes = frappe.get_all("DocType", {"module": "Contact Center", "issingle": 0}, pluck="name")
	return {doctype: _digest(doctype) for doctype in [*doctypes, "File", "User", "Email Queue"]}


def _digest(doctype: str) -> str:
	rows = frappe.db.sql(f"select * from `tab{doctype}` order by name", as_dict=True)
	return _sum(repr([sorted(row.items()) for row in rows]).encode())


def _sum(content: bytes) -> str:
	return hashlib.sha256(content).hexdigest()[:16]


def _secret_is_read() -> bool:
	try:
		return get_decrypted_password("Email Account", _mail_account(), "password") == SECRET
	except (frappe.ValidationError, frappe.AuthenticationError):
		return False


def _scheduler_is_on() -> bool:
	from frappe.utils.scheduler import is_scheduler_inactive

	return not is_scheduler_inactive(verbose=False)


def _served(site: str, files: list[dict]) -> dict:
	"""Log in and open files over HTTP, each by whoever may: everybody the public ones, the operator the others."""
	accounts = {kit.email(person): PASSWORD for person in PEOPLE} | {"Administrator": ADMINISTRATOR}
	with _serving(site) as base:
		sessions = {user: requests.Session() for user in accounts}
		return {
			"logins with the same passwords": {
				user: _enters(base, session, user, accounts[user]) for user, session in sessions.items()
			},
			"logins with another password, refused": {
				user: not _enters(base, requests.Session(), user, f"не {password}")
				for user, password in accounts.items()
			},
			"files through the site": {
				each.name: _opened(base, sessions[kit.email("operator")], each) for each in files
			},
			"the citizen's own pages": _own_pages(base, sessions[kit.email("citizen")], files),
		}


def _enters(base: str, session: requests.Session, user: str, password: str) -> bool:
	"""Say whether the password is taken, and the session then known: a guest is given no token."""
	taken = session.post(f"{base}/api/method/login", {"usr": user, "pwd": password}, timeout=PATIENCE)
	known = session.get(f"{base}/api/method/contact_center.portal.api.token", timeout=PATIENCE)
	return taken.ok and known.ok


def _opened(base: str, session: requests.Session, file: dict) -> str | None:
	ours = f"/api/method/contact_center.access.files.download?file={file.name}"
	path, asking = (ours, session) if file.is_private else (file.file_url, requests.Session())
	answer = asking.get(base + path, timeout=PATIENCE)
	return _sum(answer.content) if answer.ok and answer.content else None


def _own_pages(base: str, session: requests.Session, files: list[dict]) -> dict[str, bool]:
	shown = session.get(f"{base}/my-requests", timeout=PATIENCE).text
	return {name: name in shown for name in {each.attached_to_name for each in files if _is_filed(each)}}


def _is_filed(file: dict) -> bool:
	return "двір" in file.file_url


@contextmanager
def _serving(site: str) -> Iterator[str]:
	"""Serve the site as `make run` does, on a free port of this machine alone."""
	with socket.create_server(("127.0.0.1", 0)) as listener:
		place = ["--pythonpath", SERVER, "--bind", f"fd://{listener.fileno()}"]
		command = ["../env/bin/gunicorn", *place, "--threads", "4", "--log-level", "warning", "wsgi"]
		server = subprocess.Popen(command, env={**os.environ, "SITE": site}, pass_fds=[listener.fileno()])
		try:
			yield f"http://127.0.0.1:{listener.getsockname()[1]}"
		finally:
			server.terminate()
			server.wait(timeout=30)


{"fill": fill, "see": see}[sys.argv[1]](*sys.argv[2:])
