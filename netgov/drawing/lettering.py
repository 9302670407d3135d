"""Letters on paper: how much room a text takes, where its lines end, where names may stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from netgov.drawing.marks import Mark

SMALLEST: Final = 5.8  # points
_SIZES: Final = (7.0, 6.6, 6.2, SMALLEST)
LEADING: Final = 1.12  # from line to line, in sizes
ASCENT: Final = 0.8
_DESCENT: Final = 0.22
MIDDLE: Final = 0.36  # of its letters, above their foot
_OFF: Final = 1.4  # points between a mark and its name
# Where a name may stand: below its mark, above it, to the right, to the left; and how many
# points of lines it rather covers than stand there.
_SIDES: Final = ((0, 1, 0), (0, -1, 9), (1, 0, 18), (-1, 0, 18))


def width(text: str, size: float, weight: str = "normal") -> float:
    """Return how wide a text is, in points."""
    return _of_hundred(text, weight) * (size / 100)


@cache
def _of_hundred(text: str, weight: str) -> float:
    """Return how wide a text is in letters of 100 points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(size=100, weight=weight)
    return float(text_to_path.get_text_width_height_descent(text, font, ismath=False)[0])


def halves(text: str, size: float, weight: str = "normal") -> tuple[float, float]:
    """Return half the width and half the height of a text of one or more lines."""
    lines = text.split("\n")
    high = ASCENT + _DESCENT + LEADING * (len(lines) - 1)
    return max(width(line, size, weight) for line in lines) / 2, high * size / 2


def wrapped(
    text: str, size: float, room: float, weight: str = "normal", most: int | None = None
) -> list[str]:
    """Return a text in lines that fit the room; what goes beyond the most lines is left out."""
    lines = [""]
    for word in _pieces(text, size, room, weight):
        if most is not None and len(lines) > most:
            break
        longer = f"{lines[-1]} {word}".lstrip()
        if width(longer, size, weight) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if most is None or len(lines) <= most:
        return lines if lines[0] else []
    last = lines[most - 1]
    while " " in last and width(f"{last} …", size, weight) > room:
        last = last.rpartition(" ")[0]
    return [*lines[: most - 1], f"{last} …"]


def _pieces(text: str, size: float, room: float, weight: str) -> Iterator[str]:
    """Yield the words of a text; one that is wider than the room comes in parts."""
    for word in text.split():
        rest = word
        while (needed := width(rest, size, weight)) > room and len(rest) > 1:
            part = max(int(0.9 * len(rest) * room / needed), 1)
            yield rest[:part]
            rest = rest[part:]
        yield rest


# --- names -----------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Name:
    """The name of an actor where it stands, its lines centred.

    Attributes
    ----------
    lines
        Each line and the height of its foot.
    boxes
        The room of each line: left, top, right, bottom.
    """

    mark: Mark
    size: float
    middle: float
    lines: list[tuple[str, float]]
    boxes: np.ndarray


def named(
    marks: Sequence[Mark],
    rooms: Mapping[str, tuple[float, float]],
    headings: np.ndarray,
    crossed: np.ndarray,
) -> list[Name]:
    """Return the names that have room, in the largest letters in which all of them have.

    Parameters
    ----------
    marks
        The actors, in points.
    rooms
        How far from its middle a mark with its rings goes to a side and down, by actor.
    headings
        Boxes where no name may stand.
    crossed
        How much of lines lies in each square point of the ground.
    """
    first = sorted(marks, key=lambda mark: -mark.radius)
    names: list[Name] = []
    for size in _SIZES:
        names = _standing(first, size, rooms, headings, crossed)
        if len(names) == len(marks):
            break
    return names


def _standing(
    marks: Sequence[Mark],
    size: float,
    rooms: Mapping[str, tuple[float, float]],
    headings: np.ndarray,
    crossed: np.ndarray,
) -> list[Name]:
    """Return the names that have room in one size, those of large marks served first."""
    places = np.array([(mark.x, mark.y) for mark in marks]).reshape(-1, 2)
    reach = np.array([rooms[mark.slug] for mark in marks]).reshape(-1, 2)
    bodies = np.hstack([places - reach, places + reach])
    taken = np.vstack([headings.reshape(-1, 4), bodies, np.zeros((len(marks), 4))])
    body, free = len(headings), len(taken) - len(marks)
    names = []
    for turn, mark in enumerate(marks):
        own = taken[body + turn].copy()
        taken[body + turn] = 0
        at = _best(mark, size, rooms[mark.slug], taken[:free], crossed)
        taken[body + turn] = own
        if at is not None:
            taken[free], free = at, free + 1
            names.append(_name(mark, size, at))
        elif size > SMALLEST:  # a smaller size will be tried
            break
    return names


def _best(
    mark: Mark, size: float, room: tuple[float, float], taken: np.ndarray, crossed: np.ndarray
) -> tuple[float, float, float, float] | None:
    """Return the free box beside a mark that covers fewest lines."""
    across, down = halves(mark.label, size)
    bottom, right = crossed.shape
    found = None
    for right_of, below, dear in _SIDES:
        x = mark.x + right_of * (room[0] + _OFF + across)
        y = mark.y + below * (room[1] + _OFF + down)
        x = x if right_of else float(np.clip(x, across + 1, right - across - 1))
        box = left, top, end, foot = x - across, y - down, x + across, y + down
        meets = (taken[:, 0] < end) & (left < taken[:, 2])
        meets &= (taken[:, 1] < foot) & (top < taken[:, 3])
        if left < 0 or top < 0 or end > right or foot > bottom or meets.any():
            continue
        cost = dear + crossed[int(top) : int(foot) + 1, int(left) : int(end) + 1].sum()
        if found is None or cost < found[0]:
            found = cost, box
    return found[1] if found else None


def _name(mark: Mark, size: float, box: tuple[float, float, float, float]) -> Name:
    left, top, right, _bottom = box
    middle = (left + right) / 2
    lines = [
        (line, top + (ASCENT + LEADING * turn) * size)
        for turn, line in enumerate(mark.label.split("\n"))
    ]
    halves = [width(line, size) / 2 for line, _foot in lines]
    boxes = [
        (middle - half, foot - ASCENT * size, middle + half, foot + _DESCENT * size)
        for half, (_line, foot) in zip(halves, lines, strict=True)
    ]
    return Name(mark, size, middle, lines, np.array(boxes))
