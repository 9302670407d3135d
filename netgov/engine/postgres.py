"""A PostgreSQL server: nothing of it is changed, and nothing but counts comes back."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

import pandas as pd
import psycopg

from netgov.engine.store import DAY, MOMENT, NUMBER, TEXT, WHOLE, Store, fitting, held
from netgov.errors import EngineError, shown
from netgov.headings import recognise
from netgov.words import _

_VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# Other text, such as character(40), is padded or compared in ways of its own; it is read as
# whatever else is not text.
_KINDS: Final[Mapping[str, str]] = {
    "text": TEXT,
    "character varying": TEXT,
    "date": DAY,
    "timestamp without time zone": MOMENT,
    "timestamp with time zone": MOMENT,
    **dict.fromkeys(("smallint", "integer", "bigint"), WHOLE),
    **dict.fromkeys(("numeric", "double precision", "real"), NUMBER),
}
_TYPES: Final = {"int32": "INTEGER", "int64": "BIGINT"}
_OLDEST: Final = 150_000  # the first that knows regexp_like
_PATIENCE: Final = 10  # seconds
_LOG: Final = "referrals"
# However a server is set up, days read alike; and a function of somebody else that is called
# like one of ours must not run.
_SETTINGS: Final = """
    SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;
    SET LOCAL search_path = pg_temp, pg_catalog;
    SET LOCAL DateStyle = 'ISO';
    SET LOCAL TimeZone = 'Asia/Jakarta'
"""
# Tables, views, foreign tables; parts of a table only if one is named, since the whole holds
# them. The type of a domain is the one below it.
_CATALOGUE: Final = """
    SELECT s.nspname, t.relname, a.attname,
        format_type(COALESCE(NULLIF(k.typbasetype, 0), k.oid), NULL),
        has_schema_privilege(s.oid, 'USAGE') AND has_column_privilege(t.oid, a.attnum, 'SELECT')
    FROM pg_class t
    JOIN pg_namespace s ON s.oid = t.relnamespace
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type k ON k.oid = a.atttypid
    WHERE t.relkind IN ('r', 'p', 'v', 'm', 'f') AND (NOT t.relispartition OR %s)
        AND s.nspname <> 'information_schema' AND s.nspname !~ '^pg_'
    ORDER BY s.nspname, t.relname, a.attnum
"""
_TOO_LONG: Final = _(
    "{name} allows less time than this takes, or somebody cancelled it; nothing was written. "
    "Ask who runs the server for more time (statement_timeout), or aggregate a view of fewer "
    "years."
)
_MIDWAY: Final = _("{name} ended the connection midway; nothing was written, so run again.")
# What the server says is dropped, since it may quote cells; its code tells enough. The first
# that fits counts.
_WHY: Final[Mapping[str, str]] = {
    "28": _(
        "{name} leads to a server that refuses the user, the password or the database; correct "
        "the variable that holds them."
    ),
    "42501": _(
        "{name}: this user may not read the table or make temporary ones; ask for SELECT on "
        "it and TEMPORARY on the database."
    ),
    "25006": _(
        "{name} leads to a server or a user that only reads, where no temporary tables can be "
        "made; let it lead to the main server, or to a user who may write temporary tables."
    ),
    "0A000": _(
        "{name}: the server cannot do what is asked (code {code}), most likely since a column "
        "has a collation under which texts are not searched; read a view that gives it "
        'COLLATE "C".'
    ),
    "53": _("{name} has too little memory or room on the disk; ask who runs the server."),
    "57014": _TOO_LONG,
    "57P05": _TOO_LONG,
    "25P03": _TOO_LONG,
    "57": _MIDWAY,
    "08": _MIDWAY,
}


class PostgresStore(Store):
    """A table of a server as records."""

    order = ""

    def __init__(self, source: str, table: str | None = None) -> None:
        self.name = source
        self._database = _connected(source)
        try:
            with self._told():
                self._database.execute(_SETTINGS)
                rows = self._database.execute(_CATALOGUE, [table is not None]).fetchall()
            (schema, name), self.columns, self._closed = _chosen(rows, table, source)
        except BaseException:
            self.close()
            raise
        self.relation = f"{self.quoted(schema)}.{self.quoted(name)}"

    def ready(self, columns: Sequence[str], **_how: bool) -> None:
        """Refuse columns that this user may not read."""
        for column in columns:
            if column in self._closed:
                sentence = _(
                    "{name}: this user may not read the column {column}, which is needed; ask "
                    "for SELECT on it."
                )
                raise EngineError(sentence, name=self.name, column=shown(column))

    def close(self) -> None:
        """Leave the server; all was done in one transaction, which is never kept."""
        self._database.close()

    def view(self, name: str, query: str) -> None:
        """Give a query a name."""
        self._run(f"DROP VIEW IF EXISTS pg_temp.{name} CASCADE")
        # The offset keeps the server from writing what the view works out into each place
        # where it is named, over and over.
        self._run(f"CREATE TEMP VIEW {name} AS {query} OFFSET 0")

    def table(self, name: str, query: str) -> None:
        """Keep what a query gives under a name."""
        self._run(f"DROP TABLE IF EXISTS pg_temp.{name} CASCADE")
        self._run(f"CREATE TEMP TABLE {name} AS {query}")
        self._run(f"ANALYZE {name}")

    def load(self, name: str, frame: pd.DataFrame) -> None:
        """Keep a small table under a name."""
        columns = ", ".join(
            f"{column} {_TYPES.get(str(kind), 'TEXT')}" for column, kind in frame.dtypes.items()
        )
        self._run(f"DROP TABLE IF EXISTS pg_temp.{name} CASCADE")
        self._run(f"CREATE TEMP TABLE {name} ({columns})")
        with self._told(), self._database.cursor() as cursor:
            with cursor.copy(f"COPY {name} FROM STDIN") as copy:
                for row in zip(*(frame[column].tolist() for column in frame), strict=True):
                    copy.write_row(row)
            cursor.execute(f"ANALYZE {name}")

    def fetch(self, query: str) -> pd.DataFrame:
        """Return what a query gives."""
        with self._told():
            cursor = self._database.execute(query)
            names = [column.name for column in cursor.description or ()]
            return pd.DataFrame(cursor.fetchall(), columns=names)

    def _run(self, query: str) -> None:
        with self._told():
            self._database.execute(query)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the server says into one sentence."""
        try:
            yield
        except psycopg.Error as error:
            code = error.sqlstate or "08"
            known = next((why for start, why in _WHY.items() if code.startswith(start)), None)
            sentence = known or _(
                "{name} refuses to go on (code {code}); ask who runs the server."
            )
            raise EngineError(sentence, name=self.name, code=code) from None


