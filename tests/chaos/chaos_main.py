"""Run `make chaos` on a site: acts of all people, while everything they need is killed; then see that nothing is amiss.

`chaos_main.py SITE MAIL_PORT [ACTS]` in the sites folder, with the environment of scripts/chaos.sh. Exit code 1 where
something was lost or done twice.
"""

import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, as_completed

import chaos_check
import frappe
import kit
import kit_city
import kit_rest
from chaos_client import Person, Unreachable
from chaos_ledger import Act, Ledger, Outcome, table
from chaos_people import Citizen, everybody
from chaos_powers import Mailbox, Site
from frappe.utils.password import update_password

from contact_center.record import messages

ACTS = 500
LONGEST = 600  # seconds of acts
SETTLING, STANDSTILL = 1800, 480  # seconds until all letters are out, and without any that goes out
EVERY, LATEST = 10, 20
"""A calamity comes after so many acts, or so many seconds: on a busy machine nothing else would be done."""
KILLS = ("web worker", "worker", "web", "MariaDB", "job", "Redis queue", "scheduler", "Redis cache")
ONLY = tuple(filter(None, os.environ.get("CHAOS_ONLY", "").split(",")))
"""Of KILLS, where one alone is wanted, again and again and nothing else: "MariaDB"."""
HOUR = 3600
FILINGS, DURING = 52, "file, workers die"


def prepare(site: str) -> Site:
	"""Build the tests' city on an empty site and describe how it is served; leave no connection open."""
	frappe.init(site=site)
	frappe.connect()
	with messages.quiet():
		kit_city.build()
	for person in kit.PEOPLE:
		update_password(kit.email(person), kit_rest.PASSWORD)
	settings = {"submissions_per_hour": 10_000, "max_files": 50}
	for field, value in settings.items():
		frappe.db.set_single_value("Contact Center Settings", field, value)
	frappe.db.delete("Email Queue")
	frappe.db.delete("Error Log")
	frappe.db.commit()
	frappe.clear_cache()
	conf = frappe.conf
	database = (conf.db_host, int(conf.db_port))
	found = Site(site, Mailbox(int(sys.argv[2])), database, conf.redis_queue, conf.redis_cache)
	frappe.destroy()
	return found


class Calamities(threading.Thread):
	"""One after the other, as long as people act; each at least twice."""

	def __init__(self, site: Site, ledger: Ledger):
		super().__init__(daemon=True)
		self.site, self.ledger, self.over = site, ledger, threading.Event()
		self.rounds = 0
		self.notes: Counter[str] = Counter()
		self.error: BaseException | None = None

	def run(self) -> None:
		try:
			while not self.over.is_set():
				for act in self.round():
					if not self.go_on():
						break
					act()
				else:
					self.rounds += 1
				print(f"    {len(self.ledger)} acts, killed {self.site.kills.total()} times", flush=True)
		except BaseException as error:
			self.error = error
		finally:
			self.calm()

	def go_on(self) -> bool:
		"""Let people act for a while; return whether they still do."""
		acts, end = len(self.ledger) + EVERY, time.monotonic() + LATEST
		while len(self.ledger) < acts and time.monotonic() < end:
			if self.over.wait(0.2):
				return False
		return True

	def round(self):
		if ONLY:
			yield from [lambda what=what: self.site.kill(what) for what in ONLY]
			return
		kills = [lambda what=what: self.site.kill(what) for what in KILLS]
		windows = [self.dead_mail, self.full_disk, lambda: self.jump(3 * HOUR), lambda: self.jump(-HOUR)]
		for number, act in enumerate(windows):
			yield act
			yield from kills[2 * number : 2 * number + 2]
			yield self.calm

	def dead_mail(self) -> None:
		self.notes["mail server dead"] += 1
		self.site.mailbox.stop()

	def full_disk(self) -> None:
		self.notes["disk full"] += 1
		self.site.fill_disk(True)

	def jump(self, seconds: int) -> None:
		self.notes[f"clock by {seconds // HOUR:+d} h"] += 1
		self.site.set_clock(seconds)

	def calm(self) -> None:
		self.site.set_clock(0)
		self.site.fill_disk(False)
		if not self.site.mailbox.controller:
			self.site.mailbox.start()


def act_once(person: Person, ledger: Ledger) -> None:
	try:
		person.step()
	except Unreachable:
		ledger.failed("given up")
	time.sleep(random.uniform(0.05, 0.3))


def act_all(site: Site, ledger: Ledger, wanted: int) -> Calamities:
	"""Let everybody act at once until enough was done and every calamity has come."""
	people, end = everybody(site.base, ledger), time.monotonic() + LONGEST
	with ThreadPoolExecutor(len(people)) as pool:
		for signed in as_completed([pool.submit(person.sign_in) for person in people]):
			signed.result()
		calamities = Calamities(site, ledger)
		calamities.start()

		def live(person) -> None:
			try:
				while time.monotonic() < end and (len(ledger) < wanted or not calamities.rounds):
					act_once(person, ledger)
			except BaseException:
				ledger.close()
				raise

		for lived in as_completed([pool.submit(live, person) for person in people]):
			lived.result()
	calamities.over.set()
	calamities.join()
	if calamities.error:
		raise calamities.error
	return calamities


