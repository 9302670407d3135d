"""A cell of any kind of file as text."""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal
from typing import Final

# Signs without width stick to text that was copied from web pages and chats; old programs of
# DOS close a file with \x1a.
EDGES: Final = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\ufeff\x1a"
# Floats hold no more whole numbers than these exactly.
_EXACT: Final = 2**53
_WORDS: Final = {True: "TRUE", False: "FALSE", None: ""}


class NotACell(TypeError):
    """A list, bytes or anything else that is no text, number or date."""


def as_text(value: object) -> str:
    """Return a value as it stands in a table of text, trimmed.

    Raises
    ------
    NotACell
        If it is no text, truth, number, date or time.
    """
    if isinstance(value, str):
        return value.strip(EDGES)
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value, repr(value))
    return _number(value, f"{value:f}") if isinstance(value, Decimal) else _time(value)


def _number(value: float | Decimal, text: str) -> str:
    if not math.isfinite(value):
        return text.replace("nan", "NaN").replace("inf", "Infinity")
    whole = int(value)
    if value == whole and abs(whole) < _EXACT:
        return str(whole)
    # 1.125 could be read as 1125, a point being the mark of thousands in Indonesia.
    return text + "0" if re.search(r"\.\d{3}$", text) else text


def _time(value: object) -> str:
    if isinstance(value, dt.datetime):
        clock = f"{value:%H:%M:%S}"
        return value.date().isoformat() + ("" if clock == "00:00:00" else f" {clock}")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return value.isoformat(timespec="seconds")
    if isinstance(value, dt.timedelta):
        return str(value)
    raise NotACell(type(value).__name__)
