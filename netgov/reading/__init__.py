"""Any file to raw text tables with the row numbers that a person sees.

Nothing is converted here: every cell stays the text that stands in the file, so that "NA"
stays a name and 0012 keeps its zeros. Only the columns that are asked for are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from netgov.errors import NothingKnown, RecordsError
from netgov.reading.database import read_sqlite
from netgov.reading.delimited import read_csv
from netgov.reading.jsonlines import read_jsonl
from netgov.reading.kinds import SUFFIXES
from netgov.reading.model import NOTES, OF_SHEETS, Note, Pick, Raw
from netgov.reading.opening import Opened, unpack
from netgov.reading.parquet import read_parquet
from netgov.reading.text import read_text
from netgov.reading.workbook import read_xlsx
from netgov.words import _

__all__ = [
    "NOTES",
    "OF_SHEETS",
    "READERS",
    "SUFFIXES",
    "Note",
    "Pick",
    "Raw",
    "read_tables",
    "read_text",
]

Reader = Callable[[Opened, Pick, str | None], list[Raw]]
"""Gives the tables of a file that have columns to load, or the one that is named."""

READERS: Final[Mapping[str, Reader]] = {
    "csv": read_csv,
    "xlsx": read_xlsx,
    "jsonl": read_jsonl,
    "parquet": read_parquet,
    "sqlite": read_sqlite,
}


def read_tables(
    path: Path, pick: Pick, *, sheet: str | None = None, table: str | None = None
) -> list[Raw]:
    """Return the tables of a file that have columns to load.

    Parameters
    ----------
    path
        A file of any kind: what it is, is told by what it holds.
    pick
        Given the headings of a table, returns the positions of the columns to load.
    sheet
        The one worksheet to read, by name or number.
    table
        The one table of a database to read.

    Raises
    ------
    RecordsError
        If the file cannot be read, is empty, or has no heading that is known.
    UnknownName
        If it has no such sheet or table.
    """
    opened = unpack(path)
    _check_asked(opened, sheet, table)
    raws = READERS[opened.kind](opened, pick, sheet if sheet is not None else table)
    if not raws:
        sentence = _(
            "{file} has no heading that netgov knows; see docs/data.md, or name the columns "
            "in netgov.toml, [columns]."
        )
        raise NothingKnown(sentence, file=opened.file)
    return raws


def _check_asked(opened: Opened, sheet: str | None, table: str | None) -> None:
    if sheet is not None and opened.kind != "xlsx":
        sentence = _("{file} has no worksheets; leave the name of the worksheet out.")
        raise RecordsError(sentence, file=opened.file)
    if table is not None and opened.kind != "sqlite":
        sentence = _("{file} is no database; leave the name of the table out.")
        raise RecordsError(sentence, file=opened.file)
