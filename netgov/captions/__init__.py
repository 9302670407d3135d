"""What people call tables and columns, what these say, and in which unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from netgov.captions.cases import OF_CASES, OF_CHECKS
from netgov.captions.findings import OF_FINDINGS
from netgov.captions.headings import HEADINGS
from netgov.captions.inference import OF_INFERENCE
from netgov.captions.meaning import IN_YEAR, MARKS, YEAR, Caption, Meaning
from netgov.captions.networks import OF_NETWORKS
from netgov.terms import LAYERS
from netgov.words import Words, _

if TYPE_CHECKING:
    from netgov.measures import Measure

CAPTIONS: Final[Mapping[str, Caption]] = {
    **OF_NETWORKS,
    **OF_FINDINGS,
    **OF_CASES,
    **OF_CHECKS,
    **OF_INFERENCE,
}

__all__ = [
    "CAPTIONS",
    "HEADINGS",
    "MARKS",
    "YEAR",
    "Caption",
    "Meaning",
    "definition",
    "heading",
    "meaning",
    "table_of",
    "title",
    "unit",
]


def title(table: str, words: Words) -> str:
    """Return what people call a table."""
    return words(CAPTIONS[table].title) if table in CAPTIONS else table


def heading(column: str, words: Words, table: str = "") -> str:
    """Return what people call a column, of a table if it has a name of its own there."""
    columns = CAPTIONS[table].columns if table in CAPTIONS else {}
    if column in columns and columns[column].called:
        return words(columns[column].called)
    if column in HEADINGS:
        return words(HEADINGS[column])
    if str(column).isdecimal():
        return words(_("Contacts in {year}"), year=column)
    if column in LAYERS:
        return words(LAYERS[column].label)
    card, part = _card(column)
    if card is None:
        return str(column)
    return words(card.label) + (f": {words(card.parts[part])}" if part else "")


def definition(column: str, words: Words, table: str = "") -> str:
    """Return a sentence that says what a column of a table tells; blank if nobody knows."""
    said = words(meaning(column, table).says)
    return said[:1].upper() + said[1:].removesuffix(".") + "." if said else ""


def unit(column: str, words: Words, table: str = "") -> str:
    """Return the unit of a column of a table; blank if it has none."""
    return words(meaning(column, table).unit)


def meaning(column: str, table: str = "") -> Meaning:
    """Return what a column of a table says, with its unit; blank if nobody knows."""
    columns = CAPTIONS[table].columns if table in CAPTIONS else {}
    if found := columns.get(column) or MARKS.get(column):
        return found
    if str(column).isdecimal():
        return IN_YEAR
    card, _part = _card(column)
    return Meaning(card.plain, card.unit) if card else Meaning("")


def table_of(columns: Iterable[str]) -> str:
    """Return the name of the first table that has all of some columns; blank if none has."""
    asked = [column for column in columns if column not in MARKS]
    for name, caption in CAPTIONS.items():
        if asked and all(_stands_in(column, caption) for column in asked):
            return name
    return ""


def _stands_in(column: str, caption: Caption) -> bool:
    if column in caption.columns or str(column).isdecimal():
        return True
    card, _part = _card(column) if caption.measures else (None, "")
    return card is not None and card.of == caption.measures


def _card(column: str) -> tuple[Measure | None, str]:
    """Return the card of the measure that a column holds, and which part of it."""
    if column in HEADINGS:
        return None, ""
    # The measures bring all of networkx and scipy, which a check of rows can do without.
    from netgov.measures import MEASURES

    name, _dot, part = str(column).partition(".")
    return MEASURES.get(name), part
