"""Tests of counts: what chance alone would give, over all that was tested."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

# Two sums of the same numbers in another order are equal; they differ in the last digits.
_EQUAL: Final = 1e-9


class Chances(NamedTuple):
    """What draws under a null say of what was observed, cell by cell; NaN where undefined.

    ``greater`` and ``lesser`` are the shares of draws at least, or at most, as large, what was
    observed counted among them; ``both`` is twice the smaller. ``mid`` is that of larger ones,
    equal ones counted half. ``mean`` and ``sd`` are of the draws that are finite,
    ``known`` counts those that are defined.
    """

    greater: np.ndarray
    lesser: np.ndarray
    both: np.ndarray
    mid: np.ndarray
    mean: np.ndarray
    sd: np.ndarray
    known: np.ndarray


def chances(observed: np.ndarray, draws: np.ndarray) -> Chances:
    """Return how likely what was observed is by chance.

    Draws stand in the first axis; those that are not defined are left out of the count.
    """
    seen = np.asarray(observed, dtype=float)
    known = ~np.isnan(draws)
    near = _EQUAL * np.maximum(np.abs(draws), np.abs(seen))
    with np.errstate(invalid="ignore"):
        equal = (np.abs(draws - seen) <= near) & np.isfinite(near)
        equal |= draws == seen  # infinite ones
        larger = (draws > seen) & ~equal
    count = known.sum(axis=0)
    above, level = larger.sum(axis=0), equal.sum(axis=0)
    below = count - above - level
    defined = np.where(np.isnan(seen), np.nan, 1.0)
    greater = defined * (1 + above + level) / (count + 1)
    lesser = defined * (1 + below + level) / (count + 1)
    mid = defined * (0.5 + above + 0.5 * level) / (count + 1)
    both = np.minimum(1.0, 2 * np.minimum(greater, lesser))
    return Chances(greater, lesser, both, mid, *_spread(draws), count)


def _spread(draws: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and standard deviation of the draws that are finite."""
    known = np.isfinite(draws)
    count = known.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(known, draws, 0.0).sum(axis=0) / count
        off = np.where(known, draws - mean, 0.0)
        sd = np.sqrt((off**2).sum(axis=0) / (count - 1))
    return mean, np.where(count > 1, sd, np.nan)


def so_few(found: float, of: float, share: float) -> float:
    """Return the chance of at most so many of some, each with this share."""
    from scipy.special import bdtr

    return float(bdtr(found, round(of), share))


def so_many(found: float, of: float, share: float) -> float:
    """Return the chance of at least so many of some, each with this share."""
    from scipy.special import bdtrc

    return float(bdtrc(found - 1, round(of), share)) if found > 0 else 1.0


def counted_limits(count: float) -> tuple[float, float]:
    """Return exact 95 % limits of what gave a count over time [garwood1936]."""
    from scipy.special import gammaincinv

    low = float(gammaincinv(count, 0.025)) if count > 0 else 0.0
    return low, float(gammaincinv(count + 1.0, 0.975))


def adjusted(chances: Sequence[float] | np.ndarray) -> np.ndarray:
    """Return chances adjusted for how many were tested together [benjamini1995]."""
    tested = np.clip(np.asarray(chances, dtype=float), 0.0, 1.0)
    order = np.argsort(tested)
    raised = tested[order] * (len(tested) / np.arange(1, len(tested) + 1))
    q: np.ndarray = np.empty_like(tested)
    # What is less likely by chance is never told to be more so.
    q[order] = np.minimum.accumulate(raised[::-1])[::-1]
    return q
