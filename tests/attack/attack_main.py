"""Run the attacks of `make attack` on a site, print the table, and exit 1 if something broke."""

import importlib
import sys
import time

from attack_arena import made
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


def main(site: str, *chosen: str) -> None:
	started, tallies = time.monotonic(), {}
	with made(site) as arena:
		for name, title in CLASSES.items():
			if not chosen or name in chosen:
				tallies[title] = tally = Tally()
				importlib.import_module(f"attack_{name}").attack(arena, tally)
				print(f"{title}: {tally.tried} tried, {len(tally.broken)} broken", flush=True)
				for each in tally.broken[:40]:
					print(f"    BROKEN {each}", flush=True)
	print(f"\n{table(tallies)}\n{time.monotonic() - started:.0f} s")
	sys.exit(bool(total(tallies).broken))


main(*sys.argv[1:])
