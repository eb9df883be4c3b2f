"""Let a scheduled job of ours start again that a killed worker had taken, or whose last run a fast clock has dated ahead.

The framework starts no scheduled job that it takes for queued or running, and it takes for that what Redis says of it. Of a
job that a killed worker had begun Redis says so for a quarter of an hour, of one that it had only taken off the queue for
ever. And a job is due a minute after its last run, whatever clock dated that: of a clock that ran an hour fast, an hour long
none is due. Deadlines would not be noticed meanwhile, and no letter would go out.
"""

from datetime import datetime

import frappe
from frappe.core.doctype.scheduled_job_type.scheduled_job_type import ScheduledJobType
from frappe.utils import get_datetime, now_datetime
from frappe.utils.background_jobs import get_job
from rq import Queue
from rq.job import Job, JobStatus
from rq.worker import BaseWorker

from contact_center.framework.scope import APP

NEEDED_BY = (">=15", "<17")
LETTERS = "frappe.email.queue.flush"
"""The job of the framework by which our letters go out."""
BEING_TAKEN = 30
"""Seconds after which nobody takes any more what has left its queue and has not begun."""
REMEMBERED = 3600


class ScheduledJob(ScheduledJobType):
	"""A kind of job that runs by the clock (hook override_doctype_class); those of other apps run as before."""

	def is_job_in_queue(self) -> bool:
		"""Return whether the job waits or runs: forget one that was lost."""
		if not super().is_job_in_queue():
			return False
		job = get_job(self.rq_job_id) if self._is_ours() else None
		if not job or not is_lost(job):
			return True
		job.delete()
		return False

	def is_event_due(self, current_time: datetime | None = None) -> bool:
		"""Return whether the next run has come; also where the last one is dated later than now."""
		return super().is_event_due(current_time) or (self._is_ours() and self._ran_later_than_now())

	def _is_ours(self) -> bool:
		return (self.method or "").startswith(f"{APP}.") or self.method == LETTERS

	def _ran_later_than_now(self) -> bool:
		return bool(self.last_execution) and get_datetime(self.last_execution) > now_datetime()


def is_lost(job: Job) -> bool:
	"""Return whether a job that is marked as queued or begun is in no queue and with no worker."""
	# As it was fetched: status and worker of one moment, whoever has begun it since.
	if job.get_status(refresh=False) == JobStatus.STARTED:
		# Its worker renews its own key while the job runs: a killed one has none after a minute and a half.
		key = f"{BaseWorker.redis_worker_namespace_prefix}{job.worker_name}"
		return not (job.worker_name and job.connection.exists(key))
	waiting = Queue(job.origin, connection=job.connection).get_job_ids()
	return job.id not in waiting and _was_seen_before(job)


def _was_seen_before(job: Job) -> bool:
	"""Return whether the job has been in no queue for BEING_TAKEN: a worker that takes one has begun it by then.

	The time is counted by Redis, whose clock no change of the machine's moves.
	"""
	key = frappe.cache.make_key(f"contact_center_taken:{job.id}:{job.enqueued_at}")
	if frappe.cache.set(key, 1, nx=True, ex=REMEMBERED):
		return False
	return frappe.cache.ttl(key) <= REMEMBERED - BEING_TAKEN
