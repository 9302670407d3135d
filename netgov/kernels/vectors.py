"""Vectors of standing: PageRank, Katz, and the leading vectors of a network and its square.

Each kernel takes the number of equal parts that the matrix consists of. A part is a network
for itself, so that many draws of one network are measured in one pass.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.sparse import csr_array, eye_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from netgov.kernels import perron
from netgov.kernels.cells import tie_rows

# PageRank: share of the walk that follows ties, and change of all shares together at which it
# has settled. A step leaves at most _DAMPING of the rest, 200 steps leave rounding alone.
_DAMPING: Final = 0.85
_RESIDUAL: Final = 1e-13
_WALKED: Final = 200
# Sums along ever longer paths end with a step that adds less than this share to any actor.
_ADDS_NOTHING: Final = 1e-14
# Path lengths after which a sum is solved for, or given up where it cannot be.
_LONG: Final = 300
_LONGEST: Final = 20_000
# Added on the diagonal, as a share of the eigenvalue: cycles settle, and little is lost.
_SHIFT: Final = 0.25


def pagerank(matrix: csr_array, parts: int = 1) -> np.ndarray:
    """Return the share of time that a walk spends at each actor, by power iteration.

    What the walk does not carry along a tie (jumps, and actors without outgoing ties) is
    spread evenly.
    """
    n = matrix.shape[0]
    if n == 0:
        return np.zeros(0)
    rows, size = tie_rows(matrix), n // parts
    share = _DAMPING * matrix.data / np.bincount(rows, matrix.data, n)[rows]
    flow = csr_array((share, matrix.indices, matrix.indptr), shape=matrix.shape).T
    rank = np.full((parts, size), 1 / size)
    for _step in range(_WALKED):
        last = rank
        rank = (flow @ last.ravel()).reshape(parts, size)
        rank += (1 - rank.sum(axis=1, keepdims=True)) / size
        if np.abs(rank - last).sum(axis=1).max() <= _RESIDUAL:
            break
    return rank.ravel()


def katz(matrix: csr_array, parts: int = 1, alpha: float | None = None) -> np.ndarray:
    """Return 1 for each actor and `alpha` times what those who approach it have.

    Without `alpha` it is .85 / the largest in-strength of the part: no value exceeds 1/.15.
    """
    n = matrix.shape[0]
    if n == 0:
        return np.zeros(0)
    if alpha is None:
        most = matrix.sum(axis=0).reshape(parts, -1).max(axis=1)
        each = np.repeat(0.85 / np.where(most > 0, most, 1), n // parts)
    else:
        each = np.full(n, alpha)
    cells = (matrix.data * each[tie_rows(matrix)], matrix.indices, matrix.indptr)
    return _summed_up(csr_array(cells, shape=matrix.shape).T, np.ones(n))


def eigenvector(matrix: csr_array, parts: int = 1) -> np.ndarray:
    """Return the vector that passing on reproduces, made unique, its largest entry 1.

    Standing arises in the strong components with the largest eigenvalue, of those in a row
    only in the last; each brings as much as it has actors, and passes it on downstream. NaN
    without any cycle.
    """
    n, rows, columns = matrix.shape[0], tie_rows(matrix), matrix.indices
    component = connected_components(matrix, connection="strong")[1] if n else np.zeros(0, int)
    within = component[rows] == component[columns]
    actors, starts = _grouped(rows[within], component)
    if len(actors) == 0:
        return np.full(n, np.nan)
    place = _places(actors, n)
    cells = (matrix.data[within], (place[columns[within]], place[rows[within]]))
    passed = csr_array(cells, shape=(len(actors), len(actors)))

    def slow(block: int, start: np.ndarray) -> tuple[float, np.ndarray]:
        here = slice(starts[block], starts[block] + len(start))
        alone = passed[here, here]
        if len(start) > perron.LARGE and (found := perron.by_arnoldi(alone, start)):
            return found
        return perron.by_solving(alone)

    part = actors[starts] * parts // n
    values, vector = perron.leading((passed,), starts, part, slow, shift=_SHIFT)
    best = perron.largest(values, part, parts)
    leads = values >= (1 - perron.SAME) * best[part]
    if np.bincount(part[leads]).max() > 1:
        leads &= ~_above_another(matrix, component, component[actors[starts]], leads)
    sizes = np.diff(starts, append=len(actors))
    standing = np.zeros(n)
    standing[actors] = vector * np.repeat(
        leads * sizes / np.add.reduceat(vector, starts), sizes
    )
    return _to_most(_passed_down(matrix, standing, np.repeat(best, n // parts)), parts)


def authorities(matrix: csr_array, parts: int = 1) -> np.ndarray:
    """Return the all-ones vector projected on the leading eigenspace of W'W, largest entry 1.

    W'W falls into blocks: actors approached by the same others, directly or along a chain.
    Each block of the leading value gives the space one vector. NaN without ties.
    """
    n = matrix.shape[0]
    actors, starts = _grouped(matrix.indices, _blocks_of_receivers(matrix))
    if len(actors) == 0:
        return np.full(n, np.nan)
    place = _places(actors, n)
    shape = (n, len(actors))
    there = csr_array((matrix.data, place[matrix.indices], matrix.indptr), shape=shape)
    back = csr_array(there.T)

    def slow(block: int, start: np.ndarray) -> tuple[float, np.ndarray]:
        here = slice(starts[block], starts[block] + len(start))
        alone = back[here]
        pair = csr_array(alone.T), alone
        if len(start) > perron.LARGE and (found := perron.by_lanczos(pair, start)):
            return found
        both = _both_sides(alone)
        # Few receivers may be approached by very many.
        if not perron.thin(both) and (found := perron.by_lanczos(pair, start)):
            return found
        value, sides = perron.by_solving(both)
        return value**2, sides[: len(start)]

    part = actors[starts] * parts // n
    values, vector = perron.leading((there, back), starts, part, slow, most=perron.LARGE)
    leads = values >= (1 - perron.SAME) * perron.largest(values, part, parts)[part]
    share = np.add.reduceat(vector, starts) / np.add.reduceat(vector**2, starts)
    standing = np.zeros(n)
    standing[actors] = vector * np.repeat(leads * share, np.diff(starts, append=len(actors)))
    return _to_most(standing, parts)


def hubs(matrix: csr_array, parts: int = 1) -> np.ndarray:
    """Return what actors gather from the authorities they approach, largest entry 1."""
    return _to_most(matrix @ np.nan_to_num(authorities(matrix, parts)), parts)


def _grouped(actors: np.ndarray, group: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return actors, each once, in the order of their groups, and where each group starts."""
    actors = np.flatnonzero(np.bincount(actors))
    actors = actors[np.argsort(group[actors], kind="stable")]
    return actors, np.flatnonzero(np.diff(group[actors], prepend=-1))


