"""The stored cells of sparse matrices: where they lie, and their mirror images."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array


def tie_rows(matrix: csr_array) -> np.ndarray:
    """Return the row of each stored cell; `matrix.indices` are the columns."""
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def ranges(starts: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return start, start + 1, ... for so many places, one range after the other."""
    ends = np.cumsum(counts)
    places = np.repeat(starts - ends + counts, counts)
    places += np.arange(len(places), dtype=places.dtype)
    return places


def mirrored(both: csr_array) -> np.ndarray:
    """Return for each stored cell (i, j) of a symmetric matrix the place of (j, i)."""
    places = csr_array((np.arange(both.nnz), both.indices, both.indptr), shape=both.shape)
    mirror: np.ndarray = csr_array(places.T).data
    return mirror


def cells_of(matrix: csr_array, both: csr_array) -> np.ndarray:
    """Return for each tie of the matrix its stored cell in the matrix of both directions."""
    n = both.shape[0]
    cells = tie_rows(both) * n + both.indices
    ties = tie_rows(matrix) * n + matrix.indices
    found: np.ndarray = np.searchsorted(cells, ties)
    return found


def both_ways(matrix: csr_array, both: csr_array, draws: np.ndarray) -> np.ndarray:
    """Return the drawn weights of both directions together, a row a cell, a column a draw."""
    weights = np.zeros((both.nnz, len(draws)))
    at = cells_of(matrix, both)
    weights[at] += draws.T
    weights[mirrored(both)[at]] += draws.T
    return weights
