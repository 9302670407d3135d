"""Dates as Indonesian offices write them.

A column is read as a whole: days that can only be read one way decide the order of day and
month for those that could be read two ways.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from netgov.errors import NetgovError, shown
from netgov.identity import straight, visible
from netgov.schema import Change
from netgov.words import _

_EARLIEST: Final = 1990
_LATEST: Final = 2100
_ZERO: Final = dt.date(1899, 12, 30)  # Excel counts days from here
_TO_1904: Final = 1462  # and from four years later in workbooks of old Macs

_LONGEST: Final = 80  # what is longer is no date but a text that mentions one
_CLOCK: Final = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?"
_ZONE: Final = r"(?: ?(?:z|[+-]\d\d(?::?\d\d)?|[a-z]{2,4})){0,2}"
_TIME: Final = rf"(?:(?:t|[ ,]+)(?:(?:pukul|pkl|jam)\.? *)?{_CLOCK}{_ZONE})?"
# "Pekanbaru, 4 Maret 2019"; a word without a comma may be "before".
_LEAD: Final = (
    r"(?:(?:hari )?(?:{weekdays})[ .,/]+|[^\W\d_]+, ?)?(?:(?:tgl|tanggal|date)[ .:]+)?"
)
_MONTH: Final = r"(?P<word>[^\W\d_]{3,})"
_DAY: Final = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<y>\d{4}|\d{2})"
_PATTERNS: Final = {
    "year": r"(?:(?:th|thn|tahun)[ .]*)?(?P<y>\d{4})(?:\.0)?",
    "compact": r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:\.0)?",
    "serial": r"(?P<n>\d{5})(?:[.,]\d+)?",
    "iso": r"(?P<y>\d{4})(?P<sign>[-/.])(?P<m>\d{1,2})(?P=sign)(?P<d>\d{1,2})",
    "either": rf"(?P<d>\d{{1,2}})(?P<sign>[-/. ])(?P<m>\d{{1,2}})(?P=sign){_YEAR}",
    "word": rf"{_DAY}[ ./-]*{_MONTH}[ ./,-]*'?{_YEAR}",
    "english": rf"{_MONTH}[ .]+{_DAY}[ ,]+(?P<y>\d{{4}})",
    "month": r"(?P<m>\d{1,2})[-/.](?P<y>\d{4})",
    # "2019.1" may be what a spreadsheet left of 2019.10.
    "iso_month": r"(?P<y>\d{4})(?:[-/]|\.(?=\d\d))(?P<m>\d{1,2})",
    "month_word": rf"{_MONTH}[ ./,-]*(?P<y>\d{{4}})",
    # "Maret 19" may be a day; Excel writes "Mar-19" for a month.
    "month_short": rf"{_MONTH}(?:-| ?')(?P<y>\d{{2}})",
}
_TIMELESS: Final = ("year", "serial", "month", "iso_month", "month_word")
# Spellings beside those that Babel knows.
_MORE_MONTHS: Final = {
    **dict.fromkeys(("peb", "pebr", "pebruari", "febr", "febuari"), 2),
    "mrt": 3,
    **dict.fromkeys(("agt", "ags", "agst", "agus", "agust"), 8),
    "sept": 9,
    **dict.fromkeys(("nop", "nopember"), 11),
}
_MORE_WEEKDAYS: Final = ("jum'at", "jum at", "ahad")
_TOLD: Final = {
    "word": "date_written_out",
    "english": "date_written_out",
    "month_word": "date_written_out",
    "month_short": "date_written_out",
    "serial": "date_serial",
}


class Days(NamedTuple):
    """A column of dates.

    ``values`` are days, NaT where there is none; ``grain`` says day, month or year;
    ``code`` says why a cell is no day ("" where it is one or blank).
    """

    values: pd.Series[Any]
    grain: pd.Series[str]
    code: pd.Series[str]
    changes: list[Change]


class _Day(NamedTuple):
    """What a cell says; with a code it is no day of a record."""

    date: dt.date | None = None
    grain: str = ""
    code: str = ""


_BAD: Final = _Day(code="bad_date")


def today() -> dt.date:
    """Return the day after which a date lies in the future; ``SOURCE_DATE_EPOCH`` sets it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date() if epoch else dt.date.today()


def first_day(text: str) -> dt.date:
    """Return a day, or the first one of a month or year."""
    return _asked(text)[0]


