"""Compare the running framework's version with the bounds of a correction, and with the floor of its own mending."""

import re
from operator import eq, ge, gt, le, lt

import frappe

COMPARISONS = {">=": ge, "<=": le, "==": eq, ">": gt, "<": lt}
BOUND = re.compile(r"(>=|<=|==|>|<)([\d.]+)")

FLOORS = {15: "15.107.0", 16: "16.17.0"}
"""The first version of each line without the holes below; what older ones lack is corrected here as far as it can be."""
CLOSED_THERE = ("CVE-2026-31878", "CVE-2026-31879", "CVE-2026-44208")


def floor_missed(version: str | None = None) -> str:
	"""Return the floor of its line where the version, by default that of the running framework, is below; else ""."""
	running = _numbers(version or frappe.__version__)
	floor = FLOORS.get(running[0], "")
	return floor if floor and running < _numbers(floor) else ""


def is_needed(needed_by: tuple[str, ...], version: str | None = None) -> bool:
	"""Return whether the version, by default that of the running framework, is within all bounds: (">=15", "<16")."""
	running = _numbers(version or frappe.__version__)
	for bound in needed_by:
		sign, number = BOUND.fullmatch(bound).groups()
		limit = _numbers(number)
		if not COMPARISONS[sign](running[: len(limit)], limit):
			return False
	return True


def _numbers(version: str) -> tuple[int, ...]:
	return tuple(int(part) for part in re.match(r"\d+(\.\d+)*", version)[0].split("."))
