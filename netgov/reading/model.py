"""What a file gives: its picked columns as text, and what was done while reading."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from netgov.words import _

Pick = Callable[[Sequence[str]], Collection[int]]
"""Positions of the headings to load, none if they are no heading; others are never kept."""

Row = tuple[int, list[str]]
"""A row that is not blank: its number as a person sees it, and its trimmed cells."""

NOTES: Final[Mapping[str, str]] = {
    "encoding_assumed": _(
        "the file is not UTF-8; it was read as Windows-1252, so check names with accents"
    ),
    "far_cells": _("cells far from the table were not read"),
    "hidden_columns": _("the column is hidden in the worksheet; it was read"),
    "hidden_rows": _("rows that are hidden in the worksheet were read"),
    "hidden_sheet": _("a hidden worksheet was not read; name it to read it"),
    "hidden_sheet_read": _("the worksheet is hidden; it was read"),
    "merged_cells": _("a merged cell was read as if each of its rows held it"),
    "rows_unwrapped": _(
        "each row stood in a single cell; it was split as if it had been opened rightly"
    ),
    "titles_above": _("the headings stand in this row; what is above it was taken for titles"),
    "sheet_not_read": _("a worksheet without headings that netgov knows was not read"),
}


# These speak of the sheet that their detail names.
OF_SHEETS: Final = frozenset(("hidden_sheet", "hidden_sheet_read", "sheet_not_read"))


class Note(NamedTuple):
    """Something that was done while reading and must be told.

    ``code`` is one of the `NOTES`; ``row`` is 0 and ``column`` blank where there is none;
    ``detail`` is safe to show and never a cell.
    """

    code: str
    row: int = 0
    column: str = ""
    detail: str = ""


class Raw(NamedTuple):
    """One table as text.

    Attributes
    ----------
    file
        Name without its folder.
    sheet
        Worksheet, database table or name inside a zip; blank if there is none.
    frame
        The picked columns as headed in the file, indexed by the row numbers a person sees.
        Every cell is a string.
    unread
        Headings of the columns that were not picked.
    furniture
        Rows below the heading that are no record: the word that told it, or blank.
    notes
        What must be told.
    epoch_1904
        Whether numbers in columns of dates count from 1904.
    invented
        Whether a title above the headings says that the records are invented.
    """

    file: str
    sheet: str
    frame: pd.DataFrame
    unread: tuple[str, ...]
    furniture: Mapping[int, str]
    notes: tuple[Note, ...]
    epoch_1904: bool = False
    invented: bool = False


def framed(
    rows: Sequence[int], columns: Iterable[Sequence[str]], headings: Sequence[str]
) -> pd.DataFrame:
    """Return columns of text as a frame; two headings may be the same."""
    frame = pd.DataFrame(dict(enumerate(columns)), dtype=object)
    frame.index = pd.Index(np.asarray(rows, dtype=np.int64))
    frame.columns = pd.Index(headings, dtype=object)
    return frame


def chosen(headings: Sequence[str], pick: Pick) -> tuple[int, ...]:
    """Return the positions that are picked, in order; a blank heading never is."""
    return tuple(sorted(at for at in set(pick(headings)) if headings[at]))
