"""The report as Markdown, with its pictures as files beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from netgov.errors import speak
from netgov.report.pieces import (
    Entries,
    Grid,
    Heading,
    Items,
    Line,
    Numbered,
    Picture,
    Piece,
    Prose,
    Report,
    Terms,
    Tiles,
)
from netgov.tables.markdown import escaped as markup_escaped
from netgov.words import Words, _

_SECTION: Final = "##"


def markdown(report: Report) -> Mapping[str, bytes]:
    """Return the report as ``report.md`` and its pictures, by name."""
    text = "\n\n".join(_Setting(report).blocks()) + "\n"
    return {"report.md": text.encode("utf-8")} | {
        f"pictures/{piece.name}.svg": piece.paint("svg")
        for section in report.sections
        for piece in section.pieces
        if isinstance(piece, Picture)
    }


def escaped(text: str) -> str:
    """Return text of one line that Markdown takes for nothing but text."""
    return markup_escaped(" ".join(text.split()))


class _Setting:
    """The pieces of a report as Markdown, each a block or several."""

    def __init__(self, report: Report) -> None:
        self.report, self.words = report, speak(report.lang)

    def blocks(self) -> Iterator[str]:
        report = self.report
        if report.internal:
            yield f"**{escaped(report.internal)}**"
        yield f"# {escaped(report.title)} · {escaped(report.period)}"
        yield f"> {escaped(report.notice)}"
        for section in report.sections:
            yield f"{_SECTION} {escaped(section.title)}"
            for piece in section.pieces:
                yield from filter(None, _SETTERS[type(piece)](piece, self.words))


def _line(one: Line, words: Words) -> str:
    lead = f"**{escaped(one.lead)}:** " if one.lead else ""
    links = "; ".join(
        f"[{escaped(link.label)}](<{link.address}>)" if link.address else escaped(link.label)
        for link in one.links
    )
    proof = words(_("Proof {number}"), number=one.proof) if one.proof else ""
    told = [f"{lead}{escaped(one.text)}", links, f"\\[{proof}\\]" if proof else ""]
    return " ".join(filter(None, told))


def _heading(piece: Heading, _words: Words) -> Iterator[str]:
    yield f"{_SECTION}# {escaped(piece.text)}"


def _prose(piece: Prose, words: Words) -> Iterator[str]:
    mark = "> " if piece.look == "marked" else ""
    yield from (mark + _line(one, words) for one in piece.lines)


def _items(piece: Items, words: Words) -> Iterator[str]:
    yield "\n".join(
        f"{f'{turn}.' if piece.numbered else '-'} {_line(one, words)}"
        for turn, one in enumerate(piece.lines, start=1)
    )


def _tiles(piece: Tiles, _words: Words) -> Iterator[str]:
    yield "\n".join(f"- {escaped(tile.label)}: **{tile.value}**" for tile in piece.tiles)


def _grid(piece: Grid, _words: Words) -> Iterator[str]:
    if piece.caption:
        yield f"*{escaped(piece.caption)}*"
    rule = ["---:" if column.number else "---" for column in piece.columns]
    rows = [[column.label for column in piece.columns], rule]
    blank = [""] * len(piece.columns)
    rows += [[*row.cells, *blank[len(row.cells) :]] for row in piece.rows]
    yield "\n".join(
        "| " + " | ".join(row if turn == 1 else map(escaped, row)) + " |"
        for turn, row in enumerate(rows)
    )


def _picture(piece: Picture, _words: Words) -> Iterator[str]:
    yield f"![{escaped(piece.alternative)}](pictures/{piece.name}.svg)"
    yield escaped(piece.caption)


def _entries(piece: Entries, words: Words) -> Iterator[str]:
    for entry in piece.entries:
        yield f"**{escaped(entry.title)}** – {escaped(entry.text)}"
        yield escaped(" · ".join(entry.tags))
        yield escaped(entry.remark)
        yield "\n".join(f"- {_line(one, words)}" for one in entry.lines)


def _terms(piece: Terms, _words: Words) -> Iterator[str]:
    if piece.folded:
        yield f"{_SECTION}# {escaped(piece.folded)}"
    for one in piece.terms:
        formula = f" `{one.formula}`" if one.formula else ""
        cites = "".join(f" \\[{escaped(key)}\\]" for key in one.cites)
        yield f"**{escaped(one.term)}.** {escaped(one.meaning)}{formula}{cites}"


def _numbered(piece: Numbered, words: Words) -> Iterator[str]:
    yield "\n".join(f"- **{escaped(mark)}** {_line(one, words)}" for mark, one in piece.lines)


_SETTERS: Final[Mapping[type[Piece], Callable[[Any, Words], Iterator[str]]]] = {
    Heading: _heading,
    Prose: _prose,
    Items: _items,
    Tiles: _tiles,
    Grid: _grid,
    Picture: _picture,
    Entries: _entries,
    Terms: _terms,
    Numbered: _numbered,
}
