"""Rows below the heading that are no record: totals, signatures, headings again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from netgov.reading.headings import Heading

_TOTAL: Final = re.compile(
    r"(?:grand\s+total|sub\s*-?\s*total|total(?:\s+keseluruhan)?|jumlah|rata\s*-?\s*rata|sum)\b",
    re.IGNORECASE,
)
# Alone in a cell these name no body, whatever else stands in the row.
_TOTAL_ALONE: Final = re.compile(
    r"(?:(?:grand|sub)[\s-]*)?total(?:\s+keseluruhan)?|jumlah(?:\s+(?:total|keseluruhan))?",
    re.IGNORECASE,
)
_TOTAL_STARTS: Final = frozenset("gGjJsStT")
# "6 = 4 + 5" tells how a column is worked out.
_NUMBERED: Final = re.compile(r"\(?(\d{1,3})\)?(?:\s*=[\d\s()+:/x-]+)?")
# A blank is in every string: a column without a number of its own.
_DIGITS: Final = "(0123456789"
_RUNNING: Final = re.compile(r"\d{1,6}[.)]?")
# A narrow table has records as short as a signature.
_WIDE: Final = 4
_WIDE_PICKS: Final = 3


class Furniture:
    """Tells the rows of one table that are no record.

    Parameters
    ----------
    heading
        Of the table.
    """

    def __init__(self, heading: Heading) -> None:
        take = heading.take
        headings = [heading.names, *heading.written]
        padded = ([*names, *[""] * (take[-1] + 1 - len(names))] for names in headings)
        picked = [[names[at] for at in take] for names in padded]
        self._repeats = {_folded(names) for names in picked}
        self._letters = {names[0][:1].casefold() for names in picked}
        self._wide = sum(map(bool, heading.names)) >= _WIDE and len(take) >= _WIDE_PICKS

    def told(self, cells: Sequence[str], picked: Sequence[str], *, first: bool) -> str | None:
        """Return the word that tells a row is no record, or blank; None if it may be one.

        Parameters
        ----------
        cells
            The whole row; at least one is not blank.
        picked
            Those of the columns to load.
        first
            Whether it is the first row below the heading.
        """
        full = (len(picked) - picked.count("")) * 2
        if full <= len(picked):
            word = _TOTAL.match(next(filter(None, cells)))
            if word:
                return word[0]
            if full < len(picked) and self._wide and len(cells) - cells.count("") <= 2:
                return ""
        start = picked[0][:1].casefold()
        # Folding every row would cost more than all the rest of reading.
        if start in self._letters and _folded(picked) in self._repeats:
            return "Heading"
        if start in _DIGITS and _counts_up(cells, bare=first):
            return ""
        return _total_among(picked, cells)


def is_unused(cells: Sequence[str]) -> bool:
    """Tell a line of a form that has its running number and nothing else."""
    if len(cells) - cells.count("") != 1:
        return False
    return bool(_RUNNING.fullmatch(next(filter(None, cells))))


def _total_among(picked: Sequence[str], cells: Sequence[str]) -> str | None:
    """Return the cell that tells a full row with numbers is a total: 2019, UPT, Total, 12."""
    for cell in picked:
        if cell[:1] in _TOTAL_STARTS and _TOTAL_ALONE.fullmatch(cell.rstrip(" :.")):
            return cell if any(one[:1].isdigit() for one in cells) else None
    return None


def _folded(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(re.sub(r"[\W_]+", "", cell.casefold()) for cell in cells)


def _counts_up(cells: Sequence[str], *, bare: bool) -> bool:
    """Tell a row of column numbers, (1) (2) (3); without brackets only if ``bare`` may be."""
    found = [_NUMBERED.fullmatch(cell) for cell in cells if cell]
    numbers = [int(one[1]) for one in found if one]
    if (
        len(numbers) < len(found)
        or len(numbers) < 3
        or numbers != list(range(1, len(numbers) + 1))
    ):
        return False
    return bare or all(one and one[0].startswith("(") for one in found)
