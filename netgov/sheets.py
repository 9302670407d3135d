"""A table on its way from text to values, and what is found in it on the way."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import numpy as np
import pandas as pd

from netgov.errors import nearest, shown
from netgov.identity import masked, names_person
from netgov.reading import Raw
from netgov.schema import TABLES, Change, Fault, Table

Keys = Mapping[str, Set[str]]
_LONGEST_TOLD: Final = 300


@dataclass
class Sheet:
    """A table on its way from text to values: what was found in it so far."""

    raw: Raw
    name: str
    keys: Keys
    key: bytes = b""
    headings: dict[str, str] = field(default_factory=dict)
    frame: pd.DataFrame = field(default_factory=pd.DataFrame)
    faults: list[Fault] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    # How often each row stands in the records, where it stands for several.
    times: np.ndarray | None = None

    @property
    def table(self) -> Table:
        """The table of the schema."""
        return TABLES[self.name]

    @property
    def place(self) -> str:
        """The file, and the sheet in it, as a message names them."""
        return f"{self.raw.file} [{self.raw.sheet}]" if self.raw.sheet else self.raw.file

    @property
    def no_records(self) -> Mapping[int, str]:
        """Totals, signatures and headings; a sparse row with a day is a record after all."""
        sparse = [row for row, word in self.raw.furniture.items() if not word]
        filled = (self.raw.frame.loc[sparse] != "").sum(axis=1) > 1
        dated = self.frame["date"][sparse].notna() if "date" in self.frame else ~filled
        records = set(filled.index[filled & dated])
        return {row: word for row, word in self.raw.furniture.items() if row not in records}

    def heading(self, column: str) -> str:
        """Return the heading of a column as written, its own name if it is not there."""
        return self.headings.get(column, column)

    def blame(
        self,
        faulty: pd.Series[bool],
        column: str,
        code: str,
        known: str | Iterable[str] = "",
        cells: pd.Series[str] | None = None,
    ) -> None:
        """Note a fault for each faulty cell; of many known names only the nearest is told."""
        if not faulty.any():
            return
        cells = self.frame[column].map(_written) if cells is None else cells
        names = [] if isinstance(known, str) else sorted(known)
        within = TABLES[self.table.column(column).names].path if names else ""

        @cache
        def near(value: str) -> str:
            if isinstance(known, str):
                return known
            return nearest(value, names)

        heading = self.heading(column)
        self.faults += [
            Fault(row, heading, told(value), code, near(value), within)
            for row, value in _numbered(cells[faulty])
        ]

    def note(
        self, rows: pd.Series[bool], column: str, code: str, *, each: bool = False
    ) -> None:
        """Note what was done to some rows: once for each written value, or for each row."""
        if not rows.any():
            return
        cells = self.raw_cells(column)[rows]
        heading = self.heading(column)
        groups = ((value, [row]) for row, value in _numbered(cells))
        for value, at in groups if each else rows_of(cells):
            self.changes.append(Change(at, heading, code, told(value)))

    def raw_cells(self, column: str) -> pd.Series[str]:
        """Return the text of a column, blank where the file has no such column."""
        heading = self.headings.get(column)
        if heading is None:
            return pd.Series("", index=self.raw.frame.index, dtype=object)
        return self.raw.frame[heading]


def _numbered(cells: pd.Series[str]) -> Iterator[tuple[int, str]]:
    """Yield the row and the text of each cell."""
    yield from zip(cells.index.tolist(), cells.tolist(), strict=True)


def rows_of(cells: pd.Series[str]) -> Iterator[tuple[str, list[int]]]:
    """Yield each value with the rows in which it stands, in order of appearance."""
    codes, values = pd.factorize(cells)
    if not len(values):
        return
    order = np.argsort(codes, kind="stable")
    parts = np.split(cells.index.to_numpy()[order], np.cumsum(np.bincount(codes))[:-1])
    yield from zip(values.tolist(), (part.tolist() for part in parts), strict=True)


def told(value: str) -> str:
    """Return a cell as a message may show it: of a number of a person its first digits."""
    if not value:
        return ""
    personal = names_person(value[:_LONGEST_TOLD], is_name=True)
    return masked(value[:_LONGEST_TOLD]) if personal else shown(value)


def _written(cell: object) -> str:
    """Return a converted cell as it was written."""
    if isinstance(cell, float):
        return "" if math.isnan(cell) else f"{cell:g}"
    return str(cell)