def _chosen(
    rows: Sequence[tuple[Any, ...]], table: str | None, source: str
) -> tuple[tuple[str, str], Mapping[str, str], Collection[str]]:
    """Return a table, its columns, and those of them that are needed and may not be read.

    Others that this user may not read are as if they were not there.
    """
    tables: dict[tuple[str, str], dict[str, str]] = {}
    for schema, name, column, kind, may in rows:
        has = tables.setdefault((schema, name), {})
        if may:
            has[column] = held(kind, _KINDS)
    found, columns = fitting(tables, table, source)
    if not columns:
        raise EngineError(_WHY["42501"], name=source)
    closed = [row[2] for row in rows if row[:2] == found and not row[4]]
    missing = recognise([*columns], [_LOG], {}).missing
    places = recognise(closed, [_LOG], {}).columns
    needed = [closed[at] for column in missing for at in places.get(column, ())]
    return found, {**columns, **dict.fromkeys(needed, TEXT)}, needed


def _connected(source: str) -> psycopg.Connection[tuple[object, ...]]:
    """Return a connection by the string that a variable of the environment holds."""
    if not _VARIABLE.fullmatch(source):
        sentence = _(
            "Name the variable of the environment that holds the connection string, such as "
            "NETGOV_POSTGRES, and never the string itself: it would stay in the history of "
            "the terminal."
        )
        raise EngineError(sentence)
    if not os.environ.get(source):
        sentence = _(
            "The variable {name} is not set; let it hold the connection string, such as "
            "host=db.local dbname=simfoni user=netgov."
        )
        raise EngineError(sentence, name=shown(source))
    try:
        database = psycopg.connect(
            os.environ[source], connect_timeout=_PATIENCE, client_encoding="utf8"
        )
    except psycopg.ProgrammingError:
        sentence = _("What the variable {name} holds is no connection string; correct it.")
        raise EngineError(sentence, name=source) from None
    except psycopg.Error as error:
        # What a server says is in its own language; that it asked for a password is not.
        if error.pgconn and (error.pgconn.used_password or error.pgconn.needs_password):
            raise EngineError(_WHY["28"], name=source) from None
        sentence = _(
            "The server that {name} leads to cannot be reached, or has no such database or "
            "user; check host, port and names."
        )
        raise EngineError(sentence, name=source) from None
    if database.info.server_version < _OLDEST:
        database.close()
        sentence = _("The server that {name} leads to is too old; PostgreSQL 15 is needed.")
        raise EngineError(sentence, name=source)
    if database.info.parameter_status("server_encoding") != "UTF8":
        database.close()
        sentence = _(
            "The database that {name} leads to is not kept in UTF-8, in which alone letters of "
            "all names are known; copy the table into one that is."
        )
        raise EngineError(sentence, name=source)
    return database
