"""Whether a silence is longer than chance allows, ties borrowing strength from each other."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

# With fewer ties there is nothing to borrow from, and Jeffreys' prior stands.
_LEAST_TIES: Final = 5


class Prior(NamedTuple):
    """Rates of contact are Gamma distributed: ``shape``, and ``rate`` in units of time."""

    shape: float = 0.5
    rate: float = 0.0


def prior_of(counts: np.ndarray, times: np.ndarray) -> Prior:
    """Return the prior under which the counts of all ties in their times are likeliest."""
    usable = times > 0
    if usable.sum() < _LEAST_TIES:
        return Prior()
    # They load slowly, and most reports fit nothing.
    from scipy.optimize import minimize
    from scipy.special import gammaln

    n, t = counts[usable].astype(float), times[usable]

    def unlikely(logs: np.ndarray) -> float:
        a, b = np.exp(logs)
        likely = gammaln(a + n) - gammaln(a) + a * np.log(b / (b + t)) + n * np.log(t / (b + t))
        return -float(likely.sum())

    start = np.log([1.0, t.sum() / n.sum()])
    bounds = [(-8.0, 8.0), (-16.0, 16.0)]
    found = minimize(unlikely, start, method="L-BFGS-B", bounds=bounds)
    return Prior(*map(float, np.exp(found.x)))


def silence(
    prior: Prior, counts: np.ndarray, times: np.ndarray, gaps: np.ndarray
) -> np.ndarray:
    """Return how likely each tie is silent for its gap, after its count in its time."""
    known = prior.rate + times
    chance: np.ndarray = (known / (known + gaps)) ** (prior.shape + counts)
    return chance
