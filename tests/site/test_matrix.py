"""People x documents x actions x roads: what the regulation does not grant is refused, each cell tried (P1-P7, D1).

Documents come from the meta, roads from tests/attack/attack_roads.py, rights from attack_oracle.py. The requests run in
this process and are lost when they end, so that thousands of them take a minute.
"""

import attack_matrix as matrix
import attack_oracle as oracle
import frappe
import pytest
from attack_dry import Dry

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("world")

OPEN: frozenset[str] = frozenset()
"""Roads that are known to be open, to be closed next: what, action, road. None should be left."""


@pytest.fixture(scope="module")
def people(rest, site):
	"""Everybody, signed in; their requests change nothing."""
	yield {person: Dry.of(rest(person), site) for person in oracle.PEOPLE}
	frappe.clear_cache()


def check(people, tries, capsys, what: str) -> None:
	number, through = matrix.got_through(people, tries)
	open_roads = {f"{what}: {' | '.join(cell.split(' | ')[2:])}" for cell in through}
	with capsys.disabled():
		print(f"\n{what}: {number} tries, {len(through)} got through", *through, sep="\n    ")
	unexpected = [cell for cell in through if f"{what}: {' | '.join(cell.split(' | ')[2:])}" not in OPEN]
	assert not unexpected
	assert not {road for road in OPEN if road.startswith(what)} - open_roads, (
		"no longer open: strike it from OPEN"
	)


def test_our_documents_are_all_in_the_oracle():
	"""A doctype that is added has to be written there."""
	ours = set(frappe.get_all("DocType", {"module": "Contact Center"}, pluck="name"))
	assert ours == {document.split(" of ")[0] for document in (*oracle.OURS, *oracle.ROWS)}


def test_what_is_not_granted_of_our_documents_is_refused(people, world, capsys):
	check(people, matrix.of_ours(world), capsys, "our documents")


def test_nobody_exports_what_is_not_granted_by_whatever_road(people, world, capsys):
	"""In the walk above one road stands for all: what one road lets through may not be tried there."""
	tries = matrix.of_ours(world, all_roads=True)
	check(people, (each for each in tries if each.action == "export"), capsys, "exports")


def test_what_is_not_granted_of_the_framework_is_refused(people, capsys):
	"""Also of a doctype that a later framework brings."""
	check(people, matrix.of_the_framework(), capsys, "the framework's doctypes")
