"""Every act x every stage x everybody, by each way in: what is legal happens once, the rest is refused in words.

What is legal, and what is wrong in one respect alone (the stage, or who it is), goes over HTTP; the rest of the product through the
whole web server in this process, which takes a tenth of the time.

The table of ways in is `kit_doors.DOORS`: an act without one fails here, so does a way in for a party that the table of
acts does not name. Who may read and write which document at all is walked by test_matrix, versions by test_seen.
"""

from collections import Counter

import frappe
import kit
import pytest
from attack_dry import Dry
from kit_acts import STAGES, Made, made, variant
from kit_city import leaving_nothing
from kit_doors import (
	DOORS,
	WITHOUT_A_DOOR,
	Door,
	DryClient,
	all_moves_drawn,
	an_organisation_above,
	nothing,
)
from kit_portal import forget_limits

from contact_center.record import checking
from contact_center.regulation import acts
from contact_center.regulation.acts import ACTS, REQUEST
from contact_center.regulation.stages import DROPPED, Stage

pytest_plugins = ["kit_city", "kit_rest"]
EVERYBODY = (
	*("citizen", "neighbour", "operator", "supervisor", "water", "roads"),
	*("management", "administrator", "Guest"),
)
WRITTEN = (
	*("Request", "Request Task", "Request Journal", "Request Evidence", "Joined Applicant", "Return Mark"),
	*(
		"Inspection",
		"Inspection Step",
		"Inspection Member",
		"Extension Request",
		"Appeal",
		"Consultation",
		"Outgoing Message",
		"Evidence Check",
		"Applicant",
		"File",
	),
)
TALLY: Counter[str] = Counter()


@pytest.fixture(scope="module")
def stages(unlimited):
	"""Documents in each stage and variant, which no refused call may change; the workflows know every move."""
	frappe.db.rollback()
	frappe.set_user("Administrator")
	with leaving_nothing(), all_moves_drawn(), an_organisation_above():
		other = kit.registered(applicant=kit.applicant("neighbour"), classifier=kit.POTHOLE).name
		needed = {
			(act.document, stage, variant(act, stage)) for act in ACTS for stage in STAGES[act.document]
		}
		found = {key: made(*key, other=other) for key in sorted(needed)}
		frappe.db.commit()
		yield found
	print(f"\n{TALLY.total()} calls: {dict(TALLY)}")


@pytest.fixture(scope="module", autouse=True)
def unlimited(city):
	"""As often as an account may do something within an hour is another test's question."""
	field = ("Contact Center Settings", "submissions_per_hour")
	before = frappe.db.get_single_value(*field)
	for most in (10_000, before):
		frappe.db.set_single_value(*field, most)
		frappe.db.commit()
		frappe.clear_cache()
		if most == 10_000:
			yield forget_limits()


def fresh(door: Door, stage: Stage | None, stages: dict) -> Made:
	"""A document of its own for a call that is allowed."""
	if stage is None:
		return nothing()
	other = stages[REQUEST, Stage.REGISTERED, ""].other
	found = made(door.act.document, stage, variant(door.act, stage), other)
	door.before(found)
	frappe.db.commit()
	return found


def lines(request: str) -> list[dict]:
	frappe.db.rollback()
	return frappe.get_all(
		"Request Journal",
		{"request": request},
		["name", "kind", "actor", "is_public", "task"],
		order_by="creation, idx",
	)


def checksums() -> dict:
	frappe.db.rollback()
	return dict(frappe.db.sql(f"checksum table {', '.join(f'`tab{each}`' for each in WRITTEN)}"))


def has_words(answer) -> bool:
	"""Whether a person reads what is wrong."""
	body = answer.json() if "json" in answer.headers.get("Content-Type", "") else {}
	return any(body.get(each) for each in ("_server_messages", "problem", "field_errors", "errors"))


def kind_of(answer) -> str:
	body = answer.json()
	fields = body.get("field_problems") or {}
	found = body.get("problem") or next(iter(fields.values()), None)
	return found["kind"] if found else f"framework: {body.get('exc_type')}"


# The table


def test_every_act_has_a_way_in_for_each_of_its_parties():
	"""An act that is added has to be written into kit_doors."""
	known = {(door.act, door.party) for door in DOORS} | WITHOUT_A_DOOR
	assert known == {(act, party) for act in ACTS for party in act.by}


