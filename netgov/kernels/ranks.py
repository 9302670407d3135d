"""Ranks over many draws: how far down each stands, and who cannot be told from whom."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
import pandas as pd

# Sums of the same numbers in another order differ in the last digits and are one rank.
_DIGITS: Final = 10


def from_the_top(values: np.ndarray, equals: Literal["best", "worst"] = "best") -> np.ndarray:
    """Return ranks along the last axis: 1 is the largest; what is not defined comes last.

    Equal ones share the best of their ranks, or the worst.
    """
    return _ranked(-_settled(values), "min" if equals == "best" else "max")


def rank_correlations(values: np.ndarray, draws: np.ndarray) -> np.ndarray:
    """Return Spearman's correlation of some values with each draw of them, one row a draw.

    NaN where either has one value alone.
    """
    own, drawn = (_ranked(_settled(one), "average") for one in (values, draws))
    own, drawn = own - own.mean(), drawn - drawn.mean(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: np.ndarray = (drawn @ own) / np.sqrt((own @ own) * (drawn**2).sum(axis=-1))
    return found


def tiers(ranks: np.ndarray, drawn: np.ndarray, limits: tuple[float, float]) -> np.ndarray:
    """Return the group of each, numbered from the top, in which none can be told from another.

    Down the ranking a new group begins when the limits of the difference of ranks to the first
    of the group leave out 0.
    """
    groups = np.zeros(len(ranks), dtype=int)
    group, first = 0, -1
    for one in np.argsort(ranks, kind="stable"):
        if first < 0 or np.quantile(drawn[:, one] - drawn[:, first], limits[0]) > 0:
            group, first = group + 1, one
        groups[one] = group
    return groups


def _ranked(values: np.ndarray, method: Literal["min", "max", "average"]) -> np.ndarray:
    """Return ranks along the last axis; pandas has them at hand, scipy.stats loads slowly."""
    rows = pd.DataFrame(np.atleast_2d(values))
    ranks: np.ndarray = rows.rank(axis=1, method=method).to_numpy(float).reshape(values.shape)
    return ranks


def _settled(values: np.ndarray) -> np.ndarray:
    """Return values without the last digits, the undefined ones below all others."""
    scale = np.nanmax(
        np.abs(values), axis=-1, keepdims=True, initial=0.0, where=~np.isnan(values)
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        rounded = np.round(values / np.where(scale > 0, scale, 1.0), _DIGITS)
    return np.where(np.isnan(rounded), -np.inf, rounded)
