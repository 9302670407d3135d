"""The files of a source: one file, or the parts of a folder, which must be of one kind."""

from __future__ import annotations

import csv
import gzip
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

import duckdb

from netgov.errors import EngineError, RecordsError, shown
from netgov.headings import recognise
from netgov.intake import IN_FOLDERS, LOCK
from netgov.invented import MIXED, says_invented
from netgov.reading.headings import HEADING_ROWS
from netgov.reading.opening import CUT_OFF, EMPTY, NOT_UTF8, TWICE, unopened
from netgov.words import _

_SEPARATORS: Final = ",;\t|"
_MAGIC: Final = {b"PAR1": "parquet", b"SQLi": "sqlite"}
_GZIP: Final = b"\x1f\x8b"
_TEXTS: Final = (".csv", ".tsv", ".txt")
_LONGEST_HEADING: Final = 1 << 20  # bytes, of all its lines
# As programs of Windows, of Unix and of old Macs write it.
_END_OF_LINE: Final = re.compile(rb"(?<=\n)|(?<=\r)(?!\n)")
# The engine would take these signs in a name for a pattern that fits other files too.
_PATTERN: Final = "*?[]{}"


class Part(NamedTuple):
    """One file: its kind, and of text its headings, what parts its cells, lines above.

    ``keys``: the columns that the names of its folders tell, such as tahun=2019;
    ``invented``: whether a title above the headings says that its records are.
    """

    path: Path
    kind: str
    headings: tuple[str, ...] = ()
    separator: str = ""
    is_packed: bool = False
    skipped: int = 0
    keys: tuple[str, ...] = ()
    invented: bool = False


def parts_of(source: Path) -> list[Part]:
    """Return the files of a source.

    Raises
    ------
    RecordsError
        If there is nothing of that name.
    EngineError
        If it holds no file of records, files of several kinds, or texts whose headings differ.
    """
    if not source.exists():
        sentence = _("There is no file or folder {path}; check the name and where it lies.")
        raise RecordsError(sentence, path=shown(source.name or source))
    if source.parts and source.parts[0].startswith("~"):
        source = source.absolute()  # the engine would look at home for it
    paths = sorted(_files(source)) if source.is_dir() else [source]
    if not paths:
        sentence = _("{source} holds no CSV or Parquet files; name the folder that does.")
        raise EngineError(sentence, source=shown(source.name))
    parts = [_part(path)._replace(keys=_keys(path, source)) for path in paths]
    first = parts[0]
    _need_no_key_above(first, source)
    for other in parts[1:]:
        if other.kind != first.kind:
            sentence = _("{one} and {other} are of different kinds; keep one kind of file.")
            raise EngineError(sentence, one=first.path.name, other=other.path.name)
        if other.invented != first.invented:
            raise EngineError(MIXED, file=(first if other.invented else other).path.name)
        if (other.headings, other.keys) != (first.headings, first.keys):
            raise differs(first.path, other.path)
        if other[2:-1] != first[2:-1]:
            sentence = _(
                "{one} and {other} have the same headings, but are not saved in the same way: "
                "the sign between cells, the rows above the headings or the packing differs. "
                "Save all parts alike, or aggregate them one by one."
            )
            raise EngineError(sentence, one=_told(first.path), other=_told(other.path))
    if first.kind == "csv":
        _need_no_key_among(first, first.headings)
    return parts


def _keys(path: Path, source: Path) -> tuple[str, ...]:
    inner = path.relative_to(source).parts[:-1] if source.is_dir() else ()
    return tuple(name.partition("=")[0] for name in inner if "=" in name)


def _need_no_key_above(part: Part, source: Path) -> None:
    """Refuse a folder whose parts tell columns and that lies in one that tells some too."""
    above = next((name for name in reversed(source.absolute().parts) if "=" in name), "")
    if part.keys and above:
        sentence = _(
            "{source} lies in the folder {folder}, whose name would tell a column too; name "
            "the folder above both, or copy the parts elsewhere."
        )
        raise EngineError(sentence, source=shown(source.name), folder=shown(above))


def _need_no_key_among(part: Part, columns: Sequence[str]) -> None:
    """Refuse folders that tell a column which the files hold too; one would hide the other."""
    folded = {column.casefold() for column in columns}
    for key in part.keys:
        if key.casefold() in folded:
            sentence = _(
                "{file}: the name of its folder tells the column {column}, which the file "
                "holds too; rename the folders."
            )
            raise EngineError(sentence, file=_told(part.path), column=shown(key))


def differs(first: Path, other: Path) -> EngineError:
    """Return the error for two parts of a folder that have not the same columns."""
    sentence = _(
        "{one} and {other} have not the same columns; give all parts the same ones, or "
        "aggregate them one by one."
    )
    return EngineError(sentence, one=_told(first), other=_told(other))


