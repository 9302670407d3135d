"""Change on one printed page: a panel for each year, every body in the same place."""

from __future__ import annotations

import math
import textwrap
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from netgov.counting import TIE
from netgov.drawing.curves import courses
from netgov.drawing.ink import Stroke, point, sample, saved, styled
from netgov.drawing.layout import Band, Sheet, place
from netgov.drawing.lettering import ASCENT, MIDDLE, halves, width
from netgov.drawing.marks import Mark
from netgov.drawing.scene import Scene, scene
from netgov.drawing.strokes import Line, Text, draw_lines, draw_marks, fill, write
from netgov.errors import NotEnoughData
from netgov.period import Period
from netgov.terms import LAYERS, LEVELS
from netgov.views import View
from netgov.words import _
from netgov.years import Years, change, steps

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

# In points; an A4 page on its side.
_WIDTH: Final = 842
_HEIGHT: Final = 595
_MARGIN: Final = 28
_BETWEEN: Final = 12  # panels
_HEADING: Final = 17  # above each panel
_SLOTS: Final = 10  # of bodies in a row of a panel; more stand in several rows
_MARK: Final = (2.2, 6.5)  # the radius of a body with few partners, and with the most
_SMALL: Final = 7.2  # the size of the smallest letters
_LINE: Final = 10
# Of the legend: a row, a sample of a line or mark, from it to its label, between samples.
_ROW: Final = 13
_SAMPLE: Final = 18.7
_NEAR: Final = 3.6
_APART: Final = 11.5
_SIGNS: Final = 195  # of small letters that fit in one line
_SOURCE_LINES: Final = 6
_NAME_SIGNS: Final = 16
_IN_A_ROW: Final = 3
MOST_YEARS: Final = 6
_NAMED: Final = 12  # bodies of a panel, those with most partners
_DOTS: Final = 300  # of a PNG, in an inch
_INK: Final = "#334155"
_PALE: Final = "#64748b"

# How a tie looks: width, opacity, dash. The latter are drawn over the former.
_LOOKS: Final[Mapping[str, tuple[float, float, tuple[int, ...]]]] = {
    "ended": (0.7, 0.65, (2, 3)),
    "seen": (0.7, 0.4, ()),
    "kept": (0.7, 0.4, ()),
    "new": (0.9, 0.95, ()),
}
_ROOMY: Final = 90  # ties of all years; more are drawn thinner
_THICKEST: Final = 2.2  # what the largest count adds to the width
_STEPS: Final = {
    "new": _("new: not seen the year before"),
    "kept": _("kept: seen the year before too, or no year to compare with"),
    "ended": _("no longer seen: only the year before"),
}


class _Box(NamedTuple):
    """A piece of the page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def meets(self, other: _Box) -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def holds(self, other: _Box) -> bool:
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom


@dataclass(frozen=True, eq=False)
class _Panel:
    """One year: its place on the page, the bodies that exist, what became of each tie."""

    year: int
    box: _Box
    bands: list[Band]
    marks: Mapping[str, Mark]
    partners: Mapping[str, int]
    became: pd.Series[str]


def multiples(
    history: View,
    kind: str,
    period: Years = None,
    lang: str | None = None,
    drawn: Scene | None = None,
    *,
    joined: bool = False,
) -> bytes:
    """Return the years of a period side by side as the bytes of an "svg", "pdf" or "png" file.

    Every body that has a tie in any of the years stands in the same place in each of them.
    Its ties are new, seen before too, or seen the year before and no longer; see `steps`.

    Parameters
    ----------
    history
        A view of a study.
    kind
        "svg", "pdf" or "png".
    period
        Two to six years; the whole study unless given.
    lang
        Language of every text in it; Indonesian unless given.
    drawn
        The scene of the period in that language, if it is at hand; its gaps are not drawn.
    joined
        Whether lines that look alike are one path, of a picture that nobody edits.

    Raises
    ------
    DisclosureError, NotEnoughData
        If a year tells of too few ties to the public, or there are too few or many years.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    period = history.asked(period)
    if not 2 <= (years := period.last - period.first + 1) <= MOST_YEARS:
        sentence = _(
            "A figure of change shows 2 to {most} years, not {years}; choose another period."
        )
        raise NotEnoughData(sentence, most=MOST_YEARS, years=years)
    if drawn is None:
        drawn = scene(
            history,
            pd.DataFrame(columns=["kind", *TIE]),
            year=period,
            lang=lang,
            clustered=False,
        )
    widths = _widths(history, period)
    with styled():
        figure = Figure(figsize=(_WIDTH / 72, _HEIGHT / 72))
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set(xlim=(0, _WIDTH), ylim=(_HEIGHT, 0))
        axes.set_axis_off()
        top = _head(axes, drawn, marked=history.internal or history.records.study.synthetic)
        bottom = _foot(axes, drawn, counted=bool(widths.to_numpy().any()))
        page = _Box(_MARGIN, top, _WIDTH - _MARGIN, bottom)
        for panel in _panels(history, period, drawn, page):
            _heading(axes, panel, drawn)
            levels = _levels(axes, panel, drawn)
            lines = _ties(panel, drawn, widths[str(panel.year)])
            draw_lines(axes, lines, joined=joined)
            _bodies(axes, panel, drawn)
            _names(axes, panel, levels)
        return saved(figure, kind, _DOTS, internal=history.internal)


