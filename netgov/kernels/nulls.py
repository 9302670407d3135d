"""What chance draws when it leaves part of a network as it is: groups, ties, who meets whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from netgov.kernels.cells import tie_rows

# Attempts to switch between two draws, for each tie.
ATTEMPTS: Final = 20
# Networks are switched side by side, the more the quicker, in at most so many bytes.
_MEMORY: Final = 1 << 26
_MOST: Final = 1024
# Random numbers are drawn for so many attempts at once, and scattered ties for so many draws.
_BLOCK: Final = 64

_BITS: Final = (1 << np.arange(8)).astype(np.uint8)
# From each of three in a ring the next one, and the one before.
_FORTH: Final = np.array([1, 2, 0])
_BACK: Final = np.array([2, 0, 1])


class Ties(NamedTuple):
    """Drawn ties, one row a draw: cells row * actors + column in rising order, and weights."""

    cells: np.ndarray
    weights: np.ndarray


def dealt_groups(codes: np.ndarray, times: int, rng: np.random.Generator) -> np.ndarray:
    """Return the groups dealt over the actors anew, one row a draw."""
    return rng.permuted(np.tile(codes, (times, 1)), axis=1)


def scattered_ties(matrix: csr_array, times: int, rng: np.random.Generator) -> Iterator[Ties]:
    """Yield as many ties in cells chosen evenly, the weights dealt over them, draw by draw."""
    n, m = matrix.shape[0], matrix.nnz
    for first in range(0, times, _BLOCK):
        turns = range(first, min(first + _BLOCK, times))
        chosen = [rng.choice(n * (n - 1), m, replace=False, shuffle=False) for _turn in turns]
        row, column = np.divmod(np.sort(chosen, axis=1), max(n - 1, 1))
        column += column >= row  # none is of an actor with itself
        weights = rng.permuted(np.tile(matrix.data, (len(turns), 1)), axis=1)
        yield Ties(row * n + column, weights)


def switched_ties(matrix: csr_array, times: int, rng: np.random.Generator) -> Iterator[Ties]:
    """Yield networks in which everybody sends and receives as many ties as in this one.

    Each attempt picks two ties [berger2010]. If they are a→b and c→d they become a→d and c→b,
    unless that makes a tie of an actor with itself or one that is there. If they are a→b and
    b→d and there is d→a, and none of the three the other way, all three are turned round.
    Such a walk reaches every network of these degrees, each as often.

    From the given network one walk leads to a hidden one, and from there a walk of its own to
    each draw. So draws and given network are exchangeable, and a p-value holds, however slowly
    the walk forgets where it began [besag1989]. Each sender's weights are dealt over its ties.
    """
    n, senders = matrix.shape[0], tie_rows(matrix)
    hidden = _Walks(senders, matrix.indices, n, 1)
    hidden.go(ATTEMPTS * matrix.nnz, rng)
    step = min(max(_MEMORY // max(hidden.bits.nbytes, 1), 1), _MOST)
    for first in range(0, times, step):
        some = min(step, times - first)
        walks = _Walks(senders, hidden.receivers, n, some)
        walks.go(ATTEMPTS * matrix.nnz, rng)
        receivers = walks.receivers.reshape(some, matrix.nnz)
        cells = np.sort(senders * n + receivers, axis=1)
        # Senders stand in order, so what is shuffled stays with each of them.
        order = np.argsort(senders + rng.random(cells.shape), axis=1)
        yield Ties(cells, matrix.data[order])


class _Walks:
    """Networks of the same degrees, side by side, each on a random walk of its own.

    A tie is a place; its sender stays, its receiver changes. Which ties there are is kept in
    bits: each row of the matrix in whole bytes, so that ties of two senders share none, and
    set where a tie would be one of an actor with itself, so that none becomes one.
    """

    def __init__(
        self, senders: np.ndarray, receivers: np.ndarray, actors: int, walks: int
    ) -> None:
        self.senders = np.asarray(senders, dtype=np.int64)
        self.starts = np.searchsorted(self.senders, np.arange(actors + 1))
        self.receivers = np.tile(np.asarray(receivers, dtype=np.int64), walks)
        self.breadth = -(-actors // 8) * 8
        there = np.eye(actors, self.breadth, dtype=bool)
        there[self.senders, receivers] = True
        self.bits = np.tile(np.packbits(there, axis=None, bitorder="little"), walks)
        self.places = np.arange(walks) * len(self.senders)
        self.cells = np.arange(walks) * there.size

    def go(self, attempts: int, rng: np.random.Generator) -> None:
        """Attempt so many switches in each network."""
        for first in range(0, attempts, _BLOCK):
            some = min(_BLOCK, attempts - first)
            picks = rng.integers(0, len(self.senders), (some, 2, len(self.cells)), np.int32)
            places, senders = picks + self.places, self.senders[picks]
            rows = senders * self.breadth + self.cells
            for turn in range(some):
                old = self._switch(places[turn], rows[turn])
                follow = (old[0] == senders[turn, 1]).nonzero()[0]
                if len(follow):
                    self._turn_round(follow, senders[turn, 0], old, places[turn])

    def _switch(self, places: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Switch two ties of each network where it can be; return whom they had as receivers.

        In the refused ones bits and receivers are written as they are, which takes less time
        than to pick the others out.
        """
        old = self.receivers.take(places)
        new = old[::-1]
        after, before = rows + new, rows + old
        at, bit = after >> 3, _BITS.take(after & 7)
        held = self.bits.take(at)
        there = held & bit
        free = ((there[0] | there[1]) == 0).view(np.uint8)
        self.bits[at] = held | (bit * free)
        at, bit = before >> 3, _BITS.take(before & 7)
        self.bits[at] = self.bits.take(at) ^ (bit * free)
        self.receivers[places] = np.where(free, new, old)
        return old

    def _turn_round(
        self, walks: np.ndarray, a: np.ndarray, ends: np.ndarray, places: np.ndarray
    ) -> None:
        """Turn a→b, b→d, d→a round in those of some networks in which they are closed.

        The first two ties end in ``ends``, at these places.
        """
        b, d = ends
        walks = walks[self._has(walks, d[walks], a[walks]) & (a[walks] != d[walks])]
        for walk in walks:
            ring = np.array([a[walk], b[walk], d[walk]])
            forth, back = ring[_FORTH], ring[_BACK]
            if self._has(walk, forth, ring).any():
                continue
            first = self.places[walk]
            sent = slice(first + self.starts[ring[2]], first + self.starts[ring[2] + 1])
            third = sent.start + (self.receivers[sent] == ring[0]).argmax()
            self.receivers[[*places[:, walk], third]] = back
            for receivers in (forth, back):
                at = self.cells[walk] + ring * self.breadth + receivers
                self.bits[at >> 3] ^= _BITS[at & 7]

    def _has(self, walks: np.ndarray, senders: np.ndarray, receivers: np.ndarray) -> np.ndarray:
        """Return whether networks have ties."""
        at = self.cells[walks] + senders * self.breadth + receivers
        found: np.ndarray = (self.bits.take(at >> 3) & _BITS.take(at & 7)) > 0
        return found
