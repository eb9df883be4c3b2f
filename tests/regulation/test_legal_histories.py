"""Thousands of legal histories: whatever people may do one after the other, what R4 and R7 promise holds at every step.

HISTORIES=50000 tells more of them than a test run does. Hypothesis looks for the shortest one that breaks a promise.
"""

import os
import random
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from legal_histories import TYPES, faults, told

from contact_center.regulation.acts import ACTS, SEND
from contact_center.regulation.facts import RequestFacts, fold
from contact_center.regulation.terms import RequestType

HISTORIES = int(os.environ.get("HISTORIES", "2000"))
settings.register_profile("histories", derandomize=True, max_examples=300, deadline=None, database=None)
EVERY = settings.get_profile("histories")
MINUTES = [0, 1, 20, 45, 180, 600, 1440, 3 * 1440, 9 * 1440]
DRAWS = st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from(MINUTES)), min_size=12, max_size=50)


def check(draws: list[tuple[int, int]], rtype: RequestType) -> Counter:
	"""Tell a history, and look at each step; return how often each act was done."""
	lines, after, done = [], RequestFacts(), Counter()
	for step, before, after in told(draws, rtype):
		lines += step.lines
		done[step.act] += 1
		assert not list(faults(step, before, after)), (step.act and step.act.name, step.task, lines)
	assert fold(lines) == after
	return done


@EVERY
@given(DRAWS, st.sampled_from(TYPES))
def test_r4_r7_the_shortest_history_that_breaks_a_promise_is_none(draws, rtype):
	check(draws, rtype)


def test_r4_r7_thousands_of_histories_keep_what_is_promised_and_do_every_act(capsys):
	"""None of the promises is kept because nothing happens."""
	done: Counter = Counter()
	for seed in range(HISTORIES):
		draw = random.Random(seed)
		steps = range(draw.randint(12, 50))
		done += check(
			[(draw.randrange(10**6), draw.choice(MINUTES)) for _step in steps], TYPES[seed % len(TYPES)]
		)
	with capsys.disabled():
		print(f"\n    {HISTORIES} histories, {done.total()} steps")
	assert set(ACTS) - set(done) == {SEND}, "what is sent goes with its registering"
	assert min(done.values()) >= HISTORIES / 100, {act and act.name: times for act, times in done.items()}
