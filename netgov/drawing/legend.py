"""The legend of the printed figure: everything that is drawn, in rows that wrap."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from netgov.drawing.curves import courses
from netgov.drawing.ink import (
    GAP_WIDTH,
    Ink,
    Stroke,
    broken,
    dots,
    hollow,
    ring,
)
from netgov.drawing.lettering import MIDDLE, width
from netgov.drawing.marks import Mark, Sector
from netgov.drawing.scene import SIZED_BY, Scene
from netgov.drawing.strokes import Line, Text, draw_lines, write
from netgov.terms import LAYERS
from netgov.words import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SIZE: Final = 6.2  # points, of its letters
_LINE: Final = 11.5
_STROKE: Final = 26  # how long a sample of a line is
_RADIUS: Final = 3.1  # of a sample of a mark
_NEAR: Final = 4  # from a sample to its label
_BETWEEN: Final = 13  # samples
_AFTER: Final = 12  # the headings


class Sample(NamedTuple):
    """Something that is drawn, how wide and high it is, and what it means."""

    draw: Callable[[Axes, float, float], None]  # at a middle
    width: float
    height: float
    label: str

    @property
    def room(self) -> float:
        """How much of a line it takes."""
        return self.width + _NEAR + width(self.label, _SIZE)


class Legend(NamedTuple):
    """A legend with the place of each heading and sample, counted from its top left."""

    headings: list[tuple[str, float]]
    samples: list[tuple[Sample, float, float]]
    height: float

    def draw(self, axes: Axes, left: float, top: float) -> None:
        """Draw it."""
        for heading, y in self.headings:
            _write(axes, left, top + y, heading, "bold")
        for sample, x, y in self.samples:
            sample.draw(axes, left + x + sample.width / 2, top + y)
            _write(axes, left + x + sample.width + _NEAR, top + y, sample.label, "normal")


def legend(scene: Scene, marks: Iterable[Mark], ink: Ink, room: float) -> Legend:
    """Return the legend of a scene, and of its marks on paper, in lines that fit the room."""
    rows = [
        (_("Sector"), _sectors(scene, ink)),
        (_("Size: partners"), _sizes(scene, marks, ink)),
        (_("Type of tie"), _ties(scene, ink)),
        (_("Gaps"), _gaps(scene, ink)),
    ]
    told = [(scene.words(heading), row) for heading, row in rows if row]
    indent = max((width(heading, _SIZE, "bold") for heading, _row in told), default=0) + _AFTER
    headings, placed, y = [], [], 0.0
    for heading, row in told:
        for turn, part in enumerate(_parted(row, room - indent)):
            high = max(_LINE, *(sample.height + 1.5 for sample in part))
            headings += [] if turn else [(heading, y + high / 2)]
            x = indent
            for sample in part:
                placed.append((sample, x, y + high / 2))
                x += sample.room + _BETWEEN
            y += high
    return Legend(headings, placed, y)


def _parted(row: list[Sample], room: float) -> list[list[Sample]]:
    """Return a row in parts that fit the room."""
    parts, used = [[row[0]]], row[0].room
    for sample in row[1:]:
        used += _BETWEEN + sample.room
        if used > room:
            parts.append([])
            used = sample.room
        parts[-1].append(sample)
    return parts


def _write(axes: Axes, x: float, y: float, text: str, weight: str) -> None:
    write(axes, [Text(text, x, y + MIDDLE * _SIZE, _SIZE, weight)])


# --- rows ------------------------------------------------------------------------------


def _sectors(scene: Scene, ink: Ink) -> list[Sample]:
    """Return the mark of each sector, and a hollow one if there are bodies without any line."""
    drawn = [ink.sectors[sector.key] for sector in scene.sectors]
    row = [_dot(sector, _RADIUS, sector.label) for sector in drawn]
    if any(mark.isolate for mark in scene.actors):
        row.append(_dot(hollow(drawn[0]), _RADIUS, scene.words(_("hollow: no tie and no gap"))))
    return row


def _sizes(scene: Scene, marks: Iterable[Mark], ink: Ink) -> list[Sample]:
    """Return circles as large as the marks of fewest, of about half and of most partners."""
    partners = scene.values[SIZED_BY]
    radii = {int(partners[mark.slug]): mark.radius for mark in marks}
    if not radii:
        return []
    half = min(radii, key=lambda count: (abs(count - max(radii) / 2), count))
    plain = Sector("", "", ink.shade("#cbd5e1"), ink.shade("#64748b"), "circle")
    return [
        _dot(plain, radii[count], scene.words.number(count, 0))
        for count in sorted({min(radii), half, max(radii)})
    ]


def _ties(scene: Scene, ink: Ink) -> list[Sample]:
    """Return the line of each layer, and a broken one if sources disagree about any."""
    row = [_tie(ink.layers[each], scene.words(LAYERS[each].label)) for each in scene.layers]
    doubted = next((tie.layer for tie in scene.ties if tie.contested), None)
    if doubted is not None:
        stroke = ink.layers[doubted]._replace(dash=broken(ink.layers[doubted].dash))
        row.append(_tie(stroke, scene.words(_("broken line: sources disagree"))))
    return row


def _gaps(scene: Scene, ink: Ink) -> list[Sample]:
    """Return each kind of gap: its line between two bodies, its ring round one, or both."""
    between = {gap.kind for gap in scene.gaps if gap.target}
    row = []
    for kind in scene.kinds:
        if kind.drawn:
            stroke = ink.gaps[kind.name] if kind.name in between else None
            row.append(_gap(stroke, ink.rings.get(kind.name), scene.words(kind.label)))
    return row


def _dot(sector: Sector, radius: float, label: str) -> Sample:
    wide = 2 * radius
    return Sample(lambda axes, x, y: dots(axes, [(x, y, radius)], sector), wide, wide, label)


def _tie(stroke: Stroke, label: str) -> Sample:
    return Sample(partial(_stroke, stroke, 1.0), _STROKE, 0, label)


def _gap(between: Stroke | None, alone: Stroke | None, label: str) -> Sample:
    wide = 2 * _RADIUS + 1

    def draw(axes: Axes, x: float, y: float) -> None:
        if alone:
            ring(axes, x - (_STROKE + 2) / 2 if between else x, y, wide / 2, alone)
        if between:
            _stroke(between, GAP_WIDTH, axes, x + (wide + 2) / 2 if alone else x, y)

    return Sample(draw, (_STROKE if between else 0) + (wide if alone else 0), wide, label)


def _stroke(stroke: Stroke, thick: float, axes: Axes, x: float, y: float) -> None:
    half = _STROKE / 2
    straight = courses(np.array([x - half, y]), np.array([x + half, y]), [0])[0]
    draw_lines(axes, [Line(straight, stroke, thick)])
