"""Where each actor stands on the map: levels as bands, positions computed once.

Barycentre sweeps bring partners under each other, then exchanges free names of lines. Nothing
moves in the browser: the same network gives the same picture on every machine.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from netgov.drawing.exchange import Spot, exchange

# In scene units, about one pixel on the screen.
ROW: Final = 84
HEAD: Final = 24
MARK: Final = 0.26 * ROW  # from the top of a row down to the middle of its marks
SWEEPS: Final = 8
# Neighbours stand at most this many slots apart: two or three actors stay one group.
_WIDEST: Final = 2.5
# With more in a row than this, many ties within it run through marks.
_LOOSE: Final = 6


class Sheet(NamedTuple):
    """How wide a picture is, what stays free at its sides, and the least room of a label.

    Actors stand looser than they must as long as all fit in ``height``.
    """

    width: float
    margin: float
    slot: float
    height: float = 0

    @property
    def room(self) -> float:
        """What the margins leave of the width."""
        return self.width - 2 * self.margin


# The height is what a screen of 1366 × 768 shows of this width without scrolling.
DESK: Final = Sheet(width=1180, margin=24, slot=100, height=744)
PHONE: Final = Sheet(width=400, margin=2, slot=86)
WIDTH: Final = DESK.width


class Band(NamedTuple):
    """The strip of one level."""

    level: str
    top: float
    bottom: float


class Patch(NamedTuple):
    """The ground of one community."""

    left: float
    top: float
    right: float
    bottom: float


class Ground(NamedTuple):
    """Where everybody stands on one sheet, on the bands of levels or the patches of groups."""

    width: float
    height: float
    bands: list[Band]
    places: dict[str, Spot]
    patches: Sequence[Patch] = ()


def place(
    levels: Mapping[str, Sequence[str]],
    pairs: Iterable[tuple[str, str]],
    sheet: Sheet = DESK,
) -> Ground:
    """Return the position of each actor and the band of each level.

    Parameters
    ----------
    levels
        The actors of each level in record order, the highest level first.
    pairs
        The pairs joined by a tie or a gap; actors without any stand last in their band.
    sheet
        The room there is.
    """
    partners = partners_of(pairs)
    rows = _rows(levels, sheet)
    spots = {
        level: spread(len(actors), rows[level], sheet.margin, sheet.room, sheet.slot)
        for level, actors in levels.items()
    }
    order = _swept(levels, spots, partners)
    places: dict[str, Spot] = {}
    bands, top = [], 0.0
    for level, actors in order.items():
        bands.append(Band(level, top, top + HEAD + rows[level] * ROW))
        for actor, (across, row) in zip(actors, spots[level], strict=True):
            places[actor] = round(across, 1), round(top + HEAD + row * ROW + MARK, 1)
        top = bands[-1].bottom
    tied = [[actor for actor in actors if actor in partners] for actors in order.values()]
    places = exchange(places, partners, tied, (sheet.slot, ROW))
    return Ground(sheet.width, top, bands, places)


def partners_of(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return the partners of each actor that has any."""
    partners = defaultdict(set)
    for one, other in pairs:
        partners[one].add(other)
        partners[other].add(one)
    return dict(partners)


def columns(actors: int, rows: int) -> float:
    """Return how many slots wide some actors stand; every second row is half a slot aside."""
    return math.ceil(actors / rows) + (0.5 if rows > 1 else 0)


def spread(
    actors: int, rows: int, left: float, room: float, slot: float
) -> list[tuple[float, int]]:
    """Return how far along, and in which of some staggered rows, each of some actors stands."""
    wide = columns(actors, rows)
    step = min(room / wide, _WIDEST * slot)
    first = left + (room - wide * step) / 2
    return [
        (first + step * (turn // rows + 0.5 + turn % rows % 2 / 2), turn % rows)
        for turn in range(actors)
    ]


def _rows(levels: Mapping[str, Sequence[str]], sheet: Sheet) -> dict[str, int]:
    """Return the rows of each band: enough for every label, and more where there is height."""
    fit = sheet.room // sheet.slot
    rows = {level: max(1, math.ceil(len(actors) / fit)) for level, actors in levels.items()}
    height = HEAD * len(rows) + ROW * sum(rows.values())
    while rows and (height := height + ROW) <= sheet.height:
        fullest = max(levels, key=lambda level: len(levels[level]) / rows[level])
        if len(levels[fullest]) / rows[fullest] <= _LOOSE:
            break
        rows[fullest] += 1
    return rows


def _swept(
    levels: Mapping[str, Sequence[str]],
    spots: Mapping[str, Sequence[tuple[float, int]]],
    partners: Mapping[str, Collection[str]],
) -> dict[str, list[str]]:
    """Return the actors of each level in the order of where their partners stand."""
    order = {
        level: sorted(actors, key=lambda a: a not in partners)
        for level, actors in levels.items()
    }
    along: dict[str, float] = {}
    for level, actors in order.items():
        along.update((a, x) for a, (x, _row) in zip(actors, spots[level], strict=True))
    for _sweep in range(SWEEPS):
        for level, actors in order.items():
            pull = {a: middle(along[p] for p in partners.get(a, [a])) for a in actors}
            actors.sort(key=lambda a: (a not in partners, pull[a]))
            along.update((a, x) for a, (x, _row) in zip(actors, spots[level], strict=True))
    return order


def middle(numbers: Iterable[float]) -> float:
    """Return the mean, the same in whatever order they come."""
    found = list(numbers)
    return round(math.fsum(found) / len(found), 6)
