"""Binomial tests of many counts at once: to the last bit those of one at a time."""

import numpy as np
from scipy.stats import binomtest

from netgov.kernels.binomial import binomial_p_values


def test_many_are_tested_as_one_is():
    rng = np.random.default_rng(1)
    n = np.concatenate([np.arange(1, 60), rng.integers(1, 2000, 200)])
    p = np.where(rng.random(len(n)) < 0.3, rng.choice([0.5, 0.25, 1 / 3], len(n)), 0.02)
    p = np.where(rng.random(len(n)) < 0.5, rng.random(len(n)), p)
    for k in (rng.binomial(n, p), rng.integers(0, n + 1), 0 * n, n):
        one_by_one = [binomtest(*each).pvalue for each in zip(k, n, p, strict=True)]
        assert binomial_p_values(k, n, p).tolist() == one_by_one


def test_none_are_tested_too():
    none = np.array([])
    assert binomial_p_values(none, none, none).tolist() == []
