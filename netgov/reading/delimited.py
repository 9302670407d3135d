"""CSV and its relatives, as offices save them."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final, NamedTuple, NoReturn

from netgov.errors import RecordsError, shown
from netgov.reading.cells import EDGES
from netgov.reading.headings import HEADING_ROWS, Heading, find_heading
from netgov.reading.limits import LONGEST_LINE, check_columns, check_rows
from netgov.reading.model import Note, Pick, Raw, Row
from netgov.reading.opening import EMPTY, Opened
from netgov.reading.table import Place, build, with_notes
from netgov.reading.text import encoding_of
from netgov.words import _

_SEPARATORS: Final = ",;\t|"
_STATED: Final = re.compile(r'"?sep=([^\w"\r\n])"?\s*', re.IGNORECASE)
# A pasted row holds at least three cells; a cell with one comma is an ordinary cell.
_FEWEST_PASTED: Final = 3


class _Source(NamedTuple):
    """Text and how its rows are parted.

    ``skip`` is the number of lines that state the separator; ``inner`` parts the first cell
    of each row once more, if it is not blank.
    """

    file: str
    data: bytes
    codec: str
    separator: str = ","
    skip: int = 0
    inner: str = ""


class _Trial(NamedTuple):
    source: _Source
    rows: list[Row]
    heading: Heading | None
    error: RecordsError | None

    @property
    def worth(self) -> tuple[int, int]:
        """The columns to load, then the rows that are as wide as the heading."""
        if self.heading is None:
            return 0, 0
        width = len(self.heading.names)
        return len(self.heading.take), sum(len(cells) == width for _n, cells in self.rows)


def read_csv(opened: Opened, pick: Pick, named: str | None) -> list[Raw]:  # noqa: ARG001
    """Return the table of a text file; none if it has no heading that is known.

    Raises
    ------
    RecordsError
        If it is empty, no text, too large, or a row does not fit the heading.
    """
    encoding = encoding_of(opened.data, opened.file)
    source = _Source(opened.file, opened.data, encoding.codec)
    trial = _best(source, pick)
    if trial is None or trial.heading is None:
        return []
    heading = trial.heading
    rows = itertools.dropwhile(lambda row: row[0] <= heading.row, _rows(trial.source))
    refuse = partial(_refuse, trial.source, heading)
    raw = build(Place(opened.file, opened.inner), heading, rows, refuse)
    notes = {"encoding_assumed": encoding.assumed, "rows_unwrapped": bool(trial.source.inner)}
    return [with_notes(raw, [Note(code) for code, said in notes.items() if said])]


def _refuse(source: _Source, heading: Heading, number: int, cells: list[str]) -> NoReturn:
    """Refuse cells beyond the last heading: a separator within a text shifted them."""
    sign = source.inner or source.separator
    facts = {"file": source.file, "row": number, "separator": "TAB" if sign == "\t" else sign}
    if heading.unread or len(heading.written[-1]) > len(heading.names):
        # The cell may have been shifted out of a column that nobody may see, or stand in one
        # whose heading was taken away.
        sentence = _(
            "{file}, row {row}: a cell stands beyond the last heading; "
            "put text that holds a {separator} in quotation marks."
        )
        raise RecordsError(sentence, **facts)
    sentence = _(
        "{file}, row {row}: {value} stands beyond the last heading; "
        "put text that holds a {separator} in quotation marks."
    )
    raise RecordsError(sentence, value=shown(next(filter(None, cells))), **facts)


def _best(source: _Source, pick: Pick) -> _Trial | None:
    """Return the way to part the rows that finds the most columns to load."""
    stated = _STATED.fullmatch(next(iter(_lines(source)), ""))
    separators = stated[1] if stated else _SEPARATORS
    source = source._replace(skip=1 if stated else 0)
    plain = [_tried(source._replace(separator=sign), pick) for sign in separators]
    best = max(plain, key=lambda trial: trial.worth)
    if best.heading:
        return best
    _check_filled(plain, source.file)
    pasted = [
        _tried(source._replace(separator=sign, inner=inner), pick)
        for sign, inner in itertools.product(separators, _SEPARATORS)
    ]
    return max(
        (trial for trial in pasted if _is_pasted(trial)), key=lambda t: t.worth, default=None
    )


def _check_filled(trials: list[_Trial], file: str) -> None:
    """Refuse a file without text, or of which not even the first row can be parted."""
    if any(not trial.rows and trial.error is None for trial in trials):
        raise RecordsError(EMPTY, file=file)
    if not any(trial.rows for trial in trials):
        raise next(trial.error for trial in trials if trial.error)


def _tried(source: _Source, pick: Pick) -> _Trial:
    rows: list[Row] = []
    try:
        rows.extend(itertools.islice(_rows(source), HEADING_ROWS))
    except RecordsError as error:
        return _Trial(source, rows, find_heading(rows, pick), error)
    return _Trial(source, rows, find_heading(rows, pick), None)


def _is_pasted(trial: _Trial) -> bool:
    return trial.heading is not None and len(trial.heading.names) >= _FEWEST_PASTED


def _rows(source: _Source) -> Iterator[Row]:
    """Number the rows as a spreadsheet does; blank ones are counted but not given."""
    parted: Iterable[list[str]] = csv.reader(
        _lines(source), delimiter=source.separator, strict=True
    )
    if source.inner:
        parted = _parted_again(parted, source.inner)
    number = 0
    try:
        for number, row in enumerate(parted, start=1):
            check_rows(source.file, number)
            cells = [cell.strip(EDGES) for cell in row]
            if any(cells):
                yield number, cells
    except csv.Error:
        sentence = _("{file}, row {row}: a quotation mark is opened or closed where none fits.")
        raise RecordsError(sentence, file=source.file, row=number + 1) from None


def _parted_again(rows: Iterable[list[str]], inner: str) -> Iterator[list[str]]:
    for row in rows:
        cells = next(csv.reader(row[:1], delimiter=inner, strict=True), [])
        yield cells + row[1:] if any(row[1:]) else cells


def _lines(source: _Source) -> Iterator[str]:
    # Decoded piece by piece: the whole text would take up to four times the file.
    stream = io.TextIOWrapper(io.BytesIO(source.data), source.codec, newline="")
    for line in itertools.islice(stream, source.skip, None):
        if len(line) > LONGEST_LINE:
            check_columns(source.file, line.count(source.separator))
            sentence = _("{file} has a line of more than {limit} signs; it is no table.")
            raise RecordsError(sentence, file=source.file, limit=LONGEST_LINE)
        yield line
