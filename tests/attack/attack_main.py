"""Run the attacks of `make attack` on a site, print the table, and exit 1 if something broke.

Each class first shows that it would see what it looks for: its controls do what somebody may. Where one is not seen,
the class proves nothing, and the run fails as well.
"""

import importlib
import signal
import sys
import time

from attack_arena import Arena, made
from attack_tally import Tally, table, total

CLASSES = {
	"paths": "files of the server by paths",
	"headers": "forged headers and cookies",
	"sessions": "sessions, tokens, passwords",
	"letters": "letters to strangers",
	"fetching": "the server as a messenger (SSRF)",
	"sql": "names that reach SQL",
	"templates": "names that reach templates",
	"files": "files of others",
	"rooms": "realtime rooms of others",
	"documents": "every doctype by every road",
	"methods": "every whitelisted method",
}
LONGEST = 7200
"""Seconds that the attacks may take; what has not ended by then has failed."""


def main(site: str, *chosen: str) -> None:
	started, tallies = time.monotonic(), {}
	signal.signal(signal.SIGALRM, too_long)
	signal.alarm(LONGEST)
	with made(site) as arena:
		for name in chosen or CLASSES:
			tallies[CLASSES[name]] = run(name, arena)
		signal.alarm(0)
	print(f"\n{table(tallies)}\n{time.monotonic() - started:.0f} s of {LONGEST} at most")
	whole = total(tallies)
	sys.exit(bool(whole.broken or whole.unseen))


def run(name: str, arena: Arena) -> Tally:
	"""Make the attacks of one class, with people who have just signed in, and report at once."""
	begun, tally = time.monotonic(), Tally()
	arena.sign_in()
	attacks = importlib.import_module(f"attack_{name}")
	attacks.control(arena, tally)
	attacks.attack(arena, tally)
	for person in arena.people:
		tally.seen(arena.is_signed_in(person), f"{person} is still signed in at the end of {name}")
	spent = f"{time.monotonic() - begun:.0f} s"
	print(f"{CLASSES[name]}: {tally.tried} tried, {len(tally.broken)} broken, {spent}", flush=True)
	for what, lines in (("BROKEN", tally.broken), ("PROVES NOTHING, was not seen:", tally.unseen)):
		for line in lines[:40]:
			print(f"    {what} {line}", flush=True)
	return tally


def too_long(*_) -> None:
	raise TimeoutError(f"the attacks have not ended in {LONGEST} s")


main(*sys.argv[1:])
