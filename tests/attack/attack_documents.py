"""Try the whole matrix of tests/site/test_matrix.py by all roads: every doctype, every person, every action."""

import attack_matrix as matrix
import attack_oracle as oracle
import kit_rest
from attack_arena import Arena
from attack_dry import Dry
from attack_tally import Tally


def attack(arena: Arena, tally: Tally) -> None:
	people = {person: Dry.of(kit_rest.Client(arena.base, person), arena.site) for person in oracle.PEOPLE}
	for tries in (matrix.of_ours(arena.world, all_roads=True), matrix.of_the_framework()):
		number, through = matrix.got_through(people, tries)
		tally.tried += number
		tally.broken += list(through)
