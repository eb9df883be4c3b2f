"""Send requests through the whole of the web server in this process, and leave nothing behind.

Every request runs `frappe.app.application` as gunicorn would: hooks, session, handler, answer. Only the commit is left
out, so that its transaction is lost when its connection closes; what it would have written is in the answer.
"""

import contextvars
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import frappe.app
from attack_calls import Answer, Call
from frappe.database.database import Database
from redis import Redis
from werkzeug.test import Client

WRITING = re.compile(
	r"\s*(?:insert\s+(?:ignore\s+)?into|replace\s+into|update|delete\s+from)\s+`?(tab[^`]+|\w+)", re.I
)
ITS_OWN = re.compile(
	r"update\s+`tabUser`\s+set\s+`?last_(active|ip|login)|^\s*\w+\s+(into\s+)?`?tabSessions", re.I
)
"""What any request of a signed-in person writes, whether it is refused or not."""


class Ledger:
	"""The statements that write, without those that were rolled back."""

	def __init__(self):
		self.tables: list[str] = []
		self.marks: dict[str, int] = {}

	def note(self, query: str) -> None:
		if (found := WRITING.match(query)) and not ITS_OWN.search(query):
			self.tables.append(found[1].removeprefix("tab"))

	def forget(self, mark: str | None) -> None:
		del self.tables[self.marks.get(mark, 0) if mark else 0 :]


class Memory:
	"""What Redis answers, asked for once: nothing is committed, so that nothing grows old. What follows from rows that
	will be lost is not stored there either."""

	READ = {"GET", "HGET", "HGETALL"}
	STORE = {"SET", "SETEX", "HSET"}
	DROP = {"DEL", "HDEL", "UNLINK"}

	def __init__(self):
		self.known: dict[tuple, Any] = {}

	def execute(self, original: Callable, redis: Redis, ledger: Ledger, args: tuple, options: dict) -> Any:
		command = str(args[0]).upper()
		if command in self.DROP or (command in self.STORE and ledger.tables):
			return 1
		if command in self.STORE:
			self.known = {key: value for key, value in self.known.items() if args[1] not in key}
		if command not in self.READ:
			return original(redis, *args, **options)
		key = (redis.connection_pool.connection_kwargs.get("port"), *args)
		if key not in self.known:
			self.known[key] = original(redis, *args, **options)
		return self.known[key]


@contextmanager
def without_commit(memory: Memory) -> Iterator[Ledger]:
	"""Let nothing of the block's transactions stay; yield what they wrote."""
	ledger, sql = Ledger(), Database.sql
	rollback, savepoint = Database.rollback, Database.savepoint

	def noted(self, query, *args, **kwargs):
		result = sql(self, query, *args, **kwargs)
		ledger.note(str(query))
		return result

	def rolled_back(self, *, save_point=None, **kwargs):
		ledger.forget(save_point)
		return rollback(self, save_point=save_point, **kwargs)

	def marked(self, save_point):
		ledger.marks[save_point] = len(ledger.tables)
		return savepoint(self, save_point)

	asked = Redis.execute_command

	with (
		patch.object(
			Redis,
			"execute_command",
			lambda self, *args, **options: memory.execute(asked, self, ledger, args, options),
		),
		patch.object(Database, "sql", noted),
		patch.object(Database, "commit", lambda self, *args, **kwargs: None),
		patch.object(Database, "rollback", rolled_back),
		patch.object(Database, "savepoint", marked),
	):
		yield ledger


@dataclass
class Dry:
	"""A person's session, known by its cookies; `send` changes nothing."""

	site: str
	headers: dict[str, str]
	memory: Memory = field(default_factory=Memory, repr=False)

	@classmethod
	def of(cls, client: Any, site: str) -> "Dry":
		"""Take over the session of a client that signed in over HTTP."""
		cookies = "; ".join(f"{name}={value}" for name, value in client.session.cookies.get_dict().items())
		token = client.session.headers.get("X-Frappe-CSRF-Token")
		return cls(site, {"Cookie": cookies, **({"X-Frappe-CSRF-Token": token} if token else {})})

	def send(self, call: Call) -> Answer:
		with without_commit(self.memory) as ledger:
			status, text, kind = contextvars.Context().run(self._open, call)
		return Answer(call, status, text, kind, tuple(ledger.tables))

	def _open(self, call: Call) -> tuple[int, str, str]:
		headers = {
			"X-Frappe-Site-Name": self.site,
			"Host": "localhost",
			"Accept": "application/json",
			**self.headers,
		}
		sent = {"query_string": call.as_texts()} if call.verb == "GET" else {"data": call.body}
		if call.verb != "GET":
			headers["Content-Type"] = "application/json"
		with Client(frappe.app.application, use_cookies=False).open(
			call.path, method=call.verb, headers=headers, buffered=True, **sent
		) as answer:
			return answer.status_code, answer.get_data(as_text=True), answer.headers.get("Content-Type", "")
