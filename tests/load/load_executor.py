"""An executor's user at the desk: looks at the list of tasks, opens one, takes a step, and looks again.

Each call is one that the desk's own scripts send (list: `listview_settings["Request Task"]`; form: the document with all that it
shows, and again after each step). What is under way a person thinks about: five minutes from one round to the next. Most have signed in
already; some do it now.
"""

import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from load_calls import Browser, Figures, Refused

ROUND = 300.0
"""Seconds from the begin of a round to the next one's, without a factor."""
THOUGHT = 6.0
TASK = "Request Task"
OPEN = ["Registered", "In Progress", "Rework"]
FIRST_LOOK = 0.3
"""So many rounds begin at the workspace, which counts."""
COUNTED: tuple[tuple[str, dict[str, Any]], ...] = (
	(TASK, {"stage": "Registered"}),
	(TASK, {"stage": "In Progress"}),
	(TASK, {"stage": "Rework"}),
	(TASK, {"overdue": 1, "stage": ["in", OPEN]}),
	("Repair Event", {"status": "Open"}),
	("Clarification", {"is_active": 1, "awaits_confirmation": 1}),
	("Administrative Service", {"is_active": 1, "awaits_confirmation": 1}),
	("Appeal", {"stage": "Passed On"}),
)
SIGNS_IN = 0.05
"""So many rounds begin with signing in: a session was over, a telephone was closed."""
STEPS = (("report", 0.4), ("comment", 0.2), ("ask for a term", 0.1), ("read", 0.3))
"""Shares of what is done to a task under way; one that waits for it is accepted."""
TO_ACCEPT = 0.4
"""So many rounds look at what is to be accepted first."""
SHOWN = (
	*("name", "owner", "creation", "modified", "modified_by", "_user_tags", "_comments", "_assign"),
	*("_liked_by", "docstatus", "idx", "address", "due", "title", "stage", "workflow_state", "overdue"),
	*("accept_by", "next_deadline", "accepted_late", "district", "executor", "request_type"),
)
TITLES = [f"{field}.title as {field}_title" for field in ("district", "executor", "request_type")]
UNDER_WAY = ("overdue desc", "next_deadline is null", "next_deadline asc")
WAITING = ("accept_by is null", "accept_by asc")
RESULTS = (
	*("Усунули витік, замінили 2 м труби, воду подано о {0}.", "Прибрали гілки, вивезли, місце чисте."),
	*("Засипали яму гарячим асфальтом, {0} м².", "Відновили освітлення, замінили {0} лампи."),
	*(
		"Оглянули разом із мешканцями, систему відрегулювали, у квартирі {0} °C.",
		"Вивезли сміття, {0} контейнери.",
	),
)
FILM = "Video"
COMMENTS = (
	"Бригада виїхала, будемо за {0} хв.",
	"Чекаємо на матеріали, {0} доба.",
	"Узгоджуємо доступ до підвалу, кв. {0}.",
)


@dataclass(frozen=True)
class Work:
	"""What the executors' users bring: pictures of what was done, and which evidence each entry needs."""

	pictures: list[bytes]
	evidence: Mapping[str, list[str]]
	factor: float


