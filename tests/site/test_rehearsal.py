"""What the site's import makes of the demo city's file, the rehearsal says of the same file, request for request."""

import csv
from itertools import takewhile

import frappe
import kit
import pytest

pytest.importorskip("polars", reason="pip install '.[rehearsal]'")

from contact_center import clock, policy_records
from contact_center.control import sweep
from contact_center.demo import load
from contact_center.intake import importing
from contact_center.intake.importing import Outcome
from contact_center.regulation.policy_files import DEFAULT_POLICY, load_policy
from contact_center.rehearsal.rehearse import Order, rehearse
from contact_center.rehearsal.templates import STAGES
from contact_center.rehearsal.zones import NONE

NOW = kit.moment(2026, 11, 22, 12)


@pytest.fixture(scope="module")
def imported(site):
	"""The results of the import by line, after a sweep that found every missed deadline."""
	policy_records.install(load_policy(DEFAULT_POLICY, load.POLICY))
	with clock.at(NOW):
		results = {each.line: each for each in importing.import_file(load.REQUESTS, commit=lambda: None)}
		list(takewhile(bool, iter(sweep.sweep_batch, None)))
	yield results
	frappe.db.rollback()
	frappe.clear_cache()


@pytest.fixture(autouse=True)
def db(imported):
	"""Over the fixture of the folder: the import lives as long as the tests of this file."""
	yield frappe.db


@pytest.fixture(scope="module")
def rehearsed(imported, tmp_path_factory):
	journal = tmp_path_factory.mktemp("journal") / "journal.csv"
	with journal.open("w", encoding="utf-8", newline="") as target:
		writer = csv.writer(target)
		writer.writerow("request moment kind executor lead due".split())
		for line, result in imported.items():
			if result.outcome is Outcome.REGISTERED:
				writer.writerows((line, *row) for row in journal_of(result.text))
	return rehearse(Order(load.REQUESTS, journal, until=NOW))


def journal_of(number):
	request = frappe.db.get_value("Request", {"number": number})
	fields = ["moment_utc", "kind", "executor", "is_lead"]
	rows = frappe.get_all("Request Journal", {"request": request}, fields, order_by="creation, idx")
	return [(f"{row.moment_utc.isoformat()}+00:00", row.kind, row.executor, row.is_lead, "") for row in rows]


def test_the_same_lines_are_refused(imported, rehearsed):
	"""R5.11: what the import refuses the rehearsal refuses or cannot route, and nothing else."""
	trial = rehearsed.trials[0]
	refused = {line for line, _kind, _names in rehearsed.refused.lines}
	refused |= set(trial.requests.line[~trial.routes.good()].tolist())
	assert refused == {line for line, result in imported.items() if result.outcome is Outcome.REFUSED}
	assert len(imported) == 593


def test_r5_11_r4_r7_1_routes_terms_and_flags_are_the_same(imported, rehearsed):
	trial = rehearsed.trials[0]
	fates, types = trial.fates.requests, list(trial.policy.types)
	compared = 0
	for row in trial.routes.good().nonzero()[0]:
		answer = trial.routes.answers[trial.routes.of_request[row]]
		told = {
			"executors": [each.executor for each in answer],
			"type": types[trial.rtype[row]],
			"stage": STAGES[fates["stage"][row]].value,
			"accept_by": moment(fates["accept_by"][row]),
			"due": moment(fates["due"][row]),
			"accepted_late": int(fates["accepted_late"][row]),
			"overdue": int(fates["overdue"][row]),
		}
		assert told == of_the_site(imported[int(trial.requests.line[row])].text)
		compared += 1
	assert compared == 570


def moment(at):
	return (
		None
		if at == NONE
		else frappe.utils.get_datetime("1970-01-01") + frappe.utils.datetime.timedelta(seconds=int(at))
	)


def of_the_site(number):
	request = frappe.db.get_value(
		"Request",
		{"number": number},
		["name", "request_type", "stage", "due_utc", "accepted_late", "overdue"],
		as_dict=True,
	)
	tasks = frappe.get_all(
		"Request Task", {"request": request.name}, ["executor", "accept_by_utc"], order_by="name"
	)
	return {
		"executors": [task.executor for task in tasks],
		"type": request.request_type,
		"stage": request.stage,
		"accept_by": tasks[0].accept_by_utc,
		"due": request.due_utc,
		"accepted_late": request.accepted_late,
		"overdue": request.overdue,
	}
