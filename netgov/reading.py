"""Any file to a raw text frame with the row numbers that a person sees.

Nothing is converted here: every cell stays the text that stands in the file, so that "NA"
stays a name and 0012 keeps its zeros.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pandas as pd

from netgov.errors import RecordsError, shown
from netgov.words import _

_SEPARATORS: Final = ",;\t|"


def read_table(path: Path) -> pd.DataFrame:
    """Return every cell of a table file as text.

    Returns
    -------
    DataFrame
        Columns as headed in the file, indexed by the row number seen in a spreadsheet (the
        heading is row 1). Blank rows are left out, short rows filled with blanks.

    Raises
    ------
    RecordsError
        If the file is of an unknown kind, empty, not text, or has a row that does not fit.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        sentence = _("{file}: netgov cannot read this kind of file; save it as {known}.")
        raise RecordsError(sentence, file=path.name, known=", ".join(READERS))
    return reader(path)


def _read_csv(path: Path) -> pd.DataFrame:
    text = read_text(path)
    separator = _separator(text)
    # StringIO ends lines where CSV does; str.splitlines would break cells at rare signs too.
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    numbered = _numbered(rows, path)
    if not numbered:
        sentence = _("{file} is empty; its first row must hold the headings.")
        raise RecordsError(sentence, file=path.name)
    heading, *body = numbered.values()
    headings = [cell.strip() for cell in heading]
    for number, row in list(numbered.items())[1:]:
        if any(cell.strip() for cell in row[len(headings) :]):
            sentence = _(
                "{file}, row {row}: {value} stands beyond the last heading; "
                "put text that holds a {separator} in quotation marks."
            )
            beyond = next(cell for cell in row[len(headings) :] if cell.strip())
            raise RecordsError(
                sentence, file=path.name, row=number, value=shown(beyond), separator=separator
            )
    width = len(headings)
    cells = [[c.strip() for c in row[:width]] + [""] * (width - len(row)) for row in body]
    return pd.DataFrame(cells, index=list(numbered)[1:], columns=headings, dtype=object)


def read_text(path: Path) -> str:
    """Return the text of a file.

    Raises
    ------
    RecordsError
        If it cannot be opened or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        sentence = _("{file} is not UTF-8 text; in Excel save it as “CSV UTF-8”.")
        raise RecordsError(sentence, file=path.name) from None
    except OSError as error:
        sentence = _("{file} cannot be opened ({reason}); check its name and rights.")
        raise RecordsError(sentence, file=path.name, reason=error.strerror) from None


def _separator(text: str) -> str:
    """Return the sign that parts most headings, those within quotation marks not counted."""
    headings = re.sub(r'"[^"]*"', "", text.lstrip()).partition("\n")[0]
    return max(_SEPARATORS, key=headings.count)


def _numbered(rows: object, path: Path) -> dict[int, list[str]]:
    """Number the rows as a spreadsheet does, blank ones included but not kept."""
    kept: dict[int, list[str]] = {}
    number = 0
    try:
        for number, row in enumerate(rows, start=1):  # type: ignore[arg-type, var-annotated]
            if any(cell.strip() for cell in row):
                kept[number] = row
    except csv.Error:
        sentence = _("{file}, row {row}: a quotation mark is opened or closed where none fits.")
        raise RecordsError(sentence, file=path.name, row=number + 1) from None
    return kept


READERS: Final[Mapping[str, Callable[[Path], pd.DataFrame]]] = {".csv": _read_csv}
