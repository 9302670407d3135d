"""Excel workbooks: notes first, then a sheet for each table."""

from __future__ import annotations

import datetime
import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from netgov.captions import CAPTIONS, YEAR, definition, meaning, title, unit
from netgov.tables.told import (
    About,
    about,
    are_days,
    flat,
    headings,
    marks,
    safe,
    safe_text,
    spoken,
    table_named,
    typed,
)
from netgov.words import Words, _
from netgov.writing import MADE

_A4: Final = 9
_PAGE: Final = 200  # signs that fit across a printed page and can still be read
# Excel holds no longer text in a cell, and no longer name of a sheet.
_LONGEST_CELL: Final = 32767
_LONGEST_NAME: Final = 31
_BROADEST: Final = 60
_NARROWEST: Final = 8


def workbook(
    sheets: Mapping[str, pd.DataFrame],
    words: Words,
    *,
    notice: str = "",
    remarks: Sequence[str] = (),
    notes: bool = True,
) -> bytes:
    """Return an Excel workbook with a sheet for each frame, headings frozen, text as text.

    Parameters
    ----------
    sheets
        Frames by the name of their table, one of `CAPTIONS`, or by any other name.
    words
        The language of names, headings and notes.
    notice
        What the data are, for the head of the notes.
    remarks
        Sentences that go with the tables, for the head of the notes too.
    notes
        Begin with a sheet that says what each sheet and column tells, and in which unit.
    """
    book = _Book(words)
    names = _sheet_names([words(_("Notes"))] if notes else [], sheets, words)
    if notes:
        said = [mark for frame in sheets.values() for mark in marks(frame).values()]
        book.add_notes(names[0], list(dict.fromkeys(filter(None, [notice, *said, *remarks]))))
    for name, (wanted, frame) in zip(names[notes:], sheets.items(), strict=True):
        table, shown = table_named(wanted, frame, words), safe(spoken(flat(frame), words))
        if notes:
            book.note(name, table, shown)
        book.add(name, table, shown)
    return book.closed()


def single(frame: pd.DataFrame, words: Words, known: About | None = None) -> bytes:
    """Return a workbook of one table."""
    known = known or about(frame, words)
    return workbook({known.table or "netgov": frame}, words, remarks=known.remarks)


def _sheet_names(
    first: list[str], tables: Mapping[str, pd.DataFrame], words: Words
) -> list[str]:
    """Return names that Excel accepts, each of them once whatever its case."""
    names: list[str] = []
    wanted = [words(CAPTIONS[name].sheet) if name in CAPTIONS else name for name in tables]
    for name in [*first, *wanted]:
        clean = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip(" '") or "netgov"
        tries = (clean[: _LONGEST_NAME - len(end)] + end for end in _endings())
        taken = {one.casefold() for one in names} | {"history"}  # Excel keeps it for itself
        names.append(next(one for one in tries if one.casefold() not in taken))
    return names


def _endings() -> Iterator[str]:
    yield ""
    yield from (f" ({turn})" for turn in range(2, 1000))


