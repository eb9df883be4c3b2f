"""R5.11: executors follow from the Classifier."""

import inspect
import re
from dataclasses import replace

import pytest

from contact_center.regulation import routing
from contact_center.regulation.problems import ProblemKind
from contact_center.regulation.routing import (
	Assignment,
	ClassifierEntry,
	Executor,
	Route,
	RoutingProblem,
	route,
	unserved,
)

EXECUTORS = {
	code: Executor(code, code.title(), active=code != "closed")
	for code in ("water", "heat", "saksahan", "inhulets", "closed")
}
BURST = ClassifierEntry(
	"burst",
	"Порив водопроводу",
	request_type="emergency",
	routes=(Route("water"),),
	required_fields=("street",),
)
YARD = ClassifierEntry(
	"yard",
	"Прибирання двору",
	request_type="ordinary",
	routes=(Route("saksahan", "Саксаганський"), Route("inhulets", "Інгулецький")),
)
TWO = replace(BURST, routes=(Route("water"), Route("heat", lead=True)))
PASSPORT = replace(BURST, code="passport", request_type=None, where_to_turn="ДМС, вул. Соборна, 1")
FREE = replace(BURST, code="other", routes=(), operator_may_choose=True)


def ask(entry, district=None, filled=("street",), chosen=None):
	return route(entry, district, EXECUTORS, filled, chosen)


def test_r5_11_a_single_executor_leads_by_itself():
	assert ask(BURST) == (Assignment("water", lead=True),)


def test_r5_11_several_executors_have_their_lead_first():
	assert ask(TWO) == (Assignment("heat", lead=True), Assignment("water", lead=False))


def test_r5_11_the_district_decides():
	assert ask(YARD, "Інгулецький") == (Assignment("inhulets", lead=True),)


def test_r5_11_routes_of_a_district_beat_those_of_the_whole_city():
	mixed = replace(YARD, routes=(Route("water"), *YARD.routes))
	assert ask(mixed, "Саксаганський") == (Assignment("saksahan", lead=True),)
	assert ask(mixed, "Покровський") == (Assignment("water", lead=True),)
	assert ask(mixed, None) == (Assignment("water", lead=True),)


def test_r5_11_one_executor_named_twice_is_one_executor():
	assert ask(replace(BURST, routes=(Route("water"), Route("water")))) == (Assignment("water", lead=True),)


def test_r5_11_an_executor_that_leads_on_one_of_its_routes_leads():
	for flags in ((True, False), (False, True)):
		routes = (Route("heat"), *(Route("water", lead=lead) for lead in flags), Route("saksahan"))
		assert ask(replace(BURST, routes=routes)) == (
			Assignment("water", lead=True),
			Assignment("heat", lead=False),
			Assignment("saksahan", lead=False),
		)


def test_r5_11_the_operator_chooses_only_where_the_entry_allows_it():
	assert ask(FREE, chosen="heat") == (Assignment("heat", lead=True),)
	assert ask(replace(TWO, operator_may_choose=True), chosen="water") == (Assignment("water", lead=True),)
	assert ask(replace(TWO, operator_may_choose=True))[0].executor == "heat"


def test_r5_11_a_known_district_counts_as_a_filled_field():
	needs_district = replace(BURST, required_fields=("district",))
	assert ask(needs_district, "Саксаганський", filled=()) == (Assignment("water", lead=True),)


PROBLEMS = [
	(ProblemKind.ENTRY_IS_GROUP, {"entry": replace(BURST, is_group=True)}, ("burst",)),
	(ProblemKind.INACTIVE_ENTRY, {"entry": replace(BURST, active=False)}, ("burst",)),
	(ProblemKind.NO_REQUEST_TYPE, {"entry": replace(BURST, request_type=None)}, ("burst",)),
	(
		ProblemKind.MISSING_FIELDS,
		{"entry": replace(BURST, required_fields=("street", "photo", "flat")), "filled": ("photo",)},
		("street", "flat"),
	),
	(ProblemKind.MISSING_FIELDS, {"entry": replace(BURST, required_fields=("district",))}, ("district",)),
	(ProblemKind.DISTRICT_NEEDED, {"entry": YARD}, ("yard",)),
	(ProblemKind.NO_EXECUTOR, {"entry": YARD, "district": "Покровський"}, ("yard", "Покровський")),
	(ProblemKind.NO_EXECUTOR, {"entry": FREE}, ("other",)),
	(ProblemKind.NO_EXECUTOR, {"entry": FREE, "chosen": ""}, ("other",)),
	(ProblemKind.UNKNOWN_EXECUTOR, {"entry": replace(BURST, routes=(Route("gone"),))}, ("gone",)),
	(ProblemKind.UNKNOWN_EXECUTOR, {"entry": FREE, "chosen": "gone"}, ("gone",)),
	(ProblemKind.INACTIVE_EXECUTOR, {"entry": replace(BURST, routes=(Route("closed"),))}, ("closed",)),
	(ProblemKind.INACTIVE_EXECUTOR, {"entry": FREE, "chosen": "closed"}, ("closed",)),
	(
		ProblemKind.INACTIVE_EXECUTOR,
		{"entry": replace(BURST, routes=(Route("water", lead=True), Route("closed")))},
		("closed",),
	),
	(
		ProblemKind.AMBIGUOUS_LEAD,
		{"entry": replace(BURST, routes=(Route("water"), Route("heat")))},
		("water", "heat"),
	),
	(
		ProblemKind.AMBIGUOUS_LEAD,
		{
			"entry": replace(
				BURST, routes=(Route("water", lead=True), Route("saksahan"), Route("heat", lead=True))
			)
		},
		("water", "heat"),
	),
	(ProblemKind.ENTRY_OF_STATE_BODY, {"entry": PASSPORT}, ("passport", "ДМС, вул. Соборна, 1")),
	(ProblemKind.CHOICE_NOT_ALLOWED, {"entry": BURST, "chosen": "heat"}, ("heat",)),
]


@pytest.mark.parametrize("kind, question, names", PROBLEMS)
def test_r5_11_a_request_that_cannot_be_routed_has_a_problem_with_kind_and_values(kind, question, names):
	with pytest.raises(RoutingProblem) as caught:
		ask(**question)
	assert (caught.value.kind, caught.value.values) == (kind, names)


def test_a_problem_reads_as_its_kind_and_values():
	problem = RoutingProblem(ProblemKind.AMBIGUOUS_LEAD, "water", "heat")
	assert str(problem) == "Ambiguous Lead: water, heat"


def test_every_kind_of_problem_is_tried_above():
	raised = re.findall(r"RoutingProblem\(ProblemKind\.(\w+)", inspect.getsource(routing))
	assert {kind.name for kind, _question, _names in PROBLEMS} == set(raised)


def test_districts_without_executor_are_found_for_an_entry():
	districts = ("Саксаганський", "Інгулецький", "Покровський")
	assert unserved(BURST, districts, EXECUTORS) == {}
	assert {each: problem.kind for each, problem in unserved(YARD, districts, EXECUTORS).items()} == {
		"Покровський": ProblemKind.NO_EXECUTOR
	}
	assert unserved(FREE, districts, EXECUTORS) == {}
	closed = replace(FREE, routes=(Route("closed"),))
	assert {problem.kind for problem in unserved(closed, districts, EXECUTORS).values()} == {
		ProblemKind.INACTIVE_EXECUTOR
	}


def test_r5_4_an_entry_for_a_state_body_needs_no_executor():
	assert unserved(PASSPORT, [None], EXECUTORS) == {}
