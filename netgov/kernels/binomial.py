"""Exact binomial tests of many counts at once; `scipy.stats.binomtest` takes one at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

# Probabilities that differ by less are equal but for rounding, as `scipy` takes it.
_ALIKE: Final = 1 + 1e-7


def binomial_p_values(k: np.ndarray, n: np.ndarray, p: np.ndarray) -> np.ndarray:
    """Return for each count k of n with the chance p how likely one as unlikely or less is."""
    from scipy.stats import binom

    k, n = k.astype(np.int64), n.astype(np.int64)
    at_most = binom.pmf(k, n, p) * _ALIKE
    low = k < p * n
    # The far tail begins where it is no likelier than what was found: behind the mode of low
    # counts probabilities fall, before the mode of high ones they rise.
    start = np.where(low, np.ceil(p * n), 0).astype(np.int64)
    stop = np.where(low, n, np.floor(p * n)).astype(np.int64)
    sign = np.where(low, -1.0, 1.0)
    place = _placed(lambda at: sign * binom.pmf(at, n, p), sign * at_most, start, stop)
    alike = at_most == binom.pmf(place, n, p)
    near = np.where(low, binom.cdf(k, n, p), binom.sf(k - 1, n, p))
    far = np.where(low, binom.sf(place - alike, n, p), binom.cdf(place, n, p))
    return np.where(k == p * n, 1.0, np.minimum(near + far, 1.0))


def _placed(
    rising: Callable[[np.ndarray], np.ndarray],
    sought: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
) -> np.ndarray:
    """Return the last place at which each of some rising functions is not above a value."""
    low, high = low.copy(), high.copy()
    met = np.full(len(low), -1)
    while (open_ := (low < high) & (met < 0)).any():
        middle = low + (high - low) // 2
        found = rising(middle)
        met = np.where(open_ & (found == sought), middle, met)
        low = np.where(open_ & (found < sought), middle + 1, low)
        high = np.where(open_ & (found > sought), middle - 1, high)
    return np.where(met >= 0, met, np.where(rising(low) <= sought, low, low - 1))
