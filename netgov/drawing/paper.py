"""A scene laid out on paper: where its marks, names and lines are, in points from the top left.

The bands fill the width of a page. First lines go where they meet fewest marks, then each name
stands where it covers fewest lines, then lines go round the names too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from netgov.drawing.ink import INCHES, POINT, Ink, extent, ring_radius
from netgov.drawing.layout import Band
from netgov.drawing.lettering import Name, named, width
from netgov.drawing.lines import Missing, Tie
from netgov.drawing.marks import Mark
from netgov.drawing.routes import crossed, occupied, routes
from netgov.drawing.scene import Scene
from netgov.gaps import GAP_KINDS
from netgov.terms import LEVELS

WIDTH: Final = 72 * INCHES
EDGE: Final = 4
LEVEL: Final = 6.6  # the size of the names of levels
_TALL: Final = 560  # what a page leaves for the bands
_STRETCH: Final = 1.25  # how much higher than on the screen, where there is room
_HEAVY: Final = 3.0  # a gap under a name hurts as much as so many ties


@dataclass(frozen=True, eq=False)
class Paper:
    """A scene laid out on paper.

    Attributes
    ----------
    marks
        The actors by slug, places and radii in points.
    height
        Of all bands.
    headings
        The box of the name of each band: left, top, right, bottom.
    gaps, ties
        The lines to draw, each with its course.
    rings
        The kinds of gap at each body that has any of its own.
    names
        Of the actors that have room for one.
    """

    marks: dict[str, Mark]
    bands: list[Band]
    height: float
    headings: np.ndarray
    gaps: list[tuple[Missing, np.ndarray]]
    ties: list[tuple[Tie, np.ndarray]]
    rings: dict[str, list[str]]
    names: list[Name]


def laid_out(scene: Scene, ink: Ink) -> Paper:
    """Return where everything of a scene is on paper."""
    marks, bands, height = _fitted(scene)
    gaps = [gap for gap in scene.gaps if gap.target and GAP_KINDS[gap.kind].drawn]
    lines: list[Missing | Tie] = [*gaps, *scene.ties]  # gaps have the first choice
    pairs = [(each.source, each.target) for each in lines]
    size = int(height) + 1, int(WIDTH) + 1
    headings = np.array([_heading(scene, band) for band in bands]).reshape(-1, 4)
    rings = scene.rings
    rooms = {mark.slug: _room(mark, ink, rings) for mark in marks.values()}
    first = routes(pairs, marks, occupied(marks, [], headings, size))
    weights = [_HEAVY] * len(gaps) + [1.0] * len(scene.ties)
    names = named(list(marks.values()), rooms, headings, crossed(first, weights, size))
    courses = routes(pairs, marks, occupied(marks, names, headings, size))
    return Paper(
        marks=marks,
        bands=bands,
        height=height,
        headings=headings,
        gaps=list(zip(gaps, courses[: len(gaps)], strict=True)),
        ties=list(zip(scene.ties, courses[len(gaps) :], strict=True)),
        rings=rings,
        names=names,
    )


def _fitted(scene: Scene) -> tuple[dict[str, Mark], list[Band], float]:
    """Return marks, bands and their height in points; where many stand, marks shrink less."""
    ground = scene.ground
    across = WIDTH / ground.width
    down = min(_STRETCH * across, _TALL / max(ground.height, 1))
    larger = POINT * (across / POINT) ** 0.5
    marks = {
        mark.slug: replace(
            mark, x=across * mark.x, y=down * mark.y, radius=larger * mark.radius
        )
        for mark in scene.actors
    }
    bands = [Band(band.level, down * band.top, down * band.bottom) for band in scene.bands]
    return marks, bands, down * ground.height


def _heading(scene: Scene, band: Band) -> tuple[float, float, float, float]:
    wide = width(scene.words(LEVELS[band.level].label), LEVEL, "bold")
    return EDGE, band.top, EDGE + wide + 2, band.top + 1.6 * LEVEL


def _room(mark: Mark, ink: Ink, rings: Mapping[str, list[str]]) -> tuple[float, float]:
    """Return how far a mark with its rings goes to a side and down."""
    if mark.slug in rings:
        far = ring_radius(mark, len(rings[mark.slug]))
        return far, far
    return extent(mark, ink.sectors[mark.sector])
