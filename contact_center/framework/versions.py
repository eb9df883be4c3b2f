"""Compare the running framework's version with the bounds of a correction."""

import re
from operator import eq, ge, gt, le, lt

import frappe

COMPARISONS = {">=": ge, "<=": le, "==": eq, ">": gt, "<": lt}
BOUND = re.compile(r"(>=|<=|==|>|<)([\d.]+)")


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
