"""DuckDB, which comes with netgov: CSV and Parquet files, folders of parts, SQLite.

It sees the files that were named and nothing else: no other file, no network, no extension.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

import duckdb
import pandas as pd

from netgov.engine.parts import Part, damaged, headings_of_part, need_alike, parts_of
from netgov.engine.store import DAY, MOMENT, NUMBER, TEXT, WHOLE, Store, fitting, held, literal
from netgov.errors import EngineError
from netgov.reading.database import cells_of, chosen_tables, columns_of, connected, quoted
from netgov.reading.opening import Opened, damage_told
from netgov.words import _

_KINDS: Final[Mapping[str, str]] = {
    "VARCHAR": TEXT,
    "DATE": DAY,
    "TIMESTAMP": MOMENT,
    "TIMESTAMP_S": MOMENT,
    "TIMESTAMP_MS": MOMENT,
    "TIMESTAMP_NS": MOMENT,
    "TIMESTAMP WITH TIME ZONE": MOMENT,
    **dict.fromkeys(("TINYINT", "SMALLINT", "INTEGER", "BIGINT"), WHOLE),
    **dict.fromkeys(("UTINYINT", "USMALLINT", "UINTEGER"), WHOLE),
    **dict.fromkeys(("DECIMAL", "DOUBLE", "FLOAT"), NUMBER),
}


class Room(NamedTuple):
    """How much memory is taken, and how many records are counted in one turn with it."""

    memory: str
    share: int


# Records are kept in a folder of its own, and what is sorted spills into it, so that memory
# does not grow with their number; only delays of which a median is taken must stay in memory.
_USUAL: Final = Room("300MB", 1_500_000)
_OF_SORTING: Final = Room("1GB", 4_000_000)  # spills less: a tenth of the time of hand-overs
# The numbers of ties end with their year; by a prime they part evenly.
_SHARES: Final = (1, 3, 7, 13, 23, 31, 61, 97)
_BATCH: Final = 50_000
_BUFFER: Final = 8 << 20  # bytes of text read at once; the usual 32 MB only take more memory
_LINE: Final = re.compile(r"\bLine: (\d+)")


class DuckStore(Store):
    """Files as one table of records."""

    def __init__(self, source: str, table: str | None = None) -> None:
        path = Path(source)
        self.name = path.name or source
        self._parts = parts_of(path)
        self.invented = self._parts[0].invented
        self._spill = tempfile.TemporaryDirectory(prefix="netgov-", ignore_cleanup_errors=True)
        self._database = _connected(self._parts, Path(self._spill.name))
        self._table, self._room = "", _USUAL
        self.order = "ROW_NUMBER() OVER ()"
        try:
            self.relation, self.columns = self._found(table)
            # From here on nothing can be read but the parts.
            self._database.execute("SET enable_external_access = false")
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Forget all that was read."""
        self._database.close()
        self._spill.cleanup()

    def _found(self, table: str | None) -> tuple[str, Mapping[str, str]]:
        """Return what to read from, and the columns it has."""
        first = self._parts[0]
        if first.kind == "sqlite":
            self._table, columns = _table_of(first.path, table)
            return "loaded", dict.fromkeys(columns, TEXT)
        if table is not None:
            sentence = _("{file} is no database; leave the name of the table out.")
            raise EngineError(sentence, file=self.name)
        if first.kind == "parquet":
            need_alike(self._parts)
        relation = _of_texts(self._parts) if first.kind == "csv" else _of_parquet(self._parts)
        found = self._run(f"DESCRIBE SELECT * FROM {relation}").fetchall()  # noqa: S608
        return relation, {str(name): held(str(kind), _KINDS) for name, kind, *_rest in found}

    def ready(self, columns: Sequence[str], *, sorts: bool, ordered: bool) -> None:
        """Leave out all columns but those that are read; load these from SQLite."""
        if sorts:
            self._room = _OF_SORTING
            self._database.execute(f"SET memory_limit = '{self._room.memory}'")
        self._database.execute(f"SET preserve_insertion_order = {ordered}")
        self._database.execute("SET lock_configuration = true")
        if self._parts[0].kind == "csv":
            self.relation = _of_texts(self._parts, columns)
        if self._table:
            self._load_from_sqlite(columns)

    def _load_from_sqlite(self, columns: Sequence[str]) -> None:
        listed = ", ".join(f"{self.quoted(column)} VARCHAR" for column in columns)
        self._run(f"CREATE TEMP TABLE loaded ({listed})")
        path = self._parts[0].path
        with _sqlite(path) as database:
            cells = cells_of(database, self._table, columns, path.name)
            while batch := list(islice(cells, _BATCH)):
                frame = pd.DataFrame(batch, columns=list(columns), dtype=object)
                self._database.register("batch", frame)
                self._run("INSERT INTO loaded SELECT * FROM batch")
                self._database.unregister("batch")

    def shares(self, records: int) -> int:
        """Return in how many turns the ties of so many records are counted."""
        wanted = records / self._room.share
        return next((prime for prime in _SHARES if prime >= wanted), _SHARES[-1])

    def key(self, case: str) -> str:
        """Return a number of 128 bits for each case, which is compared sooner than a text.

        So wide that no two cases of a country ever share one.
        """
        return f"md5_number({case})"

    def view(self, name: str, query: str) -> None:
        """Give a query a name."""
        self._run(f"CREATE OR REPLACE TEMP VIEW {name} AS {query}")

    def table(self, name: str, query: str) -> None:
        """Keep what a query gives under a name."""
        self._run(f"CREATE OR REPLACE TABLE {name} AS {query}")

    def load(self, name: str, frame: pd.DataFrame) -> None:
        """Keep a small table under a name."""
        self._database.register("frame", frame)
        self.table(name, "SELECT * FROM frame")
        self._database.unregister("frame")

    def fetch(self, query: str) -> pd.DataFrame:
        """Return what a query gives."""
        with self._told():
            return self._database.execute(query).df()

    def _run(self, query: str) -> duckdb.DuckDBPyConnection:
        with self._told():
            return self._database.execute(query)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the engine says into one sentence; its own words quote cells."""
        try:
            yield
        except duckdb.OutOfMemoryException:
            raise self._no_room() from None
        except (duckdb.CatalogException, duckdb.BinderException, duckdb.ParserException):
            sentence = _(
                "{source} cannot be read as one table; check its headings, its ends of lines "
                "and the names of its folders."
            )
            raise EngineError(sentence, source=self.name) from None
        except duckdb.IOException as error:
            is_ours = not any(str(part.path) in str(error) for part in self._parts)
            raise (self._no_room() if is_ours else self._damage(str(error))) from None
        except duckdb.Error as error:
            raise self._damage(str(error)) from None
        except RuntimeError as error:
            if "interrupted" not in str(error):  # what it makes of Ctrl-C
                raise
            raise KeyboardInterrupt from None

    def _no_room(self) -> EngineError:
        sentence = _(
            "{source} needs more memory or room on the disk than there is; aggregate it in "
            "parts, such as one year at a time, or let TMPDIR (on Windows TEMP) name a larger "
            "disk."
        )
        return EngineError(sentence, source=self.name)

    def _damage(self, told: str) -> EngineError:
        """Return the error for a part that cannot be read."""
        line = _LINE.search(told)
        named = [part for part in self._parts if str(part.path) in told]
        first = (named or self._broken() or self._parts)[0]
        if line and "nicode" in told:
            sentence = _("{file}, line {row}: this is not UTF-8 text; save it as UTF-8.")
        elif line:
            sentence = _(
                "{file}, line {row}: the cells do not fit the headings; put text that holds a "
                "separator in quotation marks."
            )
        elif first.kind == "csv" and not first.is_packed:
            sentence = _(
                "{file}: its lines do not all end in the same way, or a quotation mark stands "
                "where none fits; open it in a spreadsheet and save it as “CSV UTF-8”."
            )
            return EngineError(sentence, file=first.path.name)
        else:
            return damaged(first.path)
        return EngineError(sentence, file=first.path.name, row=int(line[1]))

    def _broken(self) -> list[Part]:
        """Return the first Parquet part that cannot be read to its end."""
        for part in self._parts if self._parts[0].kind == "parquet" else ():
            try:
                listed = ", ".join(f"MAX({self.quoted(name)})" for name in self.columns)
                query = f"SELECT {listed} FROM {_of_parquet([part])}"  # noqa: S608
                self._database.execute(query)
            except duckdb.Error:
                return [part]
        return []


def _connected(parts: Sequence[Part], folder: Path) -> duckdb.DuckDBPyConnection:
    """Return an empty database that may read the parts and write to its own folder."""
    settings = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allowed_paths": [str(part.path) for part in parts],
        "temp_directory": str(folder / "spill"),
        "memory_limit": _USUAL.memory,
        "enable_progress_bar": False,
        "force_compression": "uncompressed",  # what is read a few times is not worth packing
        # Of text files it cannot tell how long they are, and would keep them in memory to
        # look up words in them instead of the other way round.
        "disabled_optimizers": "join_order,build_side_probe_side",
        "TimeZone": "Asia/Jakarta",
    }
    database = duckdb.connect()
    kept = folder / "kept.duckdb"
    database.execute(f"ATTACH {literal(str(kept))} AS kept (RECOVERY_MODE no_wal_writes)")
    database.execute("USE kept")
    # Where the system lets an open file have no name, nobody finds it, whatever ends the run.
    with suppress(OSError):
        kept.unlink()
    for name, value in settings.items():
        written = "[" + ", ".join(map(literal, value)) + "]" if isinstance(value, list) else ""
        database.execute(f"SET {name} = {written or literal(str(value))}")
    # What is kept is gone at the end, so nobody waits until it lies safely on the disk.
    database.execute("PRAGMA disable_checkpoint_on_shutdown")
    # PostgreSQL and Spark know them by these names.
    database.execute("CREATE MACRO regexp_like(text, pattern) AS regexp_matches(text, pattern)")
    database.execute("CREATE MACRO octet_length(text) AS strlen(text)")
    return database


def _listed(parts: Sequence[Part]) -> str:
    return "[" + ", ".join(literal(str(part.path)) for part in parts) + "]"


def _of_parquet(parts: Sequence[Part]) -> str:
    return f"read_parquet({_listed(parts)}, hive_partitioning = {_by_folder(parts)})"


def _by_folder(parts: Sequence[Part]) -> str:
    """Return whether names of folders tell columns; those above the source never do."""
    return "true" if parts[0].keys else "false"


def _of_texts(parts: Sequence[Part], chosen: Sequence[str] | None = None) -> str:
    """Return what reads text as it stands: nothing guessed, nothing converted.

    ``chosen``: the columns to give, all unless told.
    """
    first = parts[0]
    places = [f"/{at}" for at in range(len(first.headings))]  # no folder can be called so
    columns = ", ".join(f"'{place}': 'VARCHAR'" for place in places)
    heads = [
        f"{quoted(place)} AS {quoted(heading)}"
        for place, heading in zip(places, headings_of_part(first), strict=True)
        if chosen is None or heading in chosen
    ]
    settings = {
        "columns": f"{{{columns}}}",
        "delim": literal(first.separator),
        "quote": literal('"'),
        "escape": literal('"'),
        "header": "true",
        "skip": str(first.skipped),
        "auto_detect": "false",
        "null_padding": "false",
        "hive_partitioning": _by_folder(parts),
        "buffer_size": str(_BUFFER),
        "compression": literal("gzip" if first.is_packed else "none"),
    }
    asked = ", ".join(f"{name} = {value}" for name, value in settings.items())
    reader = f"read_csv({_listed(parts)}, {asked})"
    others = f"* EXCLUDE ({', '.join(map(quoted, places))})"  # what names of folders tell
    return f"(SELECT {', '.join([*heads, others])} FROM {reader})"  # noqa: S608


@contextmanager
def _sqlite(path: Path) -> Iterator[sqlite3.Connection]:
    opened = Opened(path.name, "", "sqlite", b"", path)
    with damage_told(path.name, sqlite3.Error), closing(connected(opened)) as database:
        yield database


def _table_of(path: Path, named: str | None) -> tuple[str, list[str]]:
    """Return the table of an SQLite file that holds records of referral, and its columns."""
    with _sqlite(path) as database:
        tables = {name: columns_of(database, name) for name in chosen_tables(database, named)}
    if named is None:
        kinds = {("", name): dict.fromkeys(has, TEXT) for name, has in tables.items()}
        (_schema, found), _columns = fitting(kinds, None, path.name)
    else:
        (found,) = tables
    return found, tables[found]
