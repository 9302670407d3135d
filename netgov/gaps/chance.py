"""Tests of counts: what chance alone would give, over all that was tested."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.stats import binom, false_discovery_control


def so_few(found: float, of: float, share: float) -> float:
    """Return the chance of at most so many of some, each with this share."""
    return float(binom.cdf(found, round(of), share))


def so_many(found: float, of: float, share: float) -> float:
    """Return the chance of at least so many of some, each with this share."""
    return float(binom.sf(found - 1, round(of), share))


def adjusted(chances: Sequence[float] | np.ndarray) -> np.ndarray:
    """Return chances adjusted for how many were tested together [benjamini1995]."""
    tested = np.asarray(chances, dtype=float)
    if not len(tested):
        return tested
    q: np.ndarray = false_discovery_control(np.clip(tested, 0.0, 1.0))
    return q
