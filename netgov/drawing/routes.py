"""Ways of lines on paper: round the marks and names of others, parallel ones apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
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
    numbers = {slug: turn for turn, slug in enumerate(marks, 1)}
    places = {slug: np.array([mark.x, mark.y]) for slug, mark in marks.items()}
    lines = Counter(frozenset(pair) for pair in pairs)
    taken: dict[frozenset[str], set[int]] = defaultdict(set)
    directions: dict[str, list[np.ndarray]] = defaultdict(list)
    found = []
    for source, target in pairs:
        ends = frozenset((source, target))
        turned = 1 if source < target else -1  # both directions share their ways
        free = [way for way in _ways(_WIDEST + lines[ends] // 2) if way not in taken[ends]]
        open_to = courses(places[source], places[target], [turned * way for way in free])
        leaves, arrives = (_towards(open_to[:, end], open_to[:, 1]) for end in (0, 2))
        own = {numbers[end] for end in ends}
        cost = _BEND * np.abs(free) + _beside(leaves, directions[source])
        cost += _beside(arrives, directions[target])
        cost += [_met(points, own, ground) for points in along(open_to)]
        best = int(np.argmin(cost))
        taken[ends].add(free[best])
        directions[source].append(leaves[best])
        directions[target].append(arrives[best])
        found.append(open_to[best])
    return found


def _ways(widest: int) -> list[int]:
    return [0, *(side * far for far in range(1, widest + 1) for side in (1, -1))]


def _met(points: np.ndarray, own: set[int], ground: np.ndarray) -> float:
    """Return what it costs to pass over what lies on the way."""
    columns, rows = points.astype(int).T
    height, width = ground.shape
    inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
    under = ground[rows[inside], columns[inside]]
    met = set(under.tolist()) - own - {0}
    cost = sum(_MARK if who > 0 else _OWN if -who in own else _NAME for who in met)
    hidden = (under < 0).sum() / len(points)
    return float(cost + _HIDDEN * hidden + (0 if inside.all() else _OUTSIDE))


def _towards(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    spans = ends - starts
    return np.asarray(spans / np.maximum(np.hypot(*spans.T), 1e-9)[:, None])


def _beside(directions: np.ndarray, others: Sequence[np.ndarray]) -> np.ndarray:
    """Return what it costs to set out in nearly the direction of others."""
    near = directions @ np.array(others).reshape(-1, 2).T > _NARROW
    return np.asarray(_BESIDE * np.minimum(near.sum(axis=1), _MOST_BESIDE))


def crossed(
    ways: Sequence[np.ndarray], weights: Sequence[float], size: tuple[int, int]
) -> np.ndarray:
    """Return how much of lines, each with its weight, lies in each square point."""
    lengths = np.zeros(size)
    for each, weight in zip(ways, weights, strict=True):
        points = along(each)
        spans = np.linalg.norm(np.diff(points, axis=0), axis=1)
        columns, rows = np.maximum((points[1:] + points[:-1]) / 2, 0).astype(int).T
        inside = (rows < size[0]) & (columns < size[1])
        np.add.at(lengths, (rows[inside], columns[inside]), weight * spans[inside])
    return lengths
