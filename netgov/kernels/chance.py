"""Tests of counts: what chance alone would give, over all that was tested."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import bdtr, bdtrc


def so_few(found: float, of: float, share: float) -> float:
    """Return the chance of at most so many of some, each with this share."""
    return float(bdtr(found, round(of), share))


def so_many(found: float, of: float, share: float) -> float:
    """Return the chance of at least so many of some, each with this share."""
    return float(bdtrc(found - 1, round(of), share)) if found > 0 else 1.0


def adjusted(chances: Sequence[float] | np.ndarray) -> np.ndarray:
    """Return chances adjusted for how many were tested together [benjamini1995]."""
    tested = np.asarray(chances, dtype=float)
    if not len(tested):
        return tested
    # All of scipy's statistics take half a second to load, which most reports can spare.
    from scipy.stats import false_discovery_control

    q: np.ndarray = false_discovery_control(np.clip(tested, 0.0, 1.0))
    return q
