"""What a site shows of requests after whatever was done to them, the rehearsal says of its exported history.

Lives are made up: each step is one of those that are legal just then, at a moment between minutes and days later, with the
clock changes of autumn among them. The site sweeps now and then, as after an hour without workers.
"""

import csv
import random
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from heapq import heappop, heappush

import frappe
import kit
import pytest

from contact_center.control import redirect, sweep
from contact_center.policy import export
from contact_center.record import checking, clock, journal, stage_rows
from contact_center.record.journal import NewLine
from contact_center.record.writing import open_draft, open_drafts
from contact_center.regulation.facts import Kind
from contact_center.regulation.stages import DROPPED, EXECUTED, OPEN, Stage
from contact_center.rehearsal.engine.fast_replay import STAGES
from contact_center.rehearsal.engine.rehearse import rehearse
from contact_center.rehearsal.reading.instants import NONE
from contact_center.rehearsal.reading.orders import Order

pytest_plugins = ["kit_city"]

SEED, LIVES = 1520, 60
START, END = kit.moment(2026, 10, 5, 9), kit.moment(2026, 11, 20, 12)
ENTRIES = (kit.LEAK, kit.SOS, kit.POTHOLE, kit.YARD, kit.YARD, kit.LIFT, kit.LIFT)
GROUNDS = ((), (kit.SCAN,), (kit.SCAN, kit.BLURRED))
INSPECTIONS = (Kind.INSPECTION_ASKED, Kind.INSPECTION_CALLED, Kind.INSPECTION_HELD)
NEW = "new"
"""The name of a stage that has no row yet."""
EPOCH = datetime(1970, 1, 1)


class Lives:
	"""Requests that are registered, worked on and ended at random, all on one axis of time."""

	def __init__(self):
		self.dice, self.queue, self.names = random.Random(SEED), [], []
		for number in range(LIVES):
			self._later(START + timedelta(minutes=7 * number), number, None, 3 * 24)

	def run(self):
		while self.queue:
			moment, number, name = heappop(self.queue)
			if moment > END:
				break
			with clock.at(moment):
				if self.dice.random() < 0.5:
					sweep.sweep_batch()
				name = self._step(number, name)
			if name:
				self._later(moment, number, name, self.dice.choice([1, 4, 24, 24 * 9]))
		with clock.at(END):
			while sweep.sweep_batch():
				pass

	def _later(self, moment, number, name, hours):
		later = moment + timedelta(minutes=self.dice.randrange(1, 60 * hours))
		heappush(self.queue, (later, number, name))

	def _step(self, number, name):
		"""Do one of the legal steps; return the request's name, None where its life ends here."""
		if name is None:
			building = str(self.dice.randrange(1, 90))
			entry = self.dice.choice(ENTRIES)
			request = kit.registered(classifier=entry, street=kit.LONG_STREET, building=building)
			self.names.append(request.name)
			return request.name
		draft = open_draft(name)
		if draft.facts.stage is Stage.CLOSED and self.dice.random() < 0.5:
			return None
		choices = [*of_request(draft.facts, self.dice)]
		for task, facts in draft.facts.tasks.items():
			choices += of_task(task, facts, draft.facts, self.dice)
		if not choices:
			return None
		chosen = self.dice.choice(choices)
		if isinstance(chosen, str):
			self._redirect(draft, chosen)
		elif chosen.kind is Kind.ASSIGNED_BELOW:
			self._pass_on(draft, chosen)
		elif chosen.work_stage == NEW:
			key = stage_rows.add(chosen.task, "Етап", len(draft.facts.tasks[chosen.task].work_stages))
			draft.add([replace(chosen, work_stage=key)]).write()
		else:
			draft.add([chosen]).write()
		return name

	def _pass_on(self, draft, line):
		"""As an organisation does to an executor below it."""
		if free := self._free(draft):
			[sent] = redirect.send_on(draft, draft.facts.tasks[line.task], self.dice.choice(free))
			draft.add([line, sent.line], sent={sent.name: sent.fields}).write()

	def _free(self, draft):
		"""Executors without a task of the request, also those who had it before."""
		have = {each.executor for each in draft.facts.tasks.values() if each.stage not in DROPPED}
		return [code for code in kit.EXECUTOR_OF.values() if code not in have]

	def _redirect(self, draft, task):
		if free := self._free(draft):
			with kit.acting("supervisor"):
				redirect.redirect(task, self.dice.choice(free), "Не наша мережа")


