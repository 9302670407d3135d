"""A queue before several workers, with arrivals and services at random.

Functions of `scipy.special` load slowly, and only where there is something to compute.
"""

from __future__ import annotations

import math


def load(arrivals: float, workers: float, pace: float) -> float:
    """Return the share of capacity used: arrivals over what the workers can take."""
    return arrivals / (workers * pace) if workers * pace > 0 else math.nan


def must_wait(arrivals: float, workers: float, pace: float) -> float:
    """Return the chance that a case must wait: Erlang's C [erlang1917].

    1 where arrivals reach what the workers can take. Parts of a worker lie on the smooth curve
    through whole ones, on which Erlang's B is a Poisson chance over its cumulated one.
    """
    from scipy.special import gammaincc, gammaln

    offered = arrivals / pace
    if offered >= workers:
        return 1.0
    if offered == 0:
        return 0.0
    below = workers * math.log(offered) - offered - gammaln(workers + 1)
    blocked = math.exp(below) / gammaincc(workers + 1, offered)
    return float(blocked / (1 - offered / workers * (1 - blocked)))


def wait(arrivals: float, workers: float, pace: float) -> float:
    """Return the expected wait, in the unit of time of arrivals and pace; NaN if it grows."""
    spare = workers * pace - arrivals
    return must_wait(arrivals, workers, pace) / spare if spare > 0 else math.nan


def workers_needed(arrivals: float, pace: float, most: float) -> int:
    """Return the fewest workers whose load is not above ``most``."""
    # A quotient of decimals may pass its whole value by a rounding.
    return max(1, math.ceil(arrivals / (pace * most) - 1e-9))
