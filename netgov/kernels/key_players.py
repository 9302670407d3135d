"""The sets of actors for which a value is largest."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import combinations, islice
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import shortest_path

# Up to so many sets all are compared; above, good ones are searched for.
ALL_SETS: Final = 200_000

# Of equally good sets the first ones are told.
MOST: Final = 20

# Values closer than this are equal but for rounding.
_EQUAL: Final = 1e-9

# Sets are valued in blocks of so many.
_BLOCK: Final = 20_000

# Values of sets, one row a set, its actors in order.
Value: TypeAlias = Callable[[np.ndarray], np.ndarray]


class Best(NamedTuple):
    """The best sets, one row a set, their values, and whether surely none is better."""

    sets: np.ndarray
    values: np.ndarray
    exact: bool


def best_sets(n: int, k: int, value: Value) -> Best:
    """Return the sets of k of n actors with the largest value, at most `MOST` of them.

    If there are too many sets to compare all, a set grows from each single actor by the one
    that adds most, and members are swapped for others while that helps.
    """
    exact = math.comb(n, k) <= ALL_SETS
    blocks = _every_set(n, k) if exact else iter([_grown_sets(n, k, value)])
    sets, values = np.empty((0, k), dtype=int), np.empty(0)
    for block in blocks:
        sets, values = np.concatenate([sets, block]), np.concatenate([values, value(block)])
        best = np.flatnonzero(values >= values.max() - _EQUAL)[:MOST]
        sets, values = sets[best], values[best]
    return Best(sets, values, exact)


def reach(near: np.ndarray, sets: np.ndarray) -> np.ndarray:
    """Return the mean over all actors of 1/hops from the nearest member of each set.

    ``near`` holds 1/hops from its rows to its columns, as `inverse_hops` returns it.
    """
    nearest = near[sets[:, 0]]
    for members in sets.T[1:]:
        nearest = np.maximum(nearest, near[members])
    values: np.ndarray = nearest.mean(axis=1)
    return values


def inverse_hops(matrix: csr_array) -> np.ndarray:
    """Return 1/hops from each row to each column: 1 to oneself, 0 where no path leads."""
    hops = shortest_path(matrix, unweighted=True)
    np.fill_diagonal(hops, 1)
    near: np.ndarray = 1 / hops
    return near


def _every_set(n: int, k: int) -> Iterator[np.ndarray]:
    sets = combinations(range(n), k)
    while block := list(islice(sets, _BLOCK)):
        yield np.array(block)


def _grown_sets(n: int, k: int, value: Value) -> np.ndarray:
    """Return the sets at which growth from the single actors and swaps come to an end."""
    sets = np.arange(n)[:, None]
    while sets.shape[1] < k:
        larger = [_enlarged(members, _others(members, n)) for members in sets]
        sets = np.unique([each[value(each).argmax()] for each in larger], axis=0)
    ends: set[tuple[int, ...]] = set()
    passed: set[tuple[int, ...]] = set()
    for start in map(tuple, sets.tolist()):
        members = start
        # Where the way from another start has passed, its end is known.
        while members not in passed:
            passed.add(members)
            swapped = _swapped(np.array(members), n)
            values = value(swapped)
            if values.max() <= value(np.array([members])).item() + _EQUAL:
                ends.add(members)
            else:
                members = tuple(swapped[values.argmax()].tolist())
    return np.array(sorted(ends))


def _swapped(members: np.ndarray, n: int) -> np.ndarray:
    """Return the sets in which one member is replaced by another actor."""
    others = _others(members, n)
    rest = [np.delete(members, place) for place in range(len(members))]
    return np.concatenate([_enlarged(some, others) for some in rest])


def _enlarged(members: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the set with each of the others, one row a set, its actors in order."""
    rows = np.empty((len(others), len(members) + 1), dtype=int)
    rows[:, :-1], rows[:, -1] = members, others
    return np.sort(rows, axis=1)


def _others(members: np.ndarray, n: int) -> np.ndarray:
    return np.setdiff1d(np.arange(n), members)
