"""Where each actor stands when those who work together stand together.

Each community is a block of staggered rows. Blocks fill shelves from left to right, in an
order that brings those with many ties between them near each other. Actors without ties stand
below.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations, groupby
from typing import Final, NamedTuple

import numpy as np
from scipy.sparse import coo_array, csr_array

from netgov.drawing.exchange import Spot, exchange
from netgov.drawing.layout import (
    DESK,
    MARK,
    ROW,
    SWEEPS,
    Ground,
    Patch,
    Sheet,
    columns,
    middle,
    partners_of,
    spread,
)
from netgov.kernels.communities import best_partition
from netgov.measures.positions import RUNS

# In scene units.
_LANE: Final = 20  # between patches
_PAD: Final = 10  # above the first row of a patch
# How much wider than the least a slot may be, the widest first.
_LOOSER: Final = (2.0, 1.8, 1.6, 1.4, 1.2, 1.0)
# So many blocks are tried in each other's place.
_MOST_TRIED: Final = 16


class _Block(NamedTuple):
    """The room of one community: its members stand in rows, with a patch under them."""

    size: int
    rows: int
    left: float
    top: float
    width: float

    @property
    def bottom(self) -> float:
        return self.top + _PAD + self.rows * ROW

    @property
    def patch(self) -> Patch:
        ends = self.left, self.top, self.left + self.width, self.bottom
        return Patch(*(round(end, 1) for end in ends))

    def spots(self, sheet: Sheet) -> list[Spot]:
        first = self.top + _PAD + MARK
        dealt = spread(self.size, self.rows, self.left, self.width, sheet.slot)
        return [(round(across, 1), round(first + row * ROW, 1)) for across, row in dealt]


class Communities(NamedTuple):
    """Actors by whom they work with, found once for all sheets.

    Attributes
    ----------
    found
        The members of each community.
    alone
        The actors in none.
    partners
        Those with whom each actor works.
    """

    found: list[list[str]]
    alone: list[str]
    partners: dict[str, set[str]]

    @classmethod
    def of(cls, actors: Sequence[str], weights: Mapping[tuple[str, str], float]) -> Communities:
        """Return the communities of all actors, in record order.

        ``weights`` tells how strong the tie from one to another is; both directions count
        alike.
        """
        between = {pair: weight for pair, weight in weights.items() if pair[0] != pair[1]}
        partners = partners_of(between)
        alone = [actor for actor in actors if actor not in partners]
        return cls(_communities(actors, between, partners), alone, partners)

    def placed(self, sheet: Sheet) -> Ground:
        """Return the position of each actor on a sheet and the patch of each community."""
        found, alone, partners = self
        rest = math.ceil(len(alone) / (sheet.room // sheet.slot))
        slot = _slot([len(members) for members in found], rest, sheet)
        communities = _ordered(found, partners, sheet, slot)
        blocks = _shelved([len(members) for members in communities], sheet, slot)
        places = _swept(communities, [block.spots(sheet) for block in blocks], partners)
        height = _bottom(blocks)
        if alone:
            below = _Block(len(alone), rest, sheet.margin, height + _LANE, sheet.room)
            places.update(zip(alone, below.spots(sheet), strict=True))
            height = below.bottom
        places = exchange(places, partners, communities, (sheet.slot, ROW))
        return Ground(sheet.width, height, [], places, [block.patch for block in blocks])


def cluster(
    actors: Sequence[str], weights: Mapping[tuple[str, str], float], sheet: Sheet = DESK
) -> Ground:
    """Return the position of each actor and the patch of each community; see `Communities`."""
    return Communities.of(actors, weights).placed(sheet)


def _communities(
    actors: Sequence[str],
    weights: Mapping[tuple[str, str], float],
    partners: Mapping[str, Collection[str]],
) -> list[list[str]]:
    """Return the communities that the measure `community` finds, without those of one."""
    number = {actor: turn for turn, actor in enumerate(actors)}
    cells = sorted((number[one], number[other], w) for (one, other), w in weights.items())
    sources, targets, values = np.array(cells).reshape(-1, 3).T
    shape = len(actors), len(actors)
    matrix = coo_array((values, (sources.astype(int), targets.astype(int))), shape).tocsr()
    labels = best_partition(csr_array(matrix + matrix.T), RUNS, 0)[0].tolist()
    found: dict[int, list[str]] = {label: [] for label in sorted(labels)}
    for actor, label in zip(actors, labels, strict=True):
        if actor in partners:
            found[label].append(actor)
    return [members for members in found.values() if members]


def _swept(
    communities: Sequence[Sequence[str]],
    spots: Sequence[Sequence[Spot]],
    partners: Mapping[str, Collection[str]],
) -> dict[str, Spot]:
    """Return the places of members that stand in their block on the side of their partners."""
    places: dict[str, Spot] = {}
    for members, block in zip(communities, spots, strict=True):
        places.update(zip(members, block, strict=True))
    for _sweep in range(SWEEPS):
        for members, block in zip(communities, spots, strict=True):
            across, down = (
                {a: middle(places[p][axis] for p in partners[a]) for a in members}
                for axis in (0, 1)
            )
            waiting = sorted(members, key=lambda a: down[a])
            for _row, row in groupby(sorted(block, key=lambda s: s[::-1]), lambda s: s[1]):
                free = list(row)
                taking, waiting = waiting[: len(free)], waiting[len(free) :]
                taking.sort(key=lambda a: across[a])
                places.update(zip(taking, free, strict=True))
    return places


# --- blocks on shelves ----------------------------------------------------------------------


def _slot(sizes: Sequence[int], rest: int, sheet: Sheet) -> float:
    """Return the widest slot with which all stand within the height of the sheet."""
    below = _LANE + _PAD + rest * ROW if rest else 0
    for looser in _LOOSER:
        slot = looser * sheet.slot
        if _bottom(_shelved(sizes, sheet, slot)) + below <= sheet.height:
            return slot
    return sheet.slot


def _bottom(blocks: Sequence[_Block]) -> float:
    return max((block.bottom for block in blocks), default=0)


def _shelved(sizes: Sequence[int], sheet: Sheet, slot: float) -> list[_Block]:
    """Return the blocks, in their order, on shelves that are together as low as can be."""
    # For the first so many blocks: the bottom, the squared rooms left over, and the blocks.
    best: list[tuple[float, float, list[_Block]]] = [(-_LANE, 0, [])]
    for end in range(1, len(sizes) + 1):
        tried = []
        for start in reversed(range(end)):
            bottom, uneven, blocks = best[start]
            shelf, left = _shelf(sizes[start:end], bottom + _LANE, sheet, slot)
            if not shelf:
                break
            tried.append((_bottom(shelf), uneven + left**2, [*blocks, *shelf]))
        best.append(min(tried))
    return best[-1][-1]


def _shelf(
    sizes: Sequence[int], top: float, sheet: Sheet, slot: float
) -> tuple[list[_Block], float]:
    """Return the blocks of a shelf in as few rows as they fit in, and the room left over.

    There are none if several do not fit; one alone is made to.
    """
    room = sheet.room - _LANE * (len(sizes) - 1)
    tallest = [_tallest(size, sheet.room / slot) for size in sizes]
    for most in range(1, max(tallest) + 1):
        rows = [min(most, tall) for tall in tallest]
        widths = [slot * columns(*shape) for shape in zip(sizes, rows, strict=True)]
        if sum(widths) <= room:
            break
    else:
        if len(sizes) > 1:
            return [], 0
    blocks, left = [], sheet.margin
    for size, deep, width in zip(sizes, rows, widths, strict=True):
        blocks.append(_Block(size, deep, left, top, room * width / sum(widths)))
        left += blocks[-1].width + _LANE
    return blocks, max(room - sum(widths), 0)


def _tallest(size: int, most: float) -> int:
    """Return the rows of a block that is about square, or more if it would be too wide."""
    return max(math.ceil(math.sqrt(size)), math.ceil(size / max(1, math.floor(most - 0.5))))


def _ordered(
    communities: Sequence[Sequence[str]],
    partners: Mapping[str, Collection[str]],
    sheet: Sheet,
    slot: float,
) -> list[Sequence[str]]:
    """Return the communities in an order in which ties between them run short ways."""
    home = {actor: turn for turn, members in enumerate(communities) for actor in members}
    bonds = Counter((home[one], home[other]) for one in partners for other in partners[one])
    sizes = [len(members) for members in communities]

    def cost(order: Sequence[int]) -> tuple[float, int]:
        """Return the height of the sheet and how far the ties run."""
        blocks = _shelved([sizes[turn] for turn in order], sheet, slot)
        middles = {
            turn: (block.left + block.width / 2, (block.top + block.bottom) / 2)
            for turn, block in zip(order, blocks, strict=True)
        }
        ways = (
            bonds[one, other] * round(math.dist(middles[one], middles[other]))
            for one, other in combinations(order, 2)
        )
        return _bottom(blocks), sum(ways)

    order = _chained(bonds, len(sizes))
    least = cost(order)
    better = len(order) <= _MOST_TRIED
    while better:
        better = False
        for one, other in combinations(range(len(order)), 2):
            trial = order.copy()
            trial[one], trial[other] = order[other], order[one]
            if (price := cost(trial)) < least:
                order, least, better = trial, price, True
    return [communities[turn] for turn in order]


def _chained(bonds: Mapping[tuple[int, int], int], count: int) -> list[int]:
    """Return the numbers of communities, each the one with most ties to those before it."""
    order: list[int] = []
    waiting = list(range(count))
    while waiting:
        order.append(max(waiting, key=lambda turn: sum(bonds[turn, b] for b in order)))
        waiting.remove(order[-1])
    return order
