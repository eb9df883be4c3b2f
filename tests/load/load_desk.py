"""An executor's user at the executor's desk (page `executor-desk`): each minute it reads what has come, and each step is one call."""

import time
from datetime import date, datetime, timedelta
from uuid import uuid4

from load_calls import Refused
from load_executor import COMMENTS, FILM, RESULTS, ROUND, TASK, Executor

METHODS = "contact_center.desk.executor_desk."
EVERY = 60.0
"""Seconds from one look of the page to the next (`contact_center.executor.EVERY`)."""


class AtDesk(Executor):
	page = "executor-desk"

	def run(self) -> None:
		"""Work from `begin_at` to `end_at` (time.monotonic), and let the page look each minute beside."""
		length = ROUND / self.work.factor
		next_at = self.begin_at + length * self.draw.random()
		look_at = self.begin_at + EVERY * self.draw.random()
		while min(next_at, look_at) < self.end_at:
			time.sleep(max(0.0, min(next_at, look_at) - time.monotonic()))
			if look_at <= next_at:
				self._tried(self._look)
				look_at = max(look_at + EVERY, time.monotonic())
			else:
				self._round()
				next_at = max(next_at + length * self.draw.uniform(0.7, 1.3), time.monotonic())

	def steps(self):
		"""Each step once, to be counted."""
		return [
			lambda: self._one(self._tasks("to_accept")),
			lambda: self._report_at_desk(self._first("at_work")),
			lambda: self._comment_at_desk(self._first("at_work")),
			lambda: self._ask_at_desk(self._first("at_work", asked_at="")),
			lambda: self._look(),
		]

	def _first(self, view: str, **wanted: str) -> dict:
		found = [
			row for row in self._tasks(view) if all(row[name] == value for name, value in wanted.items())
		]
		if not found:
			raise Refused(f"no task {view}")
		return found[0]

	def _look(self) -> list[dict]:
		return self._tasks("open")

	def _tasks(self, view: str) -> list[dict]:
		asked = {"view": view, "length": "30"}
		return self.browser.get("desk: what burns", f"{METHODS}overview", **asked)["tasks"]

	def one_round(self) -> None:
		self._come_in()
		rows = self._look()
		waiting = [row for row in rows if row["stage"] == "Registered"]
		self.think()
		if rows:
			self._one(waiting if waiting and self.draw.random() < 0.5 else rows)
			self._look()

	def _one(self, rows: list[dict]) -> None:
		if not rows:
			raise Refused("nothing to do")
		row = self.draw.choice(rows)
		self.think()
		if row["stage"] == "Registered":
			values = {"task": row["name"], "seen": row["seen"]}
			self.browser.post("desk: accept", f"{METHODS}accept", **values)
			return
		steps = (self._report_at_desk, self._comment_at_desk, self._ask_at_desk, self._open_at_desk)
		[step] = self.draw.choices(steps, (0.4, 0.2, 0.1, 0.3))
		step(row)

	def _open_at_desk(self, row: dict) -> None:
		self.open(row["name"])

	def _comment_at_desk(self, row: dict) -> None:
		values = {"doctype": TASK, "name": row["name"], "text": self.say(COMMENTS), "key": uuid4().hex}
		self.browser.post("comment", "contact_center.control.comments.comment", **values)

	def _ask_at_desk(self, row: dict) -> None:
		if row["asked_at"] or not row["due"]:
			return self._comment_at_desk(row)
		first = max(datetime.fromisoformat(row["due"]).date(), date.today())
		day = first + timedelta(days=self.draw.randint(3, 9))
		values = {"task": row["name"], "day": str(day), "reason": self.say(COMMENTS), "seen": row["seen"]}
		if row["needs_head"]:
			values |= {"head": "Мельник О. І.", "responsible": "Коваль П. С."}
		self.browser.post(
			"ask for a term", "contact_center.control.extension_requests.ask_for_term", **values
		)
		return None

	def _report_at_desk(self, row: dict) -> None:
		"""A photo for each kind of evidence that the entry needs, then the report with its words; a film nobody has with them."""
		if FILM in row["needs"]:
			return self._comment_at_desk(row)
		evidence = [self._attached(row["name"], kind) for kind in row["needs"] or ["Photo"]]
		values = {"task": row["name"], "seen": row["seen"], "result": self.say(RESULTS), "evidence": evidence}
		values |= {"result_unit": "Дільниця № 2", "result_person": "Мельник О. І.", "informed_by": "Phone"}
		values |= {"result_phone": "+380564401520", "result_date": str(date.today())}
		self.browser.post("desk: report", f"{METHODS}report", **values)
		return None

	def _attached(self, task: str, kind: str) -> dict:
		name, method = f"IMG_{self.draw.randrange(10**8)}.jpg", f"{METHODS}attach"
		values = {"task": task, "key": uuid4().hex}
		file = self.browser.upload("desk: upload a photo", name, self.picture(), method, **values)
		return {"kind": kind, "file": file["file"], "note": ""}
