"""The printed map: the same scene as SVG, PDF or PNG, byte for byte the same each time."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from netgov.drawing.layout import WIDTH
from netgov.drawing.scene import Scene
from netgov.gaps import GAP_KINDS
from netgov.schema import LAYERS, LEVELS
from netgov.words import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_INCHES: Final = 7.2
_POINT: Final = 72 * _INCHES / WIDTH  # one scene unit in points
_FOOT: Final = 120  # scene units for the legend
_MARKERS: Final = {
    "circle": "o",
    "square": "s",
    "diamond": "D",
    "triangle": "^",
    "hexagon": "h",
    "triangle-down": "v",
    "star": "*",
}
_STYLE: Final = {
    "font.family": "DejaVu Sans",
    "font.size": 6,
    "svg.hashsalt": "netgov",
    "svg.fonttype": "none",
    "pdf.fonttype": 42,
}
# What would differ between two runs or machines stays out of the file.
_METADATA: Final[dict[str, dict[str, Any]]] = {
    "svg": dict.fromkeys(("Creator", "Date", "Format", "Type")),
    "pdf": dict.fromkeys(("Creator", "Producer", "CreationDate")),
    "png": {"Software": None},
}


def paint(scene: Scene, kind: str) -> bytes:
    """Return the picture of a scene as the bytes of an "svg", "pdf" or "png" file."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    height = max((band.bottom for band in scene.bands), default=60) + _FOOT
    with rc_context(_STYLE):
        figure = Figure(figsize=(_INCHES, _INCHES * height / WIDTH))
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set(xlim=(0, WIDTH), ylim=(height - 30, -30))
        axes.set_axis_off()
        _bands(axes, scene)
        _lines(axes, scene)
        _actors(axes, scene)
        _title(axes, scene)
        _legend(axes, scene, height - _FOOT + 8)
        file = io.BytesIO()
        figure.savefig(file, format=kind, dpi=400, metadata=_METADATA[kind])
    return file.getvalue()


def _bands(axes: Axes, scene: Scene) -> None:
    for turn, band in enumerate(scene.bands):
        if turn % 2 == 0:
            axes.axhspan(band.top, band.bottom, facecolor="#edf2f7", zorder=0)
        label = scene.words(LEVELS[band.level].label)
        axes.text(8, band.top + 4, label, fontsize=6.5, weight="bold", color="#475569", va="top")


def _lines(axes: Axes, scene: Scene) -> None:
    for _name, tie in scene.ties.iterrows():
        look = {"color": LAYERS[tie["layer"]].colour, "alpha": 0.55, "dash": tie["dash"]}
        _arrow(axes, scene, tie, tie["width"] * 0.5, **look)
    for _name, gap in _drawn(scene).iterrows():
        kind = GAP_KINDS[gap["kind"]]
        if gap["target"]:
            _arrow(axes, scene, gap, 0.9, color=kind.colour, alpha=0.9, dash=kind.dash)
        else:
            _ring(axes, scene, gap["source"], kind.colour)


def _drawn(scene: Scene) -> pd.DataFrame:
    return scene.gaps[[GAP_KINDS[kind].drawn for kind in scene.gaps["kind"]]]


def _arrow(
    axes: Axes, scene: Scene, line: Any, width: float, *, color: str, alpha: float, dash: Any
) -> None:
    from matplotlib.patches import FancyArrowPatch

    ends = [scene.actors.loc[line[end]] for end in ("source", "target")]
    arrow = FancyArrowPatch(
        *[(end["x"], end["y"]) for end in ends],
        arrowstyle="-|>,head_length=2.2,head_width=1.1",
        connectionstyle=f"arc3,rad={-0.13 - 0.1 * line['bend']:.2f}",
        shrinkA=ends[0]["radius"] * _POINT,
        shrinkB=ends[1]["radius"] * _POINT,
        linestyle=(0, [step / 2 for step in dash]) if len(dash) else "solid",
        linewidth=width,
        color=color,
        alpha=alpha,
        zorder=1,
    )
    axes.add_patch(arrow)


def _ring(axes: Axes, scene: Scene, slug: str, colour: str) -> None:
    actor = scene.actors.loc[slug]
    size = (2 * (actor["radius"] + 5) * _POINT) ** 2
    axes.scatter(
        actor["x"], actor["y"], s=size, facecolor="none", edgecolor=colour, linewidth=0.8,
        linestyle=(0, (2, 1.5)), zorder=2,
    )  # fmt: skip


def _actors(axes: Axes, scene: Scene) -> None:
    looks = {sector.key: sector for sector in scene.sectors}
    for _slug, actor in scene.actors.iterrows():
        look = looks[actor["sector"]]
        size = (2 * actor["radius"] * _POINT) ** 2
        axes.scatter(
            actor["x"], actor["y"], s=size, marker=_MARKERS[look.shape], facecolor=look.colour,
            edgecolor=look.border, linewidth=0.5, alpha=0.45 if actor["isolate"] else 1, zorder=3,
        )  # fmt: skip
        axes.text(
            actor["x"], actor["y"] + actor["radius"] + 4, actor["label"], fontsize=5.8,
            ha="center", va="top", linespacing=0.95, zorder=4,
            color="#64748b" if actor["isolate"] else "#111827", parse_math=False,
            bbox={"facecolor": "white", "alpha": 0.6, "pad": 0.4, "edgecolor": "none"},
        )  # fmt: skip


def _title(axes: Axes, scene: Scene) -> None:
    title = f"{scene.title} · {scene.period}"
    axes.text(8, -8, title, fontsize=8, weight="bold", va="bottom", parse_math=False)


def _legend(axes: Axes, scene: Scene, top: float) -> None:
    """Draw the legend: sectors, layers, kinds of gap, and what the data are."""
    from matplotlib.lines import Line2D

    marks = [
        Line2D([], [], marker=_MARKERS[s.shape], color=s.colour, linestyle="none", label=s.label)
        for s in scene.sectors
    ]
    layers = [key for key in LAYERS if key in set(scene.ties["layer"])]
    kinds = [kind for kind in GAP_KINDS.values() if kind.name in set(_drawn(scene)["kind"])]
    looks = [(scene.words(LAYERS[key].label), LAYERS[key].colour, LAYERS[key].dash) for key in layers]
    looks += [(scene.words(kind.label), kind.colour, kind.dash) for kind in kinds]
    strokes = [
        Line2D([], [], color=colour, linewidth=1.2, label=label,
               linestyle=(0, [step / 3 for step in dash]) if dash else "solid")
        for label, colour, dash in looks
    ]  # fmt: skip
    for row, handles in enumerate((marks, strokes)):
        legend = axes.legend(
            handles=handles, loc="upper left", ncols=7 if row == 0 else 4, frameon=False,
            bbox_to_anchor=(0, top + row * 24), bbox_transform=axes.transData, fontsize=5.8,
            markerscale=0.75, handletextpad=0.4, columnspacing=1.2, borderaxespad=0.3,
        )  # fmt: skip
        axes.add_artist(legend)
    told = scene.words(_("Size of marks: number of partners. {notice}"), notice=scene.notice)
    axes.text(8, top + 92, told, fontsize=5.8, color="#334155", va="bottom", parse_math=False)

