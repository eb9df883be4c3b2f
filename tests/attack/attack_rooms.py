"""Listen in rooms of others: messages about a document, a user or a list come only to who may read them."""

import json
import re
import time

import frappe
import kit
import requests
from attack_arena import Arena
from attack_tally import Tally

PERSONS = ("Guest", "citizen", "stranger", "water", "idler")
SECRET = "kit-room-secret"


class Socket:
	"""A connection by long polling, as Socket.IO's own client falls back to."""

	def __init__(self, arena: Arena, cookies: dict[str, str], **headers: str):
		self.url, self.site = f"{arena.base}/socket.io/", arena.site
		self.session = requests.Session()
		self.session.headers.update({"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items()), **headers})
		opened = self.session.get(self.url, params={"EIO": "4", "transport": "polling"}, timeout=20)
		found = re.search(r'"sid":"([^"]+)"', opened.text)
		self.sid = found[1] if found else ""
		self.heard = opened.text
		if self.sid:
			self.send(f"40/{self.site},")

	def send(self, packet: str) -> None:
		self.session.post(
			self.url,
			params=self.of_this,
			data=packet.encode(),
			headers={"Content-Type": "text/plain"},
			timeout=20,
		)

	@property
	def of_this(self) -> dict[str, str]:
		return {"EIO": "4", "transport": "polling", "sid": self.sid}

	def listen(self, seconds: float) -> str:
		"""Return all that came since the connection opened, until `seconds` have passed."""
		until = time.monotonic() + seconds
		while self.sid and time.monotonic() < until:
			try:
				self.heard += self.session.get(
					self.url, params=self.of_this, timeout=max(0.2, until - time.monotonic())
				).text
			except requests.RequestException:
				break
		return self.heard


def attack(arena: Arena, tally: Tally) -> None:
	control(arena, tally)
	for person in PERSONS:
		cookies = arena.people[person].session.cookies.get_dict()
		tally.expect(
			SECRET not in overheard(arena, cookies, rooms_of_others(arena)), f"{person} hears rooms of others"
		)
	evil = {"Host": "evil.localhost", "Origin": "http://evil.localhost"}
	for cookies in ({}, {"sid": "Guest"}, {"sid": "x"}):
		tally.expect(
			SECRET not in overheard(arena, cookies, rooms_of_others(arena)),
			f"a guest with {cookies} hears rooms",
		)
		tally.expect(
			SECRET not in overheard(arena, cookies, [], **evil), "a guest of a forged host hears rooms"
		)


def control(arena: Arena, tally: Tally) -> None:
	"""The operator hears of the request: else silence would prove nothing."""
	cookies = arena.people["operator"].session.cookies.get_dict()
	rooms = [("doc_subscribe", "Request", arena.world.other)]
	tally.expect(
		SECRET in overheard(arena, cookies, rooms), "the operator hears nothing: the attack proves nothing"
	)


def rooms_of_others(arena: Arena) -> list[tuple[str, ...]]:
	world = arena.world
	return [
		("doc_subscribe", "Request", world.other),
		("doc_open", "Request", world.other),
		("doc_subscribe", "Request Task", world.other_task),
		("doc_subscribe", "User", kit.email("operator")),
		("doctype_subscribe", "Request"),
		("doctype_subscribe", "Request/"),
		("task_subscribe", f"../doc:Request/{world.other}"),
		("doc_subscribe", "Request", [world.other]),
	]


def overheard(arena: Arena, cookies: dict[str, str], rooms: list[tuple], **headers: str) -> str:
	"""Join, let the server speak in every room, and return what was heard."""
	listener = Socket(arena, cookies, **headers)
	listener.listen(1)
	for room in rooms:
		listener.send(f"42/{arena.site},{json.dumps(room)}")
	for _ in range(5):  # joining takes the server a question to the other server
		speak(arena)
		if SECRET in listener.listen(1):
			break
	return listener.heard


def speak(arena: Arena) -> None:
	message = {"text": SECRET}
	for room in (
		{"doctype": "Request", "docname": arena.world.other},
		{"doctype": "Request Task", "docname": arena.world.other_task},
		{"doctype": "Request"},
		{"user": kit.email("operator")},
		{"user": "Administrator"},
	):
		frappe.publish_realtime("kit_secret", message, **room)
