"""Which ties lie on shortest paths, decided exactly whatever the weights.

Floating lengths tell every distance to a part in 10^16 for each tie of the path. A tie u to v
can lie on a shortest path from s only if d(s,u) + length and d(s,v) agree that far. Whether
they are equal is decided in whole numbers: a difference of two sums of fractions, times the
common multiple of their denominators, is a whole number. If it is smaller than a modulus, and
its remainder is 0, it is 0. So remainders are added up along the paths, for as many moduli as
the multiple has digits; no large number is ever made. Sources for which that finds paths that
nearly agree, which is rare, are searched again in exact fractions.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from scipy.sparse import csr_array

from netgov.kernels.distances import Distances
from netgov.kernels.nearness import turned

# Ties are compared in blocks of so many, that fit the processor's cache.
_COMPARED: Final = 100_000
# Primes, so that every weight has an inverse; two remainders add up within 64 bits.
_MODULI: Final = tuple(2**61 - less for less in (1, 31, 45, 229, 259))
_MODULUS_BITS: Final = 60.9
# Relative error of a length that was divided in floats from a weight as it is written.
_AS_FLOAT: Final = 4e-14


class Ties(NamedTuple):
    """Ties sorted by the actor they lead to: from ``tails`` to ``heads``.

    ``places`` are those of the ties in the matrix they come from.
    """

    actors: int
    tails: np.ndarray
    heads: np.ndarray
    places: np.ndarray

    @classmethod
    def of(cls, pattern: csr_array) -> Ties:
        """Return the stored cells of a matrix as ties."""
        back, places = turned(pattern)
        heads = np.repeat(np.arange(back.shape[0]), np.diff(back.indptr))
        return cls(back.shape[0], back.indices.astype(int), heads, places)


class Paths(NamedTuple):
    """All shortest paths of some searches, each a lane; a row for each rank of distance.

    A cell is ``rank * lanes + lane``; what lies nearer to the source has the smaller rank. The
    row after the last is nowhere: the predecessor of sources and of actors not reached.

    Attributes
    ----------
    actors
        (ranks, lanes): the actor of the rank.
    before
        (ranks + 1, lanes): cell of one predecessor on a shortest path.
    ties
        (ranks + 1, lanes): key of the tie from it, ``draw * ties + tie``; -1 from nowhere.
    last
        Ranks that any lane reaches.
    more_to, more_from, more_ties
        Cell, predecessor and tie of every further shortest path, by rank.
    starts
        Where the further ones of each rank start.
    """

    actors: np.ndarray
    before: np.ndarray
    ties: np.ndarray
    last: int
    more_to: np.ndarray
    more_from: np.ndarray
    more_ties: np.ndarray
    starts: list[int]


def shortest_paths(
    ties: Ties,
    sources: np.ndarray,
    far: np.ndarray,
    lengths: np.ndarray,
    exact: Callable[[], Distances] | None,
) -> Paths:
    """Return all shortest paths from the sources in each draw of lengths.

    Parameters
    ----------
    ties
        The ties.
    sources
        Actors from whom paths are sought.
    far
        Distances from them to all actors, (draws, sources, actors).
    lengths
        Length of each tie, (draws, ties); inf for a tie that is not there.
    exact
        Returns the exact lengths, (draws, ties); None if the floats are exact.
    """
    draws = len(lengths)
    slack = 0.0 if exact is None else (ties.actors + 2) * 2.0**-52 + _AS_FLOAT
    at = _candidates(ties, far, lengths, slack)
    blurred = np.repeat(_too_short(far, lengths, slack), len(sources))
    far = far.reshape(draws * len(sources), ties.actors)
    if blurred.any() and exact is not None:
        far, at = _settled(np.flatnonzero(blurred), ties, sources, far, at, exact())
    paths = _ranked(ties, far, at, draws)
    if exact is None or not len(paths.more_to):
        return paths
    doubted = _unequal(paths, far, exact(), slack) & ~blurred
    if doubted.any():
        far, at = _settled(np.flatnonzero(doubted), ties, sources, far, at, exact())
        paths = _ranked(ties, far, at, draws)
    return paths


def _candidates(ties: Ties, far: np.ndarray, lengths: np.ndarray, slack: float) -> np.ndarray:
    """Return ``lane * ties + tie`` where it may lie on a shortest path, in order."""
    found, m = [np.zeros(0, dtype=int)], len(ties.tails)
    step = max(1, _COMPARED // max(m, 1))
    for draw, rows in enumerate(far):
        for first in range(0, len(rows), step):
            here = rows[first : first + step]
            # Nothing leads to whom nothing reaches.
            most = np.where(np.isfinite(here), here * (1 + slack), -1.0)
            reach = here.take(ties.tails, axis=1)
            reach += lengths[draw]
            hits = np.flatnonzero(reach <= most.take(ties.heads, axis=1))
            found.append(hits + (draw * len(rows) + first) * m)
    return np.concatenate(found)


def _ranked(ties: Ties, far: np.ndarray, at: np.ndarray, draws: int) -> Paths:
    """Sort the actors of each lane by distance, and lay out the ties between their ranks."""
    (lanes, n), m = far.shape, len(ties.tails)
    lane, tie = np.divmod(at, max(m, 1))
    order = np.argsort(far, axis=1)
    cell_of = np.empty_like(order)
    cells = np.arange(n) * lanes + np.arange(lanes)[:, None]
    np.put_along_axis(cell_of, order, cells, axis=1)
    into = cell_of.ravel()[lane * n + ties.heads[tie]]
    out_of = cell_of.ravel()[lane * n + ties.tails[tie]]
    key = tie if draws == 1 else tie + m * (lane // (lanes // draws))
    before = np.full((n + 1, lanes), n * lanes) + np.arange(lanes)
    before.ravel()[into] = out_of
    kept = before.ravel()[into] == out_of
    keys = np.full((n + 1, lanes), -1)
    if kept.all():
        keys.ravel()[into] = key
    else:
        keys.ravel()[into[kept]] = key[kept]
    more = np.flatnonzero(~kept)
    more = more[np.argsort(into[more], kind="stable")]
    return Paths(
        actors=np.ascontiguousarray(order.T),
        before=before,
        ties=keys,
        last=int(np.isfinite(far).sum(axis=1).max(initial=0)),
        more_to=into[more],
        more_from=out_of[more],
        more_ties=key[more],
        starts=np.searchsorted(into[more], np.arange(n + 1) * lanes).tolist(),
    )


# --- exactness --------------------------------------------------------------------------


def _too_short(far: np.ndarray, lengths: np.ndarray, slack: float) -> np.ndarray:
    """Return the draws in which a tie is so short that long paths do not feel it."""
    longest = np.where(np.isfinite(far), far, 0).max(axis=(1, 2), initial=0)
    blurred: np.ndarray = lengths.min(axis=1, initial=np.inf) <= 2 * slack * longest
    return blurred


def _unequal(paths: Paths, far: np.ndarray, exact: Distances, slack: float) -> np.ndarray:
    """Return the lanes in which paths that nearly agree are not shown to be equally long."""
    lane, head = paths.more_to % len(far), paths.actors.ravel()[paths.more_to]
    bits = [math.log2(weight.numerator) if weight else 0.0 for weight in exact.weights]
    multiple = np.sum(_both(paths, np.array(bits)[exact.which]), axis=0)
    if exact.multiple is not None:
        multiple = np.minimum(multiple, math.log2(exact.multiple))
    # The difference as a whole number has so many bits at most; from 0 on it is in doubt.
    difference = multiple + np.log2(4 * slack * far[lane, head])
    known, unequal = 0.0, np.zeros(len(far), dtype=bool)
    for modulus in _MODULI:
        if (difference < known).all():
            break
        each = exact.remainders(modulus)
        if each is not None:
            ours, theirs = _both(paths, each[exact.which], modulus)
            unequal[lane[ours != theirs]] = True
            known += _MODULUS_BITS
    unequal[lane[difference >= known]] = True
    return unequal


def _both(
    paths: Paths, values: np.ndarray, modulus: int | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Sum a value of ties over each further path, and over the path that was laid out."""
    values = np.append(values.ravel(), values.dtype.type(0))
    before, ties = paths.before.ravel(), paths.ties.ravel()
    cells = np.concatenate([paths.more_from, before[paths.more_to]])
    total = values[np.concatenate([paths.more_ties, ties[paths.more_to]])]
    while ((key := ties[cells]) >= 0).any():
        total += values[key]
        if modulus is not None:
            total -= modulus * (total >= modulus)
        cells = before[cells]
    further, laid = np.split(total, 2)
    return further, laid


