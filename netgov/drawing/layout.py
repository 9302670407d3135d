"""Where each actor stands on the map: levels as bands, positions computed once.

Nothing moves in the browser: the same network gives the same picture on every machine.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

# In scene units, about one pixel on the screen.
ROW: Final = 84
HEAD: Final = 24
_SWEEPS: Final = 8


class Sheet(NamedTuple):
    """How wide a picture is, what stays free at its sides, and the least room of a label."""

    width: float
    margin: float
    slot: float


DESK: Final = Sheet(width=1180, margin=24, slot=100)
PHONE: Final = Sheet(width=400, margin=2, slot=86)
WIDTH: Final = DESK.width


class Band(NamedTuple):
    """The strip of one level."""

    level: str
    top: float
    bottom: float


def place(
    levels: Mapping[str, Sequence[str]],
    pairs: Iterable[tuple[str, str]],
    sheet: Sheet = DESK,
) -> tuple[dict[str, tuple[float, float]], list[Band]]:
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
    partners = defaultdict(set)
    for one, other in pairs:
        partners[one].add(other)
        partners[other].add(one)
    rows = {level: _rows_needed(len(actors), sheet) for level, actors in levels.items()}
    order = {
        level: sorted(actors, key=lambda a: a not in partners)
        for level, actors in levels.items()
    }
    along = {a: x for level in order for a, x in _deal(order[level], rows[level], sheet)}
    for _sweep in range(_SWEEPS):
        for level, actors in order.items():
            pull = {a: _mean(along, partners[a], along[a]) for a in actors}
            actors.sort(key=lambda a: (a not in partners, round(pull[a], 6)))
            along.update(_deal(actors, rows[level], sheet))
    return _stacked(order, rows, along)


def _rows_needed(actors: int, sheet: Sheet) -> int:
    """Return how many rows let every label of a band stand beside its neighbours."""
    return max(1, math.ceil(actors / ((sheet.width - 2 * sheet.margin) // sheet.slot)))


def _deal(actors: Sequence[str], rows: int, sheet: Sheet) -> list[tuple[str, float]]:
    """Deal the actors in turn to staggered rows and return how far along each stands."""
    columns = math.ceil(len(actors) / rows)
    step = (sheet.width - 2 * sheet.margin) / (columns + (rows > 1) / 2)
    return [
        (actor, sheet.margin + step * (turn // rows + 0.5 + (turn % rows % 2) / 2))
        for turn, actor in enumerate(actors)
    ]


def _mean(along: Mapping[str, float], partners: set[str], own: float) -> float:
    return sum(along[p] for p in partners) / len(partners) if partners else own


def _stacked(
    order: Mapping[str, Sequence[str]], rows: Mapping[str, int], along: Mapping[str, float]
) -> tuple[dict[str, tuple[float, float]], list[Band]]:
    places, bands, top = {}, [], 0.0
    for level, actors in order.items():
        bottom = top + HEAD + rows[level] * ROW
        bands.append(Band(level, top, bottom))
        for turn, actor in enumerate(actors):
            height = top + HEAD + (turn % rows[level] + 0.26) * ROW
            places[actor] = (round(along[actor], 1), round(height, 1))
        top = bottom
    return places, bands
