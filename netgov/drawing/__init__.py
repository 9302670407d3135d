"""Maps and figures: a `Scene` is computed once and painted as HTML, SVG, PDF or PNG."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from netgov.drawing.figure import paint
from netgov.drawing.multiples import MOST_YEARS, draw_multiples, multiples
from netgov.drawing.page import map_page
from netgov.drawing.scene import Scene, notice, scene
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
]


def picture(scene: Scene) -> str:
    """Return the SVG of a scene as the address of an image that needs no other file."""
    return data_uri(paint(scene, "svg"))


def data_uri(svg: bytes) -> str:
    """Return an SVG as the address of an image that needs no other file."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode('ascii')}"


PAINTERS: Final[Mapping[str, Callable[[Scene], bytes]]] = {
    ".html": lambda scene: map_page(scene, picture(scene)).encode("utf-8"),
    ".svg": lambda scene: paint(scene, "svg"),
    ".pdf": lambda scene: paint(scene, "pdf"),
    ".png": lambda scene: paint(scene, "png"),
}


def draw(scene: Scene, path: str | Path) -> Path:
    """Write a scene as an interactive map (.html) or a figure (.svg, .pdf, .png).

    Raises
    ------
    UnknownName
        If the suffix is of no known kind.
    """
    path = Path(path)
    sentence = _("There is no picture of kind {name}. The nearest is {near}; all: {known}.")
    return write_file(path, by_suffix(PAINTERS, path, sentence)(scene))