def _widths(history: View, period: Period) -> pd.DataFrame:
    """Return what the count of each tie and year adds to the width of its line."""
    years = [str(year) for year in range(period.first, period.last + 1)]
    counts = change(history, period)[years].fillna(0.0)
    most = max(counts.to_numpy().max(initial=0.0), 1.0)
    return pd.DataFrame(_THICKEST * (counts / most) ** 0.5)


# --- panels ----------------------------------------------------------------------------


def _panels(history: View, period: Period, drawn: Scene, page: _Box) -> Iterator[_Panel]:
    """Yield the panel of each year; those of many years stand in two rows."""
    years, became = range(period.first, period.last + 1), steps(history, period)
    rows = math.ceil(len(years) / _IN_A_ROW)
    columns = math.ceil(len(years) / rows)
    wide = (page.right - page.left + _BETWEEN) / columns - _BETWEEN
    height = (page.bottom - page.top) / rows
    pairs = [(source, target) for source, target, _layer in became.index]
    linked = {slug for pair in pairs for slug in pair}
    marks = [mark for mark in drawn.actors if mark.slug in linked]
    levels = {
        level: [mark.slug for mark in marks if mark.level == level]
        for level in LEVELS
        if any(mark.level == level for mark in marks)
    }
    laid = place(levels, pairs, Sheet(wide, 8, wide / _SLOTS))
    places, bands = laid.places, laid.bands
    scale = (height - _HEADING - _BETWEEN) / max(laid.height, 1)
    partners = {year: _partners(became[year]) for year in years}
    most = max((count for counts in partners.values() for count in counts.values()), default=1)
    for turn, year in enumerate(years):
        left = page.left + turn % columns * (wide + _BETWEEN)
        top = page.top + turn // columns * height + _HEADING
        names = history[year].labels(drawn.words.lang)
        existing = {
            mark.slug: replace(
                mark,
                x=left + places[mark.slug][0],
                y=top + places[mark.slug][1] * scale,
                radius=_radius(partners[year].get(mark.slug, 0) / most),
                label=_wrapped(names[mark.slug]),
            )
            for mark in marks
            if mark.slug in names.index
        }
        yield _Panel(
            year,
            _Box(left, top, left + wide, top + height - _HEADING - _BETWEEN),
            [Band(b.level, top + b.top * scale, top + b.bottom * scale) for b in bands],
            existing,
            partners[year],
            became[year],
        )


def _partners(became: pd.Series[str]) -> dict[str, int]:
    """Return with how many others each body shows a tie in a year."""
    partners = defaultdict(set)
    for source, target, _layer in became.index[~became.isin(["", "ended"])]:
        partners[source].add(target)
        partners[target].add(source)
    return {slug: len(others) for slug, others in partners.items()}


def _radius(share: float) -> float:
    """Return the radius of a mark, whose area grows with its share of the most partners."""
    least, most = _MARK
    return float(least + (most - least) * math.sqrt(share))


def _wrapped(name: str) -> str:
    return "\n".join(textwrap.wrap(name, _NAME_SIGNS, max_lines=3, placeholder=" …"))


