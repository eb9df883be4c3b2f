"""Do the app's queued jobs of one site (`queued_jobs.py SITE do`) or drop them (`SITE drop`).

Run it in the bench's sites folder. `bench worker --burst` would also do the jobs of the bench's other sites.
"""

import os
import sys

import frappe
from frappe.utils.background_jobs import get_queue


def main(site: str, what: str) -> None:
	# Under CI the framework does a job in its test mode, in which letters are marked as sent and never leave.
	os.environ.pop("CI", None)
	frappe.init(site=site)
	queues = [get_queue(name) for name in ("short", "default", "long")]
	# each job opens and closes its own connection
	for queue in queues:
		for job in queue.get_jobs():
			if is_ours(job, site):
				queue.remove(job)
				if what == "do":
					job.perform()
				job.delete()


def is_ours(job, site: str) -> bool:
	return job.kwargs.get("site") == site and str(job.kwargs.get("job_name")).startswith("contact_center.")


main(*sys.argv[1:])
