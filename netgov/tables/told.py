"""Cells of a table: as values for programs, as text for readers, safe for spreadsheets."""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_integer_dtype, is_numeric_dtype

from netgov.captions import CAPTIONS, MARKS, YEAR, heading, meaning, table_of, title
from netgov.captions.values import called, is_closed
from netgov.errors import NetgovError, shown
from netgov.words import Words, _

# A spreadsheet takes text that begins with one of these for a formula or a command.
_ACTIVE: Final = ("=", "+", "-", "@", "|", "%", "\t", "\r")
# What no printer and no terminal should be given; a line may end.
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]+")
_DIGITS: Final = 3


class About(NamedTuple):
    """What a table is: its name among `CAPTIONS`, its caption, and the label to cite it by.

    ``remarks`` are sentences that go with it: how it was made, and what it comes to.
    """

    table: str = ""
    caption: str = ""
    label: str = ""
    remarks: tuple[str, ...] = ()


def about(frame: pd.DataFrame, words: Words) -> About:
    """Return what a table is, known by its columns; all blank if it is none of netgov's."""
    table = table_of(map(str, flat(frame).columns))
    return About(table, title(table, words), f"tab:{table}") if table else About()


def table_named(name: str, frame: pd.DataFrame, words: Words) -> str:
    """Return the name itself if it is that of a table of netgov, else what the columns say."""
    return name if name in CAPTIONS else about(frame, words).table


def flat(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with its index as first columns, unless it is only a row number."""
    if isinstance(frame.columns, pd.MultiIndex):
        joined = [" ".join(map(str, filter(None, names))) for names in frame.columns]
        frame = frame.set_axis(joined, axis=1)
    if both := {*map(str, filter(None, frame.index.names))} & {*map(str, frame.columns)}:
        sentence = _("Index and columns of the table share a name, {name}; rename one of them.")
        raise NetgovError(sentence, name=shown(min(both)))
    named = any(name is not None for name in frame.index.names)
    numbered = frame.index.nlevels == 1 and is_integer_dtype(frame.index)
    return frame.reset_index(drop=numbered and not named)


def safe_text(value: object) -> object:
    """Return text that no spreadsheet takes for a formula; other values as they are."""
    if not isinstance(value, str):
        return value
    first = next((sign for sign in value if not _is_passed_over(sign)), "")
    return f"'{value}" if unicodedata.normalize("NFKC", first).startswith(_ACTIVE) else value


def _is_passed_over(sign: str) -> bool:
    """Whether a spreadsheet that looks for a formula may pass over a sign."""
    return sign not in "\t\r" and unicodedata.category(sign)[0] in "CZ"


def safe(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame, its index as columns, without text that a spreadsheet would run."""
    return flat(frame).map(safe_text).rename(columns=safe_text)


def spoken(flat: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Return the frame with the values of closed lists as people call them."""
    closed = {
        str(name): np.array([called(str(name), cell, words) for cell in cells], dtype=object)
        for name, cells in flat.items()
        if is_closed(str(name)) and not is_numeric_dtype(cells.dtype)
    }
    return flat.assign(**closed) if closed else flat


def typed(flat: pd.DataFrame) -> pd.DataFrame:
    """Return years and counts as whole numbers, though some be blank."""
    return flat.convert_dtypes()


def headings(flat: pd.DataFrame, words: Words, table: str = "") -> list[str]:
    """Return what people call the columns of a table."""
    return [str(safe_text(heading(str(column), words, table))) for column in flat.columns]


def told(frame: pd.DataFrame, words: Words, table: str | None = None) -> pd.DataFrame:
    """Return every cell as the text a reader of this language expects, under headings."""
    shown = safe(spoken(flat(frame), words))
    table = about(frame, words).table if table is None else table
    columns = {
        place: [
            _text(cell, words, of_year=_is_year(str(name), table)) for cell in cells.tolist()
        ]
        for place, (name, cells) in enumerate(shown.items())
    }
    return pd.DataFrame(columns, dtype=object, index=shown.index).set_axis(
        headings(shown, words, table), axis=1
    )


def _is_year(column: str, table: str) -> bool:
    return meaning(column, table).unit == YEAR


def _text(cell: Any, words: Words, *, of_year: bool) -> str:
    """Return a cell as text; years are not parted like thousands."""
    if isinstance(cell, bool | np.bool_):
        return words(_("yes")) if cell else words(_("no"))
    if isinstance(cell, str):
        return _CONTROL.sub(" ", cell)
    if pd.api.types.is_scalar(cell) and pd.isna(cell):
        return ""
    if isinstance(cell, int | float | np.integer | np.floating):
        number = float(cell)
        return f"{number:.0f}" if of_year else words.number(number, _digits(number))
    if isinstance(cell, datetime.date):
        return iso(cell)
    return _CONTROL.sub(" ", str(cell))


def _digits(number: float) -> int:
    """Return how many digits say a number; a small chance is not none."""
    if number == 0 or abs(number) >= 10**-_DIGITS or not math.isfinite(number):
        return _DIGITS
    return 1 - math.floor(math.log10(abs(number)))


def iso(day: datetime.date) -> str:
    """Return a day as 2019-12-31, with the hour if it has one."""
    if isinstance(day, datetime.datetime) and day.time() != datetime.time():
        return day.isoformat(timespec="seconds")
    return f"{day:%Y-%m-%d}"


def are_days(cells: pd.Series[Any]) -> bool:
    """Whether dates are days, without an hour."""
    days = cells.dropna()
    return bool((days == days.dt.normalize()).all())


def in_lines(told: pd.DataFrame) -> pd.DataFrame:
    """Return texts of one line each, since a blank line would end the table."""
    return told.map(lambda text: " ".join(text.split()))


def sides(flat: pd.DataFrame) -> list[str]:
    """Return on which side each column stands: numbers on the right."""
    return [
        "right" if is_numeric_dtype(k) and not is_bool_dtype(k) else "left" for k in flat.dtypes
    ]


def marks(flat: pd.DataFrame) -> dict[str, str]:
    """Return what every row of a table says it is, by column."""
    found = {column: flat[column].unique() for column in MARKS if column in flat}
    return {
        column: values[0]
        for column, values in found.items()
        if len(values) == 1 and isinstance(values[0], str)
    }