def of_request(facts, dice):
	"""Lines about the whole request that may come next; its end is rare."""
	if facts.stage is Stage.AWAITING_CONFIRMATION:
		yield from (NewLine(kind) for kind in (Kind.CALLED_BACK, Kind.CONFIRMED, Kind.DISPUTED, Kind.CLOSED))
	if facts.stage is Stage.CLOSED:
		yield from (NewLine(Kind.REOPENED) for _ in range(5))
	if facts.stage in EXECUTED:
		yield from (returned(dice) for _ in range(2))
	if facts.stage in OPEN and dice.random() < 0.05:
		yield NewLine(dice.choice([Kind.CANCELLED, Kind.REJECTED]))


def returned(dice):
	from contact_center.regulation.returns import ReturnMark

	return NewLine(Kind.RETURNED, grounds=tuple(map(ReturnMark, dice.choice(GROUNDS))))


def of_task(name, facts, request, dice):
	"""Lines about the task that may come next, and its name where it may be redirected."""
	own = {"task": name, "executor": facts.executor}
	if facts.stage in (Stage.REGISTERED, Stage.REWORK):
		yield from (NewLine(Kind.ACCEPTED, **own) for _ in range(3))
	if facts.stage in OPEN and request.stage in OPEN:
		yield NewLine(Kind.NOT_COMPETENT, **own)
		yield NewLine(Kind.HANDED_OVER, handed_to=dice.choice([kit.email("water"), None]), **own)
		yield NewLine(Kind.ASSIGNED_BELOW, **own)
		yield NewLine(dice.choice(INSPECTIONS), **own)
		if sum(each.stage not in DROPPED for each in request.tasks.values()) > 1:
			yield NewLine(Kind.RELEASED, **own)
	if facts.stage in (Stage.IN_PROGRESS, Stage.REWORK):
		yield NewLine(Kind.EXECUTED, **own)
		yield from about_terms(facts, own, dice)
		yield from about_stages(facts, own, dice)
	if facts.awaits_redirect:
		yield name


def about_terms(facts, own, dice):
	day = clock.now() + timedelta(days=dice.randrange(1, 12))
	if facts.due and not facts.extension_asked_at:
		yield from (NewLine(Kind.TERM_ASKED, due=day, **own) for _ in range(2))
	if facts.extension_asked_at:
		yield from (NewLine(Kind.EXTENDED, due=day, **own) for _ in range(2))
		yield NewLine(Kind.TERM_REFUSED, **own)


def about_stages(facts, own, dice):
	"""Of long-term work, which has no term but the days of its stages (R4.5)."""
	if facts.due and not facts.work_stages:
		return
	day = clock.now() + timedelta(days=dice.randrange(1, 15))
	if len(facts.work_stages) < 3:
		yield from (NewLine(Kind.STAGE_PLANNED, due=day, work_stage=NEW, **own) for _ in range(4))
	for key, stage in facts.work_stages.items():
		if stage.wished:
			agreed = NewLine(Kind.STAGE_AGREED, due=dice.choice([day, stage.wished]), work_stage=key, **own)
			yield from (agreed for _ in range(6))
			yield NewLine(Kind.STAGE_REFUSED, work_stage=key, **own)
		if stage.due and not stage.done_at:
			yield NewLine(Kind.STAGE_AGREED, due=day, work_stage=key, **own)
			yield from (NewLine(Kind.STAGE_DONE, work_stage=key, **own) for _ in range(3))


