"""Who changes places with whom, so that few lines run through a name and most stay short."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Spot = tuple[float, float]
_Numbers = NDArray[np.integer[Any]]
_Places = NDArray[np.float64]

# Of more actors a map cannot show every name, and the search would take long.
_MOST: Final = 120
# How often some are mixed up at random and settled anew; the best of all that comes out stands.
_TRIALS: Final = 40
_MIXED: Final = 16
_NEVER: Final = 1 << 28  # a cost that no exchange makes up for
# Short numbers hold all costs of so few, and are added up faster.
_WHOLE: Final = np.int32
# A mark with its name reaches so far to either side, up and down, as shares of its cell.
_ASIDE, _ABOVE, _BELOW = 0.4, 0.12, 0.6


def exchange(
    places: Mapping[str, Spot],
    partners: Mapping[str, Iterable[str]],
    groups: Iterable[Sequence[str]],
    cell: tuple[float, float],
) -> dict[str, Spot]:
    """Return better places: some actors have taken those of others in their group.

    A line costs its length in cells, and 1 for each mark or name that it runs through. All
    costs are whole numbers, so that every machine finds the same.

    Parameters
    ----------
    places
        Where each actor stands, in rows; returned as they are if there are very many.
    partners
        To whom each actor is joined by a line.
    groups
        Actors who may change places among themselves; all others stay.
    cell
        Width and height of the room in which a mark and its name stand.
    """
    if len(places) > _MOST:
        return dict(places)
    number = {actor: turn for turn, actor in enumerate(places)}
    joined = np.zeros((len(places), len(places)), dtype=np.int64)
    for one, others in partners.items():
        joined[number[one], [number[other] for other in others]] = 1
    np.fill_diagonal(joined, 0)
    free = np.zeros(joined.shape, dtype=bool)
    for group in groups:
        numbers = [number[actor] for actor in group]
        free[np.ix_(numbers, numbers)] = True
    spots = list(places.values())
    taken = _best(joined, _costs(np.array(spots, dtype=float).reshape(-1, 2), cell), free)
    return {actor: spots[spot] for actor, spot in zip(places, taken, strict=True)}


def _costs(spots: _Places, cell: tuple[float, float]) -> _Numbers:
    """Return what a straight line between any two spots costs, in tenths."""
    apart = (spots[:, None] - spots[None]) / cell
    tenths = 10 * (np.hypot(*apart.T) + _names_met(spots, cell))
    costs: _Numbers = np.rint(tenths).astype(np.int64)
    np.fill_diagonal(costs, 0)
    return costs


def _names_met(spots: _Places, cell: tuple[float, float]) -> _Numbers:
    """Count the marks and names of others that a straight line between two spots meets."""
    (across, down), (width, height) = spots.T, cell
    run, fall = across[None] - across[:, None], down[None] - down[:, None]
    fall[fall == 0] = 1e-9  # level lines lie wholly in a row's strip or wholly outside
    met = np.zeros(run.shape, dtype=np.int64)
    for row in np.unique(down):
        row_spots = np.sort(across[down == row])
        edges = (row - _ABOVE * height, row + _BELOW * height)
        # Where along the line, from 0 to 1, it comes into the strip of the row and leaves it.
        shares = [((edge - down[:, None]) / fall).clip(0, 1) for edge in edges]
        ends = [across[:, None] + run * share for share in shares]
        first = np.searchsorted(row_spots, np.minimum(*ends) - _ASIDE * width)
        last = np.searchsorted(row_spots, np.maximum(*ends) + _ASIDE * width)
        met += np.where(shares[0] != shares[1], last - first, 0)
    met -= 2  # its own two ends
    return met


def _best(joined: _Numbers, costs: _Numbers, free: NDArray[np.bool_]) -> _Numbers:
    """Return the number of the spot that each actor takes."""
    best: _Numbers = np.arange(len(joined))
    partners = np.argwhere(np.triu(free, 1))
    if not len(partners):
        return best
    search = _Search.of(joined, costs, free)
    best = _settled(best, search)
    least = _total(best, joined, costs)
    draws = np.random.default_rng(0).integers(len(partners), size=(_TRIALS, _MIXED))
    for draw in draws:
        mixed = best.copy()
        for pair in partners[draw]:
            mixed[pair] = mixed[pair[::-1]]
        mixed = _settled(mixed, search)
        if (total := _total(mixed, joined, costs)) < least:
            best, least = mixed, total
    return best


def _total(taken: _Numbers, joined: _Numbers, costs: _Numbers) -> int:
    return int((joined * costs[np.ix_(taken, taken)]).sum())


class _Search(NamedTuple):
    """What all trials look up.

    Attributes
    ----------
    joined, sparse
        Who is joined to whom, as a table and as a matrix to multiply by.
    own
        The share of its own line that a pair would seem to save, though it stays as it is.
    barred
        0 for a pair that may change places, the first of the two in its row; else very much.
    """

    joined: _Numbers
    sparse: csr_array
    costs: _Numbers
    own: _Numbers
    barred: _Numbers

    @classmethod
    def of(cls, joined: _Numbers, costs: _Numbers, free: NDArray[np.bool_]) -> _Search:
        """Return what to look up for actors of whom some are free to change places."""
        barred = np.where(np.triu(free, 1), 0, _NEVER).astype(_WHOLE)
        joined, costs = joined.astype(_WHOLE), costs.astype(_WHOLE)
        return cls(joined, csr_array(joined), costs, 2 * joined, barred)


def _settled(taken: _Numbers, search: _Search) -> _Numbers:
    """Make the exchange that saves most, again and again until none saves anything."""
    taken, between = taken.copy(), search.costs[np.ix_(taken, taken)]
    # What the lines of each actor would cost if it stood where each other stands.
    pull = search.sparse @ between
    change, saving, kept = (np.empty_like(pull) for _table in range(3))
    while True:
        # In whole tables: to pick the pairs that may change places takes longer.
        np.subtract(pull, pull.diagonal()[:, None], out=saving)
        np.add(saving, saving.T, out=change)
        change += np.multiply(search.own, between, out=kept)
        change += search.barred
        one, other = swap = divmod(int(change.argmin()), len(taken))
        if change[swap] >= 0:
            return taken
        moved = between[other] - between[one]
        lines = search.joined[one] - search.joined[other]
        pull += lines[:, None] * moved
        _swap(pull.T, one, other)
        _swap(between, one, other)
        _swap(between.T, one, other)
        taken[one], taken[other] = taken[other], taken[one]


def _swap(rows: _Numbers, one: int, other: int) -> None:
    held = rows[one].copy()
    rows[one] = rows[other]
    rows[other] = held