def _places(actors: np.ndarray, n: int) -> np.ndarray:
    """Return the place of each actor among some."""
    place = np.zeros(n, dtype=np.int32)
    place[actors] = np.arange(len(actors))
    return place


def _blocks_of_receivers(matrix: csr_array) -> np.ndarray:
    """Return a number for each actor as a receiver, the same where W'W joins them."""
    n = matrix.shape[0]
    if n == 0:
        return np.zeros(0, dtype=int)
    starts = np.concatenate([matrix.indptr, np.full(n, matrix.nnz)])
    sides = csr_array((matrix.data, matrix.indices + n, starts), shape=(2 * n, 2 * n))
    return np.asarray(connected_components(sides, connection="weak")[1][n:])


def _both_sides(back: csr_array) -> csr_array:
    """Return receivers and those who approach them as one symmetric network of two sides."""
    receivers = back.shape[0]
    others, column = np.unique(back.indices, return_inverse=True)
    n, row = receivers + len(others), tie_rows(back)
    ends = np.concatenate([row, column + receivers]), np.concatenate([column + receivers, row])
    return csr_array((np.tile(back.data, 2), ends), shape=(n, n))


def _above_another(
    matrix: csr_array, component: np.ndarray, of_block: np.ndarray, leads: np.ndarray
) -> np.ndarray:
    """Whether ties lead on from a block to another one that leads."""
    leading = np.zeros(component.max() + 1, dtype=bool)
    leading[of_block[leads]] = True
    sources, targets = component[tie_rows(matrix)], component[matrix.indices]
    into = leading[targets] & (sources != targets)
    above = _reached(csr_array(matrix.T), np.unique(tie_rows(matrix)[into]))
    higher = np.unique(component[above])
    return np.isin(of_block, higher)


def _passed_down(matrix: csr_array, standing: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Add what those downstream receive: the sum over their senders, divided by the value."""
    source = standing > 0
    if source.all():
        return standing
    below = np.flatnonzero(_reached(matrix, np.flatnonzero(source)) & ~source)
    given = (matrix.T @ standing)[below] / value[below]
    passed = csr_array(matrix[:, below][below].T)
    cells = (passed.data / value[below][tie_rows(passed)], passed.indices, passed.indptr)
    standing = standing.copy()
    standing[below] = _summed_up(csr_array(cells, shape=passed.shape), given)
    return standing


def _reached(matrix: csr_array, start: np.ndarray) -> np.ndarray:
    """Whether each actor is among some or comes after them along the ties."""
    # One more row leads to all from whom the search starts.
    n, starts = matrix.shape[0], np.append(matrix.indptr, matrix.nnz + len(start))
    targets = np.concatenate([matrix.indices, start])
    graph = csr_array((np.ones(len(targets)), targets, starts), shape=(n + 1, n + 1))
    found = np.zeros(n + 1, dtype=bool)
    found[breadth_first_order(graph, n, return_predecessors=False)] = True
    after: np.ndarray = found[:n]
    return after


def _summed_up(passed: csr_array, given: np.ndarray) -> np.ndarray:
    """Return x = given + passed x: what is given, and what arrives over 1, 2, 3 … ties.

    Raises
    ------
    NotEnoughData
        If the sum does not come to an end.
    """
    total = step = given
    for length in range(_LONGEST):
        if length == _LONG and perron.thin(passed):
            return _solved(passed, given)
        step = passed @ step
        with np.errstate(over="ignore"):
            total = total + step
        if (step <= _ADDS_NOTHING * total).all():
            break
    if not np.isfinite(total).all() or (step > _ADDS_NOTHING * total).any():
        raise perron.unsettled()
    return total


def _solved(passed: csr_array, given: np.ndarray) -> np.ndarray:
    total = perron.factorised(eye_array(len(given)) - passed).solve(given)
    # Where the sum does not end the equation still has a solution, but not this sum.
    if not (total >= (1 - perron.SAME) * given).all():
        raise perron.unsettled()
    return np.asarray(total)


def _to_most(values: np.ndarray, parts: int) -> np.ndarray:
    """Return values divided by the largest of their part; NaN where that is 0."""
    grouped = values.reshape(parts, -1)
    most = grouped.max(axis=1, keepdims=True, initial=0)
    return (grouped / np.where(most > 0, most, np.nan)).ravel()
