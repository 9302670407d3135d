"""External less internal ties of groups, over many draws of the groups at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from scipy.sparse import csr_array

from netgov.kernels.cells import tie_rows

# Draws are taken in blocks of so many cells.
_BLOCK: Final = 2_000_000


def actor_closure(matrix: csr_array, groups: np.ndarray) -> np.ndarray:
    """Return (E - I)/(E + I) over the ties of each actor, one row a draw; NaN without ties."""
    n, m = matrix.shape[0], matrix.nnz
    ends = np.concatenate([tie_rows(matrix), matrix.indices])
    incidence = csr_array((np.ones(2 * m), (ends, np.tile(np.arange(m), 2))), shape=(n, m))
    ties = np.bincount(ends, minlength=n)
    values = np.full((len(groups), n), np.nan)
    for block in _blocks(len(groups), n + m):
        surplus = (incidence @ _signs(matrix, groups[block]).T).T
        np.divide(surplus, ties, out=values[block], where=ties > 0)
    return values


def network_closure(matrix: csr_array, groups: np.ndarray) -> np.ndarray:
    """Return (E - I)/m, its mean and its standard deviation by chance, one row a draw.

    Chance places the m ties on any of the n(n-1) cells, so that the number of external ones
    is hypergeometric. Without ties all are NaN.
    """
    n, m = matrix.shape[0], matrix.nnz
    if m == 0:
        return np.full((len(groups), 3), np.nan)
    values = np.empty((len(groups), 3))
    cells = n * (n - 1)
    for block in _blocks(len(groups), n + m):
        external = 1 - np.array([_same_group(draw) for draw in groups[block]]) / cells
        spread = m * external * (1 - external) * (cells - m) / (cells - 1)
        values[block] = np.stack(
            [
                _signs(matrix, groups[block]).mean(axis=1),
                2 * external - 1,
                2 / m * np.sqrt(spread),
            ],
            axis=1,
        )
    return values


def _signs(matrix: csr_array, groups: np.ndarray) -> np.ndarray:
    """Return 1 for each tie between groups and -1 for each within one."""
    return np.where(groups[:, tie_rows(matrix)] != groups[:, matrix.indices], 1.0, -1.0)


def _same_group(codes: np.ndarray) -> int:
    """Count the ordered pairs of actors in one group."""
    sizes = np.unique(codes, return_counts=True)[1]
    return int((sizes * (sizes - 1)).sum())


def _blocks(draws: int, cells: int) -> Iterator[slice]:
    step = max(1, _BLOCK // max(cells, 1))
    for first in range(0, draws, step):
        yield slice(first, first + step)
