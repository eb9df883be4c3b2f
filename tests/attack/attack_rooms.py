"""Listen in rooms of others: messages about a document, a user or a list come only to who may read them."""

import json
import re
import threading
import time

import frappe
import kit
import requests
from attack_arena import Arena
from attack_tally import Tally

PERSONS = ("Guest", "citizen", "stranger", "water", "idler")
SECRET = "kit-room-secret"
AUDIBLE = 3
"""How many of the rooms hear what is said to a document or a doctype."""
PING, PONG, END = "2", "3", "1"
PATIENCE = 40
"""Seconds; the server says something every 25."""
PAUSE, ROUNDS = 0.7, 6


class Socket:
	"""A connection by long polling, as Socket.IO's own client falls back to.

	A thread asks without pause: the server ends a connection whose question is broken off.
	"""

	def __init__(self, arena: Arena, cookies: dict[str, str], **headers: str):
		self.url = f"{arena.base}/socket.io/"
		self.headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items()), **headers}
		self.heard = ""
		self.about = {"EIO": "4", "transport": "polling"}
		opened = self.ask()
		found = re.search(r'"sid":"([^"]+)"', opened)
		if found:
			self.about["sid"] = found[1]
			threading.Thread(target=self.listen, daemon=True).start()
			self.send(f"40/{arena.site},")

	def ask(self) -> str:
		"""Wait for what the server says next; "" where it has ended the connection."""
		try:
			answer = requests.get(self.url, self.about, headers=self.headers, timeout=PATIENCE)
		except requests.RequestException:
			return ""
		return answer.text if answer.ok else ""

	def listen(self) -> None:
		while said := self.ask():
			self.heard += said
			if said == PING:
				self.send(PONG)

	def send(self, packet: str) -> None:
		headers = {**self.headers, "Content-Type": "text/plain"}
		requests.post(self.url, packet.encode(), params=self.about, headers=headers, timeout=PATIENCE)

	def close(self) -> None:
		if "sid" in self.about:
			self.send(END)


def control(arena: Arena, tally: Tally) -> None:
	"""The operator hears of the request: else silence would prove nothing."""
	cookies = arena.people["operator"].session.cookies.get_dict()
	for number, room in enumerate(joined := rooms_of_others(arena)[:AUDIBLE]):
		heard = overheard(arena, cookies, [room], secret_of(number))
		tally.seen(secret_of(number) in heard, f"the operator hears {room}")
	nobody = overheard(arena, cookies, [], secret_of(0))
	tally.seen(secret_of(0) not in nobody, f"who has not joined {joined[0]} hears nothing of it")
	tally.seen(secret_of(AUDIBLE) in nobody, "the operator hears what is said to the operator")


def attack(arena: Arena, tally: Tally) -> None:
	for person in PERSONS:
		cookies = arena.people[person].session.cookies.get_dict()
		silent(arena, tally, person, cookies)
	evil = {"Host": "evil.localhost", "Origin": "http://evil.localhost"}
	for cookies in ({}, {"sid": "Guest"}, {"sid": "x"}):
		silent(arena, tally, f"a guest with {cookies}", cookies)
		silent(arena, tally, f"a guest with {cookies} of a forged host", cookies, **evil)
	operator = arena.people["operator"].session.cookies.get_dict()
	silent(arena, tally, "a foreign page that the operator looks at", operator, Origin="http://evil.example")


def silent(arena: Arena, tally: Tally, who: str, cookies: dict[str, str], **headers: str) -> None:
	heard = overheard(arena, cookies, rooms_of_others(arena), **headers)
	for number, about in enumerate(messages(arena)):
		tally.expect(secret_of(number) not in heard, f"{who} hears what is said to {about}")


def secret_of(number: int) -> str:
	return f"{SECRET}-{number}-"


def rooms_of_others(arena: Arena) -> list[tuple[str, ...]]:
	"""Return what one may say to join a room; the first are those of `messages`."""
	world = arena.world
	return [
		("doc_subscribe", "Request", world.other),
		("doc_subscribe", "Request Task", world.other_task),
		("doctype_subscribe", "Request"),
		("doc_open", "Request", world.other),
		("doc_subscribe", "User", kit.email("operator")),
		("doctype_subscribe", "Request/"),
		("task_subscribe", f"../doc:Request/{world.other}"),
		("doc_subscribe", "Request", [world.other]),
	]


def overheard(
	arena: Arena, cookies: dict[str, str], rooms: list[tuple], awaited: str = "", **headers: str
) -> str:
	"""Join, let the server speak in every room until what is awaited comes, and return what was heard."""
	listener = Socket(arena, cookies, **headers)
	time.sleep(PAUSE)
	for room in rooms:
		listener.send(f"42/{arena.site},{json.dumps(room)}")
	for _ in range(ROUNDS):  # joining takes the server a question to the other server
		speak(arena)
		time.sleep(PAUSE)
		if awaited and awaited in listener.heard:
			break
	listener.close()
	return listener.heard


def speak(arena: Arena) -> None:
	for number, about in enumerate(messages(arena)):
		frappe.publish_realtime("kit_secret", {"text": secret_of(number)}, **about)


def messages(arena: Arena) -> list[dict[str, str]]:
	"""Return to whom the server speaks: first in the rooms that one joins, then to accounts."""
	return [
		{"doctype": "Request", "docname": arena.world.other},
		{"doctype": "Request Task", "docname": arena.world.other_task},
		{"room": "doctype:Request"},
		{"user": kit.email("operator")},
		{"user": "Administrator"},
	]
