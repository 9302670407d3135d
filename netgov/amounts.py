"""Counts and weights as people write them; what could mean two numbers means none."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

import numpy as np
import pandas as pd

_MOST: Final = 1e9
_LONGEST: Final = 40  # signs; the longest number of a person's making is far shorter
_GROUPED: Final = re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?", re.ASCII)
# Forms that tell the decimal mark of a column; (?P<point>) and (?P<comma>) name it.
_TELLING: Final = re.compile(
    r"""
    \d{1,3}(?:,\d{3})+(?P<point>\.\d+) | \d{1,3}(?:\.\d{3})+(?P<comma>,\d+)
    | \d{1,3}(?P<point_>(?:,\d{3}){2,}) | \d{1,3}(?P<comma_>(?:\.\d{3}){2,})
    | (?:\d+(?P<point__>\.(?:\d{1,2}|\d{4,}))|(?:0|\d{4,})(?P<point___>\.\d{3}))
    | (?:\d+(?P<comma__>,(?:\d{1,2}|\d{4,}))|(?:0|\d{4,})(?P<comma___>,\d{3}))
    """,
    re.VERBOSE | re.ASCII,
)
_OPEN: Final = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)


def read_amounts(
    cells: pd.Series[str], *, whole: bool, none_too: bool = False
) -> pd.Series[Any]:
    """Return the numbers of a column, NaN where a cell is blank or no number above 0.

    "1.250" is 1250 or 1.25 according to the decimal mark that other cells of the column tell;
    where none does it is no number. ``none_too``: 0 is a number too.
    """
    codes, cells_once = pd.factorize(cells)
    written = [_plain(text) for text in cells_once]
    marks = {mark for text in written for mark in _mark(text)}
    mark = min(marks) if len(marks) == 1 else ""
    values = np.array([_amount(text, mark, whole=whole) for text in written], dtype=float)
    if not none_too:
        values[values == 0] = float("nan")
    return pd.Series(values[codes] if len(values) else values, index=cells.index)


def _plain(text: str) -> str:
    """Return a number with the digits of any script as 0 to 9, without blanks in groups."""
    if len(text) > _LONGEST:
        return ""
    signs = (
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
        for sign in (" " if unicodedata.category(sign) == "Zs" else sign for sign in text)
    )
    text = "".join(signs).strip()
    return text.replace(" ", "") if _GROUPED.fullmatch(text) else text


def _mark(text: str) -> str:
    """Return the decimal mark that a number tells, blank if it tells none."""
    told = _TELLING.fullmatch(text)
    if not told:
        return ""
    return "." if any(told[name] for name in told.groupdict() if "point" in name) else ","


def _amount(text: str, mark: str, *, whole: bool) -> float:
    own = _mark(text) or (mark if _OPEN.fullmatch(text) else "")
    if own:
        thousands = "," if own == "." else "."
        text = text.replace(thousands, "").replace(own, ".")
    elif not (text.isascii() and text.isdigit()):
        return float("nan")
    value = float(text)
    usable = value <= _MOST and not (whole and value % 1)
    return value if usable else float("nan")
