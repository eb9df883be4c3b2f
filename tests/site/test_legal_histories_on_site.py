"""Legal histories on the real site: after every act the rows are the fold of the journal, and what R4 and R7 promise holds."""

import random
from collections import Counter
from datetime import timedelta

import kit
import pytest
from kit_histories import DO, NOT_HERE, begun, possible, step
from legal_histories import Step, faults, weighed

from contact_center.record import checking, clock
from contact_center.regulation.acts import ACTS

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
HISTORIES, STEPS = 30, 16
MINUTES = [1, 5, 20, 90, 300, 1440, 4 * 1440]
DONE: Counter = Counter()


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_the_rows_are_the_fold_after_every_act(seed, db):
	draw, now = random.Random(seed), kit.MONDAY
	with clock.at(now):
		other = kit.registered(applicant=kit.applicant("neighbour"), classifier=kit.POTHOLE).name
		told = begun(seed, other)
	for _step in range(STEPS):
		now += timedelta(minutes=draw.choice(MINUTES))
		with clock.at(now):
			before, can = told.facts, weighed(possible(told))
			if not can:
				break  # it has ended without any work
			act, task = draw.choice(can)
			told.draw = draw.randrange(10**6)
			step(told, act, task)
			after = told.facts
		DONE[act] += 1
		assert checking.check(told.request) == [], (seed, act and act.name)
		assert not list(faults(Step(act, task, now), before, after)), (seed, act and act.name)


def test_every_act_is_done_in_one_of_them(capsys):
	"""An act that is added has to be written into kit_histories."""
	assert set(DO) | NOT_HERE == set(ACTS)
	with capsys.disabled():
		print(
			f"\n    {HISTORIES} histories, {DONE.total()} steps; not done: {[a.name for a in DO if not DONE[a]]}"
		)
