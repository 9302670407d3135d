"""What sums give away: compared with trying all counts."""

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from netgov.kernels.bounds import Sums, spans


@st.composite
def puzzles(draw):
    """Return true counts up to 4, and some sets of them whose sums are known."""
    true = draw(st.lists(st.integers(1, 4), min_size=1, max_size=5))
    places = st.lists(st.sampled_from(range(len(true))), min_size=1, unique=True)
    return true, draw(st.lists(places, max_size=4))


def by_trying(true, members):
    """Return least and most of each count over all that fulfil the sums."""
    fitting = [
        counts
        for counts in itertools.product(range(1, 5), repeat=len(true))
        if all(sum(counts[i] for i in at) == sum(true[i] for i in at) for at in members)
    ]
    return np.column_stack([np.min(fitting, axis=0), np.max(fitting, axis=0)])


def by_programme(true, members, enough=np.inf):
    size = len(true)
    totals = [sum(true[place] for place in at) for at in members]
    sums = Sums.of(members, totals, size)
    return spans(np.ones(size), np.full(size, 4.0), sums, np.arange(size), enough)


@given(puzzles())
@settings(max_examples=60, deadline=None)
def test_the_programme_finds_what_trying_all_counts_finds(puzzle):
    np.testing.assert_array_equal(by_programme(*puzzle), by_trying(*puzzle))


@given(puzzles(), st.integers(1, 3))
@settings(max_examples=40, deadline=None)
def test_whoever_asks_for_less_still_learns_what_is_narrower(puzzle, enough):
    some, whole = by_programme(*puzzle, enough), by_trying(*puzzle)
    narrow = whole[:, 1] - whole[:, 0] < enough
    np.testing.assert_array_equal(some[narrow], whole[narrow])
    assert (some[~narrow, 1] - some[~narrow, 0] >= enough).all()


def test_a_count_in_no_sum_keeps_its_limits():
    sums = Sums.of([[1]], [3], 2)
    found = spans(np.ones(2), np.array([np.inf, np.inf]), sums, np.arange(2))
    assert found.tolist() == [[1, np.inf], [3, 3]]


def test_sums_that_no_counts_fulfil_say_nothing():
    found = spans(np.ones(2), np.full(2, 4.0), Sums.of([[0, 1]], [1], 2), np.arange(2))
    assert np.isnan(found).all()
