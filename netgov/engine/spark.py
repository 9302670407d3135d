"""Spark, on this computer or a cluster, for what no single machine holds."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.storagelevel import StorageLevel

from netgov.engine.parts import Part, headings_of_part, need_alike, parts_of
from netgov.engine.store import DAY, MOMENT, OTHER, TEXT, Store, fitting
from netgov.errors import EngineError
from netgov.words import _

_MASTER: Final = "NETGOV_SPARK"
_KINDS: Final[Mapping[str, str]] = {
    "string": TEXT,
    "date": DAY,
    "timestamp": MOMENT,
    "timestamp_ntz": MOMENT,
}
_SETTINGS: Final = {
    "spark.ui.enabled": "false",
    "spark.sql.session.timeZone": "Asia/Jakarta",
}
_ON_THIS_COMPUTER: Final = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "2g",
    "spark.sql.shuffle.partitions": "8",
}


class SparkStore(Store):
    """Files, or a table of the catalogue, as records."""

    order = ""

    def __init__(self, source: str, table: str | None = None, *, ordered: bool = False) -> None:  # noqa: ARG002
        self.name = table or Path(source).name
        self._kept: list[DataFrame] = []
        self._parts = [] if table else parts_of(Path(source))
        self._own = SparkSession.getActiveSession() is None
        self._session = _session()
        try:
            self.relation = self._related(Path(source), table)
            found = self._frame(f"SELECT * FROM {self.relation}").dtypes  # noqa: S608
        except BaseException:
            self.close()
            raise
        self.columns = {name: _KINDS.get(kind, OTHER) for name, kind in found}

    def close(self) -> None:
        """Stop what was started here, and that alone."""
        with suppress(Py4JError, PySparkException, OSError):
            for frame in self._kept:
                frame.unpersist()
            if self._own:
                self._session.stop()

    def _related(self, source: Path, table: str | None) -> str:
        """Return what to read from."""
        if table is not None:
            with self._told():
                known = {
                    (one.namespace[-1] if one.namespace else "", one.name): dict[str, str]()
                    for one in self._session.catalog.listTables(*table.split(".")[:-1])
                }
            (schema, name), _none = fitting(known, table, self.name)
            return ".".join(self.quoted(part) for part in (schema, name) if part)
        with self._told():
            frame = (
                self._of_texts() if self._parts[0].kind == "csv" else self._of_parquet(source)
            )
            frame.createOrReplaceTempView("records_as_they_lie")
        return "records_as_they_lie"

    def _of_texts(self) -> DataFrame:
        """Return text as it stands: nothing guessed, nothing converted."""
        first = self._parts[0]
        if first.skipped:
            sentence = _(
                "{file}: Spark needs the headings in the first row; take out the title."
            )
            raise EngineError(sentence, file=first.path.name)
        columns = ", ".join(f"{self.quoted(one)} STRING" for one in headings_of_part(first))
        settings: dict[str, Any] = {
            "sep": first.separator,
            "escape": '"',
            "header": True,
            "enforceSchema": True,
            "multiLine": True,  # a cell may hold several lines
            "mode": "FAILFAST",
        }
        return self._session.read.csv(_paths(self._parts), columns, **settings)

    def _of_parquet(self, source: Path) -> DataFrame:
        if self._parts[0].kind != "parquet":
            sentence = _("{file} is no file that Spark reads; use CSV or Parquet.")
            raise EngineError(sentence, file=self.name)
        need_alike(self._parts)
        reader = self._session.read
        if source.is_dir():
            reader = reader.option("basePath", str(source))
        return reader.parquet(*_paths(self._parts))

    def quoted(self, column: str) -> str:
        """Return the name of a column as SQL has it."""
        return "`" + column.replace("`", "``") + "`"

    def view(self, name: str, query: str) -> None:
        """Give a query a name."""
        with self._told():
            self._frame(query).createOrReplaceTempView(name)

    def table(self, name: str, query: str) -> None:
        """Keep what a query gives under a name."""
        with self._told():
            frame = self._frame(query).persist(StorageLevel.MEMORY_AND_DISK)
            self._kept.append(frame)
            frame.createOrReplaceTempView(name)

    def load(self, name: str, frame: pd.DataFrame) -> None:
        """Keep a small table under a name."""
        with self._told():
            # By way of Arrow, since Spark warns of every pandas newer than itself.
            table = pa.Table.from_pandas(frame, preserve_index=False)
            self._session.createDataFrame(table).createOrReplaceTempView(name)

    def fetch(self, query: str) -> pd.DataFrame:
        """Return what a query gives."""
        with self._told():
            found: pd.DataFrame = self._frame(query).toArrow().to_pandas()
            return found

    def _frame(self, query: str) -> DataFrame:
        return self._session.sql(query)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the engine says into one sentence; its own words quote cells."""
        try:
            yield
        except (PySparkException, Py4JError, OSError):
            sentence = _(
                "{source} cannot be read to its end by Spark: a part is damaged, a row does "
                "not fit the headings, or the cluster gave up; nothing was written."
            )
            raise EngineError(sentence, source=self.name) from None


def _paths(parts: list[Part]) -> list[str]:
    return [str(part.path.resolve()) for part in parts]


def _session() -> SparkSession:
    """Return the session that runs, or start one where the environment says."""
    master = os.environ.get(_MASTER, "local[*]")
    settings = _SETTINGS | (_ON_THIS_COMPUTER if master.startswith("local") else {})
    builder = SparkSession.builder.master(master).appName("netgov")
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        with _silenced():
            session = builder.getOrCreate()
            session.sparkContext.setLogLevel("OFF")
    except (PySparkException, Py4JError, OSError, RuntimeError):
        sentence = _(
            "Spark cannot be started: it needs Java 17 or newer, and the variable {name}, if "
            "it is set, the address of a cluster that answers."
        )
        raise EngineError(sentence, name=_MASTER) from None
    return session


@contextmanager
def _silenced() -> Iterator[None]:
    """Keep what Java says while it starts, and later on, from the screen."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
