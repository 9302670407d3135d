"""Lines, marks, boxes or texts drawn in one go: an artist for each would take far longer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from netgov.drawing.curves import cut
from netgov.drawing.ink import Stroke, dashes, shape_of
from netgov.drawing.lettering import LEADING, width
from netgov.drawing.marks import Sector

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.backend_bases import GraphicsContextBase, RendererBase
    from matplotlib.font_manager import FontProperties
    from matplotlib.transforms import Transform

# Of the head of a line: its length, and its width to each side; in points, of a line 1 wide.
_HEAD: Final = (3.2, 1.25)
_AT_ONCE: Final = 512  # lines that are cut together, in bounded memory
_EDGE: Final = 0.5  # points, of marks
_LEFT_OF: Final = {"left": 0.0, "center": 0.5, "right": 1.0}  # shares of a text


class Line(NamedTuple):
    """A line that begins and ends some points off the ends of its course.

    Its ``head`` is never dashed.
    """

    course: np.ndarray
    stroke: Stroke
    wide: float
    off: tuple[float, float] = (0.0, 0.0)
    head: bool = True
    alpha: float | None = None


def draw_lines(
    axes: Axes, lines: Sequence[Line], zorder: float = 1, *, joined: bool = False
) -> None:
    """Draw lines, each over those before it.

    If ``joined``, those that look alike are one path: far less to write and to show, but for
    the eye alone, since nobody can take one tie out of it.
    """
    if lines:
        artist = _lines_artist()(lines, joined=joined)
        artist.set(zorder=zorder, clip_on=False)
        axes.add_artist(artist)


@cache
def _lines_artist() -> Any:
    """Return what draws many lines in one go; artists of their own take far longer."""
    from matplotlib.artist import Artist
    from matplotlib.transforms import Affine2D

    class Lines(Artist):
        def __init__(self, lines: Sequence[Line], *, joined: bool) -> None:
            super().__init__()
            self.lines, self.joined = lines, joined

        def draw(self, renderer: RendererBase) -> None:
            # Placed here, many at a time: the page need then turn each line upside down alone.
            place = Affine2D(self.get_transform().get_affine().get_matrix())
            for start in range(0, len(self.lines), _AT_ONCE):
                some = self.lines[start : start + _AT_ONCE]
                _draw_lines(some, renderer, place, joined=self.joined)

    return Lines


def _draw_lines(
    lines: Sequence[Line], renderer: RendererBase, place: Transform, *, joined: bool
) -> None:
    from matplotlib.path import Path
    from matplotlib.transforms import IdentityTransform

    bend, edge = (
        np.array(codes, Path.code_type)
        for codes in (
            [Path.MOVETO, Path.CURVE3, Path.CURVE3],
            [Path.MOVETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY],
        )
    )
    bodies, heads = (
        place.transform(shapes.reshape(-1, 2)).reshape(shapes.shape)
        for shapes in _outlines(lines)
    )
    as_it_is = IdentityTransform()
    looks: dict[Any, _Look] = {}
    for alike in _alike(lines) if joined else [[turn] for turn in range(len(lines))]:
        line = lines[alike[0]]
        key = line.stroke, line.alpha
        if key not in looks:
            looks[key] = _Look.of(line, renderer)
        colour, stroked, filled = looks[key]
        stroked.set_linewidth(line.wide)
        body = Path(bodies[alike].reshape(-1, 2), np.tile(bend, len(alike)))
        renderer.draw_path(stroked, body, as_it_is)
        if line.head:
            head = Path(heads[alike].reshape(-1, 2), np.tile(edge, len(alike)))
            renderer.draw_path(filled, head, as_it_is, colour)


def _alike(lines: Sequence[Line]) -> Iterable[list[int]]:
    """Return the numbers of the lines of each look, in the order of the first ones."""
    looks = defaultdict(list)
    for turn, line in enumerate(lines):
        looks[line.stroke, line.wide, line.head, line.alpha].append(turn)
    return looks.values()


def _outlines(lines: Sequence[Line]) -> tuple[np.ndarray, np.ndarray]:
    """Return the courses of the bodies of lines, and the corners of their heads."""
    courses = np.array([line.course for line in lines])
    leaves, arrives = np.array([line.off for line in lines]).T
    wide, headed = np.array([(line.wide, line.head) for line in lines]).T
    length, half = ((0.6 + 0.4 * wide) * size for size in _HEAD)
    whole, bodies = cut(courses, leaves, [arrives, arrives + 0.8 * length * headed])
    tip = whole[:, 2]
    aim = tip - bodies[:, 2]
    aim = aim / np.maximum(np.hypot(*aim.T), 1e-9)[:, None]
    foot = tip - length[:, None] * aim
    aside = half[:, None] * np.column_stack([-aim[:, 1], aim[:, 0]])
    return bodies, np.stack([tip, foot + aside, foot - aside, tip], axis=1)


class _Look(NamedTuple):
    """How lines of one kind look, as `Patch` has it: their colour, their bodies, their heads.

    Made once for many lines; only the width of bodies differs.
    """

    colour: tuple[float, float, float, float]
    stroked: GraphicsContextBase
    filled: GraphicsContextBase

    @classmethod
    def of(cls, line: Line, renderer: RendererBase) -> _Look:
        """Return the look of a line."""
        from matplotlib.colors import to_rgba

        colour = to_rgba(line.stroke.colour, line.alpha)
        stroked, filled = renderer.new_gc(), renderer.new_gc()
        for look in (stroked, filled):
            if line.alpha is not None:
                look.set_alpha(line.alpha)
            look.set_foreground(colour, isRGBA=True)
            look.set_joinstyle("miter")
        stroked.set_dashes(0, dashes(line.stroke.dash))
        filled.set_linewidth(0)
        return cls(colour, stroked, filled)


def draw_marks(axes: Axes, marks: Sequence[tuple[float, float, float, Sector]]) -> None:
    """Draw marks of any sectors, each over those before it, as `stamp` draws those of one."""
    artist = _marks_artist()(marks)
    artist.set(zorder=3)
    axes.add_artist(artist)


@cache
def _marks_artist() -> Any:
    """Return what draws many marks in one go; a collection for each takes far longer."""
    from matplotlib.artist import Artist
    from matplotlib.colors import to_rgba
    from matplotlib.path import Path
    from matplotlib.transforms import Affine2D

    class Marks(Artist):
        def __init__(self, marks: Sequence[tuple[float, float, float, Sector]]) -> None:
            super().__init__()
            self.marks = marks

        def draw(self, renderer: RendererBase) -> None:
            place = self.get_transform()
            look = renderer.new_gc()
            look.set_clip_rectangle(self.get_clip_box())
            look.set_clip_path(self.get_clip_path())  # type: ignore[arg-type]
            look.set_linewidth(_EDGE)
            scale = float(renderer.points_to_pixels(1.0))  # type: ignore[arg-type]
            for x, y, radius, sector in self.marks:
                look.set_foreground(to_rgba(sector.border), isRGBA=True)
                size = Affine2D().scale(2 * radius * scale)
                where, face = Path([(x, y)]), to_rgba(sector.colour)
                renderer.draw_markers(look, shape_of(sector.shape), size, where, place, face)

    return Marks


def fill(
    axes: Axes,
    boxes: Iterable[Iterable[float]],
    colour: str,
    *,
    alpha: float | None = None,
    zorder: float = 1,
) -> None:
    """Fill boxes of left, top, right and bottom with one colour."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    corners = np.array(
        [[(x, y), (z, y), (z, w), (x, w), (x, y)] for x, y, z, w in boxes]
    ).reshape(-1, 5, 2)
    path = Path.make_compound_path_from_polys(corners)
    look: dict[str, Any] = {"facecolor": colour, "alpha": alpha, "linewidth": 0}
    axes.add_artist(PathPatch(path, clip_on=False, zorder=zorder, **look))


