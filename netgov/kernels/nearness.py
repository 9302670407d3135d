"""How far each actor is from all others: sums over the lengths of shortest paths."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from netgov.kernels.cells import tie_rows
from netgov.kernels.distances import Distances

# Sources are taken in batches, so that their distances to all actors stay small.
_CELLS: Final = 500_000
# Up to this many actors, all paths of many draws at once are quicker than one after the other.
SMALL: Final = 128
# So many draws fill the vectors of the processor and stay in its cache.
DRAWS: Final = 64
# Sources are the bits of words, of which so many are handled at once.
_WORDS: Final = 64


class Nearness(NamedTuple):
    """What the paths from each actor to the others add up to; to itself there is none.

    Attributes
    ----------
    reached
        Others that it reaches.
    total, near, longest
        Sum of the distances to them, sum of 1/distance, and the largest distance.
    """

    reached: np.ndarray
    total: np.ndarray
    near: np.ndarray
    longest: np.ndarray


def nearness(pattern: csr_array, distances: Distances) -> Nearness:
    """Return the nearness of each actor to those it reaches.

    Paths whose common unit is small add up in whole numbers; others are right to a part in
    10^16 for each of their ties.
    """
    if len(distances.weights) == 1:
        weight = float(distances.weights[0])
        reached, total, near, longest = _in_hops(pattern)
        return Nearness(reached, total / weight, near * weight, longest / weight)
    parts = [_added_up(rows) for rows in distance_rows(pattern, distances)]
    if not parts:
        return Nearness(*np.zeros((4, pattern.shape[0])))
    return Nearness(*map(np.concatenate, zip(*parts, strict=True)))


class BothWays(NamedTuple):
    """The nearness of each actor in each draw of weights: arrays (draws, actors)."""

    outward: Nearness
    inward: Nearness


def nearness_of_draws(pattern: csr_array, weights: np.ndarray) -> BothWays:
    """Return the nearness of each actor to and from the others in each draw of weights.

    The last result is kept: the measures that add up the same distances are asked for one
    after the other.
    """
    ties = pattern.indices.astype(np.int64), pattern.indptr.astype(np.int64)
    drawn = np.ascontiguousarray(weights, dtype=float)
    return _both_ways(len(weights), *(array.tobytes() for array in (*ties, drawn)))


@lru_cache(maxsize=1)
def _both_ways(draws: int, indices: bytes, indptr: bytes, weights: bytes) -> BothWays:
    ties = (np.frombuffer(array, dtype=np.int64) for array in (indices, indptr))
    places, starts = ties
    n = len(starts) - 1
    pattern = csr_array((np.ones(len(places)), places, starts), shape=(n, n))
    drawn = np.frombuffer(weights).reshape(draws, len(places))
    none = Nearness(*np.zeros((4, 0, n)))
    parts: tuple[list[Nearness], list[Nearness]] = ([none], [none])
    for first in range(0, draws, DRAWS):
        far = distances_of_draws(pattern, lengths_of_draws(drawn[first : first + DRAWS]))
        parts[0].append(_added_up(far))
        parts[1].append(_added_up(far.transpose(0, 2, 1)))
    return BothWays(*(Nearness(*map(_joined, zip(*way, strict=True))) for way in parts))


def _joined(parts: tuple[np.ndarray, ...]) -> np.ndarray:
    """Return the draws of all parts, which nobody may write on since they are kept."""
    whole = np.concatenate(parts)
    whole.flags.writeable = False
    return whole


def closeness(near: Nearness) -> np.ndarray:
    """Return others per sum of distances; NaN unless there are others and all are reached."""
    others = near.total.shape[-1] - 1
    whole = (near.reached == others) & (others > 0)
    values = np.full(near.total.shape, np.nan)
    np.divide(others, near.total, out=values, where=whole)
    return values


def harmonic(near: Nearness) -> np.ndarray:
    """Return the mean of 1/distance over all others; NaN if there are none."""
    others = near.near.shape[-1] - 1
    values: np.ndarray = near.near / (others if others > 0 else np.nan)
    return values


def turned(pattern: csr_array) -> tuple[csr_array, np.ndarray]:
    """Return the same ties the other way round, and the place of each before."""
    places = np.arange(pattern.nnz)
    back = csr_array((places, pattern.indices, pattern.indptr), shape=pattern.shape).T.tocsr()
    return csr_array((np.ones(back.nnz), back.indices, back.indptr), back.shape), back.data


def distance_rows(pattern: csr_array, distances: Distances) -> Iterator[np.ndarray]:
    """Yield the distances from the actors, a batch of rows at a time; inf if not reached."""
    from scipy.sparse.csgraph import dijkstra

    n = pattern.shape[0]
    values, unit = distances.floats(n)
    lengths = csr_array((values, pattern.indices, pattern.indptr), shape=pattern.shape)
    step = max(1, _CELLS // max(n, 1))
    for first in range(0, n, step):
        yield dijkstra(lengths, indices=np.arange(first, min(n, first + step))) / unit


def lengths_of_draws(weights: np.ndarray) -> np.ndarray:
    """Return 1/weight; inf for a tie that a draw has not."""
    lengths = np.full(weights.shape, np.inf)
    np.divide(1.0, weights, out=lengths, where=weights > 0)
    return lengths


def distances_of_draws(pattern: csr_array, lengths: np.ndarray) -> np.ndarray:
    """Return the distances between all actors in each draw: (draws, actors, actors)."""
    n = pattern.shape[0]
    if n <= SMALL:
        return _by_relays(pattern, lengths)
    from scipy.sparse.csgraph import dijkstra

    ties = pattern.indices, pattern.indptr
    return np.array([dijkstra(csr_array((row, *ties), shape=(n, n))) for row in lengths])


def _by_relays(pattern: csr_array, lengths: np.ndarray) -> np.ndarray:
    """Allow one actor after the other as a relay (Floyd & Warshall), for all draws at once."""
    n = pattern.shape[0]
    far = np.full((n, n, len(lengths)), np.inf)
    far[tie_rows(pattern), pattern.indices] = lengths.T
    far[np.arange(n), np.arange(n)] = 0
    relayed = np.empty_like(far)
    for relay in range(n):
        np.add(far[:, relay, None], far[relay], out=relayed)
        np.minimum(far, relayed, out=far)
    return np.ascontiguousarray(far.transpose(2, 0, 1))


def _added_up(far: np.ndarray) -> Nearness:
    """Sum the distances of the last axis."""
    there = np.isfinite(far)
    known = np.where(there, far, 0)
    near = np.divide(1.0, known, out=np.zeros_like(known), where=known > 0)
    return Nearness(
        there.sum(axis=-1) - 1.0,
        known.sum(axis=-1),
        near.sum(axis=-1),
        known.max(axis=-1, initial=0),
    )


def _in_hops(pattern: csr_array) -> Nearness:
    """Widen the circle of all actors at once, hop by hop; those within it are bits of words."""
    n = pattern.shape[0]
    found = Nearness(*np.zeros((4, n)))
    tied = np.flatnonzero(np.diff(pattern.indptr))
    starts = pattern.indptr[tied]
    for first in range(0, n, 64 * _WORDS):
        within = _bits(n, first, min(n, first + 64 * _WORDS))
        rim, hops = within.copy(), 0
        while rim.any():
            wider = np.zeros_like(within)
            wider[tied] = np.bitwise_or.reduceat(rim[pattern.indices], starts, axis=0)
            rim, hops = wider & ~within, hops + 1
            within |= rim
            met = np.bitwise_count(rim).sum(axis=1)
            found.reached[:] += met
            found.total[:] += hops * met
            found.near[:] += met / hops
            np.maximum(found.longest, hops * (met > 0), out=found.longest)
    return found


def _bits(actors: int, first: int, last: int) -> np.ndarray:
    """Return words in which each actor of a range has its own bit, in its own row."""
    at = np.arange(first, last)
    words = np.zeros((actors, -(-(last - first) // 64)), dtype=np.uint64)
    words[at, (at - first) // 64] = np.uint64(1) << ((at - first) % 64).astype(np.uint64)
    return words
