"""What draws under a null say of a number: one p function, and its adjustment."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from known import same

from netgov.kernels.chance import adjusted, chances

numbers = st.one_of(st.integers(-3, 3).map(float), st.floats(-1e6, 1e6), st.just(np.nan))


def test_nine_draws_worked_by_hand():
    found = chances(np.array([5.0]), np.array([3, 4, 5, 5, 6, 2, 5, 4, 1.0])[:, None])
    same(found.greater, [0.5])  # 3 equal, 1 larger, and what was observed: 5 of 10
    same(found.lesser, [0.9])
    same(found.both, [1.0])
    same(found.mid, [0.3])  # 1 larger, half of 3 equal and of what was observed: 3 of 10
    same(found.mean, [35 / 9])
    assert found.known.tolist() == [9]


@given(arrays(float, (12, 3), elements=numbers), arrays(float, 3, elements=st.floats(-9, 9)))
def test_smaller_and_larger_share_what_is_equal(draws, observed):
    found = chances(observed, draws)
    equal = np.isclose(draws, observed, rtol=1e-9, atol=0).sum(axis=0)
    same(found.greater + found.lesser, 1 + (1 + equal) / (found.known + 1))
    same(found.both, np.minimum(1, 2 * np.minimum(found.greater, found.lesser)))
    assert (found.greater > 0).all()


@given(arrays(float, (12, 2), elements=numbers), arrays(float, 2, elements=st.floats(-9, 9)))
def test_turned_round_the_larger_are_the_smaller(draws, observed):
    one, other = chances(observed, draws), chances(-observed, -draws)
    same(one.greater, other.lesser)
    same(one.mid + other.mid, np.ones(2))


def test_undefined_draws_are_left_out_and_counted():
    draws = np.array([[1.0, np.nan], [np.nan, np.nan], [3.0, np.nan]])
    found = chances(np.array([2.0, 2.0]), draws)
    assert found.known.tolist() == [2, 0]
    same(found.greater, [2 / 3, 1])
    same(found.mean, [2, np.nan])
    same(found.sd, [2**0.5, np.nan])


def test_what_was_not_observed_has_no_chance():
    found = chances(np.array([np.nan]), np.ones((5, 1)))
    for chance in (found.greater, found.lesser, found.both, found.mid):
        assert np.isnan(chance).all()


def test_sums_in_another_order_are_equal():
    same(chances(np.array([0.1 + 0.2]), np.array([[0.3]])).mid, [0.5])
    same(chances(np.array([np.inf]), np.array([[np.inf]])).greater, [1])


def test_adjusted_as_benjamini_and_hochberg_did():
    """Their own example of 1995: fifteen tests of which four are rejected at 5 %."""
    p = [
        *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
        *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
    ]
    q = adjusted(p)
    assert (q <= 0.05).sum() == 4
    same(q[:4], [0.0015, 0.003, 0.0095, 0.035625])


@given(st.lists(st.floats(0, 1), max_size=12))
def test_no_order_is_changed_and_none_becomes_smaller(p):
    q = adjusted(p)
    assert (q >= np.array(p)).all()
    assert (q <= 1).all()
    assert (np.diff(q[np.argsort(p, kind="stable")]) >= 0).all()


@pytest.mark.parametrize("p", [[], [0.3]])
def test_one_alone_is_as_it_is(p):
    assert adjusted(p).tolist() == p
