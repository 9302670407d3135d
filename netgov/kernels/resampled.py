"""Many draws of one network's weights, measured together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

import numpy as np
from scipy.sparse import csr_array

from netgov.kernels.cells import tie_rows

# What returns a number for each actor of a matrix that consists of so many equal parts.
Kernel: TypeAlias = Callable[[csr_array, int], np.ndarray]

# So many cells are worked on at a time: they bound the memory and stay near the processor.
CELLS: Final = 200_000


def batches(draws: np.ndarray, actors: int) -> Iterator[slice]:
    """Yield the draws in batches of bounded size."""
    step = max(1, CELLS // max(draws.shape[1] + actors, 1))
    for first in range(0, len(draws), step):
        yield slice(first, first + step)


def beside(matrix: csr_array, draws: np.ndarray) -> csr_array:
    """Return one network in which the draws stand beside each other, without any tie between.

    A weight of 0 is no tie.
    """
    times, n = len(draws), matrix.shape[0]
    there = draws > 0
    turn, cell = np.nonzero(there)
    columns = matrix.indices[cell] + turn * n
    ties = np.bincount(tie_rows(matrix)[cell] + turn * n, minlength=times * n)
    starts = np.concatenate([[0], np.cumsum(ties)])
    weights = draws[there].astype(float)
    return csr_array((weights, columns, starts), shape=(times * n, times * n))


def over_draws(kernel: Kernel, matrix: csr_array, draws: np.ndarray) -> np.ndarray:
    """Return what a kernel gives in each draw, one row a draw, one column an actor."""
    found = np.empty((len(draws), matrix.shape[0]))
    for some in batches(draws, matrix.shape[0]):
        drawn = draws[some]
        found[some] = kernel(beside(matrix, drawn), len(drawn)).reshape(len(drawn), -1)
    return found
