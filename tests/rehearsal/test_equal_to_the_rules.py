"""Request for request, the columns say what the scalar rules say: the demo city's lines and 5,000 made-up ones."""

import csv
from collections import defaultdict
from datetime import datetime, timezone

import pytest
from generated_history import write_history
from rehearsal_kit import DEMO, as_numbers, city, line_by_line, policy, replayed

from contact_center.reading import csv_lines
from contact_center.reading.written_moments import read_moment
from contact_center.regulation.facts import Kind, Line
from contact_center.rehearsal.engine.fast_replay import (
	MISSES,
	REQUEST_MOMENTS,
	REQUEST_NUMBERS,
	STAGE_CODE,
	TASK_MOMENTS,
	TASK_NUMBERS,
)
from contact_center.rehearsal.engine.simulation import Simulation
from contact_center.rehearsal.engine.trial import try_out
from contact_center.rehearsal.reading import journal_columns, request_columns
from contact_center.rehearsal.reading.assumptions import EVERYONE, Assumptions, Crews, Pace
from contact_center.rehearsal.reading.faults import mark_duplicates
from contact_center.rehearsal.reading.instants import moment, seconds
from contact_center.rehearsal.reading.request_columns import FINE, PROBLEMS
from contact_center.rehearsal.reading.tables import read_table

NOW = datetime(2026, 11, 22, 10, tzinfo=timezone.utc)
GENERATED = 5_000


@pytest.fixture(scope="module")
def made_up(tmp_path_factory):
	return write_history(tmp_path_factory.mktemp("history"), policy(), GENERATED)


def in_columns(path):
	wanted = request_columns.wanted(frozenset(city().entries))
	table = read_table(path, wanted)
	requests = request_columns.read_requests(table, city(), seconds(NOW))
	mark_duplicates(path, requests, wanted, city())
	return table, requests


ODD_CELLS = {
	"building": [
		"12 кв 5",
		"12, кв. 5",
		"12 кв",
		"40/А",
		"12/к2",
		"5 літ. Б",
		"12.",
		"12-14-16-18-20-22-24-26",
	],
	"flat": ["-5", "кв. 7", "5-А", "0", "5" * 21, "оф. 3"],
	"phone": [
		"067 123 45 67; 050 765 43 21",
		"0671234567 доб. 12",
		"+380751234567",
		"067 123",
		"+48221234567",
	],
	"applicant": ["Ю" * 140, "Ю" * 141, "=" * 141, ""],
	"email": ["a@example.com", f"{'a' * 130}@example.com", "a(at)example.com"],
	"street": ["проспект Мира", "вул. 5", "просп. Гагаріна", "Зв’язку", "Гагаріна вул.", "Миру"],
}


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
	"""A file in which one cell of each line is written oddly, and the flat's in two ways."""
	good = {
		"moment": "2026-11-20 10:00",
		"channel": "Phone",
		"applicant": "Коваль Ірина",
		"phone": "+380671234567",
		"street": "вул. Соборності",
		"building": "12",
		"classifier": "WTR-01",
		"description": "Немає води",
	}
	lines = [{**good, name: text} for name, texts in ODD_CELLS.items() for text in texts]
	lines += [
		{**good, "building": "12 кв 5", "flat": flat, "classifier": "SOS-04"} for flat in ("5", "7", "")
	]
	path = tmp_path_factory.mktemp("odd") / "requests.csv"
	with path.open("w", encoding="utf-8", newline="") as target:
		writer = csv.DictWriter(target, csv_lines.COLUMNS, restval="")
		writer.writeheader()
		writer.writerows({**line, "description": f"Немає води {n}"} for n, line in enumerate(lines))
	return path


