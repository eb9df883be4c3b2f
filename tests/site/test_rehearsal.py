"""The rehearsal gives the same result for a file as the site's import, request for request.

Two files: the demo city's, and 5,000 made-up lines with every type of request and whatever people write wrong.
"""

import csv
import random
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import takewhile

import frappe
import kit
import pytest
from frappe.realtime import clear_realtime_log
from generated_history import write_history
from kit_import import import_file

from contact_center.control import sweep
from contact_center.demo import load
from contact_center.imports import importing
from contact_center.imports.importing import Outcome
from contact_center.policy import policy_records
from contact_center.reading.policy_files import DEFAULT_POLICY, load_policy
from contact_center.record import clock
from contact_center.rehearsal.engine.fast_replay import STAGES
from contact_center.rehearsal.engine.rehearse import rehearse
from contact_center.rehearsal.reading.instants import NONE, moment
from contact_center.rehearsal.reading.orders import Order

NOW = kit.moment(2026, 11, 20, 12)
EPOCH = datetime(1970, 1, 1)
MADE_UP, SEED = 5_000, 1520
FILES = {
	"demo": (593, 570, {(1, 0), (1, 1)}),
	"made up": (MADE_UP, 4_500, {(0, 0), (1, 0), (1, 1)}),
}
"""How many lines a file has, how many of them at least are good, and what is accepted late and overdue in it."""

# The hour that the wall shows twice (R4.7), the one that it never shows, and what lies around both.
CLOCK_CHANGES = (
	*("25.10.2026 02:59", "25.10.2026 03:00", "25.10.2026 03:30", "25.10.2026 04:00"),
	*("2026-10-25T03:30:00+03:00", "2026-10-25T03:30:00+02:00", "2026-10-25T01:30:00Z"),
	*("2026-10-24T03:30:00", "2026-10-20 03:15", "2026-10-10T03:45:00"),
	*("29.03.2026 02:59", "29.03.2026 04:00", "2026-03-28T03:30:00", "2026-03-24 03:10", "2026-03-29 03:30"),
)
ODDITIES = (
	{"applicant": "", "phone": "", "email": "olena.bondar@example.com"},
	{"phone": "(067) 123-45-67"},
	{"applicant": "", "phone": "0971234567"},
	{"classifier": "sos-01"},
	{"classifier": "НЕА-01"},
	{"classifier": "Не працює світлофор"},
	{"classifier": "", "description": "Не працює ліфт, уже другий день піднімаємося пішки"},
	{"classifier": "HSG-15"},
	{"classifier": "INF-01", "street": "", "building": ""},
	{"classifier": "SOC-05", "phone": "", "email": "nina.moroz@example.com"},
	{"street": "проспект Гагаріна"},
	{"street": "", "building": ""},
	{"building": ""},
	{"building": " 12-А "},
	{"flat": ""},
	{"channel": "телефон"},
	{"channel": "Через портал"},
	{"description": "Тече дах.\nВода вже на третьому поверсі, «ЖЕК» мовчить; дзвонили двічі"},
)
WRONG = (
	*(
		{"moment": text}
		for text in ("", "учора зранку", "2026-03-29 03:30", "31.12.1999 10:00", "2050-01-01 10:00")
	),
	{"channel": "голуб"},
	{"description": ""},
	{"street": "вул. Неіснуюча"},
	{"building": "за рогом"},
	{"classifier": "ZZZ-99"},
	{"classifier": "HSG"},
	{"classifier": "STF-05"},
	{"classifier": "", "description": "Добрий день"},
	{"phone": "12"},
	{"email": "не маю"},
	{"phone": "", "email": ""},
)


@pytest.fixture(scope="module", params=list(FILES))
def which(request):
	return request.param


@pytest.fixture(scope="module")
def file(which, tmp_path_factory):
	if which == "demo":
		return load.REQUESTS
	history, _journal = write_history(tmp_path_factory.mktemp("history"), demo_policy(), MADE_UP, SEED)
	with history.open(encoding="utf-8", newline="") as source:
		rows = [{**row, **twist} for row, twist in zip(csv.DictReader(source), twists(), strict=False)]
	return written(rows, history.with_name("made_up.csv"))


