"""Jobs that a worker had taken when everything was stopped go back into their queues: `requeue_lost_jobs.py SITE`.

Called in the sites folder before the bench's worker starts. Redis still calls such a job queued or started while no
queue holds it: a letter would be lost, and the scheduler would wait for its sweep for ever.
"""

import sys
from collections.abc import Iterator

import frappe
from frappe.utils.background_jobs import get_queue
from rq import Queue
from rq.exceptions import NoSuchJobError
from rq.job import Job, JobStatus

QUEUES = ("short", "default", "long")
TAKEN = (JobStatus.QUEUED, JobStatus.STARTED)


def main(site: str) -> None:
	frappe.init(site=site)
	queues = [get_queue(name) for name in QUEUES]
	waiting = {queue.name: set(queue.get_job_ids()) for queue in queues}
	for job in jobs(queues[0].connection):
		if job.id not in waiting.get(job.origin, {job.id}) and job.get_status(refresh=False) in TAKEN:
			give_back(job)


def jobs(connection) -> Iterator[Job]:
	"""Every job that Redis knows; one that cannot be read any more is left out."""
	for key in connection.scan_iter(f"{Job.redis_job_namespace_prefix}*", _type="HASH"):
		try:
			yield Job.fetch(key.decode().removeprefix(Job.redis_job_namespace_prefix), connection)
		except NoSuchJobError:
			continue


def give_back(job: Job) -> None:
	queue = Queue(job.origin, connection=job.connection)
	forget_start(queue, job)
	job.set_status(JobStatus.QUEUED)
	queue.push_job_id(job.id)


def forget_start(queue: Queue, job: Job) -> None:
	"""RQ 1 notes a started job by its id, RQ 2 by "id:execution" and lets nobody take that out by the job."""
	started = queue.started_job_registry.key
	for noted in job.connection.zrange(started, 0, -1):
		if noted.decode() == job.id or noted.decode().rpartition(":")[0] == job.id:
			job.connection.zrem(started, noted)


main(*sys.argv[1:])
