"""Excel workbooks, sheet by sheet."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from netgov.errors import RecordsError, UnknownName, shown
from netgov.reading.cells import as_text
from netgov.reading.headings import HEADING_ROWS, Heading, find_heading
from netgov.reading.limits import FAR_ROWS, MAX_COLUMNS
from netgov.reading.model import Note, Pick, Raw, Row
from netgov.reading.opening import EMPTY, Opened, check_archive, chunks_of, damage_told
from netgov.reading.sheetxml import FillDown, Marks, marks_of
from netgov.reading.table import Place, build, with_notes
from netgov.words import _

if TYPE_CHECKING:
    import zipfile

NO_RESULT: Final = "#FORMULA!"

# Some workbooks that Excel opens are more than openpyxl can take.
_UNREADABLE: Final = _(
    "{file} is cut off, damaged or unusual; open it in Excel and save it again as .xlsx."
)
_XML: Final = (".xml", ".rels", ".vml")
_DECLARED: Final = tuple(
    mark.encode(codec)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for codec in ("utf-8", "utf-16-le", "utf-16-be")
)
_LONGEST_MARK: Final = max(map(len, _DECLARED))


class _Book(NamedTuple):
    file: str
    archive: zipfile.ZipFile
    sheets: list[Any]
    epoch_1904: bool


class _Sheet(NamedTuple):
    """What a worksheet turned out to be; ``raw`` is None if no heading of it is known."""

    name: str
    raw: Raw | None
    blank: bool


def read_xlsx(opened: Opened, pick: Pick, named: str | None) -> list[Raw]:
    """Return the tables of the worksheets of a workbook, or that of one.

    Parameters
    ----------
    opened
        The workbook.
    pick
        Tells the columns to load.
    named
        Name or number of the worksheet to read; hidden ones are read if named, or if no
        other holds a table.

    Raises
    ------
    RecordsError
        If it is empty, damaged, too large, or dangerous to open.
    UnknownName
        If it has no such worksheet.
    """
    import zipfile

    with damage_told(opened.file, sentence=_UNREADABLE), warnings.catch_warnings():
        # openpyxl warns of styles and checks it drops; none of them is a value.
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(io.BytesIO(opened.data)) as archive:
            book = _loaded(opened, archive)
            if named is not None:
                return _one_sheet(book, pick, named)
            return _all_sheets(book, pick)


def _loaded(opened: Opened, archive: zipfile.ZipFile) -> _Book:
    import openpyxl
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    _check_safe(archive, opened.file, guarded=openpyxl.DEFUSEDXML)
    book = openpyxl.load_workbook(
        io.BytesIO(opened.data), read_only=True, data_only=True, keep_links=False
    )
    return _Book(opened.file, archive, book.worksheets, book.epoch == CALENDAR_MAC_1904)


def _check_safe(archive: zipfile.ZipFile, file: str, *, guarded: bool) -> None:
    if not guarded:
        sentence = _("{file} needs defusedxml to be opened; run: pip install defusedxml")
        raise RecordsError(sentence, file=file)
    check_archive(archive, file)
    for info in archive.infolist():
        if info.filename.lower().endswith(_XML) and _declares(archive, info):
            sentence = _(
                "{file} holds XML declarations that Excel never writes; open it in Excel and "
                "save it again as .xlsx."
            )
            raise RecordsError(sentence, file=file)


def _declares(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    tail = b""
    for chunk in chunks_of(archive, info):
        piece = tail + chunk
        if any(mark in piece for mark in _DECLARED):
            return True
        tail = piece[-_LONGEST_MARK:]
    return False


def _one_sheet(book: _Book, pick: Pick, named: str) -> list[Raw]:
    sheet = _found(book, named)
    read = _read_sheet(book, sheet, pick)
    if read.raw is None:
        return []
    hidden = [Note("hidden_sheet_read", detail=_label(read.name))] if _is_hidden(sheet) else []
    return [with_notes(read.raw, hidden)]


def _found(book: _Book, named: str) -> Any:
    wanted = named.strip().casefold()
    for sheet in book.sheets:
        if sheet.title.strip().casefold() == wanted:
            return sheet
    if wanted.isdecimal() and 1 <= int(wanted) <= len(book.sheets):
        return book.sheets[int(wanted) - 1]
    sentence = _("There is no worksheet called {name}. The nearest is {near}; all: {known}.")
    raise UnknownName.among(sentence, named, [_label(sheet.title) for sheet in book.sheets])


def _all_sheets(book: _Book, pick: Pick) -> list[Raw]:
    hidden = [sheet for sheet in book.sheets if _is_hidden(sheet)]
    read = [_read_sheet(book, s, pick) for s in book.sheets if not _is_hidden(s)]
    raws = [one.raw for one in read if one.raw]
    notes = [
        Note("sheet_not_read", detail=_label(one.name))
        for one in read
        if not one.raw and not one.blank
    ]
    if raws:
        notes += [Note("hidden_sheet", detail=_label(sheet.title)) for sheet in hidden]
        return [with_notes(raws[0], notes), *raws[1:]]
    unseen = [_read_sheet(book, sheet, pick) for sheet in hidden]
    raws = [
        with_notes(one.raw, [Note("hidden_sheet_read", detail=_label(one.name))])
        for one in unseen
        if one.raw
    ]
    if raws:
        return [with_notes(raws[0], notes), *raws[1:]]
    if all(one.blank for one in [*read, *unseen]):
        raise RecordsError(EMPTY, file=book.file)
    return []


def _is_hidden(sheet: Any) -> bool:
    return bool(sheet.sheet_state != "visible")


def _label(name: str) -> str:
    return shown(name)[1:-1]


def _read_sheet(book: _Book, sheet: Any, pick: Pick) -> _Sheet:
    # openpyxl tells nowhere else which part of the file a worksheet is.
    marks = marks_of(book.archive.read(sheet._worksheet_path))
    rows = _rows(sheet, marks)
    # A merged heading has to be known before what is merged below it.
    first = list(islice(rows, HEADING_ROWS))
    fill = FillDown(marks.merged)
    heading = find_heading([fill((number, list(cells))) for number, cells in first], pick)
    if heading is None:
        return _Sheet(sheet.title, None, blank=not first)
    far: list[int] = []
    body = FillDown(marks.merged, below=heading.row)
    below = (body(row) for row in _after(heading.row, first, rows))
    raw = build(
        Place(book.file, sheet.title), heading, below, lambda row, _cells: far.append(row)
    )
    seen = raw.frame.index[-1] if len(raw.frame) else heading.row
    if marks.last_row - seen > FAR_ROWS:
        far.append(marks.last_row)
    notes = _notes(raw, heading, marks, body, far)
    return _Sheet(
        sheet.title, with_notes(raw._replace(epoch_1904=book.epoch_1904), notes), False
    )


def _after(row: int, first: list[Row], rest: Iterator[Row]) -> Iterator[Row]:
    yield from (one for one in first if one[0] > row)
    yield from rest


def _notes(
    raw: Raw, heading: Heading, marks: Marks, fill: FillDown, far: list[int]
) -> Iterator[Note]:
    kept = set(raw.frame.index)
    hidden = [row for row in marks.hidden_rows if row in kept]
    if hidden:
        yield Note("hidden_rows", hidden[0], "", str(len(hidden)))
    for at in heading.take:
        if at in marks.hidden_columns:
            yield Note("hidden_columns", column=heading.names[at])
        if filled := [row for row in fill.filled.get(at, ()) if row in kept]:
            yield Note("merged_cells", filled[0], heading.names[at], str(len(filled)))
    if far:
        yield Note("far_cells", far[0])


def _rows(sheet: Any, marks: Marks) -> Iterator[Row]:
    """Yield the rows that are not blank, until far too many are."""
    # The size a sheet states may be false and would cut it.
    sheet.reset_dimensions()
    last = 0
    for number, values in enumerate(
        sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True), start=1
    ):
        if number - last > FAR_ROWS:
            return
        cells = _cells(values)
        _mark(cells, marks.formulas.get(number, ()))
        if any(cells):
            last = number
            yield number, cells


def _cells(values: tuple[object, ...]) -> list[str]:
    """Return the cells up to the last one that holds anything."""
    left = len(values) - values.count(None)
    cells: list[str] = []
    for value in values:
        if not left:
            break
        left -= value is not None
        cells.append(as_text(value).replace("_x000D_", "") if value is not None else "")
    return cells


def _mark(cells: list[str], without_result: Iterable[int]) -> None:
    for at in without_result:
        if at < MAX_COLUMNS:
            cells.extend([""] * (at + 1 - len(cells)))
            cells[at] = NO_RESULT