def demo_policy():
	return load_policy(DEFAULT_POLICY, load.POLICY)


def twists():
	"""What is to be otherwise about each made-up line."""
	draw = random.Random(SEED)
	while True:
		chance = draw.random()
		anonymous = {"applicant": "", "phone": ""} if draw.random() < 0.1 else {}
		if chance < 0.4:
			yield {"moment": recently(draw), **anonymous}
		elif chance < 0.5:
			yield {"moment": draw.choice(CLOCK_CHANGES), **anonymous}
		elif chance < 0.6:
			yield draw.choice(ODDITIES)
		else:
			yield draw.choice(WRONG) if chance < 0.64 else anonymous


def recently(draw):
	"""Half an hour upon half an hour ago: deadlines fall before this moment, after it, and on it."""
	half_hours = draw.choice([draw.randrange(6), draw.randrange(50), draw.randrange(17 * 48)])
	return (NOW - timedelta(minutes=30 * half_hours)).strftime("%d.%m.%Y %H:%M")


def written(rows, path):
	"""As a file whose last lines repeat the first, save one that breaks off."""
	for row in rows:
		del row["number"]
	with path.open("w", encoding="utf-8", newline="") as target:
		writer = csv.writer(target)
		writer.writerow(rows[0])
		writer.writerows(row.values() for row in [*rows[:-10], *rows[:9]])
		writer.writerow(["2026-03-02 10:00", "Phone"])
	return path


@pytest.fixture(scope="module")
def imported(site, file):
	"""The results of the import by line, after a sweep that found every missed deadline; nothing is committed.

	Messages to browsers are dropped batch by batch: Frappe searches all of them at every save.
	"""
	frappe.db.rollback()
	frappe.set_user("Administrator")
	policy_records.install(demo_policy())
	with clock.at(NOW):
		results = {each.line: each for each in import_file(file, commit=clear_realtime_log)}
		list(takewhile(bool, iter(sweep.sweep_batch, None)))
	yield results
	frappe.db.rollback()
	frappe.clear_cache()


@pytest.fixture(autouse=True)
def db(imported):
	"""Over the fixture of the folder: the import lives as long as the tests of this file."""
	yield frappe.db


@pytest.fixture(scope="module")
def lines(imported):
	"""The line of each number that the site gave."""
	return {each.text: line for line, each in imported.items() if each.outcome is Outcome.REGISTERED}


@pytest.fixture(scope="module")
def rehearsed(file, lines, tmp_path_factory):
	journal = tmp_path_factory.mktemp("journal") / "journal.csv"
	with journal.open("w", encoding="utf-8", newline="") as target:
		writer = csv.writer(target)
		writer.writerow("request moment kind executor lead".split())
		writer.writerows(journal_of(lines))
	return rehearse(Order(file, journal, until=NOW))


def journal_of(lines):
	line, request = frappe.qb.DocType("Request Journal"), frappe.qb.DocType("Request")
	query = frappe.qb.from_(line).join(request).on(line.request == request.name)
	query = query.select(request.number, line.moment_utc, line.kind, line.executor, line.is_lead)
	rows = query.where(request.number.isin(list(lines))).orderby(line.creation).orderby(line.idx).run()
	return [(lines[number], f"{at.isoformat()}+00:00", *rest) for number, at, *rest in rows]


def test_the_same_lines_are_refused(which, imported, rehearsed):
	"""R5.11: what the import refuses the rehearsal refuses or cannot route, and nothing else."""
	trial = rehearsed.trials[0]
	refused = {line for line, _kind, _names in rehearsed.refused.lines}
	refused |= set(trial.requests.line[~trial.routes.good()].tolist())
	here = {line: each.text for line, each in imported.items() if each.outcome is Outcome.REFUSED}
	assert {line: here.get(line, "registered") for line in refused ^ set(here)} == {}
	lines, good, _flags = FILES[which]
	assert len(imported) == lines
	assert len(imported) - len(here) >= good


