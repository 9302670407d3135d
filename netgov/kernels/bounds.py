"""What an attacker can work out of sums: the least and most that each hidden count may be.

The attacker's integer programme: hidden counts are whole numbers between limits that are known
to everybody, and some sums of them are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

# Solutions looked for before each count is asked by itself; most differ in them already.
_DRAWS: Final = 6


class Sums(NamedTuple):
    """Known sums of hidden counts: which cells (a row of ``parts`` each) make ``totals``."""

    parts: csr_array
    totals: np.ndarray

    @classmethod
    def of(cls, members: Sequence[Sequence[int]], totals: Sequence[float], cells: int) -> Sums:
        """Return the sums over the cells at some places."""
        rows = np.repeat(np.arange(len(members)), [len(places) for places in members])
        columns = np.fromiter((at for places in members for at in places), dtype=int)
        parts = csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(members), cells))
        return cls(parts, np.asarray(totals, dtype=float))


def spans(
    low: np.ndarray, high: np.ndarray, sums: Sums, asked: np.ndarray, enough: float = np.inf
) -> np.ndarray:
    """Return the least and most that each asked count may be.

    Parameters
    ----------
    low, high
        What everybody knows of each hidden count: its limits; ``high`` may be infinite.
    sums
        The sums that are known.
    asked
        Places of the counts to be bounded.
    enough
        A span that is at least so wide need not be found to its ends.

    Returns
    -------
    ndarray
        One row for each asked count: least and most. NaN where no numbers fulfil the sums.
    """
    found = np.column_stack([low[asked], high[asked]]).astype(float)
    groups = _groups(sums, len(low))
    for group in np.unique(groups[asked]):
        cells = np.flatnonzero(groups == group)
        rows = np.flatnonzero(np.diff(sums.parts[:, cells].indptr))
        inside = np.flatnonzero(groups[asked] == group)
        if len(rows):
            part = Sums(sums.parts[rows][:, cells], sums.totals[rows])
            at = np.searchsorted(cells, asked[inside])
            found[inside] = _System(low[cells], high[cells], part).spans(at, enough)
    return found


def go_together(low: np.ndarray, high: np.ndarray, sums: Sums) -> bool:
    """Whether any counts within the limits fulfil all sums."""
    rows = np.flatnonzero(np.diff(sums.parts.indptr))
    cells = np.unique(sums.parts.indices)
    part = Sums(sums.parts[rows][:, cells], sums.totals[rows])
    return _System(low[cells], high[cells], part).solved(np.zeros(len(cells))) is not None


def _groups(sums: Sums, cells: int) -> np.ndarray:
    """Return the number of the group of each cell: those that no sum joins are apart."""
    together = sums.parts.T @ sums.parts
    _count, labels = connected_components(together, directed=False)
    return np.asarray(labels[:cells])


class _System:
    """Counts that sums join."""

    def __init__(self, low: np.ndarray, high: np.ndarray, sums: Sums) -> None:
        self.size = len(low)
        self.bounds = Bounds(low, high)
        self.sums = LinearConstraint(sums.parts, sums.totals, sums.totals)

    def solved(self, aims: np.ndarray) -> np.ndarray | None:
        """Return the counts that make the aim least; None if none fulfil the sums."""
        found = milp(
            aims, bounds=self.bounds, constraints=self.sums, integrality=np.ones(self.size)
        )
        return None if found.x is None else np.round(found.x)

    def spans(self, asked: np.ndarray, enough: float) -> np.ndarray:
        """Return least and most of the asked counts, each to its ends unless wide enough."""
        if len(asked) < _DRAWS:
            return np.array([self._span(cell) for cell in asked])
        random, seen = np.random.default_rng(0), []
        for _draw in range(_DRAWS):
            aims = random.normal(size=self.size)
            for sign in (1.0, -1.0):
                one = self.solved(sign * aims)
                if one is None:
                    return np.full((len(asked), 2), np.nan)
                seen.append(one[asked])
        least, most = np.min(seen, axis=0), np.max(seen, axis=0)
        for turn, at in enumerate(asked):
            if most[turn] - least[turn] < enough:
                least[turn], most[turn] = self._span(at)
        return np.column_stack([least, most])

    def _span(self, cell: int) -> tuple[float, float]:
        aims = np.zeros(self.size)
        aims[cell] = 1.0
        low, high = self.solved(aims), self.solved(-aims)
        if low is None or high is None:
            return np.nan, np.nan
        return float(low[cell]), float(high[cell])
