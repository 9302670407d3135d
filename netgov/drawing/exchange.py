"""Who changes places with whom, so that few lines run through a name and most stay short."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Spot = tuple[float, float]
_Numbers = NDArray[np.int64]
_Places = NDArray[np.float64]

# Of more actors a map cannot show every name, and the search would take long.
_MOST: Final = 120
# How often some are mixed up at random and settled anew; the best of all that comes out stands.
_TRIALS: Final = 40
_MIXED: Final = 16
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
    best, search = np.arange(len(joined)), _Search.of(joined, costs, free)
    if not len(search.partners):
        return best
    best = _settled(best, search)
    draws = np.random.default_rng(0).integers(len(search.partners), size=(_TRIALS, _MIXED))
    for draw in draws:
        mixed = best.copy()
        for pair in search.partners[draw]:
            mixed[pair] = mixed[pair[::-1]]
        mixed = _settled(mixed, search)
        if _total(mixed, joined, costs) < _total(best, joined, costs):
            best = mixed
    return best


def _total(taken: _Numbers, joined: _Numbers, costs: _Numbers) -> int:
    return int((joined * costs[np.ix_(taken, taken)]).sum())


class _Search(NamedTuple):
    """What all trials look up; pairs are places in flat tables, which is quick.

    Attributes
    ----------
    partners
        The two actors of each pair that may change places.
    pairs, turned
        The cell of each pair, and of itself turned round.
    own
        How much dearer the line of the pair itself would seem for each unit it costs.
    """

    joined: _Numbers
    sparse: csr_array
    costs: _Numbers
    partners: _Numbers
    pairs: _Numbers
    turned: _Numbers
    own: _Numbers

    @classmethod
    def of(cls, joined: _Numbers, costs: _Numbers, free: NDArray[np.bool_]) -> _Search:
        """Return what to look up for actors of whom some are free to change places."""
        partners = np.argwhere(np.triu(free, 1))
        one, other = partners.T
        pairs, turned = one * len(joined) + other, other * len(joined) + one
        own = 2 * joined.take(pairs)  # their own line stays as it is
        return cls(joined, csr_array(joined), costs, partners, pairs, turned, own)


def _settled(taken: _Numbers, search: _Search) -> _Numbers:
    """Make the exchange that saves most, again and again until none saves anything."""
    taken, between = taken.copy(), search.costs[np.ix_(taken, taken)]
    # What the lines of each actor would cost if it stood where each other stands.
    pull = search.sparse @ between
    one, other = search.partners.T
    while True:
        here = pull.diagonal()
        change = pull.take(search.pairs) + pull.take(search.turned)
        change -= here.take(one) + here.take(other)
        change += search.own * between.take(search.pairs)
        best = int(change.argmin())
        if change[best] >= 0:
            return taken
        swap = search.partners[best]
        back = swap[::-1]
        moved = between[swap[1]] - between[swap[0]]
        lines = search.joined[:, swap[0]] - search.joined[:, swap[1]]
        theirs = np.flatnonzero(lines)
        pull[theirs] += lines[theirs, None] * moved
        pull[:, swap] = pull[:, back]
        between[swap] = between[back]
        between[:, swap] = between[:, back]
        taken[swap] = taken[back]
