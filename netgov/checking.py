"""The cells of one table: converted as the schema says, or set aside with a reason."""

from __future__ import annotations

import difflib
import math
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Set
from functools import cache
from typing import Any, Final, NamedTuple

import pandas as pd

from netgov.errors import Phrase, RecordsError, shown
from netgov.schema import PROBLEMS, TABLES, Column, Table, plain
from netgov.terms import Terms
from netgov.words import _

_SLUG: Final = r"[\w.-]{1,60}"
_SPANS: Final = (
    ("year_from", "year_to"),
    ("in_force_from", "in_force_to"),
    ("active_from", "active_to"),
)

Keys = Mapping[str, Set[str]]


class Fault(NamedTuple):
    """One cell that cannot be used: where it stands, what it holds, why it cannot."""

    row: int
    column: str
    value: str
    code: str
    known: str = ""


class Checked(NamedTuple):
    """The rows of a table that are used, and the faults of those that are set aside."""

    frame: pd.DataFrame
    problems: pd.DataFrame
    rows_in: int


def remedy(code: str, column: str, table: str, known: str) -> Phrase:
    """Return what is wrong with a cell and what to do about it."""
    names = TABLES[table].column(column).names
    return Phrase(PROBLEMS[code], known=known, table=TABLES[names].path if names else "")


def check_table(raw: pd.DataFrame, name: str, keys: Keys, *, strict: bool = False) -> Checked:
    """Convert a raw text frame to the columns of the schema.

    Parameters
    ----------
    raw
        Text cells under the headings of the file, indexed by the row a person sees.
    name
        The table, as named in `schema.TABLES`.
    keys
        The names known in other tables, by table.
    strict
        Refuse the file for any faulty row.

    Raises
    ------
    RecordsError
        If a column is missing or doubled, or a row is faulty in a table that must be whole.
    """
    table = TABLES[name]
    headings = _headings(raw, table)
    frame, faults = pd.DataFrame(index=raw.index), []
    for column in table.columns:
        heading = headings.get(column.name)
        cells = raw[heading] if heading else pd.Series("", index=raw.index, dtype=object)
        frame[column.name], found = _check_column(cells, column, keys)
        faults += found
    faults += _check_rows(frame, table)
    if faults and (table.refuses or strict):
        raise _refusal(min(faults), len({fault.row for fault in faults}), name)
    first = {fault.row: fault for fault in sorted(faults, reverse=True)}
    problems = pd.DataFrame(list(first.values())[::-1], columns=list(Fault._fields))
    problems.insert(0, "table", name)
    return Checked(frame.drop(index=list(first)), problems, len(raw))


def _headings(raw: pd.DataFrame, table: Table) -> dict[str, str]:
    """Return the heading in the file of each column of the schema."""
    found: dict[str, str] = {}
    for column in table.columns:
        known = [plain(column.name), *map(plain, column.headings)]
        ranked = sorted(
            (known.index(plain(heading)), heading)
            for heading in raw.columns
            if plain(heading) in known
        )
        if len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
            sentence = _("{file}, row 1: the heading {value} stands there twice; rename one.")
            raise RecordsError(sentence, file=table.path, value=shown(ranked[0][1]))
        if ranked:
            found[column.name] = ranked[0][1]
        elif column.required:
            sentence = _(
                "{file}, row 1: the column {column} is missing; add it (also read: {known})."
            )
            spellings = ", ".join(column.headings)
            raise RecordsError(sentence, file=table.path, column=column.name, known=spellings)
    return found


def _check_column(
    cells: pd.Series[Any], column: Column, keys: Keys
) -> tuple[pd.Series[Any], list[Fault]]:
    cells = cells.map(_visible) if column.type == "text" else cells
    blank = cells == ""
    faults = _faults(cells, blank & column.required, column, "missing_value")
    if isinstance(column.type, Mapping):
        values = cells.map(_meaning(column.type)).where(~blank, column.blank)
        unknown = values.isna() & ~blank
        faults += _faults(cells, unknown, column, "unknown_value", ", ".join(column.type))
    elif column.type in {"year", "number"}:
        values = pd.to_numeric(cells.where(~blank), errors="coerce").astype(float)
        wrong = (values.isna() & ~blank) | (values.abs() == float("inf"))
        if column.type == "year":
            wrong |= ~blank & ((values % 1 != 0) | ~values.between(1900, 2100))
        faults += _faults(cells, wrong, column, f"bad_{column.type}")
    else:
        values = cells
        if column.type == "slug":
            wrong = ~cells.str.fullmatch(_SLUG).astype(bool) & ~blank
            faults += _faults(cells, wrong, column, "bad_id")
        if column.names and column.names in keys:
            strange = ~cells.isin(keys[column.names]) & ~blank
            faults += _faults(cells, strange, column, "unknown_name", keys[column.names])
    return values, faults


def _visible(text: str) -> str:
    """Return text without signs that nobody sees, which could turn around what it says."""
    seen = (sign for sign in text if sign.isspace() or unicodedata.category(sign)[0] != "C")
    return "".join(seen).strip()


def _faults(
    cells: pd.Series[Any],
    faulty: pd.Series[bool],
    column: Column,
    code: str,
    known: str | Iterable[str] = "",
) -> list[Fault]:
    """Return a fault for each faulty cell; of many known names only the nearest is told."""
    names = [] if isinstance(known, str) else sorted(known)

    @cache
    def told(value: str) -> str:
        if isinstance(known, str):
            return known
        return ", ".join(difflib.get_close_matches(value, names, n=1, cutoff=0.0))

    return [
        Fault(row, column.name, shown(value), code, told(value))
        for row, value in zip(cells.index[faulty], cells[faulty], strict=True)
    ]


def _meaning(terms: Terms) -> Callable[[str], str | None]:
    """Return what a written value of a closed list means; None for any other."""
    written = {
        plain(name): key
        for key, term in terms.items()
        for name in (key, term.label, *term.also)
    }
    return lambda value: written.get(plain(value))


def _check_rows(frame: pd.DataFrame, table: Table) -> list[Fault]:
    """Return the faults that lie between the cells of a row or between rows."""
    faults = []

    def fault(faulty: pd.Series[bool], column: str, code: str) -> None:
        cells = frame[column].map(_written)
        faults.extend(_faults(cells, faulty, table.column(column), code))

    if table.key:
        fault(
            frame[table.key].duplicated() & (frame[table.key] != ""), table.key, "repeated_key"
        )
    if {"source", "target"} <= set(frame):
        same = (frame["source"] == frame["target"]) & (frame["source"] != "")
        fault(same, "target", "self_relation")
    for start, end in _SPANS:
        if start in frame:
            fault(frame[end] < frame[start], end, "years_crossed")
    if table.path == TABLES["evidence"].path:
        fault(frame["year_from"].isna() & frame["year_to"].isna(), "year_from", "missing_year")
    return faults


def _written(cell: object) -> str:
    """Return a converted cell as it was written."""
    if isinstance(cell, float):
        return "" if math.isnan(cell) else f"{cell:g}"
    return str(cell)


def _refusal(fault: Fault, rows: int, name: str) -> RecordsError:
    sentence = _("{file}, row {row}, column {column}: {value}: {remedy}. Faulty rows: {rows}.")
    return RecordsError(
        sentence,
        file=TABLES[name].path,
        row=fault.row,
        column=fault.column,
        value=fault.value,
        remedy=remedy(fault.code, fault.column, name, fault.known),
        rows=rows,
    )
