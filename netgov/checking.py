"""The cells of one table: converted as the schema says, or set aside with a reason."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from netgov.amounts import read_amounts
from netgov.days import read_days
from netgov.errors import Phrase, RecordsError, shown
from netgov.headings import Renamed, recognise
from netgov.identity import case_code, masked, names_person
from netgov.names import LONGEST, tidy
from netgov.reading import NOTES, OF_SHEETS, Raw
from netgov.reading.opening import TWICE
from netgov.schema import CHANGES, PROBLEMS, Change, Column, Fault, plain
from netgov.sheets import Keys, Sheet
from netgov.terms import Terms
from netgov.words import _

_SLUG: Final = r"[\w.-]{1,60}"
_SPANS: Final = (
    ("year_from", "year_to"),
    ("in_force_from", "in_force_to"),
    ("active_from", "active_to"),
)
# What Excel leaves where a formula gave no value, and what the reader puts for one without.
NO_VALUE: Final = frozenset(
    (
        *("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#FORMULA!"),
        *("#SPILL!", "#CALC!", "#GETTING_DATA"),
    )
)
# People write these for nothing or for "as above"; "NA" is the name of a body.
NOTHING: Final = frozenset(
    (
        *("-", "--", "---", "–", "—", "_", ".", "..", "...", "…", "?", '"', "''", "〃"),
        *("n/a", "nihil", "kosong", "tidak ada", "belum ada"),
        *("sda", "s.d.a", "s.d.a.", "idem"),
    )
)
_HEADINGS_TOLD: Final = 8  # of those looked for in vain

CHANGE_COLUMNS: Final = ["file", "sheet", "row", "column", "code", "before", "after", "rows"]


class Checked(NamedTuple):
    """The rows of a table that are used, and what became of the others.

    ``problems`` has a row for each row set aside, ``changes`` for each thing done to rows used.
    """

    frame: pd.DataFrame
    problems: pd.DataFrame
    changes: pd.DataFrame
    rows_in: int
    file: str
    sheet: str


def remedy(code: str, known: str = "", within: str = "") -> Phrase:
    """Return what is wrong with a cell and what to do about it."""
    return Phrase(PROBLEMS[code], known=known, table=within)


def told(code: str) -> str:
    """Return the sentence of something that was done to rows that are used."""
    return {**CHANGES, **NOTES}[code]


def check_table(
    raw: Raw,
    name: str,
    keys: Keys,
    *,
    renamed: Renamed | None = None,
    strict: bool = False,
) -> Checked:
    """Convert a raw text frame to the columns of the schema.

    Parameters
    ----------
    raw
        Text cells under the headings of the file, indexed by the row a person sees.
    name
        The table, as named in `schema.TABLES`.
    keys
        The names known in other tables, by table.
    renamed
        The headings that a mapping file gives to columns.
    strict
        Refuse the file for any faulty row.

    Raises
    ------
    RecordsError
        If a column is missing or doubled, or a row is faulty in a table that must be whole.
    """
    sheet = converted(raw, name, keys, renamed=renamed)
    _check_rows(sheet)
    return settled(sheet, strict=strict)


def converted(
    raw: Raw, name: str, keys: Keys, *, key: bytes = b"", renamed: Renamed | None = None
) -> Sheet:
    """Return a table with every cell converted, and its faults so far."""
    sheet = Sheet(raw, name, keys, key)
    sheet.headings = headings_of(sheet, renamed or {})
    sheet.frame = pd.DataFrame(index=raw.frame.index)
    for column in sheet.table.columns:
        _convert(sheet, column)
    return sheet


def read_words(
    name: str,
    column: str,
    words: Sequence[str],
    heading: str = "",
    times: np.ndarray | None = None,
) -> Sheet:
    """Return a sheet that holds one column of a table, each distinct word of it once.

    What a store holds in millions of rows is read so, word by word, as a file would be. Its
    rows are numbered from 0; what is said of rows is said of words. ``times``: how often each
    word stands there.
    """
    cells = pd.DataFrame({heading or column: pd.Series(words, dtype=object)})
    sheet = Sheet(Raw("", "", cells, (), {}, ()), name, {}, times=times)
    sheet.headings = {column: heading or column}
    sheet.frame = pd.DataFrame(index=cells.index)
    _convert(sheet, sheet.table.column(column))
    return sheet


def settled(sheet: Sheet, *, strict: bool = False) -> Checked:
    """Return the rows that are used and those that are set aside, each for its first reason."""
    no_record = {
        row: Fault(row, "", shown(word) if word else "", "not_a_record")
        for row, word in sheet.no_records.items()
    }
    faults = [fault for fault in sheet.faults if fault.row not in no_record]
    if faults and (sheet.table.refuses or strict):
        raise _refusal(min(faults), len({fault.row for fault in faults}), sheet.place)
    first = {fault.row: fault for fault in reversed(faults)} | no_record
    problems = pd.DataFrame([first[row] for row in sorted(first)], columns=list(Fault._fields))
    problems.insert(0, "file", sheet.raw.file)
    problems.insert(1, "sheet", sheet.raw.sheet)
    used = sheet.frame.drop(index=list(first))
    done = _changes(sheet, set(first))
    return Checked(used, problems, done, len(sheet.raw.frame), sheet.raw.file, sheet.raw.sheet)


def _changes(sheet: Sheet, aside: Set[int]) -> pd.DataFrame:
    """Return what was done to rows that are used, and what is to be told of the file."""
    file, name = sheet.raw.file, sheet.raw.sheet
    rows = []
    for note in sheet.raw.notes:
        count = int(note.detail) if note.detail.isdecimal() else 1
        detail = "" if note.detail.isdecimal() else note.detail
        if note.code in OF_SHEETS:
            rows.append((file, detail, note.row, note.column, note.code, "", "", count))
        else:
            rows.append((file, name, note.row, note.column, note.code, detail, "", count))
    for change in sheet.changes:
        at = [row for row in change.at if row not in aside] if aside else change.at
        if len(at):
            told = (change.column, change.code, change.before, change.after)
            rows.append((file, name, int(at[0]), *told, len(at)))
    return pd.DataFrame(rows, columns=CHANGE_COLUMNS)


def headings_of(sheet: Sheet, renamed: Renamed, given: Collection[str] = ()) -> dict[str, str]:
    """Return the heading in the file of each column of the schema.

    ``given``: columns that need no heading, since a mapping file says what they hold.
    """
    written = list(sheet.raw.frame.columns)
    found = recognise(written, [sheet.name], {sheet.name: renamed}, given)
    for places in found.columns.values():
        if len(places) > 1:
            raise RecordsError(TWICE, file=sheet.place, value=shown(written[places[0]]))
    for column in found.missing:
        sentence = _(
            "{file}: the column {column} is missing; add it, or name yours in a mapping file: "
            "--columns, or netgov.toml, [columns] (looked for: {known})."
        )
        also = (column, *sheet.table.column(column).headings)
        known = renamed.get(column) or ", ".join(also[:_HEADINGS_TOLD])
        raise RecordsError(sentence, file=sheet.place, column=column, known=known)
    return {column: written[places[0]] for column, places in found.columns.items()}


# --- columns ----------------------------------------------------------------------------


def _convert(sheet: Sheet, column: Column) -> None:
    """Convert one column of a sheet."""
    cells = sheet.raw_cells(column.name)
    broken = cells.isin(NO_VALUE)
    sheet.blame(broken, column.name, "formula_error", cells=cells)
    cells = cells.mask(broken, "")
    if sheet.table.counted or column.kind == "text":
        cells = _without_persons(sheet, column, cells)
    sheet.frame[column.name] = _CONVERTERS[column.kind](sheet, column, cells)


def _without_persons(sheet: Sheet, column: Column, cells: pd.Series[str]) -> pd.Series[str]:
    """Return the cells without numbers and addresses of persons."""
    codes, written = pd.factorize(cells)
    # Public statements and rules hold addresses of the law, not names alone.
    is_name = column.kind != "case" and sheet.table.counted
    telling = [names_person(text, is_name=is_name) for text in written]
    if not any(telling) or column.kind in {"date", "count", "weight"}:
        return cells
    found = pd.Series([telling[code] for code in codes], index=cells.index)
    # A footer of the office may hold its number; it is no record and tells of nobody.
    told = found & ~cells.index.isin(list(sheet.raw.furniture))
    if column.kind == "case" and told.any():
        row = int(cells.index[told][0])
        sentence = _(
            "{file}, row {row}, column {column}: {value} is a number or address of a person, "
            "and nothing is read from such a file; number the cases without it."
        )
        heading, value = sheet.heading(column.name), masked(cells[row])
        raise RecordsError(sentence, file=sheet.place, row=row, column=heading, value=value)
    if column.required:
        sheet.blame(told, column.name, "personal_data", cells=cells)
    else:
        sheet.note(told, column.name, "personal_left_out")
    return cells.mask(found, "")


def _need(sheet: Sheet, column: Column, cells: pd.Series[str], code: str) -> pd.Series[bool]:
    """Note blank cells of a needed column and return which cells are blank."""
    blank = cells == ""
    if column.required:
        faulty = {
            fault.row for fault in sheet.faults if fault.column == sheet.heading(column.name)
        }
        missing = blank & ~cells.index.isin(faulty) if faulty else blank
        sheet.blame(missing, column.name, code, cells=cells)
    return blank


def _text(sheet: Sheet, column: Column, cells: pd.Series[str]) -> pd.Series[Any]:
    cells = each(cells, _visible)
    _need(sheet, column, cells, "missing_value")
    _need_known(sheet, column, cells)
    return cells


def _visible(text: str) -> str:
    """Return text without signs that nobody sees, which could turn around what it says."""
    if text.isprintable():
        return text.strip()
    seen = (sign for sign in text if sign.isspace() or unicodedata.category(sign)[0] != "C")
    return "".join(seen).strip()


def _slug(sheet: Sheet, column: Column, cells: pd.Series[str]) -> pd.Series[Any]:
    blank = _need(sheet, column, cells, "missing_value")
    wrong = ~cells.str.fullmatch(_SLUG).astype(bool) & ~blank
    sheet.blame(wrong, column.name, "bad_id", cells=cells)
    _need_known(sheet, column, cells)
    return cells


def _need_known(sheet: Sheet, column: Column, cells: pd.Series[str]) -> None:
    if column.names and column.names in sheet.keys:
        known = sheet.keys[column.names]
        strange = ~cells.isin(known) & (cells != "")
        sheet.blame(strange, column.name, "unknown_name", known, cells=cells)


def _closed(sheet: Sheet, column: Column, cells: pd.Series[str]) -> pd.Series[Any]:
    assert isinstance(column.type, Mapping)  # noqa: S101  the caller has seen to it
    blank = _need(sheet, column, cells, "missing_value")
    values = each(cells, _meaning(column.type))
    unknown = values.isna() & ~blank
    if column.soft:
        code = "referral_assumed" if column.name == "layer" else "unknown_left_out"
        sheet.note(unknown, column.name, code)
        return values.mask(unknown | blank, column.blank)
    sheet.blame(unknown, column.name, "unknown_value", ", ".join(column.type), cells=cells)
    return values.where(~blank, column.blank)


def _meaning(terms: Terms) -> Callable[[str], str | None]:
    """Return what a written value of a closed list means; None for any other."""
    written = {
        plain(name): key
        for key, term in reversed(list(terms.items()))
        for name in (key, term.label, *term.also)
    }
    return lambda value: written.get(plain(value))


def _number(sheet: Sheet, column: Column, cells: pd.Series[str]) -> pd.Series[Any]:
    blank = _need(sheet, column, cells, "missing_value")
    values = pd.to_numeric(cells.where(~blank), errors="coerce").astype(float)
    wrong = (values.isna() & ~blank) | (values.abs() == float("inf"))
    if column.kind == "year":
        wrong |= ~blank & ((values % 1 != 0) | ~values.between(1900, 2100))
    sheet.blame(wrong, column.name, f"bad_{column.kind}", cells=cells)
    least, most = column.within
    outside = ~blank & ~wrong & ~values.between(least, most)
    sheet.blame(outside, column.name, "out_of_range", f"{least:g}–{most:g}", cells=cells)
    return values


def _amount(sheet: Sheet, column: Column, cells: pd.Series[str]) -> pd.Series[Any]:
    blank = _need(sheet, column, cells, "bad_count")
    none_too = column.within[0] == 0
    values = read_amounts(cells, whole=column.kind == "count", none_too=none_too)
    code = "bad_amount" if none_too else "bad_count"
    sheet.blame(values.isna() & ~blank, column.name, code, cells=cells)
    return values.mask(blank, float(column.blank)) if column.blank else values


def _date(sheet: Sheet, column: Column, cells: pd.Series[str]) -> pd.Series[Any]:
    cells = cells.mask(_holds_nothing(cells), "")
    _need(sheet, column, cells, "missing_date")
    days = read_days(
        cells,
        sheet.heading(column.name),
        epoch_1904=sheet.raw.epoch_1904,
        times=sheet.times,
    )
    sheet.changes += days.changes
    if column.required:
        sheet.frame["grain"] = days.grain
        for code in ("bad_date", "future_date"):
            sheet.blame(days.code == code, column.name, code, cells=cells)
        return days.values
    # A month or a year alone is too coarse for a delay.
    coarse = (days.code != "") | days.grain.isin(["month", "year"])
    sheet.note(coarse, column.name, "date_dropped", each=True)
    return days.values.mask(coarse)


def _case(sheet: Sheet, column: Column, cells: pd.Series[str]) -> pd.Series[Any]:
    cells = cells.mask(each(cells, str.casefold).isin(NOTHING), "")
    blank = cells == ""
    if column.name in sheet.headings:
        sheet.note(blank, column.name, "no_case")
    else:  # a recap counts its cases
        single = sheet.raw_cells("count") == ""
        sheet.changes.append(Change(cells.index[single].tolist(), "", "no_case_column"))
    return each(cells, lambda case: case_code(case, sheet.key) if case else "")


def _holds_nothing(cells: pd.Series[str]) -> pd.Series[bool]:
    """Return which cells hold nothing that can be seen, or a word for nothing."""
    seen = each(cells, lambda text: tidy(text).casefold())
    return (seen == "") | seen.isin(NOTHING)


def _actor(sheet: Sheet, column: Column, cells: pd.Series[str]) -> pd.Series[Any]:
    cells = cells.mask(_holds_nothing(cells), "")
    _need(sheet, column, cells, "missing_actor")
    long = cells.str.len() > LONGEST
    sheet.blame(long, column.name, "long_name", cells=cells)
    return cells.mask(long, "")


_CONVERTERS: Final[Mapping[str, Callable[[Sheet, Column, pd.Series[str]], pd.Series[Any]]]] = {
    "text": _text,
    "slug": _slug,
    "year": _number,
    "number": _number,
    "count": _amount,
    "weight": _amount,
    "date": _date,
    "case": _case,
    "actor": _actor,
    "closed": _closed,
}


def each(cells: pd.Series[str], of: Callable[[str], Any]) -> pd.Series[Any]:
    """Return what becomes of each cell, worked out once for each value."""
    codes, written = pd.factorize(cells)
    values = pd.Series([of(text) for text in written], dtype=object)
    taken = values.take(codes)
    taken.index = cells.index
    return taken


# --- rows -------------------------------------------------------------------------------


def _check_rows(sheet: Sheet) -> None:
    """Note the faults that lie between the cells of a row or between rows."""
    frame, table = sheet.frame, sheet.table
    if table.key:
        again = frame[table.key].duplicated() & (frame[table.key] != "")
        sheet.blame(again, table.key, "repeated_key")
    if {"source", "target"} <= set(frame):
        same = (frame["source"] == frame["target"]) & (frame["source"] != "")
        sheet.blame(same, "target", "self_referral")
    for start, end in _SPANS:
        if start in frame:
            sheet.blame(frame[end] < frame[start], end, "years_crossed")
    if sheet.name == "aliases":
        sheet.note(frame["actor"] == "", "actor", "not_decided")
    if sheet.name == "evidence":
        undated = frame["year_from"].isna() & frame["year_to"].isna()
        sheet.blame(undated, "year_from", "missing_year")


def _refusal(fault: Fault, rows: int, place: str) -> RecordsError:
    sentence = _("{file}, row {row}: {remedy}. Faulty rows: {rows}.")
    if fault.column:
        sentence = _(
            "{file}, row {row}, column {column}: {value}: {remedy}. Faulty rows: {rows}."
        )
    return RecordsError(
        sentence,
        file=place,
        row=fault.row,
        column=fault.column,
        value=fault.value or "''",
        remedy=remedy(fault.code, fault.known, fault.within),
        rows=rows,
    )
