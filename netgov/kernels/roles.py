"""Gould and Fernandez's roles and what is counted like them, from the open paths of each actor.

An open two-path a, v, b has a tie a to v and one v to b, none a to b, and a is not b. The paths
through v are summed five ways, from which the roles follow: every path; those with a in v's
group; b in v's group; a in b's group; all three in one. A path may count for less than one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np
from scipy.sparse import csr_array

from netgov.kernels.cells import tie_rows
from netgov.kernels.intermediaries import closed_at_most, closed_paths, open_paths, two_paths

# What an open path counts, by the number of actors that stand between its ends.
Worth: TypeAlias = Callable[[np.ndarray], np.ndarray]

# Up to this many actors everything is dense, which is quickest.
DENSE: Final = 100
# Up to this many it is dense if there are so many paths that listing them would take longer
# than the matrix products: about so many steps of a product fit into that of one path.
DENSE_IF_CROWDED: Final = 2000
STEPS_A_PATH: Final = 100
# The ties of each actor with each group stand in a table of up to so many cells a tie.
CELLS_A_TIE: Final = 16


def each_path(between: np.ndarray) -> np.ndarray:
    """Count every path."""
    return np.ones_like(between)


def shared_credit(between: np.ndarray) -> np.ndarray:
    """Share one among all who stand between the two."""
    credit: np.ndarray = 1 / between
    return credit


def only_link(between: np.ndarray) -> np.ndarray:
    """Count the paths of which the actor is the only intermediary."""
    alone: np.ndarray = (between == 1).astype(int)
    return alone


def role_counts(matrix: csr_array, codes: np.ndarray) -> np.ndarray:
    """Return the open paths of each actor by role: one row an actor, six columns.

    The columns are coordinator, itinerant, representative, gatekeeper, liaison and all.
    """
    if crowded(matrix, closed_at_most):
        return by_role(_sums_dense(matrix, codes, each_path)).astype(int)
    sums = sums_of_all(matrix, codes)
    for a, v, b in closed_paths(matrix):
        sums -= sums_of_paths(codes, a, v, b)
    return by_role(sums).astype(int)


def role_worth(matrix: csr_array, codes: np.ndarray, worth: Worth) -> np.ndarray:
    """Return the same if a path counts by the number of actors between its ends."""
    sums = _sums_dense if crowded(matrix, two_paths) else _sums_listed
    return by_role(sums(matrix, codes, worth))


def by_role(sums: np.ndarray) -> np.ndarray:
    """Return the roles, last axis, of the five sums, first axis."""
    every, first, last, ends, three = sums
    liaison = every - first - last - ends + 2 * three
    roles = [three, ends - three, first - three, last - three, liaison, every]
    return np.stack(roles, axis=-1)


def crowded(matrix: csr_array, paths: Callable[[csr_array], int]) -> bool:
    """Whether matrix products are quicker than going through so many paths."""
    n: int = matrix.shape[0]
    if DENSE < n <= DENSE_IF_CROWDED:
        return paths(matrix) * STEPS_A_PATH > n**3
    return n <= DENSE


def _sums_dense(matrix: csr_array, codes: np.ndarray, worth: Worth) -> np.ndarray:
    """Sum over all pairs a, b."""
    tie = (matrix.toarray() > 0).astype(float)
    same = codes[:, None] == codes
    own = tie * same
    if worth is each_path:
        counted = 1 - tie - np.eye(len(codes))
    else:
        between = (1 - tie - np.eye(len(codes))) * (tie @ tie)
        counted = np.zeros_like(tie)
        counted[between > 0] = worth(between[between > 0])
    to_any, to_own, alike = counted @ tie.T, counted @ own.T, (counted * same) @ tie.T
    pairs = ((tie, to_any), (own, to_any), (tie, to_own), (tie, alike), (own, to_own))
    return np.array([np.einsum("av,av->v", *pair) for pair in pairs])


def sums_of_all(matrix: csr_array, codes: np.ndarray) -> np.ndarray:
    """Return the five sums over all two-paths that do not return, from ties with each group."""
    n = matrix.shape[0]
    rows, columns = tie_rows(matrix), matrix.indices
    same = codes[rows] == codes[columns]
    received, sent = np.bincount(columns, minlength=n), np.diff(matrix.indptr)
    own_received, own_sent = np.bincount(columns, same, n), np.bincount(rows, same, n)
    sums = np.array(
        [
            received * sent,
            own_received * sent,
            received * own_sent,
            _alike(rows, columns, codes),
            own_received * own_sent,
        ]
    )
    # The path a, v, a: one for each mutual tie of v.
    one, other = _mutual(matrix, rows)
    own = np.bincount(one, codes[one] == codes[other], n)
    back = np.bincount(one, minlength=n)
    sums -= np.array([back, own, own, back, own])
    return sums


def _alike(rows: np.ndarray, columns: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Count the two-paths through each actor whose ends are of one group."""
    n, groups = len(codes), np.int64(codes.max(initial=-1)) + 1
    received, sent = columns * groups + codes[rows], rows * groups + codes[columns]
    if n * groups <= CELLS_A_TIE * (n + len(rows)):
        table = [
            np.bincount(cells, minlength=n * groups).reshape(n, groups)
            for cells in (received, sent)
        ]
        alike: np.ndarray = np.einsum("vk,vk->v", *table)
        return alike
    received.sort()
    sides = (np.searchsorted(received, sent, side=side) for side in ("right", "left"))
    return np.bincount(rows, np.subtract(*sides), n)


def _mutual(matrix: csr_array, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return both ends of the ties that have a tie back."""
    n, back = matrix.shape[0], matrix.tocsc()
    there = rows.astype(np.int64) * n + matrix.indices
    turned = np.repeat(np.arange(n), np.diff(back.indptr)) * n + back.indices
    # Both are sorted, which a stable sort makes use of; what stands there twice is mutual.
    cells = np.sort(np.concatenate([there, turned]), kind="stable")
    one, other = np.divmod(cells[1:][cells[1:] == cells[:-1]], max(n, 1))
    return one, other


def sums_of_paths(codes: np.ndarray, a: np.ndarray, v: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the five sums over paths that are listed."""
    first, own, last = codes[a], codes[v], codes[b]
    kinds = (None, first == own, own == last, first == last, (first == own) & (own == last))
    return np.array([np.bincount(v, kind, len(codes)) for kind in kinds])


def _sums_listed(matrix: csr_array, codes: np.ndarray, worth: Worth) -> np.ndarray:
    """Sum over the listed open paths: first those of a tie a to v, then those of v."""
    rows, columns = tie_rows(matrix), matrix.indices
    same = codes[rows] == codes[columns]
    of_tie = np.zeros((5, matrix.nnz))
    for paths in open_paths(matrix):
        count = worth(paths.between)
        last = count * same[paths.second]
        ends = count * (codes[paths.a] == codes[paths.b])
        places, width = paths.first - paths.ties.start, paths.ties.stop - paths.ties.start
        for kind, counts in ((0, count), (2, last), (3, ends)):
            of_tie[kind, paths.ties] = np.bincount(places, counts, width)
    of_tie[1] = of_tie[0] * same
    of_tie[4] = of_tie[2] * same
    return np.array([np.bincount(columns, sums, len(codes)) for sums in of_tie])
