"""Maps and figures: a `Scene` is computed once and painted as HTML, SVG, PDF or PNG."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from netgov.drawing.bars import ALARM, AMBER, BLUE, Bar, Bars, Series
from netgov.drawing.container import to_pyvis
from netgov.drawing.figure import paint
from netgov.drawing.ink import METADATA
from netgov.drawing.multiples import MOST_YEARS, multiples
from netgov.drawing.page import data_uri, map_page
from netgov.drawing.scene import Scene, notice, scene, title_of
from netgov.errors import NetgovError
from netgov.releases import enter_release
from netgov.views import View
from netgov.words import _
from netgov.writing import by_suffix, write_file
from netgov.years import Years

__all__ = [
    "ALARM",
    "AMBER",
    "BLUE",
    "MOST_YEARS",
    "PAINTERS",
    "Bar",
    "Bars",
    "Scene",
    "Series",
    "data_uri",
    "draw",
    "draw_multiples",
    "map_page",
    "multiples",
    "notice",
    "paint",
    "scene",
    "title_of",
    "to_pyvis",
]

_NO_PICTURE: Final = _(
    "There is no picture of kind {name}. The nearest is {near}; all: {known}."
)


def _page(scene: Scene, *, greyscale: bool, text: str) -> bytes:
    if greyscale or text != "live":
        sentence = _(
            "A map to explore has colours and live text; greys and paths are for print."
        )
        raise NetgovError(sentence)
    return map_page(scene).encode("utf-8")


PAINTERS: Final[Mapping[str, Callable[..., bytes]]] = {
    ".html": _page,
    **{f".{kind}": partial(paint, kind=kind) for kind in METADATA},
}


def draw(
    scene: Scene, path: str | Path, *, greyscale: bool = False, text: str = "live"
) -> Path:
    """Write a scene as an interactive map (.html) or a figure (.svg, .pdf, .png).

    Parameters
    ----------
    scene
        What to draw.
    path
        The file to write; its suffix says what kind.
    greyscale
        Whether a figure has greys alone.
    text
        How an SVG holds its letters: "live", to be searched and edited, or "path", to look the
        same in a program without the font.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    UnknownName
        If the suffix is of no known kind.
    NetgovError
        If a map to explore is to be printed somehow.
    """
    path = Path(path)
    painter = by_suffix(PAINTERS, path, _NO_PICTURE)
    content = painter(scene, greyscale=greyscale, text=text)
    enter_release(scene.stage.history, scene.stage.period, path)
    return write_file(path, content, scene.mode)


def draw_multiples(
    history: View, path: str | Path, period: Years = None, lang: str | None = None
) -> Path:
    """Write the years of a period side by side as a figure (.svg, .pdf, .png).

    Parameters
    ----------
    history
        A view of a study, as `protect` or `keep_internal` makes it.
    path
        The file to write; its suffix says what kind.
    period
        The years; all of the study unless given.
    lang
        Language of every text in it; Indonesian unless given.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    UnknownName
        If the suffix is of no known kind.
    """
    kind = by_suffix({f".{kind}": kind for kind in METADATA}, Path(path), _NO_PICTURE)
    content = multiples(history, kind, period, lang)
    enter_release(history, history.asked(period), Path(path))
    return write_file(Path(path), content, history.mode)
