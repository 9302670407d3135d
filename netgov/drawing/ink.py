"""How things look on paper: dashes beside colours, greys in their stead, arrows, rings, marks.

In print each layer has a dash of its own, so that it is known without its colour. Gaps are
dashed too, but heavy and on a white ground. A tie about which sources disagree is the line of
its layer, broken up.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from netgov.drawing.layout import WIDTH
from netgov.drawing.marks import Mark, Sector
from netgov.gaps import GAP_KINDS
from netgov.records import INTERNAL
from netgov.terms import LAYERS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.path import Path

INCHES: Final = 7.2
POINT: Final = 72 * INCHES / WIDTH  # one scene unit in points
STYLE: Final = {
    # Whoever lacks the first has the second, whose letters are as wide.
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana"],
    "font.size": 6,
    "svg.hashsalt": "netgov",
    "svg.fonttype": "none",
    "pdf.fonttype": 42,
}
# What would differ between two runs or machines stays out of the file.
METADATA: Final[dict[str, dict[str, Any]]] = {
    "svg": dict.fromkeys(("Creator", "Date", "Format", "Type")),
    "pdf": dict.fromkeys(("Creator", "Producer", "CreationDate")),
    "png": {"Software": None},
}


def metadata(kind: str, *, internal: bool) -> dict[str, Any]:
    """Return the metadata of a picture: none, unless it is for the office alone."""
    return METADATA[kind] | ({"Title": INTERNAL} if internal else {})


def saved(figure: Figure, kind: str, dots: int, *, internal: bool) -> bytes:
    """Return a figure as the bytes of an "svg", "pdf" or "png" file."""
    # An SVG is written in many small texts, which are faster made bytes all at once.
    file = io.StringIO() if kind == "svg" else io.BytesIO()
    figure.savefig(file, format=kind, dpi=dots, metadata=metadata(kind, internal=internal))
    told = file.getvalue()
    return told.encode("utf-8") if isinstance(told, str) else told


MARKERS: Final = {
    "circle": "o",
    "square": "s",
    "diamond": "D",
    "triangle": "^",
    "hexagon": "h",
    "triangleDown": "v",
    "star": "*",
}
# By how much these are drawn larger, so that marks of one value have about one area.
_EVEN: Final = {
    "square": 0.89,
    "diamond": 0.85,
    "triangle": 1.15,
    "hexagon": 1.07,
    "triangleDown": 1.15,
    "star": 1.3,
}

Dash = tuple[int, ...]  # stroke, space, stroke … in half points; blank is a whole line
# Of the layers, in the order of the schema.
_DASHES: Final[tuple[Dash, ...]] = ((), (14, 3), (2, 2), (12, 3, 2, 3), (8, 3, 2, 3, 2, 3))
_BROKEN: Final = (12, 8)  # how far a line in doubt goes on, and the space after it
_RINGS: Final[tuple[Dash, ...]] = ((5, 3), (2, 3), (9, 3, 2, 3))
_RING_STEP: Final = 2.3  # points between a mark and its rings
GAP_WIDTH: Final = 1.15  # points, of the line of a gap
_GREYS: Final = {"sectors": (20, 235), "layers": (30, 150)}  # of 255, darkest and lightest
_BORDER: Final = "#1c1c1c"  # of a grey mark


class Stroke(NamedTuple):
    """How a kind of line is drawn."""

    colour: str
    dash: Dash


@dataclass(frozen=True)
class Ink:
    """What a picture is drawn with: colours, or greys in their stead.

    Attributes
    ----------
    sectors
        How the marks of a sector look, by its key.
    layers, gaps, rings
        The line of a layer or kind of gap, and the ring for a gap of one body, by the name of
        the layer or kind.
    """

    sectors: Mapping[str, Sector]
    layers: Mapping[str, Stroke]
    gaps: Mapping[str, Stroke]
    rings: Mapping[str, Stroke]
    greyscale: bool

    def shade(self, colour: str) -> str:
        """Return any other colour as it is printed."""
        return _grey(_luminance(colour)) if self.greyscale else colour


def ink(sectors: Sequence[Sector], ringed: Sequence[str], *, greyscale: bool) -> Ink:
    """Return what to draw these sectors, and rings for these kinds of gap, with.

    Sectors and layers become greys in the order of their luminance, evenly apart; gaps become
    black, for the eye should meet them first.
    """
    layers = {name: layer.colour for name, layer in LAYERS.items()}
    gaps = {name: kind.colour for name, kind in GAP_KINDS.items()}
    if greyscale:
        faces = _apart([sector.colour for sector in sectors], "sectors")
        sectors = [s._replace(colour=faces[s.colour], border=_BORDER) for s in sectors]
        greys = _apart(list(layers.values()), "layers")
        layers = {name: greys[colour] for name, colour in layers.items()}
        gaps = dict.fromkeys(gaps, "#000000")
    return Ink(
        sectors={sector.key: sector for sector in sectors},
        layers={
            name: Stroke(layers[name], dash) for name, dash in zip(LAYERS, _DASHES, strict=True)
        },
        gaps={name: Stroke(gaps[name], kind.dash) for name, kind in GAP_KINDS.items()},
        rings={
            name: Stroke(gaps[name], _RINGS[turn % len(_RINGS)])
            for turn, name in enumerate(ringed)
        },
        greyscale=greyscale,
    )


def broken(dash: Dash) -> Dash:
    """Return the dash of a layer broken up, for a tie about which sources disagree."""
    stroke, space = _BROKEN
    if not dash:
        return stroke, space
    return (*(dash * max(round(stroke / sum(dash)), 1))[:-1], space)


def _apart(colours: Sequence[str], what: str) -> dict[str, str]:
    """Return a grey for each colour: in the order of luminance, evenly apart."""
    darkest, lightest = _GREYS[what]
    ranked = sorted(set(colours), key=_luminance)
    shades = np.linspace(darkest, lightest, len(ranked)) / 255
    return {colour: _hexed(shade) for colour, shade in zip(ranked, shades, strict=True)}


def _luminance(colour: str) -> float:
    coded = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def _grey(luminance: float) -> str:
    low = luminance <= 0.0031308
    return _hexed(12.92 * luminance if low else 1.055 * luminance ** (1 / 2.4) - 0.055)


def _hexed(shade: float) -> str:
    return "#" + f"{round(255 * shade):02x}" * 3


# --- what is drawn ---------------------------------------------------------------------


def styled(**settings: Any) -> AbstractContextManager[None]:
    """Return the surroundings to draw in, whatever style the caller has set."""
    from matplotlib import style

    return style.context(["default", {**STYLE, "lines.scale_dashes": False, **settings}])


def dashes(dash: Dash) -> list[float] | None:
    """Return strokes and spaces in points; None of a whole line."""
    return [step / 2 for step in dash] or None


def _dashed(dash: Dash) -> Any:
    return (0, dashes(dash)) if dash else "solid"


def dots(axes: Axes, places: Sequence[tuple[float, float, float]], sector: Sector) -> None:
    """Draw marks of a sector; each place is its middle and its radius in points."""
    even = _EVEN.get(sector.shape, 1.0)
    evened = [(x, y, even * radius) for x, y, radius in places]
    stamp(axes, evened, sector, linewidth=0.6, clip_on=False)


def stamp(
    axes: Axes, places: Sequence[tuple[float, float, float]], sector: Sector, **look: Any
) -> None:
    """Draw marks of a sector, whatever area their radius gives them.

    `Axes.scatter` makes the same, but looks for missing data and fits the axes for every one.
    """
    from matplotlib.collections import PathCollection
    from matplotlib.transforms import IdentityTransform

    *middles, radius = np.array(places).T
    marks = PathCollection(
        [shape_of(sector.shape)], (2 * radius) ** 2, zorder=3,
        offsets=np.array(middles).T, offset_transform=axes.transData,
        facecolor=sector.colour, edgecolor=sector.border, cmap=_no_map(), **look,
    )  # fmt: skip
    marks.set_transform(IdentityTransform())
    axes.add_collection(marks, autolim=False)


@cache
def _no_map() -> Colormap:
    """Return a map of colours that no mark uses; without one each would copy a large one."""
    from matplotlib.colors import ListedColormap

    return ListedColormap(["#000000"])


def hollow(sector: Sector) -> Sector:
    """Return the look of a body without any line."""
    return sector._replace(colour="#ffffff")


def ring_radius(mark: Mark, turn: int) -> float:
    """Return the radius of the first, second … ring round a mark."""
    return 1.12 * mark.radius + _RING_STEP * turn


def ring(axes: Axes, x: float, y: float, radius: float, stroke: Stroke) -> None:
    """Draw the ring for a gap of one body."""
    from matplotlib.patches import Circle

    circle = Circle((x, y), radius, fill=False, edgecolor=stroke.colour, zorder=2.5)
    circle.set(linewidth=1.0, linestyle=_dashed(stroke.dash), clip_on=False)
    axes.add_artist(circle)


@cache
def shape_of(shape: str) -> Path:
    """Return the outline of a mark of diameter 1."""
    from matplotlib.markers import MarkerStyle

    marker = MarkerStyle(MARKERS[shape])
    return marker.get_path().transformed(marker.get_transform())


@cache
def _outline(shape: str) -> np.ndarray:
    """Return the corners of a mark of radius 1, heights counted downwards."""
    return np.array(shape_of(shape).to_polygons()[0])[:-1] * (2, -2) * _EVEN.get(shape, 1.0)


@cache
def _edges(shape: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the edges from corner to corner of a shape, and how far each passes its middle."""
    corners = _outline(shape)
    edges = np.roll(corners, -1, axis=0) - corners
    return edges, _cross(corners, edges)


