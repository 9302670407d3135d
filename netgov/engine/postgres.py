"""A PostgreSQL server: nothing of it is changed, and nothing but counts comes back."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import pandas as pd
import psycopg

from netgov.engine.store import DAY, MOMENT, OTHER, TEXT, Store, fitting
from netgov.errors import EngineError, shown
from netgov.words import _

_VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_KINDS: Final[Mapping[str, str]] = {
    "text": TEXT,
    "character varying": TEXT,
    "character": TEXT,
    "date": DAY,
    "timestamp without time zone": MOMENT,
    "timestamp with time zone": MOMENT,
}
_TYPES: Final = {"int16": "SMALLINT", "int32": "INTEGER", "int64": "BIGINT"}
_OLDEST: Final = 150_000  # the first that knows regexp_like
_PATIENCE: Final = 10  # seconds
_CATALOGUE: Final = """
    SELECT table_schema, table_name, column_name, data_type
    FROM information_schema.columns
    WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
    ORDER BY table_schema, table_name, ordinal_position
"""
# What the server says is dropped, since it may quote cells; its code tells enough.
_WHY: Final[Mapping[str, str]] = {
    "28": _("{name} refuses the user or the password; correct the variable that holds them."),
    "42501": _(
        "{name}: this user may not read the table or make temporary ones; ask for SELECT on "
        "it and TEMPORARY on the database."
    ),
    "53": _("{name} has too little memory or room on the disk; ask who runs the server."),
    "57": _("{name} ended the connection midway; nothing was written, so run again."),
    "08": _("{name} ended the connection midway; nothing was written, so run again."),
}


class PostgresStore(Store):
    """A table of a server as records."""

    order = ""

    def __init__(self, source: str, table: str | None = None, *, ordered: bool = False) -> None:  # noqa: ARG002
        self.name = source
        self._database = _connected(source)
        try:
            with self._told():
                self._database.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                self._database.execute("SET LOCAL DateStyle = 'ISO'")
                self._database.execute("SET LOCAL TimeZone = 'Asia/Jakarta'")
                rows = self._database.execute(_CATALOGUE).fetchall()
            tables: dict[tuple[str, str], dict[str, str]] = {}
            for schema, name, column, kind in (map(str, row) for row in rows):
                tables.setdefault((schema, name), {})[column] = _KINDS.get(kind, OTHER)
            (schema, name), self.columns = fitting(tables, table, source)
            # A function of somebody else that is called like one of ours must not run.
            self._run("SET LOCAL search_path = pg_temp, pg_catalog")
        except BaseException:
            self.close()
            raise
        self.relation = f"{self.quoted(schema)}.{self.quoted(name)}"

    def close(self) -> None:
        """Leave the server; all was done in one transaction, which is never kept."""
        self._database.close()

    def view(self, name: str, query: str) -> None:
        """Give a query a name."""
        self._run(f"DROP VIEW IF EXISTS pg_temp.{name} CASCADE")
        self._run(f"CREATE TEMP VIEW {name} AS {query}")

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
        except psycopg.errors.SyntaxErrorOrAccessRuleViolation as error:
            if error.sqlstate != psycopg.errors.InsufficientPrivilege.sqlstate:
                raise  # it speaks of our own queries
            raise EngineError(_WHY["42501"], name=self.name) from None
        except psycopg.Error as error:
            code = error.sqlstate or "08"
            known = next((why for start, why in _WHY.items() if code.startswith(start)), None)
            sentence = known or _(
                "{name} refuses to go on (code {code}); ask who runs the server."
            )
            raise EngineError(sentence, name=self.name, code=code) from None


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
        database = psycopg.connect(os.environ[source], connect_timeout=_PATIENCE)
    except psycopg.ProgrammingError:
        sentence = _("What the variable {name} holds is no connection string; correct it.")
        raise EngineError(sentence, name=source) from None
    except psycopg.Error as error:
        if "password" in str(error):
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
    return database