@pytest.fixture(scope="module")
def lives(city):
	frappe.db.rollback()
	frappe.set_user("Administrator")
	made = Lives()
	made.run()
	yield made.names
	frappe.db.rollback()
	frappe.clear_cache()


@pytest.fixture(autouse=True)
def db(lives):
	"""Over the fixture of the folder: the lives last as long as the tests of this file."""
	yield frappe.db


@pytest.fixture(scope="module")
def drafts(lives):
	rows = frappe.get_all("Request", {"name": ("in", lives)}, ["name", "number"], order_by="number")
	number = {row.name: row.number for row in rows}
	return {number[draft.request]: draft for draft in open_drafts(lives, locked=False)}


@pytest.fixture(scope="module")
def outcome(lives, drafts, tmp_path_factory):
	folder = tmp_path_factory.mktemp("exported")
	export.export_policy(folder / "policy")
	requests, lines = (only(path, drafts) for path in export.export_history(folder))
	return rehearse(Order(requests, lines, (folder / "policy",), until=END))


def only(path, numbers):
	"""Keep the lines of these requests: the site may have others."""
	with path.open(encoding="utf-8-sig", newline="") as source:
		header, *rows = csv.reader(source, delimiter=";")
	with path.open("w", encoding="utf-8", newline="") as target:
		csv.writer(target).writerows([header, *(row for row in rows if row[0] in numbers)])
	return path


@pytest.fixture(scope="module")
def trial(outcome):
	assert (outcome.refused.lines, outcome.refused_journal.lines) == ([], [])
	return outcome.trials[0]


def test_the_lives_have_everything_in_them(lives, drafts):
	kinds = Counter(
		frappe.get_all("Request Journal", {"request": ("in", lives)}, pluck="kind", order_by="name")
	)
	lived = {
		*("Accepted", "Not Competent", "Redirected", "Executed", "Returned", "Closed", "Resumed"),
		*("Term Asked", "Extended", "Term Refused", "Term Broken", "Acceptance Missed"),
		*("Reopened", "Handed Over", "Assigned Below", "Released", "Inspection Called"),
		*("Stage Planned", "Stage Agreed", "Stage Done"),
	}
	assert {kind: kinds[kind] for kind in lived if kinds[kind] < 5} == {}
	tasks = [task for draft in drafts.values() for task in draft.facts.tasks.values()]
	ended = {Stage.CLOSED, Stage.CANCELLED, Stage.REJECTED}
	assert {draft.facts.stage for draft in drafts.values()} >= ended
	assert sum(task.extension_count > 0 and task.overdue for task in tasks) >= 5
	assert any(len({task.executor for task in each}) < len(each) for each in map(tasks_of, drafts.values()))


def tasks_of(draft):
	return draft.facts.tasks.values()


def test_r7_1_the_rows_are_what_the_journal_says(lives):
	assert {name: checking.check(name) for name in lives if checking.check(name)} == {}


REQUEST_FACTS = (
	*(
		"accepted_late",
		"overdue",
		"return_count",
		"redirect_count",
		"callback_count",
		"extension_count",
		"reopen_count",
	),
	*(
		"registered_at",
		"accepted_at",
		"executed_at",
		"closed_at",
		"ended_at",
		"accept_by",
		"first_due",
		"due",
	),
)
TASK_FACTS = (
	*("lead", "accepted_late", "overdue", "return_count", "extension_count", "redirects_before"),
	*("sent_at", "accepted_at", "executed_at", "ended_at", "accept_by", "first_due", "due"),
	*("extension_asked_at", "awaits_redirect", "stages_missed"),
)


