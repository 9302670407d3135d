"""Bent lines on paper: a course is the start of a line, the point it leans to, and its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from netgov.drawing.lines import bow

_STEPS: Final = np.linspace(0, 1, 97)
_T: Final = _STEPS[:, None]


def courses(start: np.ndarray, end: np.ndarray, ways: Sequence[int]) -> np.ndarray:
    """Return the course of a line for each of some ways.

    0 is straight; 1, 2 … bend more and more to one side, -1, -2 … to the other. Seen from its
    other end, a line has the opposite way.
    """
    across, down = end - start
    bows = np.array([[np.sign(way) * bow(abs(way) - 1)] for way in ways])
    lean = (start + end) / 2 + bows * np.array([down, -across])
    return np.stack([start + 0 * lean, lean, end + 0 * lean], axis=1)


def along(courses: np.ndarray) -> np.ndarray:
    """Return points on one or several lines from end to end."""
    start, lean, end = (courses[..., [at], :] for at in range(3))
    return np.asarray((1 - _T) ** 2 * start + 2 * _T * (1 - _T) * lean + _T**2 * end)


def cut(
    course: np.ndarray, off_start: float, off_ends: Sequence[float]
) -> Iterator[np.ndarray]:
    """Yield the course of what is left of a line some points off its two ends, for each end."""
    points = along(course)
    begin = _passed(points, off_start)
    far = _far(points[::-1])
    for off in off_ends:
        end = max(1 - float(np.interp(off, far, _STEPS)), begin)
        shares = (begin, begin), (begin, end), (end, end)
        yield np.array([_between(course, *each) for each in shares])


def _passed(points: np.ndarray, off: float) -> float:
    """Return what share of the way leads to a distance from the first point."""
    return float(np.interp(off, _far(points), _STEPS))


def _far(points: np.ndarray) -> np.ndarray:
    """Return how far from the first of some points each of them lies, or one before it did."""
    return np.asarray(np.maximum.accumulate(np.linalg.norm(points - points[0], axis=1)))


def _between(course: np.ndarray, one: float, other: float) -> np.ndarray:
    """Return the point of a quadratic curve that belongs to two shares: its blossom."""
    start, lean, end = course
    mixed = one * (1 - other) + other * (1 - one)
    return np.asarray((1 - one) * (1 - other) * start + mixed * lean + one * other * end)
