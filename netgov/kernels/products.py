"""Matrix products whose entries are wanted only where two actors are tied."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.sparse import csr_array

# Up to this many actors the right factor is made dense: several times quicker than sparse.
DENSE: Final = 1000

# Rows are taken in blocks of so many cells: dense ones fit the processor's cache, sparse ones
# bound the memory.
DENSE_BLOCK: Final = 60_000
SPARSE_BLOCK: Final = 4_000_000


def tie_rows(matrix: csr_array) -> np.ndarray:
    """Return the row of each stored cell; `matrix.indices` are the columns."""
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def product_at(left: csr_array, right: csr_array, cells: csr_array) -> np.ndarray:
    """Return the entries of ``left @ right`` at the stored cells of a matrix, in order."""
    product = _from_dense if cells.shape[0] <= DENSE else _from_sparse
    return product(left, right, cells)


def _from_dense(left: csr_array, right: csr_array, cells: csr_array) -> np.ndarray:
    n, starts, rows = cells.shape[0], cells.indptr, tie_rows(cells)
    values = np.zeros(cells.nnz)
    factor = right.toarray(order="C")
    step = max(1, DENSE_BLOCK // max(n, 1))
    for first in range(0, n, step):
        last = min(n, first + step)
        here = slice(starts[first], starts[last])
        block = left[first:last] @ factor
        values[here] = block[rows[here] - first, cells.indices[here]]
    return values


def _from_sparse(left: csr_array, right: csr_array, cells: csr_array) -> np.ndarray:
    n, places = cells.shape[0], tie_rows(cells) * cells.shape[0] + cells.indices
    values = np.zeros(cells.nnz)
    factor = csr_array(right)
    wanted = csr_array((np.ones(cells.nnz), cells.indices, cells.indptr), shape=cells.shape)
    step = max(1, SPARSE_BLOCK // max(n, 1))
    for first in range(0, n, step):
        block = slice(first, first + step)
        found = (left[block] @ factor).multiply(wanted[block]).tocoo()
        # Entries of 0 are not found, so each of the others is put in its place.
        at = (found.row + first) * n + found.col
        values[np.searchsorted(places, at)] = found.data
    return values
