"""The printed map: the same scene as SVG, PDF or PNG, byte for byte the same each time."""

from __future__ import annotations

import io
import textwrap
from typing import TYPE_CHECKING, Any, Final

from netgov.drawing.layout import WIDTH
from netgov.drawing.scene import Mark, Missing, Scene, Sector
from netgov.gaps import GAP_KINDS, GapKind
from netgov.terms import LAYERS, LEVELS, Layer
from netgov.words import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

_INCHES: Final = 7.2
POINT: Final = 72 * _INCHES / WIDTH  # one scene unit in points
_EDGE: Final = 8  # scene units
_LINE: Final = 22  # scene units of a line of the title or the legend
_TITLE_SIGNS: Final = 92  # that fit in one line
_CAPTION_SIGNS: Final = 165
MARKERS: Final = {
    "circle": "o",
    "square": "s",
    "diamond": "D",
    "triangle": "^",
    "hexagon": "h",
    "triangleDown": "v",
    "star": "*",
}
STYLE: Final = {
    "font.family": "DejaVu Sans",
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


def paint(scene: Scene, kind: str) -> bytes:
    """Return the picture of a scene as the bytes of an "svg", "pdf" or "png" file."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    title = textwrap.wrap(f"{scene.title} · {scene.period}", _TITLE_SIGNS)
    caption = textwrap.wrap(scene.caption, _CAPTION_SIGNS)
    head = _LINE * len(title) + _EDGE
    ground = max((band.bottom for band in scene.bands), default=60)
    foot = _LINE * (3 + len(caption)) + 2 * _EDGE
    with rc_context(STYLE):  # type: ignore[arg-type]
        figure = Figure(figsize=(_INCHES, _INCHES * (head + ground + foot) / WIDTH))
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set(xlim=(0, WIDTH), ylim=(ground + foot, -head))
        axes.set_axis_off()
        _bands(axes, scene)
        _lines(axes, scene)
        _actors(axes, scene)
        _legend(axes, scene, ground + _EDGE)
        _text(axes, -_EDGE, title, va="bottom", fontsize=8, weight="bold")
        _text(axes, ground + foot - _EDGE, caption, va="bottom", fontsize=5.8, color="#334155")
        file = io.BytesIO()
        figure.savefig(file, format=kind, dpi=400, metadata=METADATA[kind])
    return file.getvalue()


def _bands(axes: Axes, scene: Scene) -> None:
    for turn, band in enumerate(scene.bands):
        if turn % 2 == 0:
            axes.axhspan(band.top, band.bottom, facecolor="#edf2f7", zorder=0)
        label = scene.words(LEVELS[band.level].label)
        axes.text(
            _EDGE, band.top + 4, label,
            fontsize=6.5, weight="bold", color="#475569", va="top",
        )  # fmt: skip


def _lines(axes: Axes, scene: Scene) -> None:
    marks = {mark.slug: mark for mark in scene.actors}
    for tie in scene.ties:
        ends = marks[tie.source], marks[tie.target]
        look = {"color": LAYERS[tie.layer].colour, "alpha": 0.45, "linewidth": tie.width * 0.45}
        arrow(axes, ends, tie.bend, tie.dash, **look)
    for gap in _drawn(scene):
        kind = GAP_KINDS[gap.kind]
        if gap.target:
            ends = marks[gap.source], marks[gap.target]
            look = {"color": kind.colour, "alpha": 0.95, "linewidth": 1.0}
            arrow(axes, ends, gap.bend, kind.dash, **look)
        else:
            _ring(axes, marks[gap.source], kind.colour)


def _drawn(scene: Scene) -> list[Missing]:
    return [gap for gap in scene.gaps if GAP_KINDS[gap.kind].drawn]


def arrow(
    axes: Axes, ends: tuple[Mark, Mark], bend: int, dash: tuple[int, ...], **look: Any
) -> None:
    """Draw a line from one body to another, bent so that parallel ones stay apart."""
    from matplotlib.patches import FancyArrowPatch

    source, target = ends
    arrow = FancyArrowPatch(
        (source.x, source.y),
        (target.x, target.y),
        arrowstyle="-|>,head_length=2.2,head_width=1.1",
        connectionstyle=f"arc3,rad={-0.13 - 0.1 * bend:.2f}",
        shrinkA=source.radius * POINT,
        shrinkB=target.radius * POINT,
        linestyle=(0, [step / 2 for step in dash]) if dash else "solid",
        zorder=1,
        **look,
    )
    axes.add_patch(arrow)


def _ring(axes: Axes, mark: Mark, colour: str) -> None:
    size = (2 * (mark.radius + 5) * POINT) ** 2
    axes.scatter(
        mark.x, mark.y, s=size, facecolor="none", edgecolor=colour, linewidth=0.8,
        linestyle=(0, (2, 1.5)), zorder=2,
    )  # fmt: skip


def _actors(axes: Axes, scene: Scene) -> None:
    looks = {sector.key: sector for sector in scene.sectors}
    for mark in scene.actors:
        look = looks[mark.sector]
        size = (2 * mark.radius * POINT) ** 2
        axes.scatter(
            mark.x, mark.y, s=size, marker=MARKERS[look.shape], facecolor=look.colour,
            edgecolor=look.border, linewidth=0.5, alpha=0.45 if mark.isolate else 1, zorder=3,
        )  # fmt: skip
        axes.text(
            mark.x, mark.y + mark.radius + 4, mark.label, fontsize=5.8, zorder=4,
            ha="center", va="top", linespacing=0.95, parse_math=False,
            color="#64748b" if mark.isolate else "#111827",
            bbox={"facecolor": "white", "alpha": 0.6, "pad": 0.4, "edgecolor": "none"},
        )  # fmt: skip


def _text(axes: Axes, y: float, lines: list[str], **look: Any) -> None:
    axes.text(_EDGE, y, "\n".join(lines), parse_math=False, **look)


def _legend(axes: Axes, scene: Scene, top: float) -> None:
    """Draw the legend, a row each: sectors, types of tie, kinds of gap."""
    from matplotlib.legend import Legend

    kinds = [kind for kind in scene.kinds if kind.drawn]
    rows = {
        _("Sector"): [point(sector) for sector in scene.sectors],
        _("Type of tie"): [_stroke(LAYERS[layer], scene) for layer in scene.layers],
        _("Gaps"): [_stroke(kind, scene) for kind in kinds],
    }
    for turn, (heading, samples) in enumerate(rows.items()):
        middle = top + (turn + 0.5) * _LINE
        told = [scene.words(heading)] if samples else []
        _text(axes, middle, told, fontsize=5.8, weight="bold", va="center")
        # axes.legend would draw the last row twice.
        legend = Legend(
            axes, samples, [str(sample.get_label()) for sample in samples],
            loc="center left", bbox_to_anchor=(120, middle), bbox_transform=axes.transData,
            ncols=max(len(samples), 1), fontsize=5.8, frameon=False, markerscale=0.75,
            handletextpad=0.5, columnspacing=1.4, borderaxespad=0,
            handlelength=1.2 if turn == 0 else 3,
        )  # fmt: skip
        axes.add_artist(legend)


def point(sector: Sector) -> Line2D:
    """Return the mark of a sector for a legend."""
    from matplotlib.lines import Line2D

    return Line2D(
        [], [], marker=MARKERS[sector.shape], linestyle="none", label=sector.label,
        color=sector.colour, markeredgecolor=sector.border, markeredgewidth=0.5,
    )  # fmt: skip


def _stroke(line: Layer | GapKind, scene: Scene) -> Line2D:
    from matplotlib.lines import Line2D

    dash: Any = (0, [step / 3 for step in line.dash]) if line.dash else "solid"
    label = scene.words(line.label)
    return Line2D([], [], color=line.colour, linewidth=1.2, label=label, linestyle=dash)
