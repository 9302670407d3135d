"""Roles over many draws of groups: the open paths stay, only their classes change.

Open paths are listed once. Draws then stand side by side in the last axis, so that one sparse
product sums for all of them which of the listed pairs share a group.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from netgov.kernels.cells import tie_rows
from netgov.kernels.intermediaries import (
    OpenPaths,
    closed_at_most,
    closed_paths,
    open_paths,
    two_paths,
)
from netgov.kernels.role_moments import actor_moments, standardized, sum_moments
from netgov.kernels.roles import (
    Worth,
    by_role,
    crowded,
    each_path,
    role_worth,
    sums_of_all,
    sums_of_paths,
)

# Draws are taken in blocks of so many cells of the largest array.
CELLS: Final = 1 << 21
# Moments are worked out for so many actors of draws at once.
MOMENTS: Final = 1 << 14
# With more two-paths a tie than this, and more than so many in all, counting ties with each
# group draw after draw is quicker than going through the list of paths.
PATHS_A_TIE: Final = 40
FEW_PATHS: Final = 1 << 22


class _Listed(NamedTuple):
    """Paths from a few neighbouring actors."""

    ties: slice
    """Their ties."""
    a: np.ndarray
    b: np.ndarray
    """The ends of the paths, each pair once."""
    counted: csr_array
    """What the path a, v, b counts: one row a tie a to v, one column a pair a, b."""


class _Plan(NamedTuple):
    """All that does not change from draw to draw; one row an actor v, one column a tie."""

    listed: list[_Listed]
    first: csr_array
    """What a tie a to v counts for v by the paths it begins."""
    second: csr_array
    """What a tie v to b counts for v by the paths it ends."""
    into: csr_array
    """1 for a tie a to v."""


def role_worth_many(matrix: csr_array, draws: np.ndarray, worth: Worth) -> np.ndarray:
    """Return `role_worth` of each draw: draws, actors, six columns."""
    codes = small_codes(draws)
    found = np.zeros((*codes.shape, 6))
    if two_paths(matrix) > max(FEW_PATHS, PATHS_A_TIE * matrix.nnz):
        for place, roles in enumerate(_one_by_one(matrix, codes, worth)):
            found[place] = roles
        return found
    plan = _planned(matrix, worth)
    widest = max([1, matrix.nnz, *(len(part.a) for part in plan.listed)])
    step = max(16, CELLS // widest)
    for first in range(0, len(codes), step):
        here = slice(first, first + step)
        sums = _sums(matrix, plan, np.ascontiguousarray(codes[here].T))
        found[here] = by_role(sums).swapaxes(0, 1)
    return found


def small_codes(draws: np.ndarray) -> np.ndarray:
    """Return the same groups numbered from 0, in the shortest integers that hold them."""
    if draws.size and (draws.min() < 0 or draws.max() > 255):
        draws = np.unique(draws, return_inverse=True)[1].reshape(draws.shape)
    return draws.astype(np.min_scalar_type(int(draws.max(initial=0))))


def standardized_many(values: np.ndarray, draws: np.ndarray, density: float) -> np.ndarray:
    """Return the roles of each draw beside chance, as `standardized` does for one."""
    found = np.empty_like(values)
    step = max(1, MOMENTS // max(draws.shape[1], 1))
    for first in range(0, len(draws), step):
        here = slice(first, first + step)
        moments = actor_moments(_group_sizes(draws[here]), density)
        found[here] = standardized(values[here], *moments)
    return found


def sum_moments_many(draws: np.ndarray, density: float) -> tuple[np.ndarray, np.ndarray]:
    """Return `sum_moments` of each draw, worked out once for groups of the same sizes."""
    known: dict[bytes, tuple[np.ndarray, np.ndarray]] = {}
    moments = np.zeros((2, len(draws), 6))
    for place, codes in enumerate(small_codes(draws)):
        sizes = np.sort(np.bincount(codes))
        key = sizes[sizes > 0].tobytes()
        if key not in known:
            known[key] = sum_moments(sizes, density)
        moments[:, place] = known[key]
    return moments[0], moments[1]


def _group_sizes(draws: np.ndarray) -> np.ndarray:
    """Return the size of each actor's group in each draw."""
    codes = small_codes(draws).astype(int)
    groups = codes.max(initial=-1) + 1
    places = codes + groups * np.arange(len(codes))[:, None]
    if groups > draws.shape[1]:
        places = np.unique(places, return_inverse=True)[1].reshape(places.shape)
    sizes: np.ndarray = np.bincount(places.ravel())[places]
    return sizes


