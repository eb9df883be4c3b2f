"""Measure the calls of operators and executors where much is stored: `make load ARGS="…"`; see scripts/load.sh.

Fills the site where it lacks rows, starts two web workers and a worker for jobs, lets operators and executors' users work for
some minutes, prints what it took and how long the jobs need to follow. Exits 1 on an error, over a bound, or where the people
could not keep their pace.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import frappe
import load_executors
import load_figures
import load_fill
import load_jobs
import load_plans
import load_sessions
import load_statements
import load_world
from load_calls import Figures
from load_desk import AtDesk
from load_executor import ROUND, Executor
from load_operator import Operator

REPOSITORY = Path(__file__).resolve().parents[2]
WORKERS = 2
LATE_SHARE = 0.1


def main(argv: list[str]) -> int:
	given = read(argv)
	signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(1))  # its web workers and jobs end with it
	frappe.init(site=os.environ["SITE"])
	frappe.connect()
	print(f"filling {frappe.local.site}, load average {os.getloadavg()[0]:.1f}", flush=True)
	load_fill.fill(
		load_fill.Sizes(
			given.requests, given.cards, given.applicants or given.requests * 3 // 5, given.operators
		)
	)
	load_executors.fill(given.executors, given.users, load_fill.PASSWORD)
	load_fill.print_sizes()
	print(f"  the database keeps {load_world.buffer_pool():.0f} MB of it in memory")
	if given.check:
		load_world.check(given.check)
	if given.explain:
		load_plans.print_plans(load_world.world(given.factor))
		load_statements.print_statements(load_world.work(1, given.factor))
	return work(given) if given.minutes else 0


def read(argv: list[str]) -> argparse.Namespace:
	parser = argparse.ArgumentParser(prog="make load", description=__doc__)
	parser.add_argument("--operators", type=int, default=40)
	parser.add_argument("--users", type=int, default=500, help="executors' users at their desks")
	parser.add_argument("--executors", type=int, default=130)
	parser.add_argument(
		"--at-desk",
		type=float,
		default=0.8,
		help="share of the users at the executor's desk, others have lists",
	)
	parser.add_argument("--minutes", type=float, default=5, help="0: fill and explain only")
	parser.add_argument("--factor", type=float, default=1, help="so many times as often as people would")
	parser.add_argument("--at-once", type=int, default=4, help="so many operators sign in at the same moment")
	parser.add_argument("--pictures", type=int, default=16, help="so many photos are made for the results")
	parser.add_argument("--requests", type=int, default=200_000)
	parser.add_argument("--cards", type=int, default=400_000)
	parser.add_argument("--applicants", type=int, default=0, help="three fifths of the requests by default")
	parser.add_argument(
		"--check", type=int, default=100, help="so many requests are compared with their journal"
	)
	parser.add_argument(
		"--explain", action="store_true", help="queries of each call, with the plans of the slow ones"
	)
	return parser.parse_args(argv)


def work(given: argparse.Namespace) -> int:
	figures = Figures()
	database = load_world.pid_of_database()
	with ExitStack() as stack:
		web, port = stack.enter_context(web_workers())
		jobs = stack.enter_context(job_worker())
		callers = operators(given, port, figures)
		people = [*callers, *executors(given, port, figures)]
		sign_in(callers, given.at_once)
		print(pace(given), flush=True)
		pids = {"web workers": web.pid, "jobs": jobs.pid, "database": database, "these people": os.getpid()}
		processes = load_figures.Processes(**pids)
		start = time.monotonic()
		at_work(people, start, 60 * given.minutes)
		processes.print(time.monotonic() - start, sum(map(len, figures.spent.values())))
		code = said(figures, given)
		load_jobs.print_backlog()
	return code


def operators(given: argparse.Namespace, port: int, figures: Figures) -> list[Operator]:
	world = load_world.world(given.factor)
	emails = load_fill.people_at_work(given.operators)
	return [
		Operator(number, email, load_fill.PASSWORD, port, world, figures)
		for number, email in enumerate(emails)
	]


def executors(given: argparse.Namespace, port: int, figures: Figures) -> list[Executor]:
	emails = load_executors.at_work(given.users, load_fill.PASSWORD)
	work = load_world.work(given.pictures if emails else 0, given.factor)
	at_desk = round(given.at_desk * len(emails))
	people = [
		(AtDesk if number < at_desk else Executor)(number, email, load_fill.PASSWORD, port, work, figures)
		for number, email in enumerate(emails)
	]
	sessions = load_sessions.begin(emails) if emails else {}
	for person in people:
		person.resume(*sessions[person.email])
	return people


def pace(given: argparse.Namespace) -> str:
	rounds = given.users * given.factor * 60 / ROUND
	return (
		f"{given.operators} operators, {given.factor:g} cards a minute each; {given.users} users of executors, "
		f"{given.at_desk:.0%} of them at the executor's desk, {rounds:.0f} rounds a minute in all; "
		f"{given.minutes:g} minutes, load average {os.getloadavg()[0]:.1f}"
	)


def sign_in(callers: list[Operator], at_once: int) -> None:
	with ThreadPoolExecutor(at_once) as pool:
		list(pool.map(Operator.sign_in, callers))


def at_work(people: list[Operator | Executor], start: float, seconds: float) -> None:
	frappe.db.commit()
	for person in people:
		person.begin_at, person.end_at = start, start + seconds
		person.start()
	for person in people:
		person.join()


def said(figures: Figures, given: argparse.Namespace) -> int:
	load_figures.print_times(figures)
	wanted = given.operators * given.factor * given.minutes
	print(f"cards: {figures.cards} of some {wanted:.0f}, {figures.late} begun late")
	rounds = given.users * given.factor * 60 * given.minutes / ROUND
	print(f"rounds of executors' users: {len(figures.rounds)} of some {rounds:.0f}")
	print(f"steps that a colleague had decided meanwhile, refused by name: {figures.outdated}")
	load_figures.print_errors(figures)
	over = load_figures.over_the_bounds(figures)
	if figures.late > LATE_SHARE * max(1, figures.cards):
		over.append("the operators could not keep their pace")
	for line in over:
		print(f"OVER: {line}")
	return int(bool(figures.errors or over))


@contextmanager
def web_workers() -> Iterator[tuple[subprocess.Popen, int]]:
	"""The web workers of `make run`, on a free port."""
	command = [
		str(Path(sys.executable).with_name("gunicorn")),
		"--pythonpath",
		str(REPOSITORY / "scripts"),
		"wsgi",
	]
	command += ["--workers", str(WORKERS), "--threads", "8", "--timeout", "120", "--log-level", "error"]
	with socket.create_server(("127.0.0.1", 0), backlog=1024) as listener:
		command += ["--bind", f"fd://{listener.fileno()}"]
		with running(command, pass_fds=[listener.fileno()]) as process:
			yield process, listener.getsockname()[1]


@contextmanager
def job_worker() -> Iterator[subprocess.Popen]:
	"""A worker for the jobs of this site, since a city's machine has one too."""
	script = REPOSITORY / "tests" / "chaos" / "chaos_process.py"
	with Path("../logs/load-jobs.log").open("ab") as log:
		command = [sys.executable, str(script), "worker", frappe.local.site]
		with running(command, stdout=log, stderr=log) as process:
			yield process


@contextmanager
def running(command: list[str], **options) -> Iterator[subprocess.Popen]:
	process = subprocess.Popen(command, env={**os.environ, "SITE": frappe.local.site}, **options)
	try:
		yield process
	finally:
		process.terminate()
		process.wait(timeout=60)


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))
