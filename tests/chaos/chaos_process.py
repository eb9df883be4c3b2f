"""A background worker or the scheduler of one site, as `bench worker` and `bench schedule` run them for a bench.

`chaos_process.py worker|scheduler SITE`, in the sites folder. The worker serves the queues of this site alone, the
scheduler looks at it every few seconds instead of once a minute.
"""

import sys
import time

from frappe.utils import background_jobs, scheduler

import contact_center.hooks
from contact_center.framework import job_imports

TICK = 5  # seconds


def worker(site: str) -> None:
	background_jobs.get_bench_id = lambda: site
	background_jobs.set_niceness = lambda: None  # the machine has other work
	job_imports.before_forking(sys.argv)
	background_jobs.start_worker(quiet=True)


def schedule(site: str) -> None:
	while True:
		time.sleep(TICK)
		scheduler.enqueue_events_for_site(site)


{"worker": worker, "scheduler": schedule}[sys.argv[1]](sys.argv[2])
