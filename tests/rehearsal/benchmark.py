"""How long a rehearsal takes beside merely reading its files: `python tests/rehearsal/benchmark.py [COUNT …]`.

For each number of requests (default 100,000 and 1,000,000; about 5.3 journal lines each) a made-up history is written,
then read by polars alone and replayed with its page by `contact-center rehearse`, each in a process of its own, five
times in turn (`RUNS=3` for fewer) after one that does not count. Printed are medians of wall clock, processor time
and the greatest memory. With EXCEL=1 the files are as real exports look (see `as_excel_saves`).
"""

import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from generated_history import as_excel_saves, write_history

from contact_center.reading.policy_files import DEFAULT_POLICY, load_policy
from contact_center.rehearsal.reading.orders import DEMO_POLICY

RUNS = int(os.environ.get("RUNS", "5"))
GIGABYTE = 1e6  # ru_maxrss counts kilobytes
CACHE = tempfile.TemporaryDirectory()
EXCEL = os.environ.get("EXCEL") == "1"
HOW = {"separator": ";", "truncate_ragged_lines": True} if EXCEL else {}
READ = f"import polars, sys; frames = [polars.read_csv(path, **{HOW}) for path in sys.argv[1:]]"


def main(counts):
	policy = load_policy(DEFAULT_POLICY, DEMO_POLICY)
	with tempfile.TemporaryDirectory() as folder:
		for count in counts:
			requests, journal = write_history(Path(folder, str(count)), policy, count)
			if EXCEL:
				requests, journal = (
					as_excel_saves(each, each.with_suffix(".excel")) for each in (requests, journal)
				)
			print(
				f"{requests.stat().st_size / 1e6:.0f} and {journal.stat().st_size / 1e6:.0f} MB", flush=True
			)
			page = Path(folder, "page.html")
			command = [
				"-m",
				"contact_center.rehearsal",
				"rehearse",
				requests,
				"--journal",
				journal,
				"--html",
				page,
			]
			runs = [(measured(["-c", READ, requests, journal]), measured(command)) for _ in range(RUNS + 1)]
			show(count, *zip(*runs[1:], strict=True))


def measured(arguments):
	"""Wall seconds, processor seconds and gigabytes of one child process.

	Python's own compiled files are kept beside the data, as an installation has them: the first run makes them.
	"""
	environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": CACHE.name}
	environment.pop("PYTHONDONTWRITEBYTECODE", None)
	quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
	began = time.perf_counter()
	command = [sys.executable, *map(str, arguments)]
	child = os.posix_spawn(sys.executable, command, environment, file_actions=quiet)
	_, status, usage = os.wait4(child, 0)
	if status:
		raise SystemExit(f"failed: {' '.join(command)}")
	return time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / GIGABYTE


def show(count, read, rehearsed):
	(read_wall, read_cpu, read_memory), (wall, cpu, memory) = (
		[median(run[column] for run in runs) for column in range(3)] for runs in (read, rehearsed)
	)
	print(
		f"{count:>10,} requests   read: {read_wall:6.2f} s, {read_cpu:6.2f} s of processor, {read_memory:.2f} GB"
	)
	print(f"{'':>10}        rehearsed: {wall:6.2f} s, {cpu:6.2f} s of processor, {memory:.2f} GB", end="")
	print(f"; ratio {wall / read_wall:.1f} by the clock, {cpu / read_cpu:.1f} by the processor", flush=True)


if __name__ == "__main__":
	main([int(each) for each in sys.argv[1:]] or [100_000, 1_000_000])