class Text(NamedTuple):
    """One or more lines of letters: where the first one stands, its size and look."""

    text: str
    x: float
    foot: float
    size: float
    weight: str = "normal"
    align: str = "left"
    colour: str = "#000000"


def write(axes: Axes, texts: Sequence[Text], zorder: float = 3) -> None:
    """Write texts, whatever signs are in them."""
    artist = _texts_artist()(texts)
    artist.set(zorder=zorder)
    axes.add_artist(artist)


@cache
def _texts_artist() -> Any:
    """Return what writes many texts in one go; artists of their own measure each anew."""
    from matplotlib.artist import Artist
    from matplotlib.colors import to_rgba
    from matplotlib.text import Text as Held

    class Texts(Artist):
        def __init__(self, texts: Sequence[Text]) -> None:
            super().__init__()
            self.texts = texts

        def draw(self, renderer: RendererBase) -> None:
            place, look = self.get_transform(), renderer.new_gc()
            point = float(renderer.points_to_pixels(1.0))  # type: ignore[arg-type]
            _across, height = renderer.get_canvas_width_height()
            held = Held(transform=place)  # tells an SVG where a line is anchored
            for text, x, foot, size, weight, align, colour in self.texts:
                look.set_foreground(to_rgba(colour), isRGBA=True)
                held.set_horizontalalignment(align)  # type: ignore[arg-type]
                for turn, line in enumerate(text.split("\n")):
                    held.set_position((x, foot + turn * LEADING * size))
                    left, y = place.transform(held.get_position())
                    if share := _LEFT_OF[align]:
                        left -= share * point * width(line, size, weight)
                    y = height - y if renderer.flipy() else y
                    font = _font(size, weight)
                    renderer.draw_text(look, left, y, line, font, 0, mtext=held)

    return Texts


@cache
def _font(size: float, weight: str) -> FontProperties:
    from matplotlib.font_manager import FontProperties

    return FontProperties(size=size, weight=weight)
