"""Two-paths a, v, b listed block by block: those closed by a tie from a to b, and the open.

A matrix here has sorted cells; a tie is known by the place of its cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from netgov.kernels.cells import ranges, tie_rows

# So many paths are listed at once, and the table of marks has so many bytes: more would not
# stay near the processor, and memory is bounded.
PATHS: Final = 1 << 16
TABLE: Final = 1 << 22


class OpenPaths(NamedTuple):
    """Open two-paths from a few neighbouring actors, in the order of their first ties."""

    ties: slice
    """All ties of those actors, so of these paths too."""
    first: np.ndarray
    """The tie from a to v."""
    second: np.ndarray
    """The tie from v to b."""
    a: np.ndarray
    b: np.ndarray
    between: np.ndarray
    """How many actors v stand between a and b."""


def two_paths(matrix: csr_array) -> int:
    """Return how many paths a, v, b there are, those back to a included."""
    sent = np.diff(matrix.indptr)
    return int(sent[matrix.indices].sum(dtype=np.int64))


def closed_at_most(matrix: csr_array) -> int:
    """Return how many paths `closed_paths` looks at."""
    received = np.bincount(matrix.indices, minlength=matrix.shape[0])
    ends = np.diff(matrix.indptr)[tie_rows(matrix)], received[matrix.indices]
    return int(np.minimum(*ends).sum(dtype=np.int64))


def closed_paths(matrix: csr_array) -> Iterator[np.ndarray]:
    """Yield a, v and b, three rows, of the two-paths that have a tie a to b, many at once."""
    held, count = [np.zeros((3, 0), dtype=int)], 0
    for paths in _closed_paths(matrix):
        held.append(paths)
        count += paths.shape[1]
        if count > PATHS:
            yield np.concatenate(held, axis=1)
            held, count = held[:1], 0
    yield np.concatenate(held, axis=1)


def _closed_paths(matrix: csr_array) -> Iterator[np.ndarray]:
    """Yield the same, few at once.

    For a tie a to b the actors v are common to two lists: whom a approaches and who
    approaches b. The shorter list is gone through, the longer one is marked in a table, so
    that an actor with thousands of ties costs little.
    """
    n, back = matrix.shape[0], matrix.tocsc()
    # List i: whom i approaches. List n + i: who approaches i.
    near = np.concatenate([matrix.indices, back.indices])
    starts = np.concatenate([matrix.indptr, back.indptr[1:] + matrix.nnz])
    lengths = np.diff(starts)
    rows, into = tie_rows(matrix), matrix.indices + n
    columns = np.repeat(np.arange(n, 2 * n), lengths[n:])
    in_is_shorter = lengths[into] < lengths[rows]
    out_is_shorter = lengths[columns] >= lengths[back.indices]
    marked = np.concatenate([rows[in_is_shorter], columns[out_is_shorter]])
    walked = np.concatenate([into[in_is_shorter], back.indices[out_is_shorter]])
    done = np.cumsum(lengths[walked])
    lists = max(1, min(2 * n, TABLE // max(n, 1)))
    table = np.zeros(lists * n, dtype=bool)
    first = 0
    while first < len(marked):
        low = marked[first]
        reach = np.searchsorted(done, (done[first - 1] if first else 0) + PATHS, side="right")
        last = max(min(int(np.searchsorted(marked, low + lists)), int(reach)), first + 1)
        high, here = marked[last - 1] + 1, slice(first, last)
        marks = np.repeat(np.arange(0, (high - low) * n, n), lengths[low:high])
        marks += near[starts[low] : starts[high]]
        table[marks] = True
        many = lengths[walked[here]]
        via = near.take(ranges(starts[walked[here]], many))
        found = np.flatnonzero(table.take(np.repeat((marked[here] - low) * n, many) + via))
        table[marks] = False
        # Back from the running number of a path to its tie.
        tie = first + np.searchsorted(np.cumsum(many), found, side="right")
        ends = marked[tie], walked[tie]
        yield np.array([np.minimum(*ends), via[found], np.maximum(*ends) - n])
        first = last


def open_paths(matrix: csr_array) -> Iterator[OpenPaths]:
    """Yield the two-paths that have no tie a to b and do not return to a, many at once."""
    n, rows, starts, columns = matrix.shape[0], tie_rows(matrix), matrix.indptr, matrix.indices
    sent = np.diff(starts)
    # Paths that begin before each actor's own.
    before = np.concatenate([[0], np.cumsum(sent[columns])])[starts]
    most = max(1, min(n, TABLE // 4 // max(n, 1)))
    table = np.zeros(most * n, dtype=np.int32)
    low = 0
    while low < n:
        reach = int(np.searchsorted(before, before[low] + PATHS, side="right")) - 1
        high = max(min(low + most, reach), low + 1)
        ties = slice(starts[low], starts[high])
        own, via = rows[ties], columns[ties]
        second = ranges(starts[via], sent[via])
        first = np.repeat(np.arange(ties.start, ties.stop), sent[via])
        a, b = np.repeat(own, sent[via]), columns[second]
        pairs = (a - low) * n + b
        np.add.at(table, pairs, np.int32(1))
        # Pairs that are tied, and the actor with itself, count as nothing between.
        table[(own - low) * n + via] = 0
        table[np.arange(high - low) * n + np.arange(low, high)] = 0
        between = table[pairs]
        table[pairs] = 0
        kept = np.flatnonzero(between)
        yield OpenPaths(ties, first[kept], second[kept], a[kept], b[kept], between[kept])
        low = high