def _heading(axes: Axes, panel: _Panel, drawn: Scene) -> None:
    """Write the year and what happened in it."""
    left, y = panel.box.left, panel.box.top - 5
    counts = {step: int((panel.became == step).sum()) for step in _LOOKS}
    shown = sum(counts.values()) - counts["ended"]
    told = (
        _("{ties} ties: {kept} kept, {new} new; {ended} no longer seen")
        if counts["kept"] + counts["new"] + counts["ended"]
        else _("{ties} ties")
    )
    said = drawn.words(told, ties=shown, **counts)
    texts = [
        Text(str(panel.year), left, y, 11, "bold"),
        Text(said, left + 34, y, _SMALL, colour=_INK),
    ]
    write(axes, texts)


def _levels(axes: Axes, panel: _Panel, drawn: Scene) -> list[_Box]:
    """Draw the levels as bands; return where their names stand."""
    left, _top, right, _bottom = panel.box
    names, boxes = [], []
    for turn, band in enumerate(panel.bands):
        colour = "#edf2f7" if turn % 2 == 0 else "#f8fafc"
        fill(axes, [(left, band.top, right, band.bottom)], colour, zorder=0)
        name = drawn.words(LEVELS[band.level].label)
        across, down = _half(name, "bold")
        boxes.append(_around(left + 3 + across, band.top + 2 + down, across, down))
        names.append(_written(name, left + 3, band.top + 2, "bold", colour=_PALE))
    write(axes, names)
    return boxes


def _ties(panel: _Panel, drawn: Scene, widths: pd.Series[float]) -> list[Line]:
    bends = {(tie.source, tie.target, tie.layer): tie.bend for tie in drawn.ties}
    places = {slug: (mark.x, mark.y) for slug, mark in panel.marks.items()}
    strokes = {layer: _stroke(layer) for layer in drawn.layers}
    counted = dict(zip(widths.index, widths.tolist(), strict=True))
    crowd = min(max((_ROOMY / max(len(widths), 1)) ** 0.5, 0.6), 1)
    lines = []
    for step, (thin, alpha, dash) in _LOOKS.items():
        keys = panel.became.index[panel.became == step].tolist()
        start, end = (np.array([places[key[at]] for key in keys]) for at in (0, 1))
        ways = np.array([[bends[key] + 1] for key in keys])
        looks = {
            layer: stroke._replace(dash=dash or stroke.dash)
            for layer, stroke in strokes.items()
        }
        for key, course in zip(keys, courses(start, end, ways) if keys else [], strict=True):
            source, target, layer = key
            off = panel.marks[source].radius, panel.marks[target].radius
            wide = thin * crowd + counted[key]
            lines.append(Line(course[0], looks[layer], wide, off, alpha=alpha))
    return lines


def _stroke(layer: str) -> Stroke:
    """Return the line of a kind of tie, its dashes longer than the dots of ended ties."""
    return Stroke(LAYERS[layer].colour, tuple(3 * step for step in LAYERS[layer].dash))


def _bodies(axes: Axes, panel: _Panel, drawn: Scene) -> None:
    looks = {sector.key: sector for sector in drawn.sectors}
    marks = []
    for mark in panel.marks.values():
        look = looks[mark.sector]
        if mark.slug not in panel.partners:
            look = look._replace(colour="white", border="#94a3b8")
        marks.append((mark.x, mark.y, mark.radius, look))
    draw_marks(axes, marks)


def _names(axes: Axes, panel: _Panel, levels: list[_Box]) -> None:
    """Write the names of the bodies with most partners, where they cover nothing else."""
    tied = [mark for mark in panel.marks.values() if mark.slug in panel.partners]
    tied.sort(key=lambda mark: -panel.partners[mark.slug])
    cores = {mark.slug: _around(mark.x, mark.y, *[mark.radius / 2] * 2) for mark in tied}
    taken: list[_Box] = []
    names = []
    for mark in tied:
        if len(taken) == _NAMED:
            break
        covered = [
            *levels,
            *taken,
            *(core for slug, core in cores.items() if slug != mark.slug),
        ]
        free = [
            box
            for box in _beside(mark, *_half(mark.label))
            if panel.box.holds(box) and not any(box.meets(other) for other in covered)
        ]
        if free:
            taken.append(free[0])
            middle, _y = free[0].middle
            names.append(_written(mark.label, middle, free[0].top, align="center"))
    fill(axes, taken, "#ffffff", alpha=0.7, zorder=4)
    write(axes, names, zorder=4)


