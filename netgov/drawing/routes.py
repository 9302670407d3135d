"""Ways of lines on paper: round the marks and names of others, parallel ones apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from netgov.drawing.curves import along, courses
from netgov.drawing.lettering import Name
from netgov.drawing.marks import Mark

_WIDEST: Final = 3  # bends to either side of a lone line
# What it costs a line to pass over a name, over the name of an end of its own, over a mark; to
# leave the page; to bend once more; to set out or arrive beside another line.
_NAME, _OWN, _MARK, _OUTSIDE, _BEND, _BESIDE = 1.0, 0.5, 2.0, 1000.0, 0.3, 0.4
_HIDDEN: Final = 2.0  # times the share of a line that names hide
_MOST_BESIDE: Final = 3  # more do not make it worse
_AT_ONCE: Final = 128  # lines that are tried together, in bounded memory
_NARROW: Final = float(np.cos(np.radians(9)))


def occupied(
    marks: Mapping[str, Mark],
    names: Sequence[Name],
    headings: np.ndarray,
    size: tuple[int, int],
) -> np.ndarray:
    """Return what stands in each square point of the ground, as rows of a height and width.

    0 is nothing, n the mark of the nth actor and -n its name; headings have numbers of nobody.
    """
    ground = np.zeros(size, dtype=np.int32)
    numbers = {slug: turn for turn, slug in enumerate(marks, 1)}
    boxes = [(box, -numbers[name.mark.slug]) for name in names for box in name.boxes]
    boxes += [(box, -len(marks) - turn) for turn, box in enumerate(headings, 1)]
    for slug, mark in marks.items():
        far = 1 + mark.radius
        box = np.array([mark.x - far, mark.y - far, mark.x + far, mark.y + far])
        boxes.append((box, numbers[slug]))
    for box, number in boxes:
        left, top, right, bottom = np.maximum(box.round().astype(int), 0)
        ground[top : bottom + 1, left : right + 1] = number
    return ground


def routes(
    pairs: Sequence[tuple[str, str]], marks: Mapping[str, Mark], ground: np.ndarray
) -> list[np.ndarray]:
    """Return the course of each line; the first ones have the choice.

    Parameters
    ----------
    pairs
        Source and target of each line.
    marks
        The actors, in points.
    ground
        What stands where; see `occupied`.
    """
    lines = Counter(frozenset(pair) for pair in pairs)
    directions: dict[str, list[complex]] = defaultdict(list)
    ways = np.array(_ways(_WIDEST + max(lines.values(), default=0) // 2))
    # The ways that are too wide for a pair, and those that its lines have taken.
    barred = {ends: abs(ways) > _WIDEST + count // 2 for ends, count in lines.items()}
    found = []
    tried = _tried(pairs, marks, ways, ground)
    for (source, target), (open_to, leaves, arrives, met) in zip(pairs, tried, strict=True):
        ends = frozenset((source, target))
        cost = _BEND * abs(ways) + met
        cost += _beside(leaves, directions[source]) + _beside(arrives, directions[target])
        best = int(np.where(barred[ends], np.inf, cost).argmin())
        barred[ends][best] = True
        directions[source].append(leaves[best])
        directions[target].append(arrives[best])
        found.append(open_to[best])
    return found


def _ways(widest: int) -> list[int]:
    return [0, *(side * far for far in range(1, widest + 1) for side in (1, -1))]


def _tried(
    pairs: Sequence[tuple[str, str]],
    marks: Mapping[str, Mark],
    ways: np.ndarray,
    ground: np.ndarray,
) -> Iterator[tuple[np.ndarray, ...]]:
    """Yield for each line and all ways its courses, their two directions and what they meet."""
    numbers = {slug: turn for turn, slug in enumerate(marks)}
    places = np.array([(mark.x, mark.y) for mark in marks.values()]).reshape(-1, 2)
    at = np.array([[numbers[end] for end in pair] for pair in pairs]).reshape(-1, 2)
    # Both directions share their ways.
    turned = np.array([1 if source < target else -1 for source, target in pairs])
    for first in range(0, len(pairs), _AT_ONCE):
        some = slice(first, first + _AT_ONCE)
        start, end = places[at[some]].swapaxes(0, 1)
        open_to = courses(start, end, np.outer(turned[some], ways))
        leaves, arrives = (_towards(open_to[..., one, :], open_to[..., 1, :]) for one in (0, 2))
        yield from zip(
            open_to, leaves, arrives, _met(along(open_to), at[some] + 1, ground), strict=True
        )


def _met(points: np.ndarray, own: np.ndarray, ground: np.ndarray) -> np.ndarray:
    """Return what it costs the ways of lines to pass over what lies on them.

    Parameters
    ----------
    points
        Those on each way of each line.
    own
        The numbers of the two ends of each line.
    ground
        See `occupied`.
    """
    columns, rows = np.moveaxis(points.astype(int), -1, 0)
    height, width = ground.shape
    inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
    under = np.where(inside, ground[np.where(inside, rows, 0), np.where(inside, columns, 0)], 0)
    hidden = (under < 0).sum(axis=-1) / points.shape[-2]
    under.sort(axis=-1)
    fresh = np.diff(under, axis=-1, prepend=0) != 0  # each that is met counts once
    ends = own[:, :, None, None]
    is_own = (np.abs(under)[:, None] == ends).any(axis=1)
    cost = np.where(under > 0, _MARK, np.where(is_own, _OWN, _NAME))
    cost = np.where(fresh & (under != 0) & ~(is_own & (under > 0)), cost, 0.0).sum(axis=-1)
    return np.asarray(cost + _HIDDEN * hidden + np.where(inside.all(axis=-1), 0, _OUTSIDE))


def _towards(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return directions as complex numbers: two of them, one conjugated, make a cosine."""
    across, down = np.moveaxis(ends - starts, -1, 0)
    spans = across + 1j * down
    return np.asarray(spans / np.maximum(abs(spans), 1e-9))


def _beside(directions: np.ndarray, others: Sequence[complex]) -> np.ndarray:
    """Return what it costs to set out in nearly the direction of others."""
    near = np.multiply.outer(directions, np.conj(others)).real > _NARROW
    return np.asarray(_BESIDE * np.minimum(near.sum(axis=1), _MOST_BESIDE))


def crossed(
    ways: Sequence[np.ndarray], weights: Sequence[float], size: tuple[int, int]
) -> np.ndarray:
    """Return how much of lines, each with its weight, lies in each square point."""
    lengths = np.zeros(size)
    points = along(np.array(ways).reshape(-1, 3, 2))
    across, down = np.moveaxis(np.diff(points, axis=1), -1, 0)
    spans = np.array(weights)[:, None] * np.hypot(across, down)
    middles = np.maximum((points[:, 1:] + points[:, :-1]) / 2, 0).astype(int)
    columns, rows = np.moveaxis(middles, -1, 0)
    inside = (rows < size[0]) & (columns < size[1])
    np.add.at(lengths, (rows[inside], columns[inside]), spans[inside])
    return lengths