def file_while_workers_die(site: Site, ledger: Ledger) -> None:
	"""Four browsers send FILINGS forms; every second form is no sooner sent than a worker of the web server is killed."""
	people = [Citizen(site.base, person, ledger) for person in ("citizen", "neighbour") * 2]
	killers = []

	def file(number: int) -> None:
		if number % 2:
			killers.append(threading.Timer(0.15, site.kill, ["web worker"]))
			killers[-1].start()
		people[number % len(people)].file().name = DURING

	with ThreadPoolExecutor(len(people)) as pool:
		list(pool.map(Citizen.sign_in, people))
		list(pool.map(file, range(FILINGS)))
	for killer in killers:
		killer.join()


def six_at_once(site: Site, ledger: Ledger) -> None:
	"""Six filings of one form at the same moment, five times."""
	citizen = Citizen(site.base, "neighbour", ledger)
	citizen.sign_in()
	for _each in range(5):
		citizen.file(taps=6).name = "six at once"


def settle() -> tuple[dict[str, int], float]:
	"""Wait until everything has gone out, as long as anything still does: on a busy machine letters are slow."""
	begun = moved = time.monotonic()
	rest, before = chaos_check.waiting(), {}
	while (
		any(rest.values()) and time.monotonic() - moved < STANDSTILL and time.monotonic() - begun < SETTLING
	):
		moved, before = (moved if rest == before else time.monotonic()), rest
		time.sleep(3)
		rest = chaos_check.waiting()
	return rest, time.monotonic() - begun


def judge(site: Site, ledger: Ledger, calamities: Calamities, waited: float, rest: dict) -> bool:
	"""Print the table and what is amiss; return whether all is well."""
	lost, doubled = chaos_check.compare(ledger)
	counts, wrong = chaos_check.letters(site.mailbox)
	differing = chaos_check.differences()
	print(f"\n{table(ledger, Counter(a.name for a, _w in lost), Counter(a.name for a, _w in doubled))}")
	print(f"\nkilled: {dict(site.kills)}; besides: {dict(calamities.notes)}")
	for name in ("file", DURING, "six at once"):
		print(of_filings(name, ledger.named(name)))
	print(
		f"letters: {counts['called for']} called for, {counts['queued']} written to {counts['addressed']} addresses, "
		f"{counts['received']} handed over, {counts['again']} of them again under the same Message-ID"
	)
	print(f"waiting after {waited:.0f} s: {rest}; fields that differ from the journal: {len(differing)}")
	amiss = [f"LOST    {act}: {found}" for act, found in lost]
	amiss += [f"DOUBLED {act}: {found}" for act, found in doubled]
	amiss += [f"WRONG   {each}" for each in [*wrong, *differing, *chaos_check.beside_the_journal()]]
	print("\n".join(f"    {each}" for each in [*amiss, *asides(ledger)]))
	return not amiss and not any(rest.values())


def of_filings(name: str, acts: list[Act]) -> str:
	ones = sum(act.is_done and len(act.answers) == 1 for act in acts)
	return (
		f"{name}: {len(acts)} forms, first try failed: {sum(act.first_failed for act in acts)}; "
		f"in the end one request and one thank-you: {ones}"
	)


def asides(ledger: Ledger) -> list[str]:
	"""Return what is no fault by itself, and worth reading."""
	tries = [f"tries that failed: {times:>4}  {how}" for how, times in ledger.failures.most_common(12)]
	unclear = [f"NO WORDS {act.name}: {act.said}" for act in ledger.acts if act.outcome is Outcome.UNCLEAR]
	logged = [f"error log: {times:>4}  {how}" for how, times in chaos_check.errors().most_common(12)]
	return [*tries, *unclear, *logged]


def main(site_name: str, wanted: int) -> bool:
	started, ledger = time.monotonic(), Ledger()
	for ending in (signal.SIGTERM, signal.SIGINT):
		signal.signal(ending, lambda *_: ledger.close() or sys.exit(1))
	site = prepare(site_name)
	site.start()
	try:
		calamities = act_all(site, ledger, wanted)
		file_while_workers_die(site, ledger)
		six_at_once(site, ledger)
		frappe.init(site=site_name)
		frappe.connect()
		rest, waited = settle()
		is_well = judge(site, ledger, calamities, waited, rest)
		print(f"{time.monotonic() - started:.0f} s")
		return is_well
	finally:
		site.stop()


sys.exit(not main(sys.argv[1], int(sys.argv[3]) if len(sys.argv) > 3 else ACTS))