class Executor(threading.Thread):
	page = "my-tasks"

	def __init__(self, number: int, email: str, password: str, port: int, work: Work, figures: Figures):
		super().__init__(daemon=True)
		self.email, self.password = email, password
		self.work, self.figures = work, figures
		self.browser = Browser(port, figures)
		self.draw = random.Random(f"executor {number}")
		self.begin_at = self.end_at = 0.0

	def sign_in(self) -> None:
		self.browser.sign_in(self.email, self.password, self.page)

	def run(self) -> None:
		"""Work from `begin_at` to `end_at` (time.monotonic)."""
		length = ROUND / self.work.factor
		next_at = self.begin_at + length * self.draw.random()
		while next_at < self.end_at:
			time.sleep(max(0.0, next_at - time.monotonic()))
			self._round()
			next_at = max(next_at + length * self.draw.uniform(0.7, 1.3), time.monotonic())

	def _round(self) -> None:
		start = time.monotonic()
		if self._tried(self.one_round):
			self.figures.round_done(time.monotonic() - start)

	def _tried(self, act: Callable[[], Any]) -> bool:
		"""Return whether all its calls were answered as they should be; what was not is counted."""
		try:
			act()
		except Refused:
			return False
		except Exception as error:
			self.figures.failed("the driver", repr(error)[:200])
			return False
		return True

	def one_round(self) -> None:
		self._come_in()
		if self.draw.random() < FIRST_LOOK:
			self._workspace()
		rows = self._list("Registered") if self.draw.random() < TO_ACCEPT else []
		rows = rows or self._list()
		self.think()
		if rows:
			self._work_on(self.draw.choice(rows))
			self._list()

	def think(self) -> None:
		time.sleep(THOUGHT * self.draw.uniform(0.5, 1.5) / self.work.factor)

	def resume(self, sid: str, token: str) -> None:
		self.browser.cookies, self.browser.token = {"sid": sid, "system_user": "yes"}, token

	def _come_in(self) -> None:
		if not self.browser.token or self.draw.random() < SIGNS_IN:
			self.sign_in()

	def steps(self) -> list[Callable[[], None]]:
		"""Each step once, to be counted: whatever is open is looked at for the one that it needs."""
		return [
			self._workspace,
			lambda: self._work_on(next(iter(self._list("Registered")))),
			lambda: self._report(self._one_of("report")),
			lambda: self._comment(self._one_of("report")),
			lambda: self._ask_for_a_term(self._one_of("term")),
		]

	def _one_of(self, step: str) -> dict:
		for name in self._list():
			doc = self.open(name)
			brought = _brought(doc)
			if brought["may_ask_extension"] if step == "term" else step in brought["steps"].values():
				return doc
		raise Refused("no task for it")

	# What is looked at

	def _workspace(self) -> None:
		for doctype, filters in COUNTED:
			self._count("workspace, a count", doctype, filters)

	def _count(self, kind: str, doctype: str, filters: Any, **more: Any) -> None:
		asked = {"doctype": doctype, "filters": filters, "fields": [], "distinct": "false", **more}
		self.browser.post(kind, "frappe.desk.reportview.get_count", **asked)

	def _list(self, stage: str = "") -> list[str]:
		"""Ask for a page of the list as the desk does; return the names on it."""
		filters = [[TASK, "stage", "=", stage] if stage else [TASK, "stage", "in", OPEN]]
		order = ["comes_first desc", *(WAITING if stage else UNDER_WAY), "creation asc", "name asc"]
		asked = {
			"doctype": TASK,
			"fields": [f"`tab{TASK}`.`{field}`" for field in SHOWN] + TITLES,
			"filters": filters,
			"order_by": ", ".join(_in_table(each) for each in order),
			**{"start": "0", "page_length": "20", "view": "List", "group_by": "", "with_comment_count": "1"},
		}
		found = self.browser.post("list", "frappe.desk.reportview.get", **asked)
		names = [row[found["keys"].index("name")] for row in found["values"]] if found else []
		self._count("list, its count", TASK, filters, limit="1001")
		if names:
			unread = {"doctype": TASK, "names": names}
			self.browser.get("list, unread", "contact_center.control.bell.unread", **unread)
		return names

	def open(self, name: str) -> dict:
		asked = {"doctype": TASK, "name": name}
		found = self.browser.answer("open a task", "GET", "frappe.desk.form.load.getdoc", **asked)
		doc = found["docs"][0]
		if _brought(doc)["unread"]:
			self.browser.post("read a comment", "contact_center.control.bell.looked", **asked)
		return doc

	# What is done

	def _work_on(self, name: str) -> None:
		doc = self.open(name)
		self.think()
		if doc["stage"] == "Registered":
			self._apply("accept", doc, "accept")
		elif doc["stage"] in OPEN:
			[step] = self.draw.choices([step for step, _share in STEPS], [share for _step, share in STEPS])
			getattr(self, f"_{step.replace(' ', '_')}")(doc)

	def _apply(self, kind: str, doc: dict, act: str) -> None:
		action = next((action for action, name in _brought(doc)["steps"].items() if name == act), None)
		if action:
			self.browser.post(kind, "frappe.model.workflow.apply_workflow", doc=doc, action=action)
			self.open(doc["name"])

	def _read(self, doc: dict) -> None:
		"""Nothing is done."""

	def _comment(self, doc: dict) -> None:
		values = {"doctype": TASK, "name": doc["name"], "text": self.say(COMMENTS), "is_public": "0"}
		method = "contact_center.control.comments.comment"
		self.browser.post("comment", method, key=uuid4().hex, **values)
		self.open(doc["name"])

	def _ask_for_a_term(self, doc: dict) -> None:
		brought = _brought(doc)
		if not brought["may_ask_extension"]:
			return self._comment(doc)
		day = max(date.fromisoformat(doc["due"][:10]), date.today()) + timedelta(days=self.draw.randint(3, 9))
		values = {
			"task": doc["name"],
			"day": str(day),
			"reason": self.say(COMMENTS),
			"seen": doc["modified"],
		}
		if brought["extension_needs_head"]:
			values |= {"head": "Мельник О. І.", "responsible": "Коваль П. С."}
		self.browser.post(
			"ask for a term", "contact_center.control.extension_requests.ask_for_term", **values
		)
		self.open(doc["name"])
		return None

	def _report(self, doc: dict) -> None:
		"""Attach a photo for each kind of evidence that the entry needs, save the result, report it."""
		needed = self.work.evidence.get(doc["classifier"]) or ["Photo"]
		if "report" not in _brought(doc)["steps"].values() or FILM in needed:
			return
		rows = [self._evidence(doc, kind) for kind in needed]
		doc["evidence"] = doc.get("evidence", []) + rows
		doc |= {"result": self.say(RESULTS), "result_unit": "Дільниця № 2", "result_person": "Мельник О. І."}
		doc |= {"result_phone": "+380564401520", "result_date": str(date.today()), "informed_by": "Phone"}
		saved = self.browser.answer(
			"report, save",
			"POST",
			"frappe.desk.form.save.savedocs",
			doc={**doc, "__unsaved": 1},
			action="Save",
		)
		self._apply("report", {**saved["docs"][0], "__onload": doc["__onload"]}, "report")

	def _evidence(self, doc: dict, kind: str) -> dict:
		values = {"is_private": "1", "folder": "Home/Attachments", "doctype": TASK, "docname": doc["name"]}
		name = f"IMG_{self.draw.randrange(10**8)}.jpg"
		file = self.browser.upload("upload a photo", name, self.picture(), **values)
		row = {"doctype": "Request Evidence", "name": f"new-{uuid4().hex[:8]}", "parent": doc["name"]}
		row |= {"parenttype": TASK, "parentfield": "evidence", "__islocal": 1, "__unsaved": 1}
		return {**row, "idx": len(doc.get("evidence", [])) + 1, "kind": kind, "file": file["file_url"]}

	def picture(self) -> bytes:
		"""Return a photo that was never sent as it is: a comment of its own stands behind its first two bytes."""
		picture = self.draw.choice(self.work.pictures)
		note = uuid4().bytes
		return picture[:2] + b"\xff\xfe" + (len(note) + 2).to_bytes(2, "big") + note + picture[2:]

	def say(self, texts: tuple[str, ...]) -> str:
		return f"{self.draw.choice(texts).format(self.draw.randint(2, 60))} {uuid4().hex[:6]}"


def _brought(doc: dict) -> dict:
	return doc["__onload"]["contact_center"]


def _in_table(order: str) -> str:
	field, rest = order.split(" ", 1)
	return f"`tab{TASK}`.`{field}` {rest}"
