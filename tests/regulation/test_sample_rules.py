"""A random sample: drawn by lots that anybody can draw again, in strata, and what its failed share says (R9.2.4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contact_center.regulation.problems import ProblemError, ProblemKind
from contact_center.regulation.samples import (
	MOST,
	Result,
	allotted,
	bound_of,
	drawn,
	lot,
	shares,
	size_of,
	smallest,
	wilson,
)

NAMES = [f"r{number:05d}" for number in range(2000)]


def test_a_seed_draws_the_same_again_and_another_seed_others():
	first = drawn("a1", NAMES, 50)
	assert drawn("a1", reversed(NAMES), 50) == first and len(set(first)) == 50
	assert len(set(first) & set(drawn("a2", NAMES, 50))) < 10


@given(st.sets(st.sampled_from(NAMES), max_size=30))
def test_what_is_opened_again_changes_nobody_elses_lot(gone):
	first = drawn("a1", NAMES, 50)
	again = drawn("a1", [name for name in NAMES if name not in gone], 50 - len(gone & set(first)))
	assert again == [name for name in first if name not in gone]


def test_the_lot_is_the_databases():
	assert lot("ab", "c") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_everybody_is_drawn_about_as_often():
	counts = dict.fromkeys(NAMES[:100], 0)
	for seed in range(400):
		for name in drawn(str(seed), counts, 10):
			counts[name] += 1
	assert 15 < min(counts.values()) and max(counts.values()) < 70, "40 are expected of each"


@pytest.mark.parametrize(
	"population, count, percent, size", [(1000, 50, 0, 50), (30, 50, 0, 30), (1000, 0, 5, 50), (41, 0, 5, 3)]
)
def test_how_many_are_drawn(population, count, percent, size):
	assert size_of(population, count, percent) == size


@pytest.mark.parametrize(
	"given, kind",
	[
		((0, 10, 0), ProblemKind.SAMPLE_OF_NOTHING),
		((100, 0, 0), ProblemKind.SAMPLE_SIZE),
		((100, -1, 0), ProblemKind.SAMPLE_SIZE),
		((100, MOST + 1, 0), ProblemKind.SAMPLE_SIZE),
		((100, 0, 101), ProblemKind.SAMPLE_SIZE),
	],
)
def test_a_senseless_size_is_refused(given, kind):
	with pytest.raises(ProblemError) as refused:
		size_of(*given)
	assert refused.value.kind is kind


def test_strata_in_proportion_and_nobody_left_out():
	assert allotted({"water": 60, "roads": 39, "parks": 1}, 10) == {"water": 5, "roads": 4, "parks": 1}
	assert allotted({"water": 2, "roads": 0}, 10) == {"water": 2}


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 500), min_size=1), st.integers(1, 200))
def test_what_is_allotted_adds_up(sizes, size):
	found = allotted(sizes, size)
	assert sum(found.values()) == min(size, sum(sizes.values()))
	assert all(0 <= count <= sizes[name] for name, count in found.items())
	if size >= len([count for count in sizes.values() if count]):
		assert all(found.values())


@given(st.dictionaries(st.sampled_from("abcd"), st.integers(1, 900), min_size=1), st.integers(1, 60))
def test_few_lots_are_looked_at_and_the_smallest_are_among_them(sizes, size):
	allotted_ = allotted(sizes, size)
	bound, whole = bound_of(sizes, allotted_)
	lots = [
		(f"{name}{number}", name, lot("s", f"{name}{number}"))
		for name, count in sizes.items()
		for number in range(count)
	]
	near = [row for row in lots if row[2] <= bound or row[1] in whole]
	assert smallest(near, allotted_) == smallest(lots, allotted_)
	assert len(smallest(lots, allotted_)) == min(size, len(lots))


@pytest.mark.parametrize(
	"failed, checked, low, high",
	[(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (15, 200, 0.0460, 0.1200)],
)
def test_the_interval_is_wilsons(failed, checked, low, high):
	"""As tables have it."""
	found = wilson(failed, checked)
	assert (round(found.low, 4), round(found.high, 4)) == (low, high) and found.share == failed / checked


def test_of_nothing_checked_nothing_is_known():
	found = wilson(0, 0)
	assert (found.low, found.high, found.share) == (0.0, 1.0, 0.0)


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_share_lies_in_its_interval(failed, checked):
	failed = min(failed, checked)
	found = wilson(failed, checked)
	assert 0 <= found.low <= found.share <= found.high <= 1


def test_shares_by_executor_leave_out_what_could_not_be_checked():
	results = [("water", Result.FAILED), ("water", Result.PASSED), ("water", Result.UNCLEAR), ("roads", None)]
	total, each = shares(results)
	assert (total.failed, total.checked) == (1, 2)
	assert {name: (share.failed, share.checked) for name, share in each.items()} == {"water": (1, 2)}
