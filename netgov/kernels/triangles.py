"""Triangles of an undirected network, each found once, in blocks that bound the memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from netgov.kernels.cells import ranges, tie_rows

# So many pairs of partners are looked up at a time.
BLOCK: Final = 1 << 17


class Corners(NamedTuple):
    """Triangles a, b, c by their sides: stored cells (a, b), (a, c), (b, c) of the matrix."""

    ab: np.ndarray
    ac: np.ndarray
    bc: np.ndarray


def triangles(both: csr_array) -> Iterator[Corners]:
    """Yield all triangles of a symmetric matrix.

    Each side is taken from the actor with fewer partners to the one with more, so that actors
    with very many partners do not make very many pairs.
    """
    onward = _onward(both)
    cells = onward.data - 1
    counts = np.repeat(onward.indptr[1:], np.diff(onward.indptr)) - np.arange(1, len(cells) + 1)
    reached = np.concatenate([[0], np.cumsum(counts)])
    start = 0
    while start < len(cells):
        stop = int(np.searchsorted(reached, reached[start] + BLOCK, side="right")) - 1
        stop = max(stop, start + 1)
        first, second = _pairs(counts[start:stop], start)
        if len(first):
            found = onward[onward.indices[first], onward.indices[second]]
            hit = np.flatnonzero(found)
            yield Corners(cells[first[hit]], cells[second[hit]], found[hit] - 1)
        start = stop


def _onward(both: csr_array) -> csr_array:
    """Return each side once, actors numbered by partners; values are its cell, from 1 on."""
    partners = np.diff(both.indptr)
    number = np.empty(len(partners), dtype=np.intp)
    number[np.argsort(partners, kind="stable")] = np.arange(len(partners))
    rows, columns = number[tie_rows(both)], number[both.indices]
    up = np.flatnonzero(rows < columns)
    onward = csr_array((up + 1, (rows[up], columns[up])), shape=both.shape)
    onward.sort_indices()
    return onward


def _pairs(counts: np.ndarray, start: int) -> tuple[np.ndarray, np.ndarray]:
    """Return each side from ``start`` on with each of the sides that follow it in its row."""
    sides = np.arange(start, start + len(counts))
    return np.repeat(sides, counts), ranges(sides + 1, counts)