def extent(mark: Mark, sector: Sector) -> tuple[float, float]:
    """Return how far from its middle a mark goes to either side, and up and down."""
    across, down = mark.radius * np.abs(_outline(sector.shape)).max(axis=0)
    return float(across), float(down)


def reach(mark: Mark, sector: Sector, towards: np.ndarray) -> np.ndarray:
    """Return how far from its middle the outline of a mark lies in each direction."""
    corners = _outline(sector.shape)
    edges, beside = _edges(sector.shape)
    turned = (towards / np.hypot(*np.moveaxis(towards, -1, 0))[..., None])[..., None, :]
    across = _cross(turned, edges)
    with np.errstate(divide="ignore", invalid="ignore"):
        far, along = beside / across, _cross(corners, turned) / across
    met = np.where((along >= 0) & (along <= 1), far, 0.0)
    return np.asarray(mark.radius * met.max(axis=-1, initial=0.0))


def _cross(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.asarray(one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0])


def sample(stroke: Stroke, label: str, **look: Any) -> Line2D:
    """Return a line for a legend, that is yet to be placed."""
    from matplotlib.lines import Line2D

    how = {"color": stroke.colour, "linestyle": _dashed(stroke.dash), "label": label}
    return Line2D([], [], **how, **look)


def point(sector: Sector) -> Line2D:
    """Return the mark of a sector for a legend: a line of three points of which one shows."""
    from matplotlib.lines import Line2D

    return Line2D(
        [], [], marker=MARKERS[sector.shape], linestyle="none", label=sector.label,
        color=sector.colour, markeredgecolor=sector.border, markeredgewidth=0.5,
        markersize=4.8, markevery=[1],
    )  # fmt: skip
