"""Bent lines on paper: a course is the start of a line, the point it leans to, and its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from netgov.drawing.lines import bow

_STEPS: Final = np.linspace(0, 1, 97)
# Of start, lean and end, at each step.
_SHARES: Final = np.column_stack([(1 - _STEPS) ** 2, 2 * _STEPS * (1 - _STEPS), _STEPS**2])


def courses(start: np.ndarray, end: np.ndarray, ways: npt.ArrayLike) -> np.ndarray:
    """Return the course of a line for each of some ways, or of each of some lines.

    0 is straight; 1, 2 … bend more and more to one side, -1, -2 … to the other. Seen from its
    other end, a line has the opposite way.
    """
    ways = np.asarray(ways)
    far = np.array([0.0, *map(bow, range(int(np.abs(ways).max(initial=0))))])
    bows = (np.sign(ways) * far[np.abs(ways)])[..., None]
    start, end = start[..., None, :], end[..., None, :]
    across, down = np.moveaxis(end - start, -1, 0)
    lean = (start + end) / 2 + bows * np.stack([down, -across], axis=-1)
    return np.stack([start + 0 * lean, lean, end + 0 * lean], axis=-2)


def along(courses: np.ndarray) -> np.ndarray:
    """Return points on one or several lines from end to end."""
    return np.asarray(_SHARES @ courses)


def cut(
    courses: np.ndarray, off_starts: np.ndarray, off_ends: Sequence[np.ndarray]
) -> Iterator[np.ndarray]:
    """Yield the courses of what is left of lines some points off their ends, for each end."""
    points = along(courses)
    begin = _passed(_far(points), off_starts)
    far = _far(points[:, ::-1])
    for off in off_ends:
        end = np.maximum(1 - _passed(far, off), begin)
        shares = (begin, begin), (begin, end), (end, end)
        yield np.stack([_between(courses, *each) for each in shares], axis=1)


def _far(points: np.ndarray) -> np.ndarray:
    """Return how far from the first of its points each on a line lies, or one before it did."""
    across, down = np.moveaxis(points - points[:, :1], -1, 0)
    return np.asarray(np.maximum.accumulate(np.hypot(across, down), axis=1))


def _passed(far: np.ndarray, off: np.ndarray) -> np.ndarray:
    """Return what share of each way leads to a distance from its first point."""
    # What `np.interp` does for one line.
    last = (far <= off[:, None]).sum(axis=1) - 1
    step = np.clip(last, 0, len(_STEPS) - 2)
    lines = np.arange(len(far))
    near, low = far[lines, step], _STEPS[step]
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = (_STEPS[step + 1] - low) / (far[lines, step + 1] - near)
        share = slope * (off - near) + low
    return np.select([last < 0, last >= len(_STEPS) - 1], [0.0, 1.0], share)


def _between(courses: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return the point of each quadratic curve that belongs to two shares: its blossom."""
    start, lean, end = (courses[:, at] for at in range(3))
    one, other = one[:, None], other[:, None]
    mixed = one * (1 - other) + other * (1 - one)
    return np.asarray((1 - one) * (1 - other) * start + mixed * lean + one * other * end)
