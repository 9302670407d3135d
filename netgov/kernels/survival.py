"""How long contacts wait for an answer, those still waiting counted as long as they wait."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np

# Quantile of the normal distribution for limits of 95 %.
NORMAL: Final = 1.96
_TAIL: Final = 0.025


class Share(NamedTuple):
    """A share with its 95 % limits."""

    value: float
    low: float
    high: float


class Curve(NamedTuple):
    """The share still waiting after each day on which something was answered [kaplan1958].

    ``variance`` is Greenwood's sum; ``at_risk`` were waiting on that day. ``last`` is the
    longest wait on record, answered or not, and ``total`` the number of waits.
    """

    days: np.ndarray
    waiting: np.ndarray
    variance: np.ndarray
    at_risk: np.ndarray
    waits: np.ndarray
    last: float
    total: int

    @classmethod
    def of(cls, waits: np.ndarray, answered: np.ndarray) -> Curve:
        """Return the curve of waits in days; one not answered lasts at least so long."""
        order = np.sort(waits)
        days, deaths = np.unique(waits[answered], return_counts=True)
        at_risk = len(order) - np.searchsorted(order, days, side="left")
        waiting = np.cumprod(1 - deaths / at_risk)
        with np.errstate(divide="ignore"):
            variance = np.cumsum(deaths / (at_risk * (at_risk - deaths)))
        last = float(order[-1]) if len(order) else math.nan
        return cls(days, waiting, variance, at_risk, order, last, len(order))

    def quantile(self, share: float) -> float:
        """Return the day by which this share is answered; NaN if the curve ends before."""
        # A product of fractions may miss its decimal value by a rounding.
        reached = np.flatnonzero(self.waiting <= 1 - share + 1e-12)
        return float(self.days[reached[0]]) if len(reached) else math.nan

    def within(self, days: float) -> Share:
        """Return the share answered within some days, with log-log limits; NaN without days.

        Where all or none are answered these do not exist; the exact binomial ones of those
        still observed stand instead.
        """
        if self.total == 0 or math.isnan(days):
            return Share(math.nan, math.nan, math.nan)
        step = int(np.searchsorted(self.days, days, side="right")) - 1
        if step < 0:
            observed = int((self.waits >= days).sum())
            high = 1 - _TAIL ** (1 / observed) if observed else math.nan
            return Share(0.0, 0.0, high)
        waiting = float(self.waiting[step])
        if waiting <= 0:
            return Share(1.0, _TAIL ** (1 / self.total), 1.0)
        spread = math.exp(NORMAL * math.sqrt(self.variance[step]) / abs(math.log(waiting)))
        return Share(1 - waiting, 1 - waiting ** (1 / spread), 1 - waiting**spread)


NOBODY: Final = Curve.of(np.array([]), np.array([], dtype=bool))
