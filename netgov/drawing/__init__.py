"""Maps and figures: a `Scene` is computed once and painted as HTML, SVG, PDF or PNG."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from netgov.drawing.container import to_pyvis
from netgov.drawing.figure import paint
from netgov.drawing.ink import METADATA
from netgov.drawing.multiples import MOST_YEARS, draw_multiples, multiples
from netgov.drawing.page import data_uri, map_page
from netgov.drawing.scene import Scene, notice, scene
from netgov.errors import NetgovError
from netgov.releases import enter_release
from netgov.words import _
from netgov.writing import by_suffix, write_file

__all__ = [
    "MOST_YEARS",
    "PAINTERS",
    "Scene",
    "data_uri",
    "draw",
    "draw_multiples",
    "map_page",
    "multiples",
    "notice",
    "picture",
    "scene",
    "to_pyvis",
]


def picture(scene: Scene) -> str:
    """Return the SVG of a scene as the address of an image that needs no other file."""
    return data_uri(paint(scene, "svg"))


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
    greyscale, text
        How a figure is printed; see `netgov.drawing.figure.paint`.

    Raises
    ------
    UnknownName
        If the suffix is of no known kind.
    NetgovError
        If a map to explore is to be printed somehow.
    """
    path = Path(path)
    sentence = _("There is no picture of kind {name}. The nearest is {near}; all: {known}.")
    painter = by_suffix(PAINTERS, path, sentence)
    content = painter(scene, greyscale=greyscale, text=text)
    enter_release(scene.stage.history, scene.stage.period, path)
    return write_file(path, content, scene.mode)
