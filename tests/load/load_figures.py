"""What was measured, in words: milliseconds a kind of call, errors, who spent the processor's time, the bounds."""

import os
from pathlib import Path
from statistics import quantiles

from load_calls import Figures

BOUNDS = {
	"look-up, whole": 200,
	"look-up, part": 200,
	"register": 500,
	"search, a key": 100,
	"street, a key": 100,
}
"""{kind of call: milliseconds that 95 of 100 stay below} (issue 13)."""
TICKS = os.sysconf("SC_CLK_TCK")
FEW = 20


def print_times(figures: Figures) -> None:
	print(f"{'':22} {'calls':>6} {'p50':>7} {'p95':>7} {'p99':>7} {'max':>7}  ms")
	for kind, spent in sorted(figures.spent.items(), key=lambda each: -sum(each[1])):
		bound = f"  (bound {BOUNDS[kind]})" if kind in BOUNDS else ""
		shares = "".join(f" {share(spent, percent):7.1f}" for percent in (50, 95, 99))
		print(f"{kind:22} {len(spent):6}{shares} {max(spent):7.1f}{bound}")


def share(spent: list[float], percent: int) -> float:
	"""Return the milliseconds below which so many of a hundred calls stay."""
	return quantiles(spent, n=100, method="inclusive")[percent - 1] if len(spent) > 1 else spent[0]


def print_errors(figures: Figures) -> None:
	print(f"errors: {sum(figures.errors.values())}")
	for what, count in figures.errors.most_common():
		print(f"  {count} × {what}")


def over_the_bounds(figures: Figures) -> list[str]:
	measured = {kind: share(figures.spent[kind], 95) for kind in BOUNDS if kind in figures.spent}
	return [
		f"{kind}: p95 is {p95:.0f} ms, the bound {BOUNDS[kind]} ms"
		for kind, p95 in measured.items()
		if p95 >= BOUNDS[kind]
	]


class Processes:
	"""Processor time of named processes with their children, from now on."""

	def __init__(self, **pids: int | None):
		self.pids = {name: pid for name, pid in pids.items() if pid}
		self.before = self._spent()

	def print(self, seconds: float, calls: int) -> None:
		now = self._spent()
		said = [f"{name} {100 * (now[name] - self.before[name]) / seconds:.0f} %" for name in self.pids]
		of_workers = 1000 * (now["web workers"] - self.before["web workers"]) / max(1, calls)
		load = " ".join(f"{each:.1f}" for each in os.getloadavg())
		print(f"processors ({os.cpu_count()}, so 100 % is one): {', '.join(said)}; load average {load}")
		print(f"a call costs {of_workers:.1f} ms of a web worker")

	def _spent(self) -> dict[str, float]:
		of_all = _times()
		others = set(self.pids.values())
		return {
			name: sum(of_all[each][1] for each in _family(of_all, pid) if each == pid or each not in others)
			for name, pid in self.pids.items()
		}


def _times() -> dict[int, tuple[int, float]]:
	"""Return {pid: (parent, seconds of the processor, with those of its children that have ended)}."""
	found = {}
	for file in Path("/proc").glob("[0-9]*/stat"):
		try:
			stat = file.read_text().rpartition(")")[2].split()
		except OSError:  # it has ended meanwhile
			continue
		found[int(file.parent.name)] = (int(stat[1]), sum(map(int, stat[11:15])) / TICKS)
	return found


def _family(of_all: dict[int, tuple[int, float]], pid: int) -> list[int]:
	return [each for each, (parent, _spent) in of_all.items() if pid in (each, parent)]
