"""Bars, where people would rather look than read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from netgov.drawing.ink import saved, styled
from netgov.drawing.lettering import MIDDLE
from netgov.drawing.strokes import Text, fill, write
from netgov.records import INTERNAL

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# In points.
_WIDTH: Final = 640
_LABELS: Final = 220
_ROW: Final = 21
_BAR: Final = 13
_LEGEND: Final = 24
_EDGE: Final = 8
_VALUE: Final = 46  # right of the longest bar
_SIZE: Final = 10
_SIGNS: Final = 37  # of a label, at most
_SIGN: Final = 6.1  # how wide a letter is taken to be
_DOTS: Final = 200
_INK: Final = "#16202c"
_SOFT: Final = "#475569"

_Box = tuple[float, float, float, float]  # left, top, right, bottom


# Of what is there, of what stands beside it, of what is not.
BLUE: Final = "#0b4f8a"
AMBER: Final = "#e69f00"
ALARM: Final = "#b23a08"


@dataclass(frozen=True)
class Series:
    """A part of every bar: what it is called, how it is coloured."""

    label: str
    colour: str


@dataclass(frozen=True)
class Bar:
    """A bar: its label, the length of each part, what is written behind it.

    ``mark`` is a value of its own to compare the bar with, such as a deadline.
    """

    label: str
    parts: tuple[float, ...]
    told: str
    mark: float | None = None


@dataclass(frozen=True)
class Bars:
    """A chart of bars, one below the other; ``mark`` says what the strokes across them are.

    ``stamp`` says of the chart by itself if it is invented or for the office alone.
    """

    series: tuple[Series, ...]
    bars: tuple[Bar, ...]
    mark: str = ""
    stamp: str = ""

    def __call__(self, kind: str) -> bytes:
        """Return the chart as the bytes of an "svg" or "png" file."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        with styled():
            legend = _LEGEND if len(self.series) > 1 or self.mark else 0
            foot = _ROW if self.stamp else 0
            height = 2 * _EDGE + legend + _ROW * len(self.bars) + foot
            figure = Figure(figsize=(_WIDTH / 72, height / 72))
            FigureCanvasAgg(figure)
            axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
            axes.set(xlim=(0, _WIDTH), ylim=(height, 0))
            axes.set_axis_off()
            self._draw(axes, _EDGE + legend)
            return saved(figure, kind, _DOTS, internal=INTERNAL in self.stamp)

    def _draw(self, axes: Axes, top: float) -> None:
        longest = max(
            [
                1e-9,
                *(sum(bar.parts) for bar in self.bars),
                *(bar.mark or 0 for bar in self.bars),
            ]
        )
        scale = (_WIDTH - _LABELS - _VALUE - 2 * _EDGE) / longest
        texts: list[Text] = []
        boxes: dict[str, list[_Box]] = defaultdict(list)
        if top > _EDGE:
            self._legend(axes, boxes, texts)
        if self.stamp:
            foot = top + _ROW * (len(self.bars) + 0.5)
            right = _WIDTH - _EDGE
            texts.append(_text(right, foot, self.stamp, "right", size=8, colour=_SOFT))
        for turn, bar in enumerate(self.bars):
            middle = top + _ROW * (turn + 0.5)
            texts.append(_text(_LABELS, middle, _shortened(bar.label), "right"))
            left = _LABELS + 6.0
            for part, series in zip(bar.parts, self.series, strict=True):
                boxes[series.colour].append(_box(left, middle, part * scale))
                left += part * scale
            if bar.mark is not None:
                at = _LABELS + 6 + bar.mark * scale
                axes.plot([at, at], [middle - 8, middle + 8], color=_INK, linewidth=2)
                left = max(left, at)
            texts.append(_text(left + 5, middle, bar.told, colour=_SOFT))
        for colour, alike in boxes.items():
            fill(axes, alike, colour)
        write(axes, texts)

    def _legend(self, axes: Axes, boxes: Mapping[str, list[_Box]], texts: list[Text]) -> None:
        told = [*(series.label for series in self.series), self.mark]
        wide = sum(_BAR + 22 + _SIGN * len(label) for label in told if label)
        left, middle = max(_EDGE, min(_LABELS + 6.0, _WIDTH - _EDGE - wide)), _EDGE + 8.0
        for series in self.series:
            boxes[series.colour].append(_box(left, middle, _BAR))
            texts.append(_text(left + _BAR + 5, middle, series.label, colour=_SOFT))
            left += _BAR + 22 + _SIGN * len(series.label)
        if self.mark:
            axes.plot([left, left], [middle - 7, middle + 7], color=_INK, linewidth=2)
            texts.append(_text(left + 6, middle, self.mark, colour=_SOFT))


def _shortened(label: str) -> str:
    return label if len(label) <= _SIGNS else f"{label[: _SIGNS - 1]}…"


def _text(
    x: float,
    y: float,
    text: str,
    align: str = "left",
    *,
    size: float = _SIZE,
    colour: str = _INK,
) -> Text:
    """Return a line of text at a middle height."""
    return Text(text, x, y + MIDDLE * size, size, align=align, colour=colour)


def _box(left: float, middle: float, length: float) -> _Box:
    return left, middle - _BAR / 2, left + length, middle + _BAR / 2
