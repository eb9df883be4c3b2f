"""Two people decide about one document at the same moment: one act is done, and the other's person is told whose (P2).

Every pair of acts that may be done to a document as it stands, both to the version that both have seen, over HTTP from two
threads that start together. Acts of the same kind by two people too; the same act sent twice by one is done once.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import combinations_with_replacement

import frappe
import kit
import pytest
from kit_acts import SHIPPED, STAGES, made
from kit_city import leaving_nothing
from kit_doors import ABOVE, DOORS, Door, Recorder, an_organisation_above
from kit_rest import Client

from contact_center.record import checking
from contact_center.regulation import acts
from contact_center.regulation.acts import ACTS, REQUEST, TASK, Party
from contact_center.regulation.stages import DROPPED, Stage

pytest_plugins = ["kit_city", "kit_rest"]
VARIANTS = {
	(TASK, Stage.REGISTERED): ("", "one of two"),
	(TASK, Stage.IN_PROGRESS): ("", "not asked", "long, wished", "long, planned"),
	(TASK, Stage.REWORK): ("", "not asked"),
	(REQUEST, Stage.AWAITING_CONFIRMATION): ("", "confirmed", "called in vain"),
}
"""What else than the ordinary document an act of the stage needs."""
NEEDS = {
	acts.ASK_FOR_TERM: ("not asked",),
	acts.EXTEND: ("",),
	acts.REFUSE_TERM: ("",),
	acts.CLOSE: ("confirmed",),
	acts.RELEASE: ("one of two",),
	**dict.fromkeys((acts.ACCEPT, acts.DECLINE, acts.ASSIGN_BELOW, acts.HAND_OVER), ("", "not asked")),
	acts.ASK_FOR_INSPECTION: ("", "not asked"),
	acts.PLAN_STAGE: ("long, wished", "long, planned"),
	**dict.fromkeys((acts.AGREE_STAGE, acts.REFUSE_STAGE), ("long, wished",)),
	acts.REPORT_STAGE: ("long, planned",),
	acts.CLOSE_NOT_REACHED: ("called in vain",),
	acts.CONFIRM: ("", "called in vain"),
}
NOT_TO_BE_DONE = {(acts.REDIRECT, "one of two")}
"""The executor to whom these tests redirect has a task of the request already."""
END_ALIKE = {acts.JOIN_TO, acts.TURN_INTO_APPEAL}
"""Whoever asks for what is there is answered with it, whoever made it."""
PEOPLE = {Party.APPLICANT: ("citizen", "citizen"), Party.EXECUTOR: ("water", "water")}
OFFICE = ("operator", "supervisor")


@dataclass(frozen=True)
class Pair:
	one: Door
	other: Door
	stage: Stage
	variant: str

	def __str__(self) -> str:
		return f"{self.one.act.name}+{self.other.act.name}-{self.stage}-{self.variant or 'as usual'}".replace(
			" ", "_"
		)

	@property
	def people(self) -> tuple[str, str]:
		"""Two of the office where both are the office's, so that both may."""
		doors = (self.one, self.other)
		people = [_person(door, place) for place, door in enumerate(doors)]
		alone = [door.people == {"supervisor"} for door in doors]
		for place in (0, 1):
			if alone[place]:
				people[place] = "supervisor"
			elif people[place] == "supervisor" and alone[1 - place]:
				people[place] = "operator"
		return people[0], people[1]

	@property
	def is_sent_twice(self) -> bool:
		return self.one is self.other and self.people[0] == self.people[1]


def _person(door: Door, place: int) -> str:
	if len(door.people) == 1 and door.party is Party.EXECUTOR:
		return next(iter(door.people))
	return PEOPLE.get(door.party, OFFICE)[place]


def pairs() -> list[Pair]:
	found = []
	for document, stages in STAGES.items():
		for stage in (each for each in stages if each not in DROPPED):
			for variant in VARIANTS.get((document, stage), ("",)):
				doors = [door for door in DOORS if _is_of(door, document, stage, variant)]
				both = combinations_with_replacement(doors, 2)
				found += [Pair(*each, stage, variant) for each in both if _decides_alone(*each, variant)]
	return found