def _settled(
    lanes: np.ndarray,
    ties: Ties,
    sources: np.ndarray,
    far: np.ndarray,
    at: np.ndarray,
    exact: Distances,
) -> tuple[np.ndarray, np.ndarray]:
    """Return ranks for distances, and ties on shortest paths, where they were in doubt."""
    far, m = far.copy(), len(ties.tails)
    found = [at[~np.isin(at // m, lanes)]]
    for draw in np.unique(lanes // len(sources)).tolist():
        search = _exact_search(ties, exact.of(draw).lengths)
        for lane in lanes[lanes // len(sources) == draw].tolist():
            reached, used = search(int(sources[lane % len(sources)]))
            ranks = {length: rank for rank, length in enumerate(sorted({*reached.values()}))}
            far[lane] = np.inf
            far[lane, list(reached)] = [ranks[length] for length in reached.values()]
            found.append(np.array(used, dtype=int) + lane * m)
    return far, np.sort(np.concatenate(found))


Length: TypeAlias = int | Fraction


def _exact_search(
    ties: Ties, lengths: list[Length]
) -> Callable[[int], tuple[dict[int, Length], list[int]]]:
    """Return Dijkstra's search from one source: exact distances, and ties on paths."""
    tails, heads = ties.tails.tolist(), ties.heads.tolist()
    there = [tie for tie, length in enumerate(lengths) if length]
    onward = defaultdict(list)
    for tie in there:
        onward[tails[tie]].append((heads[tie], lengths[tie]))

    def search(source: int) -> tuple[dict[int, Length], list[int]]:
        reached: dict[int, Length] = {}
        rim: list[tuple[Length, int]] = [(0, source)]
        while rim:
            length, actor = heapq.heappop(rim)
            if actor not in reached:
                reached[actor] = length
                for head, further in onward[actor]:
                    if head not in reached:
                        heapq.heappush(rim, (length + further, head))
        used = [
            tie
            for tie in there
            if tails[tie] in reached
            and reached[tails[tie]] + lengths[tie] == reached[heads[tie]]
        ]
        return reached, used

    return search
