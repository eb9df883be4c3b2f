"""Compare what was seen in a site and in the one restored from its backup: `backup_compare.py BEFORE.json AFTER.json`.

Each file holds {what: {name: value}}. Prints a line a kind; exit code 1 where something differs, is false or was not seen.
"""

import json
import sys
from pathlib import Path


def misses(before: dict, after: dict) -> list[str]:
	"""Return what is not the same, and what is the same but does not work in either."""
	found = []
	for name in sorted(before.keys() | after.keys()):
		left, right = before.get(name), after.get(name)
		if left != right:
			found.append(f"{name}: {left} -> {right}")
		elif left is None or left is False:
			found.append(f"{name}: {left} in both")
	return found or ([] if before else ["nothing was seen"])


def line(what: str, values: dict, missed: list[str]) -> str:
	counts = [value for value in values.values() if type(value) is int]
	total = f", {sum(counts)} together" if counts else ""
	return "\n      ".join([f"{'MISS' if missed else 'ok  '}  {what}: {len(values)}{total}", *missed])


def main(before: str, after: str) -> None:
	left, right = (json.loads(Path(each).read_text("utf-8")) for each in (before, after))
	failed = False
	for what in left:
		missed = misses(left[what], right.get(what, {}))
		print(line(what, left[what], missed))
		failed = failed or bool(missed)
	sys.exit(int(failed))


main(*sys.argv[1:])
