"""What falls apart when actors are taken away: each of them alone, or sets of them."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, shortest_path

# Sets are taken in blocks, so that the bits sent along all ties fit the processor's cache.
_WORDS: Final = 2**17
_BITS: Final = 64

# Sources are taken in blocks of so many cells.
_CELLS: Final = 1_000_000


# --- components ---------------------------------------------------------------------------


def fragmentation(both: csr_array, removed: np.ndarray) -> np.ndarray:
    """Return the share of pairs of the others that are not in one component.

    Parameters
    ----------
    both
        Symmetric weights; only their pattern is read.
    removed
        Actors taken away, one row a set.

    Returns
    -------
    np.ndarray
        One value a set; NaN if it leaves fewer than two actors.
    """
    joined = np.zeros(len(removed))
    for row, actors in enumerate(removed):
        rest = np.delete(np.arange(both.shape[0]), actors)
        parts = connected_components(both[rest][:, rest], directed=False)[1]
        joined[row] = _pairs(np.bincount(parts)).sum()
    return _lost(joined, both.shape[0] - removed.shape[1])


def fragmentation_without_each(both: csr_array) -> np.ndarray:
    """Return `fragmentation` without each actor alone, from one search in depth.

    What the search found below an actor is cut off without it, unless a tie leads from there
    to somebody found earlier.
    """
    n = both.shape[0]
    starts, ends = both.indptr.tolist(), both.indices.tolist()
    near = [ends[starts[actor] : starts[actor + 1]] for actor in range(n)]
    order, above = _search_in_depth(near)
    place = np.argsort(order).tolist()
    size, earliest = [1] * n, place.copy()
    cut_off, joined = np.zeros(n), np.zeros(n)
    for actor in reversed(order):
        upper = above[actor]
        back = [place[other] for other in near[actor] if other != upper]
        earliest[actor] = min([earliest[actor], *back])
        if upper >= 0:
            size[upper] += size[actor]
            earliest[upper] = min(earliest[upper], earliest[actor])
            if earliest[actor] >= place[upper]:
                cut_off[upper] += size[actor]
                joined[upper] += _pairs(size[actor])
    for actor in order:
        if above[actor] >= 0:
            size[actor] = size[above[actor]]
    whole = np.array(size)
    total = sum(_pairs(size[actor]) for actor in order if above[actor] < 0)
    joined += total - _pairs(whole) + _pairs(whole - 1 - cut_off)
    return _lost(joined, n - 1)


def _search_in_depth(near: list[list[int]]) -> tuple[list[int], list[int]]:
    """Return the actors as found, always on from the last, and from whom each was found.

    -1 stands for nobody: with that actor a component begins.
    """
    found = [False] * len(near)
    order: list[int] = []
    above = [-1] * len(near)
    for first in range(len(near)):
        if found[first]:
            continue
        found[first] = True
        order.append(first)
        trail = [(first, iter(near[first]))]
        while trail:
            actor, others = trail[-1]
            new = next((other for other in others if not found[other]), None)
            if new is None:
                trail.pop()
                continue
            found[new], above[new] = True, actor
            order.append(new)
            trail.append((new, iter(near[new])))
    return order, above


def _pairs(size: Any) -> Any:
    """Return the number of ordered pairs of so many actors."""
    return size * (size - 1)


def _lost(kept: np.ndarray, left: int) -> np.ndarray:
    """Return what is missing to all pairs of the actors left, as a share."""
    lost: np.ndarray = 1 - kept / _pairs(left) if left > 1 else np.full(len(kept), np.nan)
    return lost


# --- hops ---------------------------------------------------------------------------------


def distance_fragmentation(matrix: csr_array, removed: np.ndarray) -> np.ndarray:
    """Return one less the mean 1/hops of the ordered pairs of the others.

    Parameters and result are those of `fragmentation`; directions of the matrix count.
    """
    n = matrix.shape[0]
    others = np.ones((len(removed), n), dtype=bool)
    others[np.arange(len(removed))[:, None], removed] = False
    return _lost(_nearness(matrix, removed, others), n - removed.shape[1])


def distance_fragmentation_without_each(matrix: csr_array) -> np.ndarray:
    """Return `distance_fragmentation` without each actor alone.

    Paths are searched anew only from those of whom the actor is on all shortest paths to
    somebody; for the others the nearness to all but the actor stays as it is.
    """
    n = matrix.shape[0]
    hops = shortest_path(matrix, unweighted=True) if n else np.zeros((0, 0))
    near = np.divide(1, hops, out=np.zeros((n, n)), where=hops > 0)
    depends = _depending(matrix, hops)
    stays = ~depends
    np.fill_diagonal(stays, False)
    kept = (stays * (near.sum(axis=1) - near.T)).sum(axis=1)
    kept += _nearness(matrix, np.arange(n)[:, None], depends)
    return _lost(kept, n - 1)


def _depending(matrix: csr_array, hops: np.ndarray) -> np.ndarray:
    """Return for each actor, one row each, from whom all shortest paths to somebody lead by it.

    That is so if it is the only one from whom somebody is reached by one more hop.
    """
    n = matrix.shape[0]
    received = matrix.tocsc()
    tied = np.flatnonzero(np.diff(received.indptr))
    degrees = np.diff(received.indptr)[tied]
    sources, targets = received.indices, np.repeat(tied, degrees)
    depends = np.zeros((n, n), dtype=bool)
    step = max(1, _CELLS // max(matrix.nnz, 1))
    for first in range(0, n if len(tied) else 0, step):
        rows = hops[first : first + step]
        last = np.isfinite(rows[:, targets]) & (rows[:, sources] + 1 == rows[:, targets])
        ways = np.add.reduceat(last, received.indptr[tied], axis=1, dtype=int)
        start, tie = np.nonzero(last & np.repeat(ways == 1, degrees, axis=1))
        depends[sources[tie], start + first] = True
    np.fill_diagonal(depends, False)
    return depends


def _nearness(matrix: csr_array, removed: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Return for each set the sum of 1/hops from some of the others to all others.

    For each set and actor there is one bit for each of those asked for, which tells whether
    that one reaches it. At each hop an actor is reached by all who reached those with a tie to
    it. Sets with many to ask for come first, so that those of a block need as many words.
    """
    received = matrix.tocsc()
    tied = np.flatnonzero(np.diff(received.indptr))
    words = -(-asked.sum(axis=1) // _BITS)
    order = np.argsort(-words, kind="stable")[: (words > 0).sum()]
    near = np.zeros(len(removed))
    first = 0
    while first < len(order):
        most = words[order[first]]
        block = order[first : first + max(1, _WORDS // (most * max(matrix.nnz, 1)))]
        first += len(block)
        away, sets = removed[block].T, np.arange(len(block))
        reaches = _own_bits(asked[block])
        reached = asked[block].sum(axis=1)
        hops, grown = 0, len(tied) > 0
        while grown:
            hops += 1
            sent = reaches[received.indices]
            reaches[tied] |= np.bitwise_or.reduceat(sent, received.indptr[tied], axis=0)
            reaches[away, sets] = 0
            count = np.bitwise_count(reaches).sum(axis=(0, 2), dtype=int)
            grown = (count > reached).any()
            near[block] += (count - reached) / hops
            reached = count
    return near


def _own_bits(asked: np.ndarray) -> np.ndarray:
    """Return words (actors, sets, words) in which each of those asked for has its own bit."""
    number = asked.cumsum(axis=1) - 1
    sets, actors = np.nonzero(asked)
    bit = number[sets, actors]
    bits = np.zeros((*asked.T.shape, number.max() // _BITS + 1), dtype=np.uint64)
    bits[actors, sets, bit // _BITS] = np.uint64(1) << (bit % _BITS).astype(np.uint64)
    return bits