def _is_of(door: Door, document: str, stage: Stage, variant: str) -> bool:
	"""Acts that decide, by the button where there is one; where it is drawn, as shipped."""
	act = door.act
	by_save = door.name.startswith("save")
	can = act.document == document and act.decides and stage in door.origins and not by_save
	can = can and (act, variant) not in NOT_TO_BE_DONE
	return (
		can
		and stage in SHIPPED.get(act, act.origins)
		and variant in NEEDS.get(act, ("", variant.partition("long")[0]))
	)


def _decides_alone(one: Door, other: Door, variant: str) -> bool:
	"""An applicant is held up by what the applicant sees alone (RI1); a variant is for the act that needs it."""
	applicants = [door.party is Party.APPLICANT for door in (one, other)]
	seen = all(applicants) or not any(applicants) or all(door.act.public for door in (one, other))
	wanted = not variant or any(variant in NEEDS.get(door.act, ()) for door in (one, other))
	return seen and wanted


@pytest.fixture(scope="module")
def browsers(http, rest):
	"""Two browsers of everybody, each signed in for itself."""
	people = ("citizen", "water", "housing", ABOVE, *OFFICE)
	return {(person, place): Client(http, person) for person in people for place in (0, 1)}


@pytest.fixture(scope="module")
def other(city):
	"""A request that another one can be joined to."""
	with leaving_nothing(), an_organisation_above():
		name = kit.registered(applicant=kit.applicant("neighbour"), classifier=kit.POTHOLE).name
		frappe.db.commit()
		yield name


@pytest.mark.parametrize("pair", pairs(), ids=str)
def test_of_two_who_decide_at_once_one_does_and_the_other_is_told(pair, browsers, other):
	document = pair.one.act.document
	thing = made(document, pair.stage, pair.variant, other)
	for door in (pair.one, pair.other):
		door.before(thing)
	frappe.db.commit()
	before = kit.kinds(frappe.get_doc(REQUEST, thing.request))
	calls = [door.send(Recorder(), thing) for door in (pair.one, pair.other)]
	answers = together(*(browsers[person, place] for place, person in enumerate(pair.people)), *calls)
	frappe.db.rollback()
	new = kit.kinds(frappe.get_doc(REQUEST, thing.request))[len(before) :]
	done = [kind for kind in new if kind in {door.act.kind.value for door in (pair.one, pair.other)}]
	assert len(done) == 1, (new, [answer.text[:300] for answer in answers])
	assert checking.check(thing.request) == []
	if pair.is_sent_twice or (pair.one is pair.other and pair.one.act in END_ALIKE):
		assert pair.one.act in END_ALIKE or all(answer.ok for answer in answers), [
			answer.text[:300] for answer in answers
		]
		return
	assert [answer.ok for answer in answers].count(True) == 1, [answer.text[:300] for answer in answers]
	loser = next(place for place, answer in enumerate(answers) if not answer.ok)
	is_told(answers[loser], pair.people[1 - loser], pair.people[loser])


def together(one: Client, other: Client, first, second) -> list:
	"""Both requests at the same moment; their answers in order."""
	start = threading.Barrier(2)

	def send(client: Client, call):
		start.wait(timeout=30)
		return (
			client.put(call.path, call.arguments)
			if call.verb == "PUT"
			else client.post(call.path, call.arguments)
		)

	with ThreadPoolExecutor(2) as pool:
		return [each.result() for each in (pool.submit(send, one, first), pool.submit(send, other, second))]


def is_told(answer, by: str, whom: str) -> None:
	"""In words, with the name of who was first: of the staff, to the staff (D1)."""
	assert answer.status_code in (409, 417), answer.text[:500]
	problem = answer.json().get("problem") or {}
	assert problem.get("kind") == "Changed Meanwhile", answer.text[:500]
	named = " ".join(problem["values"])
	if "citizen" not in (by, whom):
		assert by.title() in named, (by, named)
	assert named and kit.SURNAMES["citizen"] not in named


def test_every_act_that_decides_is_in_a_pair():
	walked = {door.act for pair in pairs() for door in (pair.one, pair.other)}
	assert {act for act in ACTS if act.decides} - walked <= {acts.SEND}
