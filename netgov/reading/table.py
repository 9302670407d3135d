"""The rows of a text file or worksheet to one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import NamedTuple

from netgov.reading.furniture import Furniture, is_unused
from netgov.reading.headings import Heading
from netgov.reading.limits import check_columns
from netgov.reading.model import Note, Raw, Row, framed

Beyond = Callable[[int, list[str]], object]
"""Told a row of records and its cells beyond the last heading, of which one is not blank."""


class Place(NamedTuple):
    """Where a table stands."""

    file: str
    sheet: str


def build(place: Place, heading: Heading, rows: Iterable[Row], beyond: Beyond) -> Raw:
    """Return the table under a heading; notes are the caller's to add.

    Parameters
    ----------
    place
        Where it stands.
    heading
        What to load.
    rows
        Those below the heading.
    beyond
        Told what stands beyond the last heading.
    """
    check_columns(place.file, len(heading.names))
    index, columns, furniture = _gathered(heading, rows, beyond)
    frame = framed(index, columns, heading.taken)
    titled = heading.row > len(heading.written)
    notes = (Note("titles_above", heading.row),) if titled else ()
    raw = Raw(place.file, place.sheet, frame, heading.unread, furniture, notes)
    return raw._replace(invented=heading.invented)


def with_notes(raw: Raw, notes: Iterable[Note]) -> Raw:
    """Return a table with more to be told about it."""
    return raw._replace(notes=(*raw.notes, *notes))


def _gathered(
    heading: Heading, rows: Iterable[Row], beyond: Beyond
) -> tuple[list[int], list[list[str]], dict[int, str]]:
    width = len(heading.names)
    telling = Furniture(heading)
    index: list[int] = []
    furniture: dict[int, str] = {}
    # Columns, not rows: a list for each row would take more memory than the cells.
    columns: list[list[str]] = [[] for _at in heading.take]
    # Offices and dates stand in many rows; each text is held once.
    texts: dict[str, str] = {}
    pick = _getter(heading.take)
    for number, cells in rows:
        if len(cells) < width:
            cells.extend([""] * (width - len(cells)))
        picked = pick(cells)
        if not any(picked) and is_unused(cells):
            continue
        word = telling.told(cells, picked, first=not index)
        if word is not None:
            furniture[number] = word
        elif len(cells) > width and any(cells[width:]):
            beyond(number, cells[width:])
        index.append(number)
        for column, cell in zip(columns, picked, strict=True):
            column.append(texts.setdefault(cell, cell))
    _spare_a_record(index, columns, furniture)
    return index, columns, furniture


def _getter(take: Sequence[int]) -> Callable[[Sequence[str]], Sequence[str]]:
    """Return what takes some cells of a row; for one alone itemgetter would unwrap it."""
    first = take[0]
    return itemgetter(*take) if len(take) > 1 else lambda cells: cells[first : first + 1]


def _spare_a_record(
    index: list[int], columns: list[list[str]], furniture: dict[int, str]
) -> None:
    """Take 1, 2, 3 for a record after all if the row below it is all numbers too."""
    if len(index) < 2 or furniture.get(index[0]) != "":
        return
    if all(column[0].isdigit() and column[1].isdigit() for column in columns):
        del furniture[index[0]]
