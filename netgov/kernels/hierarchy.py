"""Krackhardt's dimensions of hierarchy: how far a network is like an out-tree."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from netgov.kernels.cells import tie_rows

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
    above = _above(matrix, strong, len(sizes))
    one_way = int((sizes * (above @ sizes)).sum() - (sizes**2).sum())
    mutual = int((sizes * (sizes - 1) // 2).sum())
    surplus = matrix.nnz - int((parts - 1).sum())
    return Dimensions(
        connectedness=_share((parts * (parts - 1)).sum(), n * (n - 1)),
        hierarchy=1 - _share(mutual, one_way + mutual),
        efficiency=1 - _share(surplus, ((parts - 1) ** 2).sum()),
        lub=1 - _share(_violations(above, sizes, _part_of(weak, strong)), _most(parts)),
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


def _above(matrix: csr_array, strong: np.ndarray, number: int) -> np.ndarray:
    """Return for each strong component which ones reach it, itself among them."""
    rows, columns = strong[tie_rows(matrix)], strong[matrix.indices]
    across = rows != columns
    ties = (np.ones(across.sum()), (columns[across], rows[across]))
    up = csr_array(ties, shape=(number, number))
    reached = np.flatnonzero(np.diff(up.indptr))
    bits = np.packbits(np.eye(number, dtype=bool), axis=1)
    wider = bits.copy()
    while True:
        if len(reached):
            further = np.bitwise_or.reduceat(bits[up.indices], up.indptr[reached], axis=0)
            wider[reached] |= further
        if np.array_equal(wider, bits):
            return np.unpackbits(bits, axis=1, count=number).astype(bool)
        bits = wider.copy()


def _violations(above: np.ndarray, sizes: np.ndarray, part: np.ndarray) -> int:
    """Count the pairs of actors without a least upper bound.

    What is above one of the common upper bounds of a pair is above the pair too. So a bound is
    least if what is above it, itself included, are all the common bounds: with a positive
    number for each component, if the sums of both sets agree.
    """
    number = len(sizes)
    rng = np.random.default_rng(0)
    value = rng.integers(1, 2**36, number).astype(float)
    bounds = above.astype(float)
    own = bounds @ value
    while len(np.unique(own)) < number:
        value = rng.integers(1, 2**36, number).astype(float)
        own = bounds @ value
    order = np.argsort(own)
    found = 0
    step = max(1, _CELLS // max(number, 1))
    for first in range(0, number, step):
        rows = np.arange(first, min(first + step, number))
        # If one is above the other, it is their least upper bound.
        apart = (part[rows, None] == part) & (part[rows, None] >= 0)
        apart &= ~(above[rows] | above[:, rows].T) & (rows[:, None] < np.arange(number))
        one, other = np.nonzero(apart)
        shared = ((bounds[rows] * value) @ bounds.T)[one, other]
        one = rows[one]
        least = order[np.searchsorted(own[order], shared).clip(max=number - 1)]
        settled = (own[least] == shared) & above[one, least] & above[other, least]
        found += int((sizes[one] * sizes[other])[~settled].sum())
    return found
