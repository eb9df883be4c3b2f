"""The app's queued jobs of one site: `queued_jobs.py SITE do` does them as its workers would, `SITE drop` drops them.

Called in the bench's sites folder. Not `bench worker --burst`: the queues are the whole bench's, and other sites' jobs
are none of a test's business.
"""

import sys

import frappe
from frappe.utils.background_jobs import get_queue


def main(site: str, what: str) -> None:
	frappe.init(site=site)
	queues = [get_queue(name) for name in ("short", "default", "long")]
	# each job makes its own connection, and leaves none behind
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
