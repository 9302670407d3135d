"""What a report consists of, whatever form it takes: sections of sentences, tables, pictures.

Every text is said already, in the language of the report; a form only sets it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache

from netgov.proof import Finding


@dataclass(frozen=True)
class Link:
    """A place to go to; its address is blank where none is known."""

    label: str
    address: str = ""


@dataclass(frozen=True)
class Line:
    """A sentence or more, with what leads it, its links, and the number of its proof."""

    text: str
    lead: str = ""
    links: tuple[Link, ...] = ()
    proof: int = 0


@dataclass(frozen=True)
class Heading:
    """The heading of a part of a section."""

    text: str


@dataclass(frozen=True)
class Prose:
    """Paragraphs; ``look`` says whether they are a "remark" or to be "marked"."""

    lines: tuple[Line, ...]
    look: str = ""


@dataclass(frozen=True)
class Items:
    """A list, numbered if the order counts; ``look`` is "findings" for the large ones."""

    lines: tuple[Line, ...]
    numbered: bool = False
    look: str = ""


@dataclass(frozen=True)
class Tile:
    """A number shown large; ``fact`` is its name for programs."""

    fact: str
    label: str
    value: str
    alarm: bool = False


@dataclass(frozen=True)
class Tiles:
    """Numbers side by side."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Column:
    """A column of a grid: its heading, whether it holds numbers, what it means."""

    label: str
    number: bool = False
    meaning: str = ""


@dataclass(frozen=True)
class Row:
    """A row of a grid; what follows a line break in a cell is set small.

    ``whole`` marks a row about all of them; a single cell is the heading of what follows.
    """

    cells: tuple[str, ...]
    whole: bool = False


@dataclass(frozen=True)
class Grid:
    """A table; the first cell of a row says what it is about."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""


@dataclass(frozen=True)
class Picture:
    """A map or chart; ``paint`` gives it as the bytes of an "svg" or "png" file.

    A ``large`` one takes most of a page.
    """

    name: str
    paint: Callable[[str], bytes]
    alternative: str
    caption: str = ""
    address: str = ""
    large: bool = False

    def __post_init__(self) -> None:
        # Several forms show the same picture.
        object.__setattr__(self, "paint", cache(self.paint))


@dataclass(frozen=True)
class Entry:
    """A gap: its bodies, what is said of it, its tags, and the lines of its proof."""

    title: str
    text: str
    tags: tuple[str, ...]
    lines: tuple[Line, ...]
    remark: str = ""


@dataclass(frozen=True)
class Entries:
    """Gaps in order, in full or closely set."""

    entries: tuple[Entry, ...]
    close: bool = False


@dataclass(frozen=True)
class Term:
    """A term with its meaning, formula and works cited."""

    term: str
    meaning: str
    formula: str = ""
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Terms:
    """Terms one below the other; ``folded`` ones open when asked, under that heading."""

    terms: tuple[Term, ...]
    folded: str = ""


@dataclass(frozen=True)
class Numbered:
    """Works, sources or proofs, each with the mark by which the text names it."""

    lines: tuple[tuple[str, Line], ...]
    anchor: str


Piece = (
    Heading | Prose | Items | Tiles | Grid | Picture | Entries | Terms | Numbered
)  # fmt: skip


@dataclass(frozen=True)
class Section:
    """A part of the report; ``short`` is its title in the list of contents.

    What stands ``alone`` has a page of its own on paper.
    """

    name: str
    title: str
    pieces: tuple[Piece, ...]
    short: str = ""
    alone: bool = False


@dataclass(frozen=True)
class Report:
    """All that a report says, before it takes a form."""

    lang: str
    title: str
    period: str
    notice: str
    internal: str
    sections: tuple[Section, ...]

    @property
    def name(self) -> str:
        """The title for a window or a list of files, with the mark of what is internal."""
        return " · ".join(filter(None, [self.internal, self.title, self.period]))

    def begins_page(self, section: Section) -> bool:
        """Whether a section begins a page on paper: summary and agenda stand by themselves."""
        turn = self.sections.index(section)
        before = self.sections[turn - 1].alone if turn else False
        return before or (turn > 0 and section.alone)


@dataclass
class Proven:
    """The findings of a report, numbered as they are told."""

    findings: list[Finding] = field(default_factory=list)

    def line(self, finding: Finding) -> Line:
        """Return a sentence as a line that leads to its proof; a remark needs none."""
        if not finding.measure:
            return Line(finding.text)
        # One number may be told in two sentences.
        proofs = [replace(told, text="") for told in self.findings]
        proof = replace(finding, text="")
        if proof not in proofs:
            self.findings.append(finding)
            return Line(finding.text, proof=len(self.findings))
        return Line(finding.text, proof=proofs.index(proof) + 1)
