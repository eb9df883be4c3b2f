"""An operator at the desk: a card a minute, with the calls that `public/js/call_*.js` send while it is typed.

Pauses are those of a person: a key every fifth of a second, in which the desk's own waits (120 ms for a number, 100 for the
search) end, so that each key asks the server.
"""

import json
import random
import threading
import time
from dataclasses import dataclass
from uuid import uuid4

from load_calls import Browser, Figures, Refused

DESK = "contact_center.desk."
CARD = 60.0
"""Seconds from the begin of a card to the next one's, without a factor."""
KEY, THOUGHT = 0.2, 2.5
TYPED, WHOLE = 0.5, 0.4
"""Shares of the ways a number comes: key by key, pasted or from the telephone; the rest is a part that the caller remembers."""
ANONYMOUS, NEW = 0.05, 0.15
REQUEST_SHARE = 1 / 3
READ_OUT, RESIDENCE = 0.5, 0.5
LEAST = 5  # digits from which the desk looks up
QUESTIONS = (
	*("немає води", "не вивезли сміття", "яма на дорозі", "не працює ліфт", "світло", "графік відключень"),
	*("тече дах", "субсидія", "довідка про склад сім’ї", "паркування", "зламане дерево", "холодні батареї"),
	*("картка криворіжця", "собаки", "освітлення вулиці", "прорвало трубу", "каналізація", "газ"),
)
WORDS = (
	*("Тече вода у підвалі другий день, затоплює електрощитову.", "Яма на повороті у двір, пробили колесо."),
	*(
		"Не вивозять сміття з п’ятниці, контейнери повні.",
		"Ліфт стоїть між поверхами, диспетчер не відповідає.",
	),
	*("У квартирі ледь теплі батареї, діти хворіють.", "Не світить ліхтар біля зупинки, темно переходити."),
)


@dataclass(frozen=True)
class Entry:
	"""A classifier entry of which a request can be registered by its place alone."""

	name: str
	title: str


@dataclass(frozen=True)
class World:
	"""What the operators' callers know of the site."""

	phones: list[str]
	entries: list[Entry]
	places: list[tuple[str, str]]
	factor: float