def _half(text: str, weight: str = "normal") -> tuple[float, float]:
    """Return half the width, with a little room aside, and half the height, in points."""
    across, down = halves(text, _SMALL, weight)
    return across + 1, down


def _beside(mark: Mark, across: float, down: float) -> list[_Box]:
    """Return where a name may stand: below its mark, above it, aside; best places first."""
    aside, off = mark.radius + 1 + across, mark.radius + 1 + down
    shifts = [(0, off), (0, -off), (aside, 0), (-aside, 0)]
    shifts += [(x, y) for y in (off, -off) for x in (aside / 2, -aside / 2)]
    return [_around(mark.x + x, mark.y + y, across, down) for x, y in shifts]


def _around(x: float, y: float, across: float, down: float) -> _Box:
    return _Box(x - across, y - down, x + across, y + down)


# --- head and foot ---------------------------------------------------------------------


def _written(text: str, x: float, top: float, weight: str = "normal", **look: str) -> Text:
    """Return a small text below a height."""
    return Text(text, x, top + ASCENT * _SMALL, _SMALL, weight, **look)


def _head(axes: Axes, drawn: Scene, *, marked: bool) -> float:
    """Write what the figure shows; return where its panels begin."""
    title = textwrap.wrap(f"{drawn.title} · {drawn.period}", 90)
    y = 22 + 16 * len(title)
    told = drawn.words(_("How the ties change from year to year"))
    below = Text(told, _MARGIN, y + ASCENT * 9, 9, colour=_INK)
    if marked:
        text = f"{told} · {drawn.notice}"
        below = below._replace(text=text, weight="bold", colour="#000000")
    write(axes, [Text("\n".join(title), _MARGIN, 22 + ASCENT * 12, 12, "bold"), below])
    return y + 17


def _foot(axes: Axes, drawn: Scene, *, counted: bool) -> float:
    """Write the legend, how to read it and the sources; return where the panels end."""
    words = drawn.words
    reading = [
        words(
            _(
                "Every body stands in the same place each year, under its name of that year; a "
                "renamed office stays one body. New and no longer seen speak of what is on "
                "record, not of the contact itself."
            )
        ),
        words(_("Width of lines: contacts counted in the year.")) if counted else "",
        drawn.caption,
    ]
    lines = textwrap.wrap(" ".join(filter(None, reading)), _SIGNS)
    if drawn.sources:
        told = words(_("Sources: {sources}"), sources=drawn.sources)
        lines += textwrap.wrap(told, _SIGNS, max_lines=_SOURCE_LINES, placeholder=" …")
    y = _HEIGHT - 20 - _LINE * len(lines)
    write(axes, [_written("\n".join(lines), _MARGIN, y, colour=_INK)])
    rows = {
        _("Change"): [_step(step, words(said)) for step, said in _STEPS.items()],
        _("Type of tie"): [_layer(layer, drawn) for layer in drawn.layers],
        _("Sector"): [point(sector) for sector in drawn.sectors],
    }
    y -= _ROW * len(rows) + 4
    for turn, (heading, samples) in enumerate(rows.items()):
        _legend_row(axes, y + (turn + 0.5) * _ROW, words(heading), samples)
    return y


def _legend_row(axes: Axes, y: float, heading: str, samples: list[Line2D]) -> None:
    if not samples:
        return
    foot, left = y + MIDDLE * _SMALL, _MARGIN + 62.0
    texts = [Text(heading, _MARGIN, foot, _SMALL, "bold")]
    for each in samples:
        label = str(each.get_label())
        each.set_data(left + _SAMPLE * np.array([0, 0.5, 1]), np.full(3, y))
        axes.add_artist(each)
        texts.append(Text(label, left + _SAMPLE + _NEAR, foot, _SMALL))
        left += _SAMPLE + _NEAR + width(label, _SMALL) + _APART
    write(axes, texts)


def _step(step: str, label: str) -> Line2D:
    wide, alpha, dash = _LOOKS[step]
    return sample(Stroke(_INK, dash), label, alpha=alpha, linewidth=wide + 0.5)


def _layer(layer: str, drawn: Scene) -> Line2D:
    return sample(_stroke(layer), drawn.words(LAYERS[layer].label), linewidth=1.4)
