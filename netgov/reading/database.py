"""SQLite databases, opened so that nothing in them can run or be changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Final

from netgov.errors import RecordsError, UnknownName, shown
from netgov.reading.cells import NotACell, as_text
from netgov.reading.limits import check_columns, check_rows
from netgov.reading.model import Pick, Raw, chosen, framed
from netgov.reading.opening import EMPTY, Opened, damage_told
from netgov.words import _

if TYPE_CHECKING:
    import sqlite3

_STEPS: Final = 1_000_000
# Two million rows of 200 columns take less; a damaged tree may lead in circles.
_MOST_STEPS: Final = 2_000
_LONGEST_CELL: Final = 1_000_000
# A view may hide any query, a virtual table any program; the latter have no page of their own.
_TABLES: Final = """
    SELECT name FROM sqlite_master
    WHERE type = 'table' AND rootpage > 0 AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
    ORDER BY rowid
"""


def read_sqlite(opened: Opened, pick: Pick, named: str | None) -> list[Raw]:
    """Return the tables of a database that have columns to load, or the one that is named.

    Raises
    ------
    RecordsError
        If it is open elsewhere, damaged, too large, or has bytes in a column that is loaded.
    UnknownName
        If it has no such table.
    """
    _check_closed(opened)
    import sqlite3

    with damage_told(opened.file, sqlite3.Error), closing(connected(opened)) as database:
        names = chosen_tables(database, named)
        if not names:
            raise RecordsError(EMPTY, file=opened.file)
        raws = (_table(database, name, opened.file, pick) for name in names)
        return [raw for raw in raws if raw is not None]


def _check_closed(opened: Opened) -> None:
    """Refuse a database of which a part still lies beside it."""
    if opened.path is None:
        return
    waiting = opened.path.with_name(opened.path.name + "-wal")
    if waiting.exists() and waiting.stat().st_size:
        sentence = _("{file} is open in another program; close it there.")
        raise RecordsError(sentence, file=opened.file)


def connected(opened: Opened) -> sqlite3.Connection:
    """Return a database of which nothing can run and nothing can be changed."""
    import sqlite3

    if opened.path is None:
        database = sqlite3.connect(":memory:")
        # What was unpacked has no file beside it, so it is told to need none.
        database.deserialize(opened.data[:18] + b"\x01\x01" + opened.data[20:])
    else:
        # as_uri writes ? and # so that they stay part of the name.
        address = f"{opened.path.resolve().as_uri()}?mode=ro&immutable=1"
        database = sqlite3.connect(address, uri=True)
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_CELL)
    left = iter(range(_MOST_STEPS))
    database.set_progress_handler(lambda: int(next(left, None) is None), _STEPS)
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA query_only = ON")
    return database


def chosen_tables(database: sqlite3.Connection, named: str | None) -> list[str]:
    """Return the names of its tables, or the one that is named."""
    names = [str(name) for (name,) in database.execute(_TABLES)]
    if named is None:
        return names
    wanted = named.strip().casefold()
    found = [name for name in names if name.strip().casefold() == wanted]
    if not found:
        sentence = _("There is no table called {name}. The nearest is {near}; all: {known}.")
        raise UnknownName.among(sentence, named, [shown(name)[1:-1] for name in names])
    return found


def _table(database: sqlite3.Connection, name: str, file: str, pick: Pick) -> Raw | None:
    names = columns_of(database, name)
    headings = [one.strip() for one in names]
    take = chosen(headings, pick)
    if not take:
        return None
    check_columns(file, len(names))
    index: list[int] = []
    columns: list[list[str]] = [[] for _at in take]
    taken = [headings[at] for at in take]
    loaded = cells_of(database, name, [names[at] for at in take], file)
    for number, cells in enumerate(loaded, start=2):
        check_rows(file, number)
        index.append(number)
        for column, cell in zip(columns, cells, strict=True):
            column.append(cell)
    unread = tuple(h for at, h in enumerate(headings) if h and at not in take)
    return Raw(file, name, framed(index, columns, taken), unread, {}, ())


def columns_of(database: sqlite3.Connection, name: str) -> list[str]:
    """Return the columns of a table; computed ones are not listed, and so never computed."""
    return [str(row[1]) for row in database.execute(f"PRAGMA table_info({quoted(name)})")]


def cells_of(
    database: sqlite3.Connection, name: str, names: Sequence[str], file: str
) -> Iterator[list[str]]:
    """Yield the cells of some columns of a table as text, row by row."""
    for number, cells in _rows(database, name, names):
        told = zip(cells, names, strict=True)
        yield [_text(cell, number, heading, file) for cell, heading in told]


def _rows(
    database: sqlite3.Connection, name: str, names: Sequence[str]
) -> Iterator[tuple[int, tuple[object, ...]]]:
    listed = ", ".join(map(quoted, names))
    # An index might be read in place of the table, in its own order.
    query = f"SELECT {listed} FROM {quoted(name)} NOT INDEXED"  # noqa: S608
    yield from enumerate(database.execute(query), start=2)


def quoted(name: str) -> str:
    """Return a name as standard SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def _text(value: object, number: int, heading: str, file: str) -> str:
    try:
        return as_text(value)
    except NotACell:
        sentence = _("{file}, row {row}: {column} holds bytes; store text or a number there.")
        raise RecordsError(sentence, file=file, row=number, column=shown(heading)) from None
