"""What was queued is done, however the bench was stopped (R8.2.3, R7.1): `make run` finds again what a worker had taken."""

import subprocess
import sys
from pathlib import Path

import frappe
import pytest
from frappe.utils.background_jobs import get_queue
from rq.job import JobStatus

SCRIPT = Path(__file__).parents[2] / "scripts" / "requeue_lost_jobs.py"


@pytest.fixture
def job():
	"""A letter's job, in the queue of the test site."""
	made = frappe.enqueue("contact_center.record.messages.send", queue="short", messages=[])
	yield made
	get_queue("short").remove(made)
	made.delete()


def requeue(site: str) -> list[str]:
	"""The jobs in the queue after a start of the worker."""
	subprocess.run([sys.executable, SCRIPT, site], check=True, timeout=120)
	return get_queue("short").get_job_ids()


@pytest.mark.parametrize("status", [JobStatus.QUEUED, JobStatus.STARTED])
def test_a_job_that_a_stopped_worker_had_taken_is_done_after_all(site, job, status):
	get_queue("short").remove(job)
	job.set_status(status)
	assert requeue(site).count(job.id) == 1
	assert job.get_status() == JobStatus.QUEUED


@pytest.mark.parametrize("status", [JobStatus.FINISHED, JobStatus.FAILED])
def test_a_job_that_is_over_is_not_done_again(site, job, status):
	get_queue("short").remove(job)
	job.set_status(status)
	assert job.id not in requeue(site)


def test_a_job_that_waits_waits_once(site, job):
	assert requeue(site).count(job.id) == 1
