"""Ranks over many draws."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from netgov.kernels.ranks import from_the_top, rank_correlations, tiers

LIMITS = (0.025, 0.975)


def test_the_largest_is_first_and_equal_ones_share_the_best_rank():
    assert from_the_top(np.array([3.0, 9.0, 3.0, 1.0])).tolist() == [2, 1, 2, 4]


def test_what_is_not_defined_comes_last():
    assert from_the_top(np.array([np.nan, 0.0, -1.0])).tolist() == [3, 1, 2]


def test_last_digits_make_no_rank():
    assert from_the_top(np.array([0.1 + 0.2, 0.3])).tolist() == [1, 1]


def test_each_draw_is_ranked_by_itself():
    draws = np.array([[1.0, 2.0], [2e-9, 1e-9]])
    assert from_the_top(draws).tolist() == [[2, 1], [1, 2]]


def test_rank_correlations_are_spearman_s():
    rng = np.random.default_rng(3)
    values, draws = rng.integers(0, 6, 12).astype(float), rng.integers(0, 6, (5, 12)) * 1.0
    expected = [spearmanr(values, draw).statistic for draw in draws]
    assert rank_correlations(values, draws) == pytest.approx(expected)


def test_one_value_alone_correlates_with_nothing():
    assert np.isnan(rank_correlations(np.arange(3.0), np.ones((1, 3)))).all()


def test_a_group_ends_where_the_ranks_differ_for_sure():
    """The first two change places in half of the draws; the third never comes before them."""
    drawn = np.array([[1, 2, 3], [2, 1, 3]] * 50, dtype=float)
    assert tiers(np.array([1.0, 2.0, 3.0]), drawn, LIMITS).tolist() == [1, 1, 2]


def test_a_group_is_measured_from_its_first():
    """The third is like the second, which is like the first, but not like the first."""
    drawn = np.array([[1, 2, 3]] * 50 + [[2, 1, 3]] * 4 + [[1, 3, 2]] * 46, dtype=float)
    assert tiers(np.array([1.0, 2.0, 3.0]), drawn, LIMITS).tolist() == [1, 1, 2]