class Operator(threading.Thread):
	def __init__(self, number: int, email: str, password: str, port: int, world: World, figures: Figures):
		super().__init__(daemon=True)
		self.number, self.email, self.password = number, email, password
		self.world, self.figures = world, figures
		self.browser = Browser(port, figures)
		self.draw = random.Random(f"operator {number}")
		self.begin_at = self.end_at = 0.0

	def sign_in(self) -> None:
		self.browser.sign_in(self.email, self.password)
		self.browser.get("mine", f"{DESK}call.mine")

	def run(self) -> None:
		"""Take calls from `begin_at` to `end_at` (time.monotonic)."""
		length = CARD / self.world.factor
		next_at = self.begin_at + length * self.draw.random()
		while next_at < self.end_at:
			self._pause_until(next_at)
			late = time.monotonic() - next_at > length / 4
			try:
				self._card()
				self.figures.card_done(late)
			except Refused:
				pass  # it is counted; the next caller waits
			except Exception as error:
				self.figures.failed("the driver", repr(error)[:200])
			next_at = max(next_at + length * self.draw.uniform(0.7, 1.3), time.monotonic())

	def _pause_until(self, moment: float) -> None:
		time.sleep(max(0.0, moment - time.monotonic()))

	def _pause(self, seconds: float) -> None:
		time.sleep(seconds * self.draw.uniform(0.6, 1.4) / self.world.factor)

	# One card

	def _card(self) -> None:
		self.key, self.subject_key = uuid4().hex, uuid4().hex
		self.is_request = self.draw.random() < REQUEST_SHARE
		self.card = self.caller = None
		self.place = ("", "")
		self._who()
		entry = self._what()
		if self.is_request:
			self._register(entry)
		else:
			self._consult(entry)
		self._pause(THOUGHT)
		self._call("end", "end", card=self.card, note="")

	def _call(self, kind: str, method: str, **values):
		return self.browser.post(kind, f"{DESK}call.{method}", **values)

	def _begun(self, phone: str = "") -> None:
		self.card = self._call("begin", "begin", key=self.key, phone=phone)["name"]

	def _keep(self, **draft) -> None:
		state = {
			"who": {"phone": getattr(self, "typed", "")},
			"subject": draft,
			"subject_key": self.subject_key,
		}
		self._call("keep the draft", "keep", card=self.card, draft=json.dumps(state))

	def _who(self) -> None:
		phone = self.draw.choice(self.world.phones)
		self.typed = f"0{phone[4:]}"
		way = self.draw.random()
		is_new, is_anonymous = self.draw.random() < NEW, self.draw.random() < ANONYMOUS
		if is_new:
			self.typed = f"059{self.draw.randrange(10**7):07d}"
		if way < TYPED or (way >= TYPED + WHOLE and is_new):
			self._type_number(self.typed)
		if way < TYPED + WHOLE or is_new:
			found = self._call("look-up, whole", "lookup", phone=self.typed)
			self._begun(found["phone"])
		else:
			found = self._look_up_part()
			self._begun()
		self._keep()
		self._pause(THOUGHT)
		self._identify(found, is_anonymous)

	def _type_number(self, number: str) -> None:
		for length in range(LEAST, len(number)):
			self._call("look-up, part", "lookup", phone=number[:length])
			if length == LEAST:
				self._begun()
			self._pause(KEY)

	def _look_up_part(self) -> dict:
		"""What the caller remembers: the end of the number, its beginning, or five digits of the middle."""
		length = self.draw.randint(LEAST, 7)
		start = self.draw.choice(
			[0, len(self.typed) - length, self.draw.randint(1, len(self.typed) - length)]
		)
		return self._call("look-up, part", "lookup", phone=self.typed[start : start + length])

	def _identify(self, found: dict, is_anonymous: bool) -> None:
		callers = found["callers"]
		if is_anonymous:
			return self._identified("identify nobody", {"anonymous": 1, "warned": 1})
		if callers:
			chosen = self.draw.choice(callers)
			view = self._identified("identify", {"applicant": chosen["applicant"], "consent": 1})
			self.caller = view["applicant"]
			return None
		place = self.draw.choice(self.world.places)
		new = {
			"surname": f"Новенко{self.number}",
			"first_name": "Оксана",
			"patronymic": "Іванівна",
			"consent": 1,
		}
		new |= {"phone": self.typed, "street": place[0], "building": place[1]}
		self.caller = self._identified("identify a new one", {"new": new})["applicant"]
		return None

	def _identified(self, kind: str, values: dict) -> dict:
		return self._call(kind, "identify", card=self.card, values=values)

	def _what(self) -> Entry:
		"""Say what it is about, key by key; take an entry, its place, what is known there."""
		entry = self.draw.choice(self.world.entries)
		words = entry.title[:16].strip() if self.is_request else self.draw.choice(QUESTIONS)
		for length in range(2, len(words) + 1):
			self.browser.post("search, a key", f"{DESK}finding.propose", text=words[:length], description="")
			self._pause(KEY)
		self._keep(text=words)
		self._pause(THOUGHT)
		self._take(entry)
		return entry

	def _take(self, entry: Entry) -> None:
		self._preview(entry)
		self.browser.get("answers of an entry", f"{DESK}answers.of_entry", classifier=entry.name)
		home = self.caller or {}
		if self.draw.random() < RESIDENCE and home.get("street") and home.get("building"):
			self.place = (home["street"], home["building"])
		elif self.is_request:
			self.place = self.draw.choice(self.world.places)
			self._type_street(self.place[0])
		if self.place[0]:
			self._preview(entry)
			asked = {"street": self.place[0], "building": self.place[1], "classifier": entry.name}
			self.browser.get("similar and works", f"{DESK}call.known_at", **asked)

	def _type_street(self, street: str) -> None:
		words = street.split(" ", 1)[-1][:7]
		for length in range(2, len(words) + 1):
			asked = {"doctype": "City Street", "txt": words[:length], "page_length": "7"}
			self.browser.post("street, a key", "frappe.desk.search.search_link", **asked)
			self._pause(KEY)

	def _preview(self, entry: Entry) -> None:
		values = {"classifier": entry.name, "street": self.place[0], "building": self.place[1]}
		self.browser.post("preview", f"{DESK}preview.preview", values=values)

	def _consult(self, entry: Entry) -> None:
		values = {"classifier": entry.name, "text": self.draw.choice(WORDS), "clarification": ""}
		if self.draw.random() < READ_OUT and (found := self._answer(entry)):
			values |= {"clarification": found["name"], "text": found["text"][:1000]}
		self._keep(entry=entry.name, text=values["text"])
		self._pause(2 * THOUGHT)
		self._call("consult", "consult", card=self.card, key=self.subject_key, values=values)

	def _answer(self, entry: Entry) -> dict | None:
		found = self.browser.post(
			"search, a key", f"{DESK}finding.propose", text=entry.title[:140], description=""
		)
		offered = [item for item in found if item["kind"] == "clarification"]
		if not offered:
			return None
		asked = {"kind": "clarification", "name": self.draw.choice(offered)["name"]}
		return self.browser.get("read an answer", f"{DESK}answers.answer", **asked)

	def _register(self, entry: Entry) -> None:
		words = f"{self.draw.choice(WORDS)} Картка {self.key[:6]}."
		for part in (words[: len(words) // 2], words):
			self._pause(2 * THOUGHT)
			self._keep(entry=entry.name, street=self.place[0], building=self.place[1], description=part)
		self._pause(THOUGHT)
		if not self.place[0]:
			self.place = self.draw.choice(self.world.places)
		values = {"classifier": entry.name, "street": self.place[0], "building": self.place[1], "flat": "5"}
		values |= {"description": words, "wording_agreed": 1}
		self._call("register", "register", card=self.card, key=self.subject_key, values=values)
