"""What openpyxl leaves out of a worksheet read row by row, found in its XML.

Reading a sheet with all its formats would take twenty times the memory and hang on a stray
cell in the last row; a few patterns over its bytes tell what is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from netgov.reading.limits import MAX_COLUMNS
from netgov.reading.model import Row


class Merged(NamedTuple):
    """Cells that were made one, downwards, in the first column of their range."""

    column: int
    first: int
    last: int


class Marks(NamedTuple):
    """What the XML of a worksheet tells beside the values of its cells.

    Attributes
    ----------
    formulas
        Positions of the cells whose formula has no stored result, for each row.
    hidden_rows
        Their numbers.
    hidden_columns
        Their positions.
    merged
        Ranges of more than one row, from the top.
    last_row
        The last row that holds a value.
    """

    formulas: Mapping[int, list[int]]
    hidden_rows: tuple[int, ...]
    hidden_columns: tuple[int, ...]
    merged: tuple[Merged, ...]
    last_row: int


def marks_of(xml: bytes) -> Marks:
    """Return what the XML of a worksheet tells."""
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")):
        xml = xml.decode("utf-16").encode()
    # Some programs write <x:row> for <row>.
    found = re.search(rb"<(\w+:)?sheetData\b", xml)
    prefix = (found and found[1]) or b""
    return Marks(
        _formulas(xml, prefix),
        tuple(_hidden_rows(xml, prefix)),
        tuple(_hidden_columns(xml, prefix)),
        tuple(sorted(_merged(xml, prefix), key=lambda one: one.first)),
        _last_row(xml, prefix),
    )


def _tags(xml: bytes, prefix: bytes, name: bytes) -> Iterator[bytes]:
    return (found[0] for found in re.finditer(b"<" + prefix + name + rb"\s[^>]*>", xml))


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"\s" + name + rb"""=["']([^"']*)["']""", tag)
    return found[1].decode("ascii", "replace") if found else ""


def _number(tag: bytes, name: bytes) -> int:
    value = _attribute(tag, name)
    return int(value) if value.isdecimal() else 0


def _is_hidden(tag: bytes) -> bool:
    return _attribute(tag, b"hidden") in ("1", "true")


def _hidden_rows(xml: bytes, prefix: bytes) -> Iterator[int]:
    if b"hidden=" in xml:
        yield from (_number(tag, b"r") for tag in _tags(xml, prefix, b"row") if _is_hidden(tag))


def _hidden_columns(xml: bytes, prefix: bytes) -> Iterator[int]:
    for tag in _tags(xml, prefix, b"col"):
        if _is_hidden(tag):
            last = min(_number(tag, b"max"), MAX_COLUMNS)
            yield from range(_number(tag, b"min") - 1, last)


def _formulas(xml: bytes, prefix: bytes) -> dict[int, list[int]]:
    # A text formula with an empty result is a blank cell, not one without a result.
    pattern = re.compile(
        rb"<@c\s([^<>]{0,500})>\s{0,9}<@f\b(?:[^<>]{0,500}/>|[^<>]{0,500}>[^<]*</@f>)\s{0,9}"
        rb"(<@v\s{0,9}/>|<@v>\s{0,9}</@v>)?\s{0,9}</@c>".replace(b"@", prefix)
    )
    without: dict[int, list[int]] = {}
    for found in pattern.finditer(xml):
        tag = b" " + found[1]
        place = _place(_attribute(tag, b"r"))
        if place and not (found[2] and _attribute(tag, b"t") == "str"):
            without.setdefault(place[0], []).append(place[1])
    return without


def _merged(xml: bytes, prefix: bytes) -> Iterator[Merged]:
    for tag in _tags(xml, prefix, b"mergeCell"):
        first, _colon, last = _attribute(tag, b"ref").partition(":")
        start, end = _place(first), _place(last)
        if start and end and start[1] < MAX_COLUMNS and start[0] < end[0]:
            yield Merged(start[1], start[0], end[0])


def _last_row(xml: bytes, prefix: bytes) -> int:
    value = max(xml.rfind(b"</" + prefix + name + b">") for name in (b"v", b"is"))
    start = xml.rfind(b"<" + prefix + b"row ", 0, max(value, 0))
    return _number(xml[start : xml.find(b">", start) + 1], b"r") if start >= 0 else 0


def _place(reference: str) -> tuple[int, int] | None:
    """Return the row number and the position of "B5"."""
    found = re.fullmatch(r"([A-Z]{1,3})([1-9]\d{0,6})", reference)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column - 1


class FillDown:
    """Gives every row of a merged range the cell that its first row holds.

    Parameters
    ----------
    merged
        Ranges from the top.
    below
        Ranges that start in this row or above it are left alone.

    Attributes
    ----------
    filled
        The rows that were given a cell, for each position.
    """

    def __init__(self, merged: Sequence[Merged], below: int = 0) -> None:
        self._waiting = [one for one in reversed(merged) if one.first > below]
        self._active: dict[int, tuple[int, str]] = {}
        self.filled: dict[int, list[int]] = {}

    def __call__(self, row: Row) -> Row:
        """Return a row with its merged cells filled."""
        number, cells = row
        while self._waiting and self._waiting[-1].first <= number:
            one = self._waiting.pop()
            value = cells[one.column] if one.column < len(cells) else ""
            # A range that starts in a blank row holds nothing.
            if one.first == number and value:
                self._active[one.column] = (one.last, value)
        for column, (last, value) in list(self._active.items()):
            if number > last:
                del self._active[column]
            else:
                self._fill(number, cells, column, value)
        return row

    def _fill(self, number: int, cells: list[str], column: int, value: str) -> None:
        cells.extend([""] * (column + 1 - len(cells)))
        if not cells[column]:
            cells[column] = value
            self.filled.setdefault(column, []).append(number)
