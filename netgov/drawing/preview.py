"""The map as a small SVG, for readers whose program runs no scripts: previews in mail and chat.

`figure.paint` makes the SVG to print. This one has to fit into the map page beside all else,
so it says as little as possible about each line.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from netgov.drawing.container import GAP_OPACITY, GAP_WIDTH, tie_opacity
from netgov.drawing.lines import Missing, Tie, bow
from netgov.drawing.marks import Mark
from netgov.drawing.scene import Scene
from netgov.gaps import GAP_KINDS
from netgov.terms import LAYERS, LEVELS

_LINE: Final = 13  # scene units from one line of a label to the next
# Above this, lines have no arrows and actors no names: they would cover each other.
_MOST_NAMED: Final = 400
_SHAPES: Final = {
    "square": "-.89 -.89 .89 -.89 .89 .89 -.89 .89",
    "diamond": "0 -1.2 1.2 0 0 1.2 -1.2 0",
    "triangle": "0 -1.15 1.1 .75 -1.1 .75",
    "triangleDown": "0 1.15 1.1 -.75 -1.1 -.75",
    "hexagon": "1.05 0 .52 .91 -.52 .91 -1.05 0 -.52 -.91 .52 -.91",
    "star": "0 -1.3 .33 -.45 1.24 -.4 .53 .17 .76 1.05 0 .55 -.76 1.05 -.53 .17 -1.24 -.4 "
    "-.33 -.45",
}


def preview(scene: Scene) -> bytes:
    """Return the map of a scene as a small SVG without title and legend."""
    width, height = round(scene.ground.width), round(scene.ground.height)
    named = len(scene.actors) <= _MOST_NAMED
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="12.5" text-anchor="middle">',
        *_bands(scene, width),
        *_lines(scene, arrows=named),
        *_marks(scene),
        *(_names(scene.actors) if named else []),
        "</svg>",
    ]
    return "".join(parts).encode("utf-8")


def _bands(scene: Scene, width: int) -> Iterator[str]:
    for turn, band in enumerate(scene.bands):
        fill = "#ecf1f6" if turn % 2 == 0 else "#fdfefe"
        top, height = round(band.top), round(band.bottom - band.top)
        yield f'<path fill="{fill}" d="M0 {top}h{width}v{height}h-{width}z"/>'
        label = escape(scene.words(LEVELS[band.level].label), quote=False)
        yield f'<text x="9" y="{top + 17}" text-anchor="start" font-weight="600" '
        yield f'fill="#4a5a6c">{label}</text>'


def _lines(scene: Scene, *, arrows: bool) -> Iterator[str]:
    """Yield the lines, those of one look together; gaps lie above ties."""
    marks = {mark.slug: mark for mark in scene.actors}
    looks: defaultdict[tuple[str, float, tuple[int, ...], float], list[Tie | Missing]]
    looks = defaultdict(list)
    opacity = tie_opacity(len(scene.ties))
    for tie in scene.ties:
        looks[LAYERS[tie.layer].colour, tie.width, tie.dash, opacity].append(tie)
    for gap in scene.gaps:
        kind = GAP_KINDS[gap.kind]
        if gap.target and kind.drawn:
            looks[kind.colour, GAP_WIDTH, kind.dash, GAP_OPACITY].append(gap)
    for (colour, width, dash, opacity), lines in looks.items():
        dashed = f' stroke-dasharray="{" ".join(map(str, dash))}"' if dash else ""
        curves = [_curve(marks[line.source], marks[line.target], line.bend) for line in lines]
        yield f'<path fill="none" stroke="{colour}" stroke-width="{width}" '
        yield f'opacity="{opacity}"{dashed} d="{"".join(curve for curve, _end in curves)}"/>'
        if arrows:
            heads = "".join(_head(*end) for _curve, end in curves)
            yield f'<path fill="{colour}" opacity="{min(opacity + 0.2, 1):.2g}" d="{heads}"/>'


def _curve(
    source: Mark, target: Mark, bend: int
) -> tuple[str, tuple[float, float, float, float]]:
    """Return a quadratic curve to the edge of a mark: its end, and the direction there."""
    across, down = target.x - source.x, target.y - source.y
    # Half of what the control point is off shows in the middle of the curve.
    off = bow(bend) * 1.1
    x = (source.x + target.x) / 2 + down * off
    y = (source.y + target.y) / 2 - across * off
    length = math.hypot(target.x - x, target.y - y) or 1.0
    ahead = (target.x - x) / length, (target.y - y) / length
    end_x, end_y = (target.x - ahead[0] * target.radius, target.y - ahead[1] * target.radius)
    curve = f"M{source.x:.0f} {source.y:.0f}Q{x:.0f} {y:.0f} {end_x:.0f} {end_y:.0f}"
    return curve, (end_x, end_y, *ahead)


def _head(x: float, y: float, ahead_x: float, ahead_y: float) -> str:
    back_x, back_y = x - 8 * ahead_x, y - 8 * ahead_y
    side_x, side_y = 3 * ahead_y, -3 * ahead_x
    return (
        f"M{x:.0f} {y:.0f}L{back_x + side_x:.0f} {back_y + side_y:.0f} "
        f"{back_x - side_x:.0f} {back_y - side_y:.0f}z"
    )


def _marks(scene: Scene) -> Iterator[str]:
    looks = {sector.key: sector for sector in scene.sectors}
    rings = scene.rings
    for look in looks.values():
        marks = [mark for mark in scene.actors if mark.sector == look.key]
        yield f'<path fill="{look.colour}" stroke="{look.border}" d="'
        yield "".join(_shape(mark, look.shape) for mark in marks)
        yield '"/>'
    for mark in scene.actors:
        if mark.slug in rings:
            colour = GAP_KINDS[rings[mark.slug][0]].colour
            yield f'<circle cx="{mark.x:.0f}" cy="{mark.y:.0f}" r="{mark.radius + 6:.0f}" '
            yield f'fill="none" stroke="{colour}" stroke-width="2.2" '
            yield 'stroke-dasharray="7 4"/>'


def _shape(mark: Mark, shape: str) -> str:
    radius = mark.radius
    if shape not in _SHAPES:
        arc = f"a{radius:.0f} {radius:.0f} 0 1 0"
        return (
            f"M{mark.x - radius:.0f} {mark.y:.0f}{arc} {2 * radius:.0f} 0{arc} "
            f"{-2 * radius:.0f} 0z"
        )
    corners = iter(map(float, _SHAPES[shape].split()))
    points = [
        f"{mark.x + radius * x:.0f} {mark.y + radius * y:.0f}" for x, y in _pairs(corners)
    ]
    return f"M{'L'.join(points)}z"


def _pairs(numbers: Iterator[float]) -> Iterator[tuple[float, float]]:
    return zip(numbers, numbers, strict=True)


def _names(marks: Iterable[Mark]) -> Iterator[str]:
    """Yield the labels, white where they cover a line."""
    yield '<g fill="#1b2430" stroke="#fff" stroke-width="3" paint-order="stroke" '
    yield 'stroke-linejoin="round">'
    for mark in marks:
        top = mark.y + mark.radius + 14
        for turn, line in enumerate(mark.label.split("\n")):
            yield f'<text x="{mark.x:.0f}" y="{top + turn * _LINE:.0f}">{escape(line)}</text>'
    yield "</g>"
