"""What people write wrongly into each form: one row a field and a way of being wrong, sent as the form sends it."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import attack_bad_citizens as citizens
import attack_bad_office as office
import attack_bad_operators as operators
from attack_forms import RUNS, Bad

TEXTS = frozenset(
	"description place surname comment text reason full_name wording what_was_said question result result_unit title "
	"answer short_answer summary how_long city_name first_name patronymic".split()
)


def everything() -> Iterator[Bad]:
	"""Yield what has to be refused."""
	for part in (
		citizens.citizens,
		citizens.guests,
		operators.operators,
		office.executors,
		office.office,
	):
		yield from part()


def running() -> Iterator[Bad]:
	"""Yield each text of each form, with what a program that takes it for more than a text would run."""
	seen = set()
	for bad in everything():
		if (bad.form, bad.field) not in seen and bad.field in TEXTS:
			seen.add((bad.form, bad.field))
			call = partial(bad.call.func, field=bad.field, value=RUNS)
			yield replace(bad, how="what runs", value=RUNS, call=call)
