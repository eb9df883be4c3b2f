"""One user's calls over HTTP, timed: a connection each, as the front's to the workers are."""

import http.client
import json
import re
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

TOKEN = re.compile(r'csrf_token = "(\w+)"')
PATIENCE = 60  # seconds
SAID = 200


class Figures:
	"""Milliseconds and errors of all calls, by kind."""

	def __init__(self) -> None:
		self.spent: dict[str, list[float]] = defaultdict(list)
		self.errors: Counter[str] = Counter()
		self.cards = self.late = self.outdated = 0
		self.rounds: list[float] = []
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

	def round_done(self, seconds: float) -> None:
		with self._lock:
			self.rounds.append(seconds)


class Refused(Exception):
	"""A call that was not answered as it should be."""


class Browser:
	"""A session of one user, without the pictures."""

	def __init__(self, port: int, figures: Figures):
		self.port, self.figures = port, figures
		self.cookies: dict[str, str] = {}
		self.token = ""

	def sign_in(self, email: str, password: str, page: str = "operator-desk") -> None:
		self._timed("sign in", "POST", "/api/method/login", {"usr": email, "pwd": password})
		shown = self._timed("open the desk", "GET", f"/app/{page}")
		found = TOKEN.search(shown.decode())
		if not found:
			raise Refused("the desk brought no token")
		self.token = found[1]

	def post(self, kind: str, method: str, /, **values: Any) -> Any:
		"""Call a method as the desk's script does, objects as JSON; return its message."""
		return self.answer(kind, "POST", method, **values).get("message")

	def get(self, kind: str, method: str, /, **values: Any) -> Any:
		return self.answer(kind, "GET", method, **values).get("message")

	def answer(self, kind: str, verb: str, method: str, /, **values: Any) -> dict:
		"""Call a method, objects as JSON; return its whole answer."""
		given = {
			name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items()
		}
		path = f"/api/method/{method}"
		if verb == "GET":
			return json.loads(self._timed(kind, verb, f"{path}?{urlencode(given, quote_via=quote)}"))
		return json.loads(self._timed(kind, verb, path, given))

	def upload(
		self, kind: str, name: str, content: bytes, method: str = "upload_file", /, **values: str
	) -> Any:
		"""Upload a file as the desk does; return the message."""
		edge = uuid4().hex
		parts = [
			f'--{edge}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
			for field, value in values.items()
		]
		head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: image/jpeg\r\n\r\n'
		body = "".join([*parts, head]).encode() + content + f"\r\n--{edge}--\r\n".encode()
		sent = Body(body, f"multipart/form-data; boundary={edge}")
		return json.loads(self._timed(kind, "POST", f"/api/method/{method}", sent)).get("message")

	def _timed(self, kind: str, verb: str, path: str, values: "dict[str, str] | Body | None" = None) -> bytes:
		start = time.perf_counter()
		try:
			status, body = self.ask(verb, path, as_body(values))
		except (OSError, http.client.HTTPException) as error:
			self.figures.failed(kind, type(error).__name__)
			raise Refused(kind) from error
		self.figures.took(kind, 1000 * (time.perf_counter() - start))
		if b"TimestampMismatchError" in body and status != http.client.OK:
			self.figures.outdated += 1
			raise Refused(kind)
		if status != http.client.OK:
			self.figures.failed(kind, f"{status} {_said(body)}")
			raise Refused(kind)
		return body

	def ask(self, verb: str, path: str, sent: "Body") -> tuple[int, bytes]:
		"""Send it, keep the cookies, follow where the desk has moved; return status and body of the answer."""
		status, headers, body = self.exchange(verb, path, sent)
		for name, value in headers:
			if name.lower() == "set-cookie":
				key, _equals, worth = value.split(";")[0].partition("=")
				self.cookies[key] = worth
		elsewhere = next((value for name, value in headers if name.lower() == "location"), "")
		# Frappe 16 has moved the desk's addresses and leads on to the new ones
		if verb == "GET" and elsewhere.startswith("/"):
			return self.ask(verb, elsewhere, NO_BODY)
		return status, body

	def exchange(self, verb: str, path: str, sent: "Body") -> tuple[int, list[tuple[str, str]], bytes]:
		connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
		try:
			connection.request(verb, path, sent.content, self.headers(sent))
			answer = connection.getresponse()
			return answer.status, answer.getheaders(), answer.read()
		finally:
			connection.close()

	def headers(self, sent: "Body") -> dict[str, str]:
		cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
		headers = {"Cookie": cookies, "Accept": "application/json", "Accept-Language": "uk"}
		headers["Content-Type"] = sent.kind
		return {**headers, "X-Frappe-CSRF-Token": self.token} if self.token else headers


@dataclass(frozen=True)
class Body:
	"""What is sent: bytes and what they are."""

	content: bytes | None = None
	kind: str = "application/x-www-form-urlencoded"


NO_BODY = Body()


def as_body(values: dict[str, str] | Body | None) -> Body:
	if isinstance(values, Body):
		return values
	return NO_BODY if values is None else Body(urlencode(values).encode())


def _said(body: bytes) -> str:
	try:
		answer = json.loads(body)
	except ValueError:
		return body[:SAID].decode(errors="replace")
	last = answer.get("exc") or answer.get("_server_messages") or answer.get("exc_type") or ""
	return str(last)[-SAID:]
