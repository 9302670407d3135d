"""Finding the heading among the first rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from netgov.invented import says_invented
from netgov.reading.limits import MAX_COLUMNS
from netgov.reading.model import Pick, Row, chosen

# Letterheads and titles are shorter than this, and the search asks about every row.
HEADING_ROWS: Final = 50
_PAIRED_ROWS: Final = 15
_WHOLE: Final = 3  # fewer known names may stand together in a row of records


class Heading(NamedTuple):
    """The heading of a table.

    ``row`` is the number of its last row; ``names`` has one name for each column, blank
    where it has none; ``take`` are the positions to load; ``written`` are its rows as they
    stand, to know them again further down; ``invented`` tells whether a title above says so.
    """

    row: int
    names: list[str]
    take: tuple[int, ...]
    written: tuple[Sequence[str], ...]
    invented: bool = False

    @property
    def taken(self) -> list[str]:
        """The headings of the columns to load."""
        return [self.names[at] for at in self.take]

    @property
    def unread(self) -> tuple[str, ...]:
        """The headings of the other columns."""
        taken = set(self.take)
        return tuple(n for at, n in enumerate(self.names) if n and at not in taken)


def find_heading(rows: Sequence[Row], pick: Pick) -> Heading | None:
    """Return the heading: the row, or the two rows, with the most columns to load.

    Parameters
    ----------
    rows
        The first rows that are not blank; only `HEADING_ROWS` of them are looked at.
    pick
        Tells the columns to load.
    """
    rows = rows[:HEADING_ROWS]
    single = list(
        _until_whole(_heading(number, cells, pick, (cells,)) for number, cells in rows)
    )
    best = max(single, key=_worth, default=None)
    if best is None:
        return None
    # A heading of two rows ends at most one row below the best of one; where none is known
    # alone, it is looked for below a letterhead, not among the records.
    last = single.index(best) + 2 if best.take else _PAIRED_ROWS
    for upper, lower in pairwise(rows[:last]):
        both = _two_rows(upper[1], lower, pick)
        if len(both.take) > len(best.take):
            best = both
    if not best.take:
        return None
    above = (cell for number, cells in rows if number < best.row for cell in cells)
    return best._replace(invented=any(map(says_invented, above)))


def _until_whole(headings: Iterable[Heading]) -> Iterator[Heading]:
    """Yield headings up to the first of which every name is known: records lie below it."""
    for heading in headings:
        yield heading
        if len(heading.take) >= _WHOLE and len(heading.take) == sum(map(bool, heading.names)):
            return


def _worth(heading: Heading) -> int:
    return len(heading.take)


def _heading(
    number: int, cells: Sequence[str], pick: Pick, written: tuple[Sequence[str], ...]
) -> Heading:
    names = [_one_line(cell) for cell in cells[: MAX_COLUMNS + 1]]
    while names and not names[-1]:
        names.pop()
    enough = sum(map(bool, names)) > 1  # a row of one cell is a title
    return Heading(number, names, chosen(names, pick) if enough else (), written)


def _one_line(cell: str) -> str:
    return re.sub(r"\s*[\r\n]+\s*", " ", cell)


def _two_rows(upper: Sequence[str], row: Row, pick: Pick) -> Heading:
    """Return the heading that two rows make together.

    "Instansi" over "Asal" may be meant as "Asal" or as "Instansi Asal"; what is known is taken.
    """
    number, lower = row
    width = max(len(upper), len(lower))
    above = [*upper, *[""] * (width - len(upper))]
    below = [*lower, *[""] * (width - len(lower))]
    plain = [under or over for over, under in zip(above, below, strict=True)]
    full = [
        f"{over} {under}" if over and under else over or under
        for over, under in zip(_spread(above, below), below, strict=True)
    ]
    written = (upper, lower)
    options = []
    for first, second in ((plain, full), (full, plain)):
        known = set(_heading(number, first, pick, written).take)
        mixed = [
            one if at in known else two
            for at, (one, two) in enumerate(zip(first, second, strict=True))
        ]
        options += [_heading(number, names, pick, written) for names in (mixed, first)]
    best = max(options, key=lambda one: (len(one.take), len(set(one.taken))))
    return best._replace(names=_readable(best, plain))


def _readable(heading: Heading, plain: Sequence[str]) -> list[str]:
    """Give the columns that are not loaded the headings that stand lowest."""
    taken = set(heading.take)
    return [
        name if at in taken else _one_line(plain[at]) for at, name in enumerate(heading.names)
    ]


def _spread(above: Sequence[str], below: Sequence[str]) -> Iterator[str]:
    """Let an upper heading stand over the blank cells to its right that have one below."""
    last = ""
    for over, under in zip(above, below, strict=True):
        last = over or last
        yield last if under else over