def test_every_request_is_the_same(drafts, trial):
	ours = {number: said(draft.facts, REQUEST_FACTS) for number, draft in drafts.items()}
	columns = trial.fates.requests
	theirs = {
		number: {
			"stage": STAGES[columns["stage"][row]].value,
			**{name: int(columns[name][row]) for name in REQUEST_FACTS},
		}
		for row, number in enumerate(trial.requests.number)
	}
	assert ours.keys() == theirs.keys()
	differing = {number: differences(ours[number], theirs[number]) for number in ours}
	assert {number: each for number, each in differing.items() if each} == {}


def test_every_task_is_the_same(drafts, trial):
	ours = {
		(number, place): {"executor": task.executor, **said(task, TASK_FACTS)}
		for number, draft in drafts.items()
		for place, task in enumerate(draft.facts.tasks.values())
	}
	columns, theirs, places = trial.fates.tasks, {}, Counter()
	for row, request in enumerate(columns["request"].tolist()):
		number = trial.requests.number[request]
		theirs[number, places[number]] = {
			"executor": trial.executors[columns["executor"][row]],
			"stage": STAGES[columns["stage"][row]].value,
			**{name: int(columns[name][row]) for name in TASK_FACTS},
		}
		places[number] += 1
	assert ours.keys() == theirs.keys()
	differing = {key: differences(ours[key], theirs[key]) for key in ours}
	assert {key: each for key, each in differing.items() if each} == {}


def said(facts, names):
	"""Facts as the columns have them."""
	values = {name: getattr(facts, name) for name in names}
	return {"stage": facts.stage.value, **{name: as_number(value) for name, value in values.items()}}


def as_number(value):
	if isinstance(value, datetime):
		return (clock.to_utc(value) - EPOCH) // timedelta(seconds=1)
	return NONE if value is None else int(value)


def differences(ours, theirs):
	return {name: (ours[name], theirs[name]) for name in ours if ours[name] != theirs[name]}


def test_r4_8_r9_2_every_broken_term_is_one_of_the_sites_journal(lives, trial):
	line, request = frappe.qb.DocType("Request Journal"), frappe.qb.DocType("Request")
	query = frappe.qb.from_(line).join(request).on(request.name == line.request)
	query = query.where(line.request.isin(lives) & (line.kind == Kind.TERM_BROKEN.value))
	query = query.where(line.executor.isnotnull())
	ours = sorted(
		(number, executor, (at - EPOCH) // timedelta(seconds=1))
		for number, executor, at in query.select(request.number, line.executor, line.moment_utc).run()
	)
	broken = trial.fates.broken
	theirs = zip(*(broken[name].tolist() for name in ("request", "executor", "at")), strict=True)
	assert ours == sorted((trial.requests.number[row], trial.executors[who], at) for row, who, at in theirs)
	assert max(Counter((number, executor) for number, executor, _at in ours).values()) > 1


def test_r6_3_3_r6_2_2_grounds_new_terms_and_inspections_are_counted_alike(lives, drafts, outcome):
	grounds, found = Counter(), defaultdict(int)
	for draft in drafts.values():
		grounds.update(draft.facts.grounds)
		for task in draft.facts.tasks.values():
			found[task.executor] += task.extension_count
	kinds = [line.kind for lines in journal.lines_of(lives).values() for line in lines]
	counted = {
		"inspections": Kind.INSPECTION_CALLED,
		"terms_asked": Kind.TERM_ASKED,
		"stages_agreed": Kind.STAGE_AGREED,
		"stages_done": Kind.STAGE_DONE,
	}
	ours = {name: kinds.count(kind) for name, kind in counted.items()}
	assert {name: outcome.figures["totals"][name] for name in ours} == ours
	theirs = {row["ground"]: row["returns"] for row in outcome.figures["grounds"] if row["ground"]}
	assert theirs == dict(grounds)
	agreed = {row["code"]: row["extensions"] for row in outcome.figures["new_terms"]}
	assert agreed == {code: count for code, count in found.items() if code in agreed}
