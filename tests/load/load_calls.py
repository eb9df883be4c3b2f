"""One operator's calls over HTTP, timed: a connection each, as the front's to the workers are."""

import http.client
import json
import re
import threading
import time
from collections import Counter, defaultdict
from typing import Any
from urllib.parse import quote, urlencode

TOKEN = re.compile(r'csrf_token = "(\w+)"')
PATIENCE = 60  # seconds
SAID = 200


class Figures:
	"""Milliseconds and errors of all calls, by kind."""

	def __init__(self) -> None:
		self.spent: dict[str, list[float]] = defaultdict(list)
		self.errors: Counter[str] = Counter()
		self.cards = self.late = 0
		self._lock = threading.Lock()

	def took(self, kind: str, milliseconds: float) -> None:
		with self._lock:
			self.spent[kind].append(milliseconds)

	def failed(self, kind: str, why: str) -> None:
		with self._lock:
			self.errors[f"{kind}: {why}"] += 1

	def card_done(self, is_late: bool) -> None:
		with self._lock:
			self.cards += 1
			self.late += is_late


class Refused(Exception):
	"""A call that was not answered as it should be."""


class Browser:
	"""A session of one operator, without the pictures."""

	def __init__(self, port: int, figures: Figures):
		self.port, self.figures = port, figures
		self.cookies: dict[str, str] = {}
		self.token = ""

	def sign_in(self, email: str, password: str) -> None:
		self._timed("sign in", "POST", "/api/method/login", {"usr": email, "pwd": password})
		page = self._timed("open the desk", "GET", "/app/operator-desk")
		found = TOKEN.search(page.decode())
		if not found:
			raise Refused("the desk brought no token")
		self.token = found[1]

	def post(self, kind: str, method: str, /, **values: Any) -> Any:
		"""Call a method as the desk's script does, objects as JSON; return its message."""
		given = {
			name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items()
		}
		return json.loads(self._timed(kind, "POST", f"/api/method/{method}", given)).get("message")

	def get(self, kind: str, method: str, /, **values: str) -> Any:
		asked = f"?{urlencode(values, quote_via=quote)}" if values else ""
		return json.loads(self._timed(kind, "GET", f"/api/method/{method}{asked}")).get("message")

	def _timed(self, kind: str, verb: str, path: str, values: dict[str, str] | None = None) -> bytes:
		start = time.perf_counter()
		try:
			status, body = self._ask(verb, path, values)
		except (OSError, http.client.HTTPException) as error:
			self.figures.failed(kind, type(error).__name__)
			raise Refused(kind) from error
		self.figures.took(kind, 1000 * (time.perf_counter() - start))
		if status != http.client.OK:
			self.figures.failed(kind, f"{status} {_said(body)}")
			raise Refused(kind)
		return body

	def _ask(self, verb: str, path: str, values: dict[str, str] | None) -> tuple[int, bytes]:
		connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
		try:
			connection.request(verb, path, urlencode(values) if values is not None else None, self._headers())
			answer = connection.getresponse()
			body = answer.read()
			for name, value in answer.getheaders():
				if name.lower() == "set-cookie":
					key, _equals, worth = value.split(";")[0].partition("=")
					self.cookies[key] = worth
			elsewhere = answer.getheader("Location", "") if verb == "GET" else ""
		finally:
			connection.close()
		# Frappe 16 has moved the desk's addresses and leads on to the new ones
		return self._ask(verb, elsewhere, None) if elsewhere.startswith("/") else (answer.status, body)

	def _headers(self) -> dict[str, str]:
		cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
		headers = {"Cookie": cookies, "Accept": "application/json", "Accept-Language": "uk"}
		headers["Content-Type"] = "application/x-www-form-urlencoded"
		return {**headers, "X-Frappe-CSRF-Token": self.token} if self.token else headers


def _said(body: bytes) -> str:
	try:
		answer = json.loads(body)
	except ValueError:
		return body[:SAID].decode(errors="replace")
	last = answer.get("exc") or answer.get("_server_messages") or answer.get("exc_type") or ""
	return str(last)[-SAID:]
