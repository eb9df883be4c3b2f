"""Serve one site (environment variable SITE) and its static files by gunicorn, whatever the Host header.

Frappe's own static files (15.44) join what a client asks for to the folder's path, and read what lies outside it.
"""

import os
from contextlib import suppress

import frappe.app
from werkzeug.middleware.shared_data import SharedDataMiddleware
from werkzeug.test import Client
from werkzeug.wsgi import get_path_info

from contact_center.access import served_files

SITE = frappe.app._site = os.environ["SITE"]
ASSETS = os.path.abspath("assets")
FILES = os.path.abspath(os.path.join(SITE, "public", "files"))


def asset_roots(path: str) -> list[str]:
	"""Return where an asset may truly lie: in the folder, behind the app's link in it, among the app's packages."""
	app = os.path.join(ASSETS, path.split("/", 1)[0])
	return [ASSETS, app, os.path.join(app, "node_modules")]


class Statics(SharedDataMiddleware):
	"""Serves files that lie below its folders, by plain paths."""

	def get_directory_loader(self, directory):
		def load(path):
			if not path:
				return None, None
			found = served_files.find(directory, path, asset_roots(path) if directory == ASSETS else [FILES])
			return (os.path.basename(path), self._opener(found)) if found else (None, None)

		return load

	def __call__(self, environ, start_response):
		path = get_path_info(environ)
		if served_files.leads_out(path):
			start_response("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
			return ["Такої сторінки немає.\n".encode()]
		return super().__call__(environ, answering_for(path, start_response))


def answering_for(path: str, start_response):
	"""Send a public file as one that a browser shows or saves, and never runs."""
	if not path.startswith("/files/"):
		return start_response
	ours = served_files.headers_of(path)

	def start(status, headers, *error):
		if status[:3] in ("200", "304"):
			named = {name.lower() for name in ours}
			headers = [each for each in headers if each[0].lower() not in named] + list(ours.items())
		return start_response(status, headers, *error)

	return start


application = Statics(frappe.app.application, {"/assets": ASSETS, "/files": FILES})


def warm_up() -> None:
	"""Answer something in this process before anybody asks, where the database is up.

	The first call imports some 750 modules and puts the corrections in place; whoever comes first would wait for them, and with
	them all who come meanwhile.
	"""
	with suppress(Exception):
		Client(frappe.app.application, use_cookies=False).get("/api/method/ping")


warm_up()