@pytest.mark.parametrize("which", ["demo", "made up", "odd"])
def test_r5_11_r4_every_line_gets_the_same_route_terms_or_reason(which, made_up, odd):
	path = {"demo": DEMO, "made up": made_up[0], "odd": odd}[which]
	table, requests = in_columns(path)
	found = {line: (str(fault.kind),) for line, fault in table.faults}
	trial = try_out(policy(), requests, registration_only(), list(policy().executors), seconds(NOW))
	routes, types, fates = trial.routes, list(policy().types), trial.fates.requests
	for row, line in enumerate(requests.line.tolist()):
		answer = routes.answers[routes.of_request[row]] if requests.problem[row] == FINE else None
		if answer is None:
			found[line] = (str(PROBLEMS[requests.problem[row]]),)
		elif isinstance(answer, Exception):
			found[line] = (str(answer.kind),)
		else:
			moments = (requests.at[row], fates["accept_by"][row], fates["due"][row])
			executors = tuple(each.executor for each in answer)
			found[line] = (requests.number[row], executors, types[trial.rtype[row]], *map(int, moments))
	expected = line_by_line(path, NOW)
	if which == "odd":
		refused = {fate[0] for fate in expected.values() if len(fate) == 1}
		assert refused >= {"Bad Building", "Bad Flat", "Flat in Building", "Long Text", "Unknown Street"}
	# The importer knows a repeated line by its key; line by line nothing is known of other lines.
	duplicates = {line for line, fate in found.items() if fate == ("Duplicate",)}
	assert duplicates == ({573} if which == "demo" else set())
	assert {line: fate for line, fate in found.items() if line not in duplicates} == {
		line: fate for line, fate in expected.items() if line not in duplicates
	}


def registration_only():
	"""Registered and sent at its own moment, as an import does it, and nothing since."""
	nobody_works = Assumptions({EVERYONE: Pace(1, 1, 1, 1, False)}, {EVERYONE: Crews(0, 0)})
	return Simulation(policy(), nobody_works, list(policy().executors), seconds(NOW))


def test_every_request_and_task_has_the_same_facts_after_the_same_journal(made_up):
	"""R4.8, R6, R7.1: stages, moments, lateness, counts, and the deadlines that were missed."""
	requests_file, journal_file = made_up
	_table, requests = in_columns(requests_file)
	zone, until = policy().calendar.zone, NOW
	past = journal_columns.read_history(
		read_table(journal_file, journal_columns.wanted()),
		requests.number,
		policy().executors,
		zone,
		seconds(NOW),
	)
	trial = try_out(policy(), requests, past.journal, past.executors, seconds(until))
	journals, types = read_journal(journal_file, zone), list(policy().types)
	tasks = tasks_by_request(trial)
	compared = 0
	for row in range(len(requests)):
		if trial.rtype[row] < 0:
			continue
		received = moment(int(requests.at[row]), zone)
		done = replayed(journals[requests.number[row]], types[trial.rtype[row]], received, until)
		assert facts_of(trial.fates.requests, row) == facts(done.facts, REQUEST_MOMENTS + REQUEST_NUMBERS)
		assert tasks[row] == expected_tasks(done, trial, row)
		compared += 1
	assert compared > GENERATED * 0.97
	assert trial.fates.classes < compared / 5


def read_journal(path, zone):
	lines = defaultdict(list)
	with path.open(encoding="utf-8", newline="") as source:
		for row in csv.DictReader(source):
			at = read_moment(row["moment"], zone)
			if at <= NOW:
				due = read_moment(row["due"], zone) if row["due"] else None
				executor = row["executor"] or None
				line = Line(Kind(row["kind"]), at, executor, due=due, lead=row["lead"] == "1")
				lines[row["request"]].append(line)
	return lines


def facts(found, names):
	return {**as_numbers(found, names), "stage": STAGE_CODE[found.stage]}


def facts_of(columns, row):
	names = ("stage", *REQUEST_MOMENTS, *REQUEST_NUMBERS)
	return {name: int(columns[name][row]) for name in names}


def tasks_by_request(trial):
	found = defaultdict(dict)
	columns = trial.fates.tasks
	names = ("stage", *TASK_MOMENTS, *TASK_NUMBERS, *MISSES)
	rows = zip(
		columns["request"].tolist(),
		columns["executor"].tolist(),
		*(columns[name].tolist() for name in names),
		strict=True,
	)
	for request, executor, *values in rows:
		found[request][trial.executors[executor]] = dict(zip(names, values, strict=True))
	return found


def expected_tasks(done, trial, row):
	"""Where the policy names another lead than history, the work is credited to the policy's."""
	found = {}
	for executor, task in done.facts.tasks.items():
		missed = {
			name: [miss.deadline for miss in done.misses if (miss.task, miss.kind) == (executor, kind)]
			for name, kind in MISSES.items()
		}
		fallen = {name: seconds(each[0] if each else None) for name, each in missed.items()}
		found[executor] = {**facts(task, TASK_MOMENTS + TASK_NUMBERS), **fallen}
	was = next(iter(done.facts.tasks.values()), None)
	lead = trial.executors[trial.lead[row]]
	if was and was.executor != lead:
		found = {
			(lead if name == was.executor else was.executor if name == lead else name): task
			for name, task in found.items()
		}
	return found
