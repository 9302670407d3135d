"""The report as a PDF, set by typst: the content goes there as data, never as markup."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any

from netgov.errors import speak
from netgov.report.pieces import Entries, Picture, Piece, Report
from netgov.words import _


def pdf(report: Report) -> bytes:
    """Return the report as a PDF on A4 paper; needs the package typst."""
    import matplotlib
    import typst

    template = (files("netgov") / "templates" / "report.typ").read_bytes()
    content = json.dumps(_content(report), ensure_ascii=False, allow_nan=False)
    # The letters of charts and map come with matplotlib; no font of the machine is looked at.
    fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    sheets = {"main.typ": template, "report.json": content.encode("utf-8")}
    setting: Any = typst.compile  # its types leave out that it takes several files
    written: bytes = setting(sheets, font_paths=[fonts], ignore_system_fonts=True)
    return written


def _content(report: Report) -> dict[str, Any]:
    words = speak(report.lang)
    return {
        "lang": report.lang,
        "name": report.name,
        "title": report.title,
        "period": report.period,
        "notice": report.notice,
        "internal": report.internal,
        "kicker": f"netgov · {words(_('Report on collaboration and its gaps'))}",
        "proof": words(_("Proof")),
        "sections": [
            {
                "name": section.name,
                "title": section.title,
                "page": report.begins_page(section),
                "pieces": list(_pieces(section.pieces)),
            }
            for section in report.sections
        ],
    }


def _pieces(pieces: tuple[Piece, ...]) -> Iterator[dict[str, Any]]:
    first = 1
    for piece in pieces:
        told: dict[str, Any] = {"kind": type(piece).__name__.lower()}
        if isinstance(piece, Picture):
            told |= {
                "svg": piece.paint("svg").decode("utf-8"),
                "alternative": piece.alternative,
                "caption": piece.caption,
                "large": piece.large,
            }
        else:
            told |= asdict(piece)
        if isinstance(piece, Entries):
            told["first"] = first
            first += len(piece.entries)
        yield told
