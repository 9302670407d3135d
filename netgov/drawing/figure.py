"""The printed map: the same scene as SVG, PDF or PNG, byte for byte the same each time."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from netgov.drawing.ink import (
    GAP_WIDTH,
    INCHES,
    Ink,
    Stroke,
    broken,
    dots,
    hollow,
    ink,
    reach,
    ring,
    ring_radius,
    saved,
    styled,
)
from netgov.drawing.legend import legend
from netgov.drawing.lettering import wrapped
from netgov.drawing.lines import Missing, Tie
from netgov.drawing.paper import EDGE, LEVEL, WIDTH, Paper, laid_out
from netgov.drawing.scene import Scene
from netgov.drawing.strokes import Line, Text, draw_lines, fill, write
from netgov.errors import UnknownName
from netgov.records import INTERNAL, cited
from netgov.terms import LEVELS
from netgov.words import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TEXTS: Final = {"live": "none", "path": "path"}
# Sizes of letters, in points.
_TITLE: Final = 9
_TEXT: Final = 6
_GROUNDS: Final = ("#edf2f7", "#ffffff")  # of the bands in turn
_NAMES: Final = ("#111827", "#5b6b80")  # of bodies with lines, and without
_SOURCE_LINES: Final = 2
_CLEAR: Final = 0.4  # points between a mark and its lines
_CASING: Final = 1.4  # by how much the white ground of a gap is wider
_ROOMY: Final = 120  # ties; more are drawn thinner
_DOTS: Final = 400  # of a PNG, in an inch


def paint(
    scene: Scene,
    kind: str,
    *,
    greyscale: bool = False,
    text: str = "live",
    joined: bool = False,
) -> bytes:
    """Return the picture of a scene as the bytes of an "svg", "pdf" or "png" file.

    Parameters
    ----------
    scene
        What to draw.
    kind
        "svg", "pdf" or "png".
    greyscale
        Whether to draw in greys alone.
    text
        How an SVG holds its letters: "live", to be searched and edited, or "path", to look the
        same in a program without the font. A PDF holds the font itself.
    joined
        Whether lines that look alike are one path, of a picture that nobody edits.

    Raises
    ------
    UnknownName
        If letters cannot be held so.
    """
    if text not in TEXTS:
        sentence = _("Text cannot be {name}. The nearest is {near}; all: {known}.")
        raise UnknownName.among(sentence, text, TEXTS)
    with styled(**{"svg.fonttype": TEXTS[text]}), warnings.catch_warnings():
        # A name in letters that the font lacks is still text in an SVG.
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        kinds = {kind for of_body in scene.rings.values() for kind in of_body}
        rings = [card.name for card in scene.kinds if card.name in kinds]
        shades = ink(scene.sectors, rings, greyscale=greyscale)
        return _painted(scene, shades, kind, joined=joined)


def _painted(scene: Scene, ink: Ink, kind: str, *, joined: bool) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    paper, room = laid_out(scene, ink), WIDTH - 2 * EDGE
    title = wrapped(f"{scene.title} · {scene.period}", _TITLE, room, "bold")
    title = [INTERNAL, *title] if scene.internal else title
    key = legend(scene, paper.marks.values(), ink, room)
    told = _told(scene, paper)
    head = 1.5 * EDGE + 1.25 * _TITLE * len(title)
    foot = 3 * EDGE + key.height + 1.3 * _TEXT * len(told)
    figure = Figure(figsize=(INCHES, (head + paper.height + foot) / 72))
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set(xlim=(0, WIDTH), ylim=(paper.height + foot, -head))
    axes.set_axis_off()
    _bands(axes, scene, paper, ink)
    _lines(axes, paper, ink, joined=joined)
    _actors(axes, paper, ink)
    _text(axes, title, EDGE - head, _TITLE, weight="bold")
    key.draw(axes, EDGE, paper.height + EDGE)
    below = paper.height + 2 * EDGE + key.height
    _text(axes, told, below, _TEXT, colour=ink.shade("#334155"))
    return saved(figure, kind, _DOTS, internal=scene.internal)


def _text(axes: Axes, rows: list[str], top: float, size: float, **look: str) -> None:
    feet = (top + (1.27 * turn + 0.9) * size for turn in range(len(rows)))
    write(axes, [Text(r, EDGE, foot, size, **look) for r, foot in zip(rows, feet, strict=True)])


def _told(scene: Scene, paper: Paper) -> list[str]:
    """Return the lines below the legend: what the data are, how to read them, their sources."""
    words, room = scene.words, WIDTH - 2 * EDGE
    sentences = [scene.notice]
    if scene.ties:
        reading = _(
            "Arrows point from sender to receiver; the wider a line, the stronger or more "
            "frequent the contact."
        )
        sentences.append(words(reading))
    if left_out := len(paper.marks) - len(paper.names):
        nameless = _("For want of room {count} small marks bear no name.")
        sentences.append(words(nameless, count=words.number(left_out, 0)))
    told = wrapped(" ".join(sentences), _TEXT, room)
    if scene.sources:
        count = words.number(len(cited(scene.sources)), 0)
        said = words(_("Sources ({count}): {sources}"), count=count, sources=scene.sources)
        told += wrapped(said, _TEXT, room, most=_SOURCE_LINES)
    return told


# --- what is drawn, from the ground up ----------------------------------------------------


def _bands(axes: Axes, scene: Scene, paper: Paper, ink: Ink) -> None:
    labels, shade = [], ink.shade("#475569")
    for band in paper.bands:
        colour = _ground(band.top, paper, ink)
        fill(axes, [(0, band.top, WIDTH, band.bottom)], colour, zorder=0)
        label = scene.words(LEVELS[band.level].label)
        labels.append(Text(label, EDGE, band.top + 1.25 * LEVEL, LEVEL, "bold", colour=shade))
    write(axes, labels, zorder=4)


def _ground(y: float, paper: Paper, ink: Ink) -> str:
    """Return the colour of the ground at some height."""
    for turn, band in enumerate(paper.bands):
        if band.top <= y < band.bottom:
            return ink.shade(_GROUNDS[turn % 2])
    return _GROUNDS[1]


def _lines(axes: Axes, paper: Paper, ink: Ink, *, joined: bool) -> None:
    """Draw gaps over ties, on a white ground that sets them off from all they cross."""
    crowd = float(np.clip((_ROOMY / max(len(paper.ties), 1)) ** 0.5, 0.25, 1))
    ties, casings, gaps = [], [], []
    for (tie, course), off in zip(paper.ties, _offs(paper.ties, paper, ink), strict=True):
        stroke = ink.layers[tie.layer]
        if tie.contested:
            stroke = stroke._replace(dash=broken(stroke.dash))
        line = Line(course, stroke, 0.5 * tie.width * max(crowd, 0.5), off)
        ties.append(line._replace(alpha=0.3 + 0.3 * crowd))
    white = Stroke("#ffffff", ())
    for (gap, course), off in zip(paper.gaps, _offs(paper.gaps, paper, ink), strict=True):
        line = Line(course, ink.gaps[gap.kind], GAP_WIDTH, off)
        gaps.append(line)
        wide = GAP_WIDTH + _CASING
        casings.append(line._replace(stroke=white, wide=wide, head=False, alpha=0.75))
    for zorder, lines in ((1, ties), (1.2, casings), (1.4, gaps)):
        draw_lines(axes, lines, zorder, joined=joined)


def _offs(
    lines: Sequence[tuple[Missing | Tie, np.ndarray]], paper: Paper, ink: Ink
) -> list[tuple[float, float]]:
    """Return how far from the middle of its two marks each line begins and ends."""
    met: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for turn, (line, _course) in enumerate(lines):
        met[line.source].append((turn, 0))
        met[line.target].append((turn, 1))
    offs = np.empty((len(lines), 2))
    for slug, ends in met.items():
        mark, (turns, sides) = paper.marks[slug], np.array(ends).T
        towards = np.array([lines[turn][1][1] for turn in turns]) - (mark.x, mark.y)
        offs[turns, sides] = reach(mark, ink.sectors[mark.sector], towards) + _CLEAR
    return [(leaves, arrives) for leaves, arrives in offs.tolist()]


def _actors(axes: Axes, paper: Paper, ink: Ink) -> None:
    alike: dict[tuple[str, bool], list[tuple[float, float, float]]] = defaultdict(list)
    for mark in paper.marks.values():
        alike[mark.sector, mark.isolate].append((mark.x, mark.y, mark.radius))
        for turn, kind in enumerate(paper.rings.get(mark.slug, ()), 1):
            ring(axes, mark.x, mark.y, ring_radius(mark, turn), ink.rings[kind])
    for (sector, isolate), places in alike.items():
        look = ink.sectors[sector]
        dots(axes, places, hollow(look) if isolate else look)
    _halo(axes, paper, ink)
    shades = [ink.shade(colour) for colour in _NAMES]
    names = [
        Text(row, name.middle, foot, name.size, "normal", "center", shades[name.mark.isolate])
        for name in paper.names
        for row, foot in name.lines
    ]
    write(axes, names, zorder=4)


def _halo(axes: Axes, paper: Paper, ink: Ink) -> None:
    """Lay the ground under each line of a name, so that no line strikes it through."""
    under: dict[str, list[np.ndarray]] = defaultdict(list)
    for box in [*(box for name in paper.names for box in name.boxes), *paper.headings]:
        under[_ground((box[1] + box[3]) / 2, paper, ink)].append(box)
    for colour, boxes in under.items():
        fill(axes, boxes, colour, alpha=0.85, zorder=2)
