"""Spans of whole years."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from netgov.errors import NetgovError, shown
from netgov.words import _

if TYPE_CHECKING:
    import pandas as pd


class Period(NamedTuple):
    """Whole years, first and last included."""

    first: int
    last: int

    @classmethod
    def of(cls, year: int | str | tuple[int, int]) -> Period:
        """Return the period written as 2019, "2019", "2017-2019" or (2017, 2019)."""
        written = "-".join(map(str, year)) if isinstance(year, tuple) else str(year)
        years = re.fullmatch(r"\s*(\d{4})\s*(?:[-–]\s*(\d{4})\s*)?", written)
        period = years and cls(int(years[1]), int(years[2] or years[1]))
        if not period or period.last < period.first:
            sentence = _("{year} is not a year or a span of years; write 2019 or 2017-2019.")
            raise NetgovError(sentence, year=shown(written))
        return period

    def __str__(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first}–{self.last}"

    def holds(self, days: pd.Series[Any]) -> pd.Series[bool]:
        """Return which days fall into this period."""
        inside: pd.Series[bool] = days.dt.year.between(self.first, self.last)
        return inside

    def touches(self, start: pd.Series[float], end: pd.Series[float]) -> pd.Series[bool]:
        """Return which spans of years touch this one; a blank end is open."""
        return ~(start > self.last) & ~(end < self.first)


ALL_YEARS: Final = Period(1, 9999)


class Window(NamedTuple):
    """The days that were asked for, first and last included; None is open."""

    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def is_of_years(self) -> bool:
        """Whether it begins and ends with a year."""
        first = self.first is None or (self.first.month, self.first.day) == (1, 1)
        return first and (self.last is None or (self.last.month, self.last.day) == (12, 31))

    def leaves_out(self, days: pd.Series[Any]) -> pd.Series[bool]:
        """Return which days lie outside."""
        early = days < str(self.first or dt.date.min)
        return early | (days > str(self.last or dt.date.max))