class _Book:
    """A workbook in the making."""

    def __init__(self, words: Words) -> None:
        import xlsxwriter

        self.words, self._file = words, io.BytesIO()
        kept = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
        options: dict[str, Any] = dict.fromkeys(kept, False)
        self._book = xlsxwriter.Workbook(
            self._file, {"in_memory": True, "remove_timezone": True, **options}
        )
        self._book.set_properties({"created": MADE})
        self._formats: dict[tuple[Any, ...], Any] = {}
        self._notes: Any = None
        self._line = 0

    def closed(self) -> bytes:
        """Return the bytes of the finished workbook."""
        self._book.close()
        return self._file.getvalue()

    def _format(self, **facts: Any) -> Any:
        key = tuple(facts.items())
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"valign": "top", **facts})
        return self._formats[key]

    def _head(self, sheet: Any, row: int, titles: list[str]) -> None:
        bold = self._format(bold=True, bottom=1, text_wrap=True, bg_color="#eef1f4")
        for column, told in enumerate(titles):
            sheet.write_string(row, column, told, bold)
        sheet.repeat_rows(row)

    def add(self, name: str, table: str, frame: pd.DataFrame) -> None:
        """Add the sheet of a table."""
        sheet, titles = self._book.add_worksheet(name), headings(frame, self.words, table)
        self._head(sheet, 0, titles)
        broad = 0.0
        for place, (column, cells) in enumerate(typed(frame).items()):
            kind = self._kind(cells, years=meaning(str(column), table).unit == YEAR)
            longest = max([len(titles[place]) * 0.8, *(len(_shown(c)) for c in cells.tolist())])
            width = min(max(longest + 2, _NARROWEST), _BROADEST)
            sheet.set_column(place, place, width, kind)
            broad += width
            self._cells(sheet, place, cells.tolist(), kind)
        sheet.freeze_panes(1, 1)
        if len(frame):
            sheet.autofilter(0, 0, len(frame), frame.shape[1] - 1)
        self._printed(sheet, math.ceil(broad / _PAGE), marks(frame))

    def _cells(self, sheet: Any, place: int, cells: list[Any], kind: Any) -> None:
        for row, cell in enumerate(cells, start=1):
            if isinstance(cell, bool | np.bool_):
                sheet.write_boolean(row, place, bool(cell), kind)
            elif isinstance(cell, int | float | np.integer | np.floating):
                if math.isfinite(cell):
                    sheet.write_number(row, place, float(cell), kind)
            elif pd.api.types.is_scalar(cell) and pd.isna(cell):
                continue
            elif isinstance(cell, datetime.date):
                sheet.write_datetime(row, place, cell, kind)
            elif str(cell):
                sheet.write_string(row, place, str(cell)[:_LONGEST_CELL], kind)

    def _kind(self, cells: pd.Series[Any], *, years: bool) -> Any:
        """Return how the cells of a column look; a rounded number keeps all its digits."""
        if pd.api.types.is_bool_dtype(cells.dtype):
            return self._format()
        if pd.api.types.is_datetime64_any_dtype(cells.dtype):
            form = "yyyy-mm-dd" if are_days(cells) else "yyyy-mm-dd hh:mm"
            return self._format(num_format=form)
        if not pd.api.types.is_numeric_dtype(cells.dtype):
            return self._format(text_wrap=True)
        largest = cells.abs().max()
        if pd.isna(largest) or years:
            return self._format(num_format="0")
        if pd.api.types.is_integer_dtype(cells.dtype):
            return self._format(num_format="#,##0" if largest >= 10_000 else "0")
        return self._format(num_format="0.000" if largest < 100 else "#,##0.0")

    def _printed(self, sheet: Any, pages: int, said: Mapping[str, str]) -> None:
        """Print a sheet on A4 across, headings on each page, with what the data are."""
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(max(pages, 1), 0)
        if pages > 1:
            sheet.repeat_columns(0)
        told = "; ".join(said.values()).replace("&", "&&")[:150]
        page = self.words(_("Page {page} of {pages}"), page="&P", pages="&N")
        sheet.set_footer(f"&L{told}&C&A&R{page}")

    def add_notes(self, name: str, said: list[str]) -> None:
        """Add the sheet that tells what the others hold, and begin it."""
        sheet = self._notes = self._book.add_worksheet(name)
        for place, width in enumerate((24, 36, 24, 18, 90)):
            sheet.set_column(place, place, width, self._format(text_wrap=True))
        plain = self._format()
        lines = [self.words(_("What the sheets hold, and what their columns say.")), *said]
        for turn, line in enumerate(lines):
            kind = plain if turn else self._format(bold=True, font_size=14)
            sheet.write_string(turn, 0, str(safe_text(line)), kind)
        self._line = len(lines) + 1
        titles = _("Sheet"), _("Column"), _("Column in programs"), _("Unit"), _("Meaning")
        self._head(sheet, self._line, [self.words(title) for title in titles])
        sheet.freeze_panes(self._line + 1, 0)
        self._printed(sheet, 1, {})

    def note(self, name: str, table: str, frame: pd.DataFrame) -> None:
        """Tell what a sheet holds, and what each of its columns says."""
        words, holds = self.words, ""
        if table in CAPTIONS:
            holds = f"{title(table, words)}. {words(CAPTIONS[table].holds)}"
        self._write_note(
            self._format(bold=True, text_wrap=True, top=1), name, "", "", "", holds
        )
        wrapped = self._format(text_wrap=True)
        called = headings(frame, words, table)
        for told, column in zip(called, map(str, frame.columns), strict=True):
            says = unit(column, words, table), definition(column, words, table)
            self._write_note(wrapped, name, told, column, *says)

    def _write_note(self, kind: Any, *cells: str) -> None:
        self._line += 1
        for place, cell in enumerate(cells):
            self._notes.write(self._line, place, cell or None, kind)


def _shown(cell: object) -> str:
    """Return a cell about as broad as it is shown."""
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)
