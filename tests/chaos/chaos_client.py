"""A person's session over HTTP that sends again as the portal's script does, and as a clerk presses again."""

import json
import random
import re
import time
from collections.abc import Callable

import kit
import requests
from chaos_ledger import Act, Ledger, Outcome
from kit_rest import PASSWORD

PAUSES = (0, 1, 2, 4, 8)
"""Seconds before each try: those of portal_core.js."""
ROUNDS = 4
"""How often somebody who read «cannot be reached» presses again."""
PATIENCE = 60  # seconds: LONGEST of portal_core.js
TOKEN = re.compile(r'name="csrf_token" value="(\w+)"')
LOST_SESSION = (401, 403)

Call = Callable[[], requests.Response]


class Unreachable(Exception):
	"""Nobody answered, or a server that starts anew."""


class Person:
	"""Somebody with an account and a browser."""

	def __init__(self, base: str, name: str, ledger: Ledger):
		self.base, self.name, self.ledger = base, name, ledger
		self.session = requests.Session()

	# Reading, and signing in: repeated until it is answered

	def sign_in(self) -> None:
		self.session = requests.Session()
		login = {"usr": kit.email(self.name), "pwd": PASSWORD}
		self._until(lambda: self.session.post(f"{self.base}/api/method/login", login, timeout=PATIENCE))
		self.renew_token()

	def renew_token(self) -> None:
		"""Open a page, as a browser does: it brings the session's token."""
		found = TOKEN.search(self._until(lambda: self._fetch("/my-requests")).text)
		if found:
			self.session.headers["X-Frappe-CSRF-Token"] = found[1]

	def read(self, path: str, **params) -> requests.Response:
		"""GET what a page or a list shows; sign in again where the session is gone."""
		answer = self._until(lambda: self._fetch(path, **params))
		if self._is_guest(answer):
			self.sign_in()
			answer = self._until(lambda: self._fetch(path, **params))
		return answer

	def rows(self, doctype: str, fields: list[str], **filters) -> list[dict]:
		answer = self.read(
			f"/api/resource/{doctype}",
			fields=json.dumps(fields),
			filters=json.dumps(filters),
			order_by="modified asc",
			limit_page_length="60",
		)
		return answer.json()["data"] if answer.ok else []

	def document(self, doctype: str, name: str) -> dict:
		answer = self.read(f"/api/resource/{doctype}/{name}")
		return answer.json()["data"] if answer.ok else {}

	def _fetch(self, path: str, **params) -> requests.Response:
		return self.session.get(self.base + path, params=params, timeout=PATIENCE)

	def _is_guest(self, answer: requests.Response) -> bool:
		return answer.status_code in LOST_SESSION or self.session.cookies.get("user_id") == "Guest"

	def _until(self, call: Call) -> requests.Response:
		for _round in range(ROUNDS * 3):
			for pause in PAUSES:
				time.sleep(pause * random.uniform(0.5, 1))
				try:
					return self._answered(call)
				except Unreachable:
					continue
		raise Unreachable

	def _answered(self, call: Call) -> requests.Response:
		try:
			answer = call()
		except requests.RequestException as error:
			self.ledger.failed(type(error).__name__)
			raise Unreachable from error
		if answer.status_code >= 500:
			self.ledger.failed(reason_of(answer))
			raise Unreachable
		return answer

	# Acting

	def post(self, method: str, **values) -> requests.Response:
		return self.session.post(f"{self.base}/api/method/{method}", values, timeout=PATIENCE)

	def send(self, act: Act, call: Call) -> requests.Response | None:
		"""Send until somebody answers, and note in the act how it ended."""
		for _round in range(ROUNDS):
			for pause in PAUSES:
				time.sleep(pause * random.uniform(0.5, 1))
				act.tries += 1
				try:
					return self._ended(act, self._in_session(call))
				except Unreachable:
					act.first_failed = act.first_failed or act.tries == 1
		return None

	def _in_session(self, call: Call) -> requests.Response:
		"""As a page does whose token is of an earlier session, or whose session is gone."""
		answer = self._answered(call)
		if kind_of(answer) == "CSRFTokenError":
			self.renew_token()
			answer = self._answered(call)
		if answer.status_code in LOST_SESSION and "session_expired" in answer.text:
			self.sign_in()
			answer = self._answered(call)
		return answer

	def _ended(self, act: Act, answer: requests.Response) -> requests.Response:
		if answer.ok:
			act.outcome = Outcome.DONE
			return answer
		act.said = reason_of(answer)
		act.outcome = Outcome.REFUSED if has_words(answer) else Outcome.UNCLEAR
		return answer


def body_of(answer: requests.Response) -> dict:
	try:
		body = answer.json()
	except ValueError:
		return {}
	return body if isinstance(body, dict) else {}


def kind_of(answer: requests.Response) -> str:
	return body_of(answer).get("exc_type", "")


def has_words(answer: requests.Response) -> bool:
	"""Whether a refusal says to a person what is wrong."""
	body = body_of(answer)
	return bool(body.get("_server_messages") or body.get("field_errors") or body.get("problem"))


def reason_of(answer: requests.Response) -> str:
	body = body_of(answer)
	words = body.get("_server_messages") or body.get("field_errors") or body.get("exception") or answer.text
	last = body.get("exc") or ""
	if isinstance(last, str) and last.startswith("["):
		last = json.loads(last)[0].strip().splitlines()[-1]
	return f"{answer.status_code} {body.get('exc_type', '')} {last or words}"[:300]
