"""Make a site that belongs to another app, in a folder of its own: its people must not notice that ours came and went.

The bench's sites are not touched: the site lies in a folder beside a list of apps that has the other app's name too, and
only its address in the database server and its keys in Redis are shared.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import frappe
import pytest
import requests

CLONE = Path(__file__).parents[2]
APP, TITLE, SITE = "kit_works", "Kit Works", "kit-works.localhost"
PASSWORD = "Kvitka-na-vikni-1520"
SELLER, CUSTOMER, WORKER = (f"kit-{name}@example.com" for name in ("seller", "customer", "worker"))
CATALOGUES = ("locale/uk.po", "translations/uk.csv")
LANGUAGE = "uk" if any(Path(frappe.__file__).parent.joinpath(each).exists() for each in CATALOGUES) else "en"
"""What its people speak: a framework that was brought without Ukrainian of its own would have it from us alone."""
OURS = re.compile(r"contact.center|Контакт-центр|Contact Center|cc-(?:header|footer)", re.IGNORECASE)

ORDER = {
	"doctype": "DocType",
	"name": "Kit Order",
	"module": TITLE,
	"autoname": "field:title",
	"title_field": "title",
	"show_title_field_in_link": 1,
	"fields": [
		{"fieldname": "title", "fieldtype": "Data", "label": "Title", "reqd": 1, "in_global_search": 1},
		{"fieldname": "amount", "fieldtype": "Int", "label": "Amount", "in_list_view": 1},
		{"fieldname": "account", "fieldtype": "Data", "label": "Account"},
		{"fieldname": "state", "fieldtype": "Select", "label": "State", "options": "Open\nClosed\nCancelled"},
	],
	"permissions": [
		{"role": "Kit Seller", **dict.fromkeys(("read", "write", "create", "email", "export", "report"), 1)},
		{"role": "Kit Customer", **dict.fromkeys(("read", "write", "create", "select"), 1)},
	],
	"sort_field": "creation",
	"modified": "2026-01-01 00:00:00.000000",
}
HOOKS = f'''
app_name, app_title, app_publisher, app_email = "{APP}", "{TITLE}", "Kit", "kit@example.com"
app_description, app_license = "Another app", "mit"
after_install = "{APP}.setup.after_install"
welcome_email = "{APP}.setup.welcome"
'''
SETUP = f'''
import frappe
from frappe.utils.password import update_password


def welcome():
	return "Вітає Майстерня"


def after_install():
	frappe.db.set_single_value("System Settings", "language", "{LANGUAGE}")
	frappe.db.set_single_value("Website Settings", {{"app_name": "Майстерня", "disable_signup": 1}})
	for role, desk in (("Kit Seller", 1), ("Kit Customer", 0)):
		if frappe.db.exists("Role", role):
			frappe.db.set_value("Role", role, "desk_access", desk)
		else:
			frappe.get_doc({{"doctype": "Role", "role_name": role, "desk_access": desk}}).insert()
	frappe.db.set_single_value("Portal Settings", "default_role", "Kit Customer")
	people = {{"{SELLER}": ["Kit Seller", "System Manager"], "{CUSTOMER}": ["Kit Customer"], "{WORKER}": ["Kit Customer"]}}
	for user, roles in people.items():
		doc = {{"doctype": "User", "email": user, "first_name": user.split("@")[0], "send_welcome_email": 0}}
		doc = frappe.get_doc({{**doc, "phone": "+380671112233", "roles": [{{"role": role}} for role in roles]}}).insert()
		doc.language = "{LANGUAGE}"
		doc.save()
		update_password(user, "{PASSWORD}")
	frappe.get_doc({{"doctype": "Tag", "name": "kit"}}).insert()
	for title in ("Стіл", "Шафа"):
		frappe.get_doc({{"doctype": "Kit Order", "title": title, "amount": 2, "state": "Closed"}}).insert()
	page = {{"doctype": "Web Page", "title": "Крамниця", "route": "kit-page", "published": 1}}
	frappe.get_doc({{**page, "content_type": "HTML", "main_section_html": "<p>Наша крамниця</p>"}}).insert()
'''
USE = f'''
import frappe

frappe.init(site="{SITE}")
frappe.connect()
role = {{"role": "Contact Center Operator", "parent": "{WORKER}", "parenttype": "User", "parentfield": "roles"}}
frappe.get_doc({{"doctype": "Has Role", **role}}).insert()
frappe.db.set_value("User", "{WORKER}", "module_profile", "Контакт-центр")
street = frappe.get_last_doc("Street Type")
street.add_comment("Comment", "Наш коментар")
street.add_tag("kit")
version = {{"ref_doctype": street.doctype, "docname": street.name, "data": "{{}}"}}
frappe.get_doc({{"doctype": "Version", **version}}).insert()
on = {{"reference_doctype": street.doctype, "reference_name": street.name}}
frappe.get_doc({{"doctype": "Communication", "subject": "Лист", "content": "-", **on}}).insert()
on = {{"reference_type": street.doctype, "reference_name": street.name}}
frappe.get_doc({{"doctype": "ToDo", "description": "-", "allocated_to": "{WORKER}", **on}}).insert()
on = {{"attached_to_doctype": street.doctype, "attached_to_name": street.name}}
frappe.get_doc({{"doctype": "File", "file_name": "kit-ours.txt", "content": "-", "is_private": 1, **on}}).insert()
field = {{"dt": "Request", "fieldname": "kit_field", "fieldtype": "Data", "label": "Kit"}}
frappe.get_doc({{"doctype": "Custom Field", **field}}).insert()
frappe.db.set_single_value("Portal Settings", "default_role", "Kit Customer")
frappe.db.commit()
'''
"""What somebody does who works with ours: a person, and every kind of record beside a document of ours."""
FILES = {
	"__init__.py": '__version__ = "1.0.0"\n',
	"hooks.py": HOOKS,
	"modules.txt": TITLE + "\n",
	"patches.txt": "",
	"setup.py": SETUP,
	"translations/uk.csv": '"Amount","Скільки штук"\n"Kit Order","Замовлення"\n',
	"www/kit-shop.html": '{% extends "templates/web.html" %}{% block page_content %}<p>{{ _("Account") }}</p>{% endblock %}',
	f"{APP}/__init__.py": "",
	f"{APP}/doctype/__init__.py": "",
	f"{APP}/doctype/kit_order/__init__.py": "",
	f"{APP}/doctype/kit_order/kit_order.py": (
		"from frappe.model.document import Document\n\n\nclass KitOrder(Document):\n\tpass\n"
	),
	f"{APP}/doctype/kit_order/kit_order.json": json.dumps(ORDER),
}


class ForeignSite:
	"""The site, with a web server that runs all the while; `run` calls one of the framework's commands on it."""

	def __init__(self, folder: Path, bench: Path):
		self.folder, self.bench = folder, bench
		self.sites = folder / "sites"
		self.env = {**os.environ, "PYTHONPATH": f"{folder / 'apps'}:{CLONE / 'scripts'}", "SITE": SITE}
		self.python = str(bench / "env" / "bin" / "python")
		self._write()

	def _write(self) -> None:
		for name in ("sites", "logs", "apps"):
			(self.folder / name).mkdir()
		for path, content in FILES.items():
			file = self.folder / "apps" / APP / path
			file.parent.mkdir(parents=True, exist_ok=True)
			file.write_text(content, encoding="utf-8")
		(self.sites / "apps.txt").write_text(f"frappe\n{APP}\ncontact_center\n")
		(self.sites / "assets").symlink_to(self.bench / "sites" / "assets")
		shutil.copy(self.bench / "sites" / "common_site_config.json", self.sites)

	def run(self, *command: str) -> str:
		"""Call `bench --site SITE command`, or fail with what it said."""
		main = "import sys; from frappe.utils.bench_helper import main; main()"
		return self._call([self.python, "-c", main, "frappe", "--site", SITE, *command])

	def make(self) -> None:
		"""Make the site with the other app alone, its set-up done."""
		given = dict(
			line.split("=", 1) for line in (self.bench / "services" / "settings").read_text().splitlines()
		)
		root = {name: given[name].strip("'\"") for name in ("DB_ROOT_USER", "DB_ROOT_PASSWORD")}
		script = str(CLONE / "scripts" / "frappe_as_db_root.py")
		made = ["new-site", SITE, "--force", "--admin-password", PASSWORD, "--install-app", APP]
		self._call([self.python, script, *made], **root)
		self._call([self.python, str(CLONE / "scripts" / "prepare_site.py"), SITE, f"http://{SITE}", "1025"])
		self.root = root

	def use(self) -> None:
		"""Work with ours a little."""
		self._call([self.python, "-c", USE])

	def files(self) -> set[str]:
		"""Return the names of all files of the site."""
		return {path.name for path in (self.sites / SITE).rglob("files/*") if path.is_file()}

	def drop(self) -> None:
		"""Drop the site and its database."""
		script = str(CLONE / "scripts" / "frappe_as_db_root.py")
		self._call([self.python, script, "drop-site", SITE, "--force", "--no-backup"], **self.root)

	def _call(self, command: list[str], **environment: str) -> str:
		done = subprocess.run(
			command,
			cwd=self.sites,
			env={**self.env, **environment},
			stdin=subprocess.DEVNULL,
			capture_output=True,
			text=True,
			timeout=600,
		)
		assert done.returncode == 0, (command[1:3], done.stdout[-2000:], done.stderr[-4000:])
		return done.stdout

	@contextmanager
	def served(self) -> Iterator[None]:
		"""Serve the site on a free port inside the block; `url` is its address."""
		with socket.create_server(("127.0.0.1", 0)) as listener:
			command = [str(self.bench / "env" / "bin" / "gunicorn"), "--threads", "2", "--timeout", "120"]
			command += ["--log-level", "warning", "--bind", f"fd://{listener.fileno()}", "wsgi"]
			server = subprocess.Popen(command, cwd=self.sites, env=self.env, pass_fds=[listener.fileno()])
			self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
			try:
				yield
			finally:
				server.terminate()
				server.wait(timeout=30)

	def person(self, user: str) -> requests.Session:
		"""Return the HTTP session of somebody, signed in unless it is a guest."""
		session = requests.Session()
		session.headers["Accept-Language"] = LANGUAGE
		if user != "Guest":
			answer = session.post(f"{self.url}/api/method/login", {"usr": user, "pwd": PASSWORD}, timeout=120)
			assert answer.ok, answer.text
		return session

	def rows(self) -> dict[str, dict]:
		"""{table: {key: row}} of the whole database."""
		from frappe.database import get_db

		conf = json.loads((self.sites / SITE / "site_config.json").read_text())
		common = json.loads((self.sites / "common_site_config.json").read_text())
		db = get_db(
			host=conf.get("db_host") or common.get("db_host"),
			port=conf.get("db_port") or common.get("db_port"),
			user=conf["db_name"],
			password=conf["db_password"],
			cur_db_name=conf["db_name"],
		)
		try:
			return {table: _rows_of(db, table) for [table] in db.sql("show tables")}
		finally:
			db.close()


def _rows_of(db, table: str) -> dict:
	rows = db.sql(f"select * from `{table}`", as_dict=True)
	columns = sorted(column["Field"] for column in db.sql(f"show columns from `{table}`", as_dict=True))
	indexes = sorted({row["Key_name"] for row in db.sql(f"show index from `{table}`", as_dict=True)})
	if "name" in columns:
		found = {row["name"]: row for row in rows}
	else:
		found = {json.dumps(row, default=str, sort_keys=True): row for row in rows}
	return {**found, "(columns)": columns, "(indexes)": indexes}


@pytest.fixture(scope="module")
def foreign_site(site):
	"""Yield the other app's site, made and served; nothing of it is left afterwards."""
	folder = Path(tempfile.mkdtemp(prefix="contact-center-neighbour-"))
	foreign = ForeignSite(folder, Path(os.environ["CONTACT_CENTER_BENCH"]))
	try:
		foreign.make()
		with foreign.served():
			yield foreign
		foreign.drop()
	finally:
		shutil.rmtree(folder, ignore_errors=True)
