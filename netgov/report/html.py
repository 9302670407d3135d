"""The report as one page for the browser, which loads nothing and runs nothing."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from netgov import __version__
from netgov.drawing import data_uri
from netgov.errors import speak
from netgov.report.pieces import Picture, Piece, Report


def html(report: Report) -> bytes:
    """Return the report as an HTML page."""
    style = (files("netgov") / "templates" / "report.css").read_text(encoding="utf-8")
    page = (
        environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            words=speak(report.lang),
            version=__version__,
            style=Markup(style),  # noqa: S704  our own file
            style_hash=sealed(style),
        )
    )
    return page.encode("utf-8")


@cache
def environment() -> Environment:
    """Return what renders pages: everything in them is escaped."""
    environment = Environment(
        loader=PackageLoader("netgov"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(kind=_kind, shown=_shown)
    return environment


def sealed(text: str) -> str:
    """Return how the policy of a page names a style or script of ours that it lets through."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _kind(piece: Piece) -> str:
    return type(piece).__name__.lower()


def _shown(picture: Picture) -> str:
    return data_uri(picture.paint("svg"))