@pytest.mark.parametrize("act", ACTS, ids=lambda act: f"{act.name}-{act.document}")
def test_the_ways_in_lead_on_from_all_stages_of_the_act(act):
	"""What is sent goes with the registering; a request is taken in by its number, which it has from then on."""
	reached = {stage for door in DOORS if door.act is act for stage in door.origins}
	beyond = {acts.SEND: {None}, acts.TAKE_IN: {Stage.MODERATION}}.get(act, set())
	assert reached | beyond == set(act.origins) and not reached & beyond


# What is legal happens


def legal() -> list[tuple[Door, Stage | None, str]]:
	return [
		(door, stage, person)
		for door in DOORS
		for stage in sorted(door.origins, key=str)
		for person in sorted(door.people)
	]


@pytest.mark.parametrize(
	("door", "stage", "person"), legal(), ids=lambda each: str(each).replace(" ", "_") if each else "new"
)
def test_what_is_legal_happens_once_as_the_table_says(door, stage, person, rest, stages):
	thing = fresh(door, stage, stages)
	before = {line.name for line in lines(thing.request)}
	answer = door.send(rest(person), thing)
	TALLY["legal"] += 1
	assert answer.ok, (answer.status_code, answer.text[:600])
	request = thing.request if stage else made_by(answer)
	new = [line for line in lines(request) if line.name not in before]
	told = [line for line in new if line.kind == door.act.kind.value]
	assert len(told) == 1, [line.kind for line in new]
	assert told[0].actor == (
		None if kit.PEOPLE[person] == ["Contact Center Applicant"] else kit.email(person)
	)
	assert bool(told[0].is_public) == door.act.public
	assert checking.check(request) == []
	document, name = (door.act.document, thing.name) if stage else (REQUEST, request)
	assert frappe.db.get_value(document, name, "stage") == expected(door, stage)


def made_by(answer) -> str:
	body = answer.json()
	found = body.get("message") or body.get("data")
	return found.get("request") or found["name"]


def expected(door: Door, stage: Stage | None) -> str:
	"""What was declined stays declined when it is redirected or released."""
	stays = door.act.target is None or stage in DROPPED
	return (stage if stays else door.act.target).value


@pytest.mark.parametrize("door", [door for door in DOORS if door.silent], ids=str)
def test_what_is_allowed_and_no_act_is_no_line(door, rest, stages):
	for person, silent in door.silent.items():
		for stage in silent:
			thing = fresh(door, stage, stages)
			before = lines(thing.request)
			answer = door.send(rest(person), thing)
			TALLY["silent"] += 1
			assert answer.ok, (person, stage, answer.text[:600])
			assert lines(thing.request) == before


# What is not is refused, and writes nothing


@pytest.fixture(scope="module")
def dry(rest, stages, site):
	"""Everybody once more, whose requests change nothing."""
	return {person: DryClient(person, Dry.of(rest(person), site)) for person in EVERYBODY}


@pytest.mark.parametrize("door", DOORS, ids=str)
def test_what_is_illegal_is_refused_in_words_and_writes_nothing(door, rest, dry, stages, capsys):
	before, wrong, kinds = checksums(), [], Counter()
	for stage, person in illegal(door):
		thing = stages[door.act.document, stage, variant(door.act, stage)] if stage else nothing()
		is_near = stage in door.origins or person in door.people
		answer = door.send(rest(person) if is_near else dry[person], thing)
		TALLY["refused over HTTP" if is_near else "refused in this process"] += 1
		if answer.status_code not in range(400, 500) or not has_words(answer):
			wrong.append((str(stage), person, answer.status_code, answer.text[:300]))
		else:
			kinds[kind_of(answer)] += 1
		if written := getattr(answer, "written", ()):
			wrong.append((str(stage), person, "would have written", written))
	after = checksums()
	with capsys.disabled():
		print(f"\n    {door}: {kinds.total()} refused: {dict(kinds.most_common())}")
	assert not wrong
	assert {table: after[table] for table in after if after[table] != before[table]} == {}


def illegal(door: Door) -> list[tuple[Stage | None, str]]:
	stages = (None, *STAGES[door.act.document]) if door.origins != {None} and door.origins else (None,)
	return [
		(stage, person)
		for stage in stages
		for person in EVERYBODY
		if not (person in door.people and stage in door.origins)
		and stage not in door.silent.get(person, ())
		and stage not in door.skips
		and person not in door.private
	]