def need_alike(parts: Sequence[Part]) -> None:
    """Refuse Parquet parts whose columns differ, or that are damaged."""
    query = "SELECT name, type, logical_type FROM parquet_schema(?)"
    first: list[tuple[str, ...]] = []
    with duckdb.connect() as database:
        for part in parts:
            try:
                rows = database.execute(query, [str(part.path)]).fetchall()
            except duckdb.Error:
                raise damaged(part.path) from None
            columns = [tuple(map(str, row)) for row in rows[1:]]
            names = [name for name, *_kinds in columns]
            _need_no_key_among(part, names)
            _need_once(part, names)
            if columns != (first := first or columns):
                raise differs(parts[0].path, part.path)


def _need_once(part: Part, names: Sequence[str]) -> None:
    """Refuse two columns of which one name would be read for the other."""
    for places in recognise(names, ["referrals"], {}).columns.values():
        if len(places) > 1:
            raise EngineError(TWICE, file=part.path.name, value=shown(names[places[0]]))


def damaged(path: Path) -> EngineError:
    """Return the error for a file that cannot be read."""
    return EngineError(CUT_OFF, file=path.name)


def headings_of_part(part: Part) -> list[str]:
    """Return the headings, blank and repeated ones made names of their own."""
    seen: set[str] = set()
    names = []
    for at, heading in enumerate(part.headings, start=1):
        name = heading or f"column {at}"
        while name.casefold() in seen:
            name += f" ({at})"
        seen.add(name.casefold())
        names.append(name)
    return names


def _told(path: Path) -> str:
    """Return the name of a part with its folder, since all parts may be called alike."""
    return f"{path.parent.name}/{path.name}"


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files of records below a folder; others write names with . and _ there.

    Raises
    ------
    EngineError
        If a table of a kind that is not read lies among them, which would be missed.
    """
    for path in folder.rglob("*"):
        inner = path.relative_to(folder).parts
        if any(name[0] in "._" for name in inner) or not path.is_file():
            continue
        name = path.name.lower().removesuffix(".gz")
        if name.endswith((*_TEXTS, ".parquet")):
            yield path
        elif name.endswith(IN_FOLDERS) and not name.startswith(LOCK):
            sentence = _(
                "{file} lies among the parts and would not be read; save it as CSV or Parquet, "
                "or take it out of the folder."
            )
            raise EngineError(sentence, file=_told(path))


def _part(path: Path) -> Part:
    if set(_PATTERN) & set(str(path)):
        sentence = _("{file}: rename it without the signs {signs}.")
        raise EngineError(sentence, file=shown(path.name), signs=" ".join(_PATTERN))
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        raise unopened(path, error) from None
    if not head:
        raise EngineError(EMPTY, file=path.name)
    if kind := _MAGIC.get(head):
        return Part(path, kind)
    if not path.name.lower().removesuffix(".gz").endswith(_TEXTS):
        sentence = _(
            "{file} is no file that can be aggregated where it lies; use CSV, Parquet or "
            "SQLite, or read it with netgov check and netgov report."
        )
        raise EngineError(sentence, file=path.name)
    return _text_part(path, is_packed=head.startswith(_GZIP))


def _text_part(path: Path, *, is_packed: bool) -> Part:
    """Return a text file with its headings, which may stand below some lines of a title."""
    lines = _first_lines(path, is_packed=is_packed)
    options = [
        (turn, cells, sign)
        for sign in _SEPARATORS
        for turn, cells in enumerate(_rows(lines, sign))
    ]
    if not any(cells for _turn, cells, _sign in options):
        raise EngineError(EMPTY, file=path.name)

    def worth(option: tuple[int, tuple[str, ...], str]) -> tuple[int, int, int]:
        turn, headings, _sign = option
        known = recognise(headings, ["referrals"], {})
        # Of rows in which nothing is known the first one holds the headings.
        return len(known.columns), -turn, len(headings)

    skipped, headings, separator = max(options, key=worth)
    above = list(_rows(lines, separator))[:skipped]
    invented = any(says_invented(cell) for cells in above for cell in cells)
    part = Part(path, "csv", headings, separator, is_packed, skipped, invented=invented)
    _need_once(part, headings)
    return part


def _rows(lines: Sequence[str], separator: str) -> Iterator[tuple[str, ...]]:
    """Yield the first rows; a cell in quotation marks may hold several lines."""
    with suppress(csv.Error):  # a cell longer than any heading
        for cells in csv.reader(lines, delimiter=separator):
            yield tuple(" ".join(cell.split()) for cell in cells)


def _first_lines(path: Path, *, is_packed: bool) -> list[str]:
    """Return the lines of a text file among which its headings are looked for."""
    opening = gzip.open if is_packed else open
    try:
        with opening(path, "rb") as file:
            lines = _END_OF_LINE.split(file.read(_LONGEST_HEADING), HEADING_ROWS)
        return [line.decode("utf-8-sig") for line in lines[:HEADING_ROWS] if line]
    except UnicodeDecodeError:
        raise EngineError(NOT_UTF8, file=path.name) from None
    except (OSError, EOFError, zlib.error):
        raise damaged(path) from None