def _one_by_one(matrix: csr_array, codes: np.ndarray, worth: Worth) -> Iterable[np.ndarray]:
    """Go through the draws; to count roles the closed paths are listed once for all."""
    draws = codes.astype(int)
    if worth is not each_path or crowded(matrix, closed_at_most):
        return (role_worth(matrix, draw, worth) for draw in draws)
    sums = [sums_of_all(matrix, draw) for draw in draws]
    for paths in closed_paths(matrix):
        for of_draw, draw in zip(sums, draws, strict=True):
            np.subtract(of_draw, sums_of_paths(draw, *paths), out=of_draw)
    return map(by_role, sums)


def _planned(matrix: csr_array, worth: Worth) -> _Plan:
    shape = n, m = matrix.shape[0], matrix.nnz
    begun, ended, listed = np.zeros(m), np.zeros(m), []
    for paths in open_paths(matrix):
        counts = worth(paths.between)
        np.add.at(begun, paths.first, counts)
        np.add.at(ended, paths.second, counts)
        listed.append(_by_pair(matrix, paths, counts))
    most = np.bincount(matrix.indices, begun, n).max(initial=0)
    kind = _holding(most, worth(np.ones(1, dtype=int)).dtype)
    by_target = csr_array((np.arange(m), matrix.indices, matrix.indptr), shape=(n, n)).tocsc()
    order, starts = by_target.data, by_target.indptr
    return _Plan(
        [part._replace(counted=part.counted.astype(kind)) for part in listed],
        csr_array((begun[order].astype(kind), order, starts), shape=shape),
        csr_array((ended.astype(kind), np.arange(m), matrix.indptr), shape=shape),
        csr_array((np.ones(m, kind), order, starts), shape=shape),
    )


def _by_pair(matrix: csr_array, paths: OpenPaths, counts: np.ndarray) -> _Listed:
    n = matrix.shape[0]
    pairs, places = np.unique(paths.a * n + paths.b, return_inverse=True)
    width = paths.ties.stop - paths.ties.start
    cells = counts, (paths.first - paths.ties.start, places)
    one, other = np.divmod(pairs, max(n, 1))
    return _Listed(paths.ties, one, other, csr_array(cells, shape=(width, len(pairs))))


def _sums(matrix: csr_array, plan: _Plan, groups: np.ndarray) -> np.ndarray:
    """Return the five sums: actors, draws; `groups` is actors, draws too."""
    kind = plan.into.dtype
    own = (groups[tie_rows(matrix)] == groups[matrix.indices]).astype(kind)
    alike = np.zeros_like(own)
    for part in plan.listed:
        same = (groups[part.a] == groups[part.b]).astype(kind)
        alike[part.ties] = part.counted @ same
    every = np.broadcast_to(plan.first.sum(axis=1, dtype=kind)[:, None], groups.shape)
    first, last, ends = plan.first @ own, plan.second @ own, plan.into @ alike
    return np.array([every, first, last, ends, plan.into @ (alike * own)])


def _holding(most: float, kind: np.dtype) -> np.dtype:
    """Return the shortest integers that hold three such sums; floats stay floats."""
    if kind.kind == "f":
        return kind
    return next(np.dtype(one) for one in ("i2", "i4", "i8") if 3 * most <= np.iinfo(one).max)
