"""Requeue the jobs that a worker had taken when the bench was stopped: `requeue_lost_jobs.py SITE`.

Run it in the sites folder before the worker starts. Such a job is still marked as queued or started, but is in no
queue: its letter would be lost, and the scheduler would never start the sweep again.
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
			requeue(job)


def jobs(connection) -> Iterator[Job]:
	"""Yield the jobs in Redis, without those that can no longer be read."""
	for key in connection.scan_iter(f"{Job.redis_job_namespace_prefix}*", _type="HASH"):
		try:
			yield Job.fetch(key.decode().removeprefix(Job.redis_job_namespace_prefix), connection)
		except NoSuchJobError:
			continue


def requeue(job: Job) -> None:
	queue = Queue(job.origin, connection=job.connection)
	forget_start(queue, job)
	job.set_status(JobStatus.QUEUED)
	queue.push_job_id(job.id)


def forget_start(queue: Queue, job: Job) -> None:
	"""Remove the job from the registry of started jobs, in which RQ 1 stores its id and RQ 2 "id:execution"."""
	started = queue.started_job_registry.key
	for noted in job.connection.zrange(started, 0, -1):
		if noted.decode() == job.id or noted.decode().rpartition(":")[0] == job.id:
			job.connection.zrem(started, noted)


main(*sys.argv[1:])
