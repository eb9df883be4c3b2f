"""What the people at work leave to the jobs: how many wait when they stop, and how fast these are done."""

import time
from collections import Counter

import frappe
from frappe.utils.background_jobs import get_queues

PATIENCE = 240  # seconds
A_LOOK = 1.0


def print_backlog() -> None:
	"""Print what waits now, and watch it until nothing does, PATIENCE at the most."""
	waiting = _waiting()
	checks = _checks()
	start = time.monotonic()
	print(f"jobs that wait: {sum(waiting.values())} {dict(waiting)}; evidence checks: {checks}", flush=True)
	while (_waiting() or _running()) and time.monotonic() - start < PATIENCE:
		time.sleep(A_LOOK)
	left = sum(_waiting().values())
	print(f"after {time.monotonic() - start:.0f} s {left} wait; evidence checks: {_checks()}", flush=True)


def _waiting() -> Counter[str]:
	"""Return how many jobs of this site wait, by what they do."""
	jobs = [job for queue in _queues() for job in queue.jobs]
	return Counter(str((job.kwargs or {}).get("method") or job.description)[:60] for job in jobs)


def _running() -> int:
	return sum(queue.started_job_registry.count for queue in _queues())


def _queues() -> list:
	own = frappe.conf.bench_id or ""
	return [queue for queue in get_queues() if queue.name.startswith(own)]


def _checks() -> dict[str, int]:
	"""Return {state: results that were handed in}, as committed now."""
	frappe.db.rollback()
	rows = frappe.db.sql("select state, count(*) from `tabEvidence Check` group by state order by state")
	return {str(state): count for state, count in rows}
