"""Try the whole matrix of tests/site/test_matrix.py by all roads: every doctype, every person, every action."""

import attack_matrix as matrix
import attack_oracle as oracle
import kit_rest
from attack_arena import Arena
from attack_dry import Dry
from attack_roads import ROADS
from attack_tally import Tally


def control(arena: Arena, tally: Tally) -> None:
	"""Each action is seen to succeed, by some road, for somebody to whom the oracle grants it."""
	people = in_person(arena)
	for action in ROADS:
		through = matrix.got_through(people, matrix.granted(arena.world, action), most=1)[1]
		tally.seen(bool(through), f"{action} by who may")


def in_person(arena: Arena) -> dict[str, Dry]:
	people = (*oracle.PEOPLE, matrix.MAY_ALL)
	return {person: Dry.of(kit_rest.Client(arena.base, person), arena.site) for person in people}


def attack(arena: Arena, tally: Tally) -> None:
	people = in_person(arena)
	for tries in (matrix.of_ours(arena.world, all_roads=True), matrix.of_the_framework()):
		number, through = matrix.got_through(people, tries)
		tally.tried += number
		tally.broken += list(through)
