"""The core that a network fits best, by Borgatti and Everett, and continuous coreness.

A set of actors splits the cells of the matrix into those inside the core, those inside the
periphery and those between. Pearson's correlation of the ties with an ideal of zeros and ones
depends on a set only by its size, the ties inside it and the sum of its members' degrees.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, Literal, NamedTuple, TypeAlias

import numpy as np

# Ties between core and periphery are left out of account, or the ideal has none, or all.
Between: TypeAlias = Literal["left out", "none", "all"]
BETWEEN: Final[tuple[Between, ...]] = ("left out", "none", "all")

# Up to this many actors all sets are compared: 65,536, in a few milliseconds.
ALL_SETS: Final = 16

# Correlations closer than this are equal but for rounding.
EQUAL: Final = 1e-9

# Of each order of the actors so many beginnings are improved: all up to 64 actors.
BEGINNINGS: Final = 64

# So many swaps are compared at a time.
_SWAPS: Final = 1 << 14

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
    if not divisible(tied):
        return None
    fit = partial(_correlation, n=len(tied), ties=tied.sum(), between=between)
    return _best_of_all(tied, fit) if len(tied) <= ALL_SETS else _best_found(tied, fit)


def divisible(tied: np.ndarray) -> bool:
    """Whether there are ties, pairs without one, and actors for a core and a periphery."""
    n = len(tied)
    return n >= 4 and 0 < tied.sum() < n * (n - 1)


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
    values = np.full(np.shape(spread), -np.inf)
    np.divide(together, np.sqrt(spread), out=values, where=spread > 0)
    return values


Fit: TypeAlias = Callable[[_Sets], np.ndarray]


# --- all sets -----------------------------------------------------------------------------


def _best_of_all(tied: np.ndarray, fit: Fit) -> Core | None:
    """Compare all sets, numbered so that a larger number comes first in the order of actors."""
    n, linked = len(tied), tied + tied.T
    inside = np.zeros(1)
    for actor in reversed(range(n)):
        links = _subset_sums(linked[actor, :actor:-1])
        inside = np.concatenate([inside, inside + links])
    sets = _Sets(_subset_sums(np.ones(n)), inside, _subset_sums(linked.sum(axis=1)[::-1]))
    values = fit(sets)
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


def _best_found(tied: np.ndarray, fit: Fit) -> Core | None:
    """Improve beginnings of three orders of the actors by moves and swaps; take the best."""
    linked = tied + tied.T
    sending, receiving, _residual = minres(tied)
    orders = sending + receiving, linked.sum(axis=1), tied.sum(axis=1)
    starts = np.concatenate([_beginnings(rank) for rank in orders])
    climbed = np.unique(_climbed(linked, starts, fit), axis=0)
    found = [_improved(linked, members, fit) for members in climbed]
    top = max(core.correlation for core in found)
    if np.isinf(top):
        return None
    best = [core for core in found if core.correlation >= top - EQUAL]
    return min(best, key=lambda core: (core.members.sum(), (~core.members).tolist()))


def _beginnings(rank: np.ndarray) -> np.ndarray:
    """Return the sets of the first one, two, ... actors by rank; of many some sizes only."""
    n = len(rank)
    place = np.empty(n, dtype=int)
    place[np.argsort(-rank, kind="stable")] = np.arange(n)
    sizes = np.linspace(1, n - 1, min(n - 1, BEGINNINGS)).astype(int)
    beginnings: np.ndarray = place < sizes[:, None]
    return beginnings


def _climbed(linked: np.ndarray, starts: np.ndarray, fit: Fit) -> np.ndarray:
    """Let each set win or lose the one actor that helps most, until none helps."""
    members, links = starts.astype(float), starts @ linked
    degrees = linked.sum(axis=1)
    value = fit(_counted(members, links, degrees))[:, 0]
    climbed = []
    while len(members):
        change = 1 - 2 * members
        now = _counted(members, links, degrees)
        moves = fit(
            _Sets(
                now.size + change, now.inside + change * links, now.degrees + change * degrees
            )
        )
        actor, sets = moves.argmax(axis=1), np.arange(len(moves))
        better = moves[sets, actor] > value + EQUAL
        climbed.append(members[~better] > 0)
        sets, actor = sets[better], actor[better]
        value, turned = moves[sets, actor], change[sets, actor]
        links = links[sets] + turned[:, None] * linked[actor]
        members = members[sets]
        members[np.arange(len(sets)), actor] += turned
    return np.concatenate(climbed)


def _counted(members: np.ndarray, links: np.ndarray, degrees: np.ndarray) -> _Sets:
    """Return the counts of sets, one row a set, from the ties of each actor with each set."""
    inside = (links * members).sum(axis=1, keepdims=True) / 2
    return _Sets(members.sum(axis=1, keepdims=True), inside, (members @ degrees)[:, None])


def _improved(linked: np.ndarray, members: np.ndarray, fit: Fit) -> Core:
    """Swap the member and the other actor that help most and climb on, until no swap helps."""
    degrees = linked.sum(axis=1)
    while True:
        links = linked @ members
        now = _counted(members[None].astype(float), links[None], degrees)
        value = fit(now).item()
        best, swap = _best_swap(linked, members, links, now, fit)
        if best <= value + EQUAL:
            return Core(members, value, np.nan)
        swapped = members.copy()
        swapped[[*swap]] = False, True
        members = _climbed(linked, swapped[None], fit)[0]


def _best_swap(
    linked: np.ndarray, members: np.ndarray, links: np.ndarray, now: _Sets, fit: Fit
) -> tuple[float, tuple[int, int]]:
    """Return the first best swap of a member and another, looked for a few members at a time.

    So many swaps fit into the cache of a processor, which takes half the time of all at once.
    """
    degrees = linked.sum(axis=1)
    core, rest = np.flatnonzero(members), np.flatnonzero(~members)
    best, swap = -np.inf, (0, 0)
    step = max(1, _SWAPS // max(len(rest), 1))
    for first in range(0, len(core), step):
        some = core[first : first + step]
        won = links[rest] - links[some, None] - linked[some][:, rest]
        more = degrees[rest] - degrees[some, None]
        swaps = fit(_Sets(now.size, now.inside + won, now.degrees + more))
        at = swaps.argmax()
        if swaps.flat[at] > best:
            out, into = divmod(int(at), len(rest))
            best, swap = float(swaps.flat[at]), (int(some[out]), int(rest[into]))
    return best, swap


# --- continuous coreness ------------------------------------------------------------------


class Coreness(NamedTuple):
    """Coreness of each actor as sender and receiver, and what it leaves unexplained."""

    sending: np.ndarray
    receiving: np.ndarray
    residual: float


def minres(tied: np.ndarray) -> Coreness:
    """Return u and v of equal norm with the least sum of (a_ij - u_i v_j)² off the diagonal.

    Given v, the best u_i is a ratio of sums over the others, and the same the other way round.
    These two steps are taken in turn, from the mean of each column on; after every second turn
    the way they went is followed further, as far as its curvature allows.
    """
    others = 1 - np.eye(len(tied))
    every = tied.sum()

    def answer(ties: np.ndarray, given: np.ndarray) -> tuple[np.ndarray, float]:
        product, square = ties @ given, others @ given**2
        best = np.divide(product, square, out=np.zeros(len(given)), where=square > 0)
        return best, every - product @ best

    def turn(given: np.ndarray) -> tuple[np.ndarray, float]:
        best, residual = answer(tied.T, answer(tied, given)[0])
        return best / _length(best), residual

    start = tied.mean(axis=0) / _length(tied.mean(axis=0))
    least = every
    for _turn in range(_TURNS):
        once = turn(start)[0]
        twice, residual = turn(once)
        if least - residual <= _FITTED * every:
            break
        least = residual
        step = once - start
        bend = twice - once - step
        reach = max(1.0, _length(step) / _length(bend)) if bend.any() else 1.0
        far = start + 2 * reach * step + reach**2 * bend
        far /= _length(far)
        start = far if answer(tied, far)[1] <= residual else twice
    sending, residual = answer(tied, twice)
    scale = np.sqrt(_length(sending))
    return Coreness(sending / scale, twice * scale, residual)


def _length(vector: np.ndarray) -> float:
    return float(np.sqrt(vector @ vector))
