"""The core that a network fits best, by Borgatti and Everett, and continuous coreness.

A set of actors splits the cells of the matrix into those inside the core, those inside the
periphery and those between. Pearson's correlation of the ties with an ideal of zeros and ones
depends on a set only by its size, the ties inside it and the sum of its members' degrees.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple, TypeAlias

import numpy as np

# Ties between core and periphery are left out of account, or the ideal has none, or all.
Between: TypeAlias = Literal["left out", "none", "all"]

# Up to this many actors all sets are compared: 65,536, in a few milliseconds.
ALL_SETS: Final = 16

# Correlations closer than this are equal but for rounding.
EQUAL: Final = 1e-9

# Fitting stops when a turn explains less of the ties than this share, or after so many turns:
# on some sparse networks the best fit is only approached, by ever larger values.
_FITTED: Final = 1e-13
_TURNS: Final = 200


class Core(NamedTuple):
    """Members of the best core, its correlation, and how many sets reach it (NaN: unknown)."""

    members: np.ndarray
    correlation: float
    optima: float


class _Sets(NamedTuple):
    """Size, ties inside and sum of degrees of some sets."""

    size: np.ndarray
    inside: np.ndarray
    degrees: np.ndarray


def best_core(tied: np.ndarray, between: Between) -> Core | None:
    """Return the set of actors whose ideal core correlates most with the ties.

    Parameters
    ----------
    tied
        Matrix of zeros and ones without a diagonal.
    between
        What the ideal says of ties between core and periphery.

    Returns
    -------
    Core | None
        Of sets that are equally good the smaller, then the first in the order of actors.
        None if no set has a correlation.
    """
    ties = tied.sum()
    if len(tied) < 4 or ties in (0, len(tied) * (len(tied) - 1)):
        return None
    find = _best_of_all if len(tied) <= ALL_SETS else _best_found
    return find(tied, between)


def _correlation(sets: _Sets, n: int, ties: float, between: Between) -> np.ndarray:
    """Return the correlation of each set; -inf where it is not defined."""
    size, inside, degrees = sets
    core, periphery = size * (size - 1), (n - size) * (n - size - 1)
    outside = inside + ties - degrees
    every = n * (n - 1)
    if between == "none":
        ones, ones_tied, zeros, zeros_tied = core, inside, every - core, ties - inside
    elif between == "all":
        ones, ones_tied = every - periphery, ties - outside
        zeros, zeros_tied = periphery, outside
    else:
        ones, ones_tied, zeros, zeros_tied = core, inside, periphery, outside
    tied = ones_tied + zeros_tied
    spread = ones * zeros * tied * (ones + zeros - tied)
    together = ones_tied * zeros - zeros_tied * ones
    nothing = np.full(np.shape(spread), -np.inf)
    return np.divide(together, np.sqrt(spread), out=nothing, where=spread > 0)


# --- all sets -----------------------------------------------------------------------------


def _best_of_all(tied: np.ndarray, between: Between) -> Core | None:
    """Compare all sets, numbered so that a larger number comes first in the order of actors."""
    n, linked = len(tied), tied + tied.T
    inside = np.zeros(1)
    for actor in reversed(range(n)):
        links = _subset_sums(linked[actor, :actor:-1])
        inside = np.concatenate([inside, inside + links])
    sets = _Sets(_subset_sums(np.ones(n)), inside, _subset_sums(linked.sum(axis=1)[::-1]))
    values = _correlation(sets, n, tied.sum(), between)
    top = values.max()
    if np.isinf(top):
        return None
    best = np.flatnonzero(values >= top - EQUAL)
    first = best[sets.size[best] == sets.size[best].min()][-1]
    members = (first >> np.arange(n)[::-1]) & 1 == 1
    return Core(members, float(top), len(best))


def _subset_sums(values: np.ndarray) -> np.ndarray:
    """Return the sum of each subset; bit i of its number says whether value i is in it."""
    sums = np.zeros(1)
    for value in values:
        sums = np.concatenate([sums, sums + value])
    return sums


# --- the best found -----------------------------------------------------------------------


def _best_found(tied: np.ndarray, between: Between) -> Core | None:
    """Take the best beginning of three orders of the actors and improve it."""
    linked = tied + tied.T
    senders, receivers = coreness(tied)
    found = []
    for rank in (senders + receivers, linked.sum(axis=1), tied.sum(axis=1)):
        order = np.argsort(-rank, kind="stable")
        prefixes = _prefixes(linked, order)
        values = _correlation(prefixes, len(tied), tied.sum(), between)
        members = np.zeros(len(tied), dtype=bool)
        members[order[: values.argmax() + 1]] = True
        found.append(_improved(linked, members, between))
    return max(found, key = lambda c: c.correlation)


def _prefixes(linked: np.ndarray, order: np.ndarray) -> _Sets:
    earlier = np.tril(linked[np.ix_(order, order)]).sum(axis=1)
    return _Sets(
        np.arange(1.0, len(order) + 1),
        earlier.cumsum(),
        linked.sum(axis=1)[order].cumsum(),
    )


def _improved(linked: np.ndarray, members: np.ndarray, between: Between) -> Core:
    """Move or swap actors, the best first, until no move and no swap helps."""
    n, degrees, ties = len(linked), linked.sum(axis=1), linked.sum() / 2
    members = members.copy()
    value = -np.inf
    while True:
        links = linked @ members
        size, inside = members.sum(), links @ members / 2
        total = degrees @ members
        sign = np.where(members, -1, 1)
        moves = _correlation(_Sets(size + sign, inside + sign * links, total + sign * degrees), n, ties, between)
        core, rest = np.flatnonzero(members), np.flatnonzero(~members)
        swaps = _correlation(_Sets(np.full(1,float(size)), inside - links[core][:, None] + links[rest] - linked[np.ix_(core, rest)],
           total - degrees[core][:, None] + degrees[rest]), n, ties, between)
        move = moves.argmax()
        if swaps.size and swaps.max() > moves[move] :
            s = swaps.max()
            out, into = np.unravel_index(swaps.argmax(), swaps.shape)
            flip = [core[out], rest[into]]
        else:
            s = moves[move]; flip = [move]
        if s <= value + EQUAL:
            return Core(members, float(value), np.nan)
        value = s if value > -np.inf else value
        members[flip] ^= True
        value = s
