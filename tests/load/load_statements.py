"""What each call of an executor's user asks of database and Redis, and the plans: the calls of the desk, in this process.

They pass the same application that the web workers run, in a thread of its own, so that sessions, rights and doors are
counted with them. What they do is really done.
"""

import os
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import frappe
import frappe.app
import load_executors
import load_fill
from frappe.database.mariadb.database import MariaDBDatabase
from frappe.utils import cint
from load_calls import Body, Browser, Figures, Refused
from load_desk import AtDesk
from load_executor import TASK, Executor, Work
from redis.client import Pipeline, Redis
from werkzeug.test import Client

FEW = 1000
"""So many rows may be looked at without an index."""
SLOW = 25.0
"""Milliseconds from which a statement is shown with its plan."""
WIDTH = 170


@dataclass
class Asked:
	"""What one call took: milliseconds in all, of the processor, in the database; statements; calls of Redis."""

	milliseconds: float = 0
	processor: float = 0
	statements: list[tuple[str, float]] = field(default_factory=list)
	redis: int = 0
	answered: int = 0


class Within(Browser):
	"""A session whose calls are answered in this process, each counted."""

	def __init__(self, figures: Figures, client: Client):
		super().__init__(0, figures)
		self.client = client
		self.taken: dict[str, list[Asked]] = defaultdict(list)
		self.now = Asked()

	def _timed(self, kind: str, verb: str, path: str, values: Any = None) -> bytes:
		self.now = Asked()
		start, processor = time.perf_counter(), time.thread_time()
		try:
			return super()._timed(kind, verb, path, values)
		finally:
			self.now.milliseconds = 1000 * (time.perf_counter() - start)
			self.now.processor = 1000 * (time.thread_time() - processor)
			self.taken[kind].append(self.now)

	def exchange(self, verb: str, path: str, sent: Body) -> tuple[int, list[tuple[str, str]], bytes]:
		with self.client.open(path, method=verb, data=sent.content, headers=self.headers(sent)) as answer:
			body = answer.get_data()
			self.now.answered = len(body)
			return answer.status_code, list(answer.headers), body


def print_statements(work: Work) -> None:
	"""Let a user of the largest executor take each step twice, by lists and forms and at its desk; print what the second asked."""
	account = _of_the_largest()
	frappe.db.commit()
	done: list[Within] = []
	for way in (Executor, AtDesk):
		thread = threading.Thread(target=lambda way=way: done.append(_steps(way, account, work)))
		thread.start()
		thread.join()
	frappe.db.rollback()  # what was done is seen by what explains it
	print(
		f"{'calls of an executor':22} {'ms':>7} {'cpu ms':>7} {'SQL':>4} {'SQL ms':>7} {'Redis':>5} {'KB':>6}"
	)
	for kind, calls in [each for browser in done for each in browser.taken.items()]:
		_print(kind, calls[-1])
	for what, count in [each for browser in done for each in browser.figures.errors.items()]:
		print(f"  ERROR {count} × {what}")


def _of_the_largest() -> str:
	rows = frappe.db.sql(
		f"""select u.user from `tabExecutor User` u join (select executor, count(*) as many from `tab{TASK}`
			group by executor) t on t.executor = u.parent where u.user like %s order by t.many desc, u.user limit 1""",
		f"%@{load_executors.DOMAIN}",
	)
	return str(rows[0][0])


def _steps(way: type[Executor], account: str, work: Work) -> Within:
	frappe.app._site = os.environ["SITE"]
	user = way(0, account, load_fill.PASSWORD, 0, work, Figures())
	user.think = lambda: None  # type: ignore[method-assign]
	browser = user.browser = Within(user.figures, Client(frappe.app.application, use_cookies=False))
	with _counted(browser):
		for _time in range(2):
			browser.token = ""
			user.sign_in()
			for step in user.steps():
				with suppress(Refused):  # it is printed
					step()
	return browser


@contextmanager
def _counted(browser: Within) -> Iterator[None]:
	"""Count inside the block what is asked of the database and of Redis."""
	sql, execute, pipeline = MariaDBDatabase.sql, Redis.execute_command, Pipeline.execute

	def timed(db: MariaDBDatabase, query: Any, *args: Any, **kwargs: Any) -> Any:
		start = time.perf_counter()
		result = sql(db, query, *args, **kwargs)
		spent = 1000 * (time.perf_counter() - start)
		browser.now.statements.append((frappe.safe_decode(db.last_query or b""), spent))
		return result

	def counting(original: Callable[..., Any]) -> Callable[..., Any]:
		def call(*args: Any, **kwargs: Any) -> Any:
			browser.now.redis += 1
			return original(*args, **kwargs)

		return call

	MariaDBDatabase.sql = timed
	Redis.execute_command, Pipeline.execute = counting(execute), counting(pipeline)
	try:
		yield
	finally:
		MariaDBDatabase.sql = sql
		Redis.execute_command, Pipeline.execute = execute, pipeline


def _print(kind: str, asked: Asked) -> None:
	in_database = sum(spent for _text, spent in asked.statements)
	print(
		f"{kind:22} {asked.milliseconds:7.1f} {asked.processor:7.1f} {len(asked.statements):4} {in_database:7.1f}"
		f" {asked.redis:5} {asked.answered / 1024:6.1f}"
	)
	for text, spent in asked.statements:
		plan = _plan(text)
		faults = [row for row in plan if _is_without_index(row)]
		if spent >= SLOW or faults:
			print(f"    {spent:.1f} ms: {' '.join(text.split())[:WIDTH]}")
			for row in plan:
				said = "NO INDEX" if row in faults else f"index {row.key}"
				print(f"        {row.table}: {said}, rows {row.rows}, {row.Extra or ''}")


def _plan(text: str) -> list[Any]:
	if not text.lstrip("( ").lower().startswith(("select", "update", "delete")):
		return []
	return [row for row in frappe.db.sql(f"explain {text}", as_dict=True) if row.table]


def _is_without_index(row: Any) -> bool:
	"""Return whether the whole table, or the whole of an index, is read."""
	return row.type in ("ALL", "index") and cint(row.rows) > FEW
