"""How much a file may hold, checked before it is parsed."""

from __future__ import annotations

from typing import Final

from netgov.errors import RecordsError
from netgov.words import _

# Larger than ten years of records of a province; still fits into the memory of an old laptop.
MAX_BYTES: Final = 512 * 1024**2
# Tables pack 5 to 50 times; only files made to fill the memory pack better than this.
MAX_RATIO: Final = 200
# What a few repeated rows unpack to can do no harm, however well they pack.
HARMLESS_BYTES: Final = 1024**2
# Twice what a worksheet can hold.
MAX_ROWS: Final = 2_000_000
# The widest form known to us has 60 columns.
MAX_COLUMNS: Final = 200
# No row of 200 columns is this long; a file without line ends would be one row.
LONGEST_LINE: Final = 1_000_000
# Nobody leaves so many rows blank within a table; a stray cell far below does.
FAR_ROWS: Final = 10_000


def check_size(file: str, unpacked: int, packed: int) -> None:
    """Refuse a file that is too large, or far too large for how it was packed."""
    if unpacked > MAX_BYTES:
        sentence = _("{file} holds more than {limit} MB; split it into several files.")
        raise RecordsError(sentence, file=file, limit=MAX_BYTES // 1024**2)
    if unpacked > HARMLESS_BYTES and unpacked > MAX_RATIO * packed:
        sentence = _(
            "{file} unpacks to more than {limit} times its size, as no table does; "
            "ask its sender for a new copy."
        )
        raise RecordsError(sentence, file=file, limit=MAX_RATIO)


def check_rows(file: str, rows: int) -> None:
    """Refuse a table that is too long."""
    if rows > MAX_ROWS:
        sentence = _("{file} has more than {limit} rows; split it into several files.")
        raise RecordsError(sentence, file=file, limit=MAX_ROWS)


def check_columns(file: str, columns: int) -> None:
    """Refuse a table that is too wide."""
    if columns > MAX_COLUMNS:
        sentence = _(
            "{file} has more than {limit} columns; keep only the columns that are needed."
        )
        raise RecordsError(sentence, file=file, limit=MAX_COLUMNS)
