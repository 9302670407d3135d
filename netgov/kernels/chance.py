"""Tests of counts: what chance alone would give, over all that was tested."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def so_few(found: float, of: float, share: float) -> float:
    """Return the chance of at most so many of some, each with this share."""
    from scipy.special import bdtr

    return float(bdtr(found, round(of), share))


def so_many(found: float, of: float, share: float) -> float:
    """Return the chance of at least so many of some, each with this share."""
    from scipy.special import bdtrc

    return float(bdtrc(found - 1, round(of), share)) if found > 0 else 1.0


def adjusted(chances: Sequence[float] | np.ndarray) -> np.ndarray:
    """Return chances adjusted for how many were tested together [benjamini1995]."""
    tested = np.clip(np.asarray(chances, dtype=float), 0.0, 1.0)
    order = np.argsort(tested)
    raised = tested[order] * (len(tested) / np.arange(1, len(tested) + 1))
    q: np.ndarray = np.empty_like(tested)
    # What is less likely by chance is never told to be more so.
    q[order] = np.minimum.accumulate(raised[::-1])[::-1]
    return q
