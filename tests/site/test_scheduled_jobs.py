"""A scheduled job of ours that a killed worker had taken starts again, and one that a fast clock has dated ahead (R7.1)."""

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime
from frappe.utils.background_jobs import get_job, get_queue
from rq.job import JobStatus
from rq.worker import BaseWorker

from contact_center.framework import scheduled_jobs

OURS = [
	"contact_center.record.messages.send_late",
	"contact_center.control.sweep.run",
	scheduled_jobs.LETTERS,
]
THEIRS = "frappe.monitor.flush"


@pytest.fixture
def scheduled(db):
	"""Return `scheduled(method)`: the kind of job, due and queued by the scheduler."""
	made = []

	def queued(method: str):
		kind = frappe.get_doc("Scheduled Job Type", {"method": method})
		kind.last_execution = add_to_date(now_datetime(), hours=-1)
		assert kind.enqueue()
		made.append(kind)
		return kind

	yield queued
	for kind in made:
		if job := get_job(kind.rq_job_id):
			job.delete()


def job_of(kind):
	return get_job(kind.rq_job_id)


def taken_off(kind) -> None:
	"""A worker takes the job off its queue, and marks it no further."""
	job = job_of(kind)
	job.connection.lrem(get_queue("default").key, 0, job.id)
	assert job.get_status() == JobStatus.QUEUED


def begun(kind, worker: str) -> None:
	job = job_of(kind)
	taken_off(kind)
	get_queue("default").started_job_registry.add(job, 3600)
	job.worker_name = worker
	job.set_status(JobStatus.STARTED)
	job.save()


def times_waiting(kind) -> int:
	return get_queue("default").get_job_ids().count(job_of(kind).id)


@pytest.mark.parametrize("method", OURS)
def test_what_a_killed_worker_had_begun_starts_again(scheduled, method):
	kind = scheduled(method)
	begun(kind, "kit-killed-worker")
	assert kind.enqueue()
	assert times_waiting(kind) == 1 and job_of(kind).get_status() == JobStatus.QUEUED
	assert job_of(kind) not in get_queue("default").started_job_registry


@pytest.mark.parametrize("method", OURS)
def test_what_a_killed_worker_had_only_taken_starts_again(scheduled, method, monkeypatch):
	kind = scheduled(method)
	taken_off(kind)
	assert not kind.enqueue()  # a worker may be about to begin it
	monkeypatch.setattr(scheduled_jobs, "BEING_TAKEN", 0)
	assert kind.enqueue()
	assert times_waiting(kind) == 1


def test_what_a_living_worker_does_is_not_begun_twice(scheduled):
	kind = scheduled(OURS[0])
	begun(kind, "kit-worker")
	connection, key = job_of(kind).connection, f"{BaseWorker.redis_worker_namespace_prefix}kit-worker"
	connection.hset(key, "state", "busy")
	try:
		assert not kind.enqueue()
	finally:
		connection.delete(key)
	assert job_of(kind).get_status() == JobStatus.STARTED


def test_what_waits_waits_once(scheduled, monkeypatch):
	monkeypatch.setattr(scheduled_jobs, "BEING_TAKEN", 0)
	kind = scheduled(OURS[0])
	assert not kind.enqueue() and not kind.enqueue()
	assert times_waiting(kind) == 1


def test_the_jobs_of_others_are_queued_as_before(scheduled):
	kind = scheduled(THEIRS)
	begun(kind, "kit-killed-worker")
	assert not kind.enqueue()


def dated(method: str, **ahead):
	kind = frappe.get_doc("Scheduled Job Type", {"method": method})
	kind.last_execution = add_to_date(now_datetime(), **ahead)
	return kind


def test_a_run_that_a_fast_clock_has_dated_ahead_keeps_no_other_from_coming(db):
	assert all(dated(method, hours=1).is_event_due() for method in OURS)
	assert not dated(THEIRS, hours=1).is_event_due()


def test_what_has_just_run_is_not_due(db):
	kind = dated(OURS[0], seconds=-1)
	assert not kind.is_event_due(kind.last_execution)


def test_the_scheduler_starts_them_so(db, monkeypatch):
	"""The framework's own round over all kinds of jobs takes ours for what they are."""
	kind = frappe.get_doc(doctype="Scheduled Job Type", method=OURS[0])
	assert isinstance(kind, scheduled_jobs.ScheduledJob)