def test_r5_11_r4_r7_1_routes_terms_stages_and_flags_are_the_same(lines, rehearsed):
	ours, theirs = of_the_site(lines), of_the_rehearsal(rehearsed.trials[0])
	assert ours.keys() == theirs.keys()
	differing = {line: (ours[line], theirs[line]) for line in ours if ours[line] != theirs[line]}
	assert differing == {}


def test_r4_1_r5_7_the_files_have_everything_in_them(which, lines, rehearsed):
	"""All five types, one executor and several, in time and late, and people who gave no name."""
	ours = of_the_site(lines).values()
	assert {each["type"] for each in ours} == set(rehearsed.trials[0].policy.types)
	assert {(each["accepted_late"], each["overdue"]) for each in ours} == FILES[which][2]
	assert {len(each["route"]) for each in ours} >= {1, 2}
	assert frappe.db.count("Request", {"number": ["in", list(lines)], "anonymous": 1}) > len(lines) / 100


def of_the_rehearsal(trial):
	"""Facts by line of the file, moments in seconds of UTC; `accept_by` as the site's wall shows it."""
	fates, types, tasks = trial.fates.requests, list(trial.policy.types), tasks_of(trial)
	names = ("stage", "accept_by", "registered_at", "due", "accepted_late", "overdue")
	columns = zip(*(fates[name].tolist() for name in names), strict=True)
	good, received = trial.routes.good(), trial.requests.at.tolist()
	found = {}
	for row, (stage, accept_by, *values) in enumerate(columns):
		if good[row]:
			route = trial.routes.answers[trial.routes.of_request[row]]
			found[int(trial.requests.line[row])] = {
				"type": types[trial.rtype[row]],
				"stage": STAGES[stage].value,
				"received_at": received[row],
				"accept_by": clock.to_site(moment(accept_by, kit.KYIV)),
				**dict(zip(names[2:], values, strict=True)),
				"route": {each.executor: int(each.lead) for each in route},
				"tasks": tasks[row],
			}
	return found


def tasks_of(trial):
	columns, found = trial.fates.tasks, defaultdict(dict)
	names = ("request", "executor", "stage", "accept_by", "due", "accepted_late", "overdue")
	for request, executor, stage, *values in zip(*(columns[name].tolist() for name in names), strict=True):
		found[request][trial.executors[executor]] = (STAGES[stage].value, *values)
	return found


def of_the_site(lines):
	"""The same of the site's rows, by one query."""
	found = {}
	for row in site_rows(lines):
		facts = {
			"type": row.request_type,
			"stage": row.stage,
			"received_at": seconds(row.received_utc),
			"registered_at": seconds(row.registered_utc),
			"accept_by": row.accept_by,
			"due": seconds(row.due_utc),
			"accepted_late": row.accepted_late,
			"overdue": row.overdue,
			"route": {},
			"tasks": {},
		}
		facts = found.setdefault(lines[row.number], facts)
		facts["route"][row.executor] = row.is_lead
		times = seconds(row.accept_by_utc), seconds(row.task_due_utc)
		facts["tasks"][row.executor] = (row.task_stage, *times, row.task_accepted_late, row.task_overdue)
	return found


def site_rows(lines):
	request, task = frappe.qb.DocType("Request"), frappe.qb.DocType("Request Task")
	names = "number request_type stage received_utc registered_utc accept_by due_utc accepted_late overdue"
	query = frappe.qb.from_(request).join(task).on(task.request == request.name)
	query = query.select(*(request[name] for name in names.split()))
	query = query.select(task.executor, task.is_lead, task.accept_by_utc)
	query = query.select(
		*(task[name].as_(f"task_{name}") for name in ("stage", "due_utc", "accepted_late", "overdue"))
	)
	return query.where(request.number.isin(list(lines))).run(as_dict=True)


def seconds(naive):
	return NONE if naive is None else (naive - EPOCH) // timedelta(seconds=1)
