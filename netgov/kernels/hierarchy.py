"""Krackhardt's dimensions of hierarchy: how far a network is like an out-tree."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from netgov.kernels.cells import ranges, tie_rows

# Rows of pairs are compared in blocks of so many cells.
_CELLS: Final = 1_000_000


class Dimensions(NamedTuple):
    """Krackhardt's four, each 1 for an out-tree; NaN where there is nothing to judge."""

    connectedness: float
    hierarchy: float
    efficiency: float
    lub: float


def dimensions(matrix: csr_array) -> Dimensions:
    """Return Krackhardt's four; ties run from superior to subordinate."""
    from scipy.sparse.csgraph import connected_components

    n = matrix.shape[0]
    if n < 2:
        return Dimensions(*[float("nan")] * 4)
    weak = connected_components(matrix, connection="weak")[1]
    strong = connected_components(matrix, connection="strong")[1]
    sizes, parts = np.bincount(strong), np.bincount(weak)
    chart = _chart(matrix, strong, len(sizes))
    above = _above(chart)
    one_way = int((sizes * (above @ sizes)).sum() - (sizes**2).sum())
    mutual = int((sizes * (sizes - 1) // 2).sum())
    surplus = matrix.nnz - int((parts - 1).sum())
    return Dimensions(
        connectedness=_share((parts * (parts - 1)).sum(), n * (n - 1)),
        hierarchy=1 - _share(mutual, one_way + mutual),
        efficiency=1 - _share(surplus, ((parts - 1) ** 2).sum()),
        lub=1 - _share(_violations(chart, above, sizes, _part_of(weak, strong)), _most(parts)),
    )


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else float("nan")


def _most(parts: np.ndarray) -> float:
    """Return the most pairs that can lack a least upper bound, in parts of three or more."""
    large = parts[parts >= 3]
    return float(((large - 1) * (large - 2)).sum() / 2)


def _part_of(weak: np.ndarray, strong: np.ndarray) -> np.ndarray:
    """Return the weak component of each strong one; -1 for those of fewer than three actors."""
    found = np.empty(strong.max(initial=-1) + 1, dtype=np.intp)
    found[strong] = np.where(np.bincount(weak)[weak] >= 3, weak, -1)
    return found


def _chart(matrix: csr_array, strong: np.ndarray, number: int) -> csr_array:
    """Return the ties between strong components, rows superior; there is no way back up."""
    rows, columns = strong[tie_rows(matrix)], strong[matrix.indices]
    across = rows != columns
    ties = (np.ones(across.sum()), (rows[across], columns[across]))
    chart = csr_array(ties, shape=(number, number))
    chart.sum_duplicates()
    return chart


def _above(chart: csr_array) -> np.ndarray:
    """Return for each component which ones reach it, itself among them, level by level."""
    number, up = chart.shape[0], csr_array(chart.T)
    bits = np.packbits(np.eye(number, dtype=bool), axis=1)
    waiting = np.diff(up.indptr)
    level = np.flatnonzero(waiting == 0)
    while len(level):
        below, _starts = _gathered(chart, level)
        np.subtract.at(waiting, below, 1)
        level = np.unique(below[waiting[below] == 0])
        superiors, starts = _gathered(up, level)
        if len(level):
            bits[level] |= np.bitwise_or.reduceat(bits[superiors], starts, axis=0)
    return np.unpackbits(bits, axis=1, count=number).astype(bool)


def _gathered(matrix: csr_array, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the columns of the ties of some rows, and where those of each row start."""
    counts = np.diff(matrix.indptr)[rows]
    cells = ranges(matrix.indptr[rows], counts)
    return matrix.indices[cells], np.cumsum(counts) - counts


def _leaders(chart: csr_array, above: np.ndarray) -> np.ndarray:
    """Return for each component the one that shares its bounds with all others.

    Whoever is only above one superior, or above nobody else, is in no other pairs than that
    superior: what is above both is above the superior and the other.
    """
    leader, bounds = np.arange(chart.shape[0]), above.sum(axis=1)
    superiors, subordinates = tie_rows(chart), chart.indices
    alone = bounds[superiors] == bounds[subordinates] - 1
    leader[subordinates[alone]] = superiors[alone]
    while not np.array_equal(leader[leader], leader):
        leader = leader[leader]
    return leader


def _violations(
    chart: csr_array, above: np.ndarray, sizes: np.ndarray, part: np.ndarray
) -> int:
    """Count the pairs of actors without a least upper bound.

    What is above one of the common upper bounds of a pair is above the pair too. So a bound is
    least if what is above it, itself included, are all the common bounds: with a positive
    number for each component, if the sums of both sets agree.
    """
    leader = _leaders(chart, above)
    sizes = np.bincount(leader, sizes, len(leader))
    one_of = np.flatnonzero((sizes > 0) & (part >= 0))
    shared = np.flatnonzero(above[one_of].sum(axis=0) > 1)
    if len(shared) == 0:
        return 0
    bounds = above[np.ix_(one_of, shared)].astype(float)
    value, own = _told_apart(above[np.ix_(shared, shared)])
    order, found = np.argsort(own), 0
    step = max(1, _CELLS // len(one_of))
    for first in range(0, len(one_of), step):
        rows, others = one_of[first : first + step], one_of[first:]
        # If one is above the other, it is their least upper bound.
        apart = (part[rows, None] == part[others]) & (rows[:, None] < others)
        apart &= ~(above[np.ix_(rows, others)] | above[np.ix_(others, rows)].T)
        one, other = np.nonzero(apart)
        sums = ((bounds[first : first + step] * value) @ bounds[first:].T)[one, other]
        least = order[np.searchsorted(own[order], sums).clip(max=len(own) - 1)]
        settled = (bounds[first + one, least] * bounds[first + other, least]).astype(bool)
        settled &= own[least] == sums
        found += int((sizes[rows[one]] * sizes[others[other]])[~settled].sum())
    return found


def _told_apart(above: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a number for each component, and its sum over those above each: all differ."""
    rng = np.random.default_rng(0)
    while True:
        value = rng.integers(1, 2**36, len(above)).astype(float)
        own = above @ value
        if len(np.unique(own)) == len(own):
            return value, own