def last_day(text: str) -> dt.date:
    """Return a day, or the last one of a month or year."""
    date, grain = _asked(text)
    step = {"day": 0, "month": 1, "year": 12}[grain]
    if not step:
        return date
    months = date.year * 12 + date.month - 1 + step
    return dt.date(months // 12, months % 12 + 1, 1) - dt.timedelta(days=1)


def _asked(text: str) -> tuple[dt.date, str]:
    # A record of the future is a slip, but one may well ask for all up to the end of the year.
    asked = _day(_form(text), month_first=False, epoch_1904=False, last=today())
    if not asked.date:
        sentence = _("{value} is no day, month or year; write 2019-03-21, 2019-03 or 2019.")
        raise NetgovError(sentence, value=shown(text))
    return asked.date, asked.grain


def read_days(
    cells: pd.Series[str],
    column: str,
    *,
    epoch_1904: bool = False,
    times: np.ndarray | None = None,
) -> Days:
    """Return the days of a column, decided together.

    Parameters
    ----------
    cells
        Text as written, blank where there is none, indexed by row.
    column
        Its heading, for the changes.
    epoch_1904
        Whether bare numbers count days from 1904.
    times
        How often each cell stands in the records; once unless given.
    """
    codes, written = pd.factorize(cells)
    rows = np.bincount(codes, times, len(written))
    forms = [_form(text) for text in written]
    month_first = _is_month_first(forms, rows)
    last = today()
    read = [
        _day(form, month_first=month_first, epoch_1904=epoch_1904, last=last) for form in forms
    ]
    read = [_Day(code=day.code) if day.code else day for day in read]
    values = np.array([day.date for day in read], dtype="datetime64[D]").astype("datetime64[s]")

    def spread(of: Callable[[_Day], str]) -> pd.Series[str]:
        parts = np.array([of(day) for day in read], dtype=object)
        return pd.Series(parts[codes] if len(parts) else [], index=cells.index, dtype=object)

    return Days(
        pd.Series(values[codes], index=cells.index),
        spread(lambda day: day.grain),
        spread(lambda day: day.code),
        list(_changes(cells, codes, forms, read, column, month_first=month_first)),
    )


_Form = tuple[str, Mapping[str, str]]


def _form(text: str) -> _Form:
    """Return the form that a date is written in, and its parts."""
    plain = straight(visible(text[: _LONGEST + 1])).casefold()
    # In "1² Maret" the 2 is the number of a footnote.
    if plain and len(text) <= _LONGEST and not any(map(_is_raised, text)):
        plain = re.sub(r" ?([-/.]) ?(?=\w)", r"\1", plain).strip(" .,;'")
        for name, pattern in _forms().items():
            found = pattern.fullmatch(plain)
            if found:
                return name, found.groupdict()
    return "", {"text": plain}


def _is_raised(sign: str) -> bool:
    return sign.isdigit() and not sign.isdecimal()


@cache
def _forms() -> Mapping[str, re.Pattern[str]]:
    """Return the forms that a date may have, in the order in which they are tried."""
    from babel.dates import get_day_names

    weekdays = {
        re.escape(name.casefold().rstrip("."))
        for lang in ("id", "en")
        for width in ("wide", "abbreviated")
        for name in get_day_names(width, locale=lang).values()
    }
    known = "|".join(sorted({*weekdays, *_MORE_WEEKDAYS}, key=len, reverse=True))
    lead = _LEAD.format(weekdays=known)
    return {
        name: re.compile(pattern if name in _TIMELESS else lead + pattern + _TIME)
        for name, pattern in _PATTERNS.items()
    }


def _is_month_first(forms: list[_Form], rows: np.ndarray) -> bool:
    """Whether most of the days that can be read one way only have the month first."""
    balance = 0
    for (name, parts), count in zip(forms, rows, strict=True):
        if name == "either":
            day_first, month_first = (_is_day(parts, first) for first in (False, True))
            balance += int(count) * (month_first - day_first)
    return balance > 0


def _is_day(parts: Mapping[str, str], month_first: bool) -> bool:
    """Whether there is such a day in one of the two orders, in any year."""
    day, month = int(parts["d"]), int(parts["m"])
    if month_first:
        day, month = month, day
    return 1 <= month <= 12 and 1 <= day <= monthrange(2000, month)[1]


def _is_open(form: _Form) -> bool:
    """Whether a date could be read with the day or with the month first."""
    name, parts = form
    return name == "either" and int(parts["d"]) != int(parts["m"]) <= 12 >= int(parts["d"])


def _day(form: _Form, *, month_first: bool, epoch_1904: bool, last: dt.date) -> _Day:
    name, parts = form
    if not name:
        return _BAD if parts["text"] else _Day()
    if name == "serial":
        number = int(parts["n"]) + (_TO_1904 if epoch_1904 else 0)
        return _checked(_ZERO + dt.timedelta(days=number), "day", last)
    year = _full(parts["y"], last)
    month = (
        _months().get(parts["word"].casefold(), 0)
        if "word" in parts
        else int(parts.get("m") or 1)
    )
    day = int(parts.get("d") or 1)
    if name == "either" and month_first:
        day, month = month, day
    grain = "day" if "d" in parts else "year" if name == "year" else "month"
    try:
        return _checked(dt.date(year, month, day), grain, last)
    except ValueError:
        return _BAD


def _full(year: str, last: dt.date) -> int:
    """Return a year of two digits as the latest one that is not in the future."""
    if len(year) == 4:
        return int(year)
    return int(year) + (2000 if int(year) <= last.year % 100 else 1900)


def _checked(date: dt.date, grain: str, last: dt.date) -> _Day:
    if not _EARLIEST <= date.year <= _LATEST:
        return _BAD
    return _Day(date, grain, "future_date" if date > last else "")


@cache
def _months() -> Mapping[str, int]:
    """Return the number of each month by its name or abbreviation, in both languages."""
    from babel.dates import get_month_names

    names = {
        name.casefold().rstrip("."): number
        for lang in ("id", "en")
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=lang).items()
    }
    return {**names, **_MORE_MONTHS}


def _changes(
    cells: pd.Series[str],
    codes: np.ndarray,
    forms: list[_Form],
    read: list[_Day],
    column: str,
    *,
    month_first: bool,
) -> Iterator[Change]:
    """Yield what was decided: the order of day and month, and forms that are not plain days."""
    order = "MM/DD/YYYY" if month_first else "DD/MM/YYYY"
    told: dict[str, list[int]] = {}
    for turn, (form, day) in enumerate(zip(forms, read, strict=True)):
        if day.date is None:
            continue
        if _is_open(form):
            told.setdefault("date_order", []).append(turn)
        if form[0] in _TOLD:
            told.setdefault(_TOLD[form[0]], []).append(turn)
        if len(form[1].get("y", "yyyy")) == 2:
            told.setdefault("date_two_digits", []).append(turn)
    for code, turns in told.items():
        at = np.flatnonzero(np.isin(codes, turns))
        first = str(cells.iloc[at[0]])
        after = order if code == "date_order" else str(read[codes[at[0]]].date)
        yield Change(cells.index[at].tolist(), column, code, shown(first), after)
