"""Spark, on this computer or a cluster, for what no single machine holds."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import socket
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import pandas as pd
import pyarrow as pa
from py4j.protocol import Py4JError
from pyspark import SparkContext
from pyspark.errors import AnalysisException, PySparkException
from pyspark.sql import DataFrame, DataFrameReader, SparkSession
from pyspark.storagelevel import StorageLevel

from netgov.engine.parts import Part, damaged, headings_of_part, need_alike, parts_of
from netgov.engine.store import DAY, MOMENT, NUMBER, TEXT, WHOLE, Store, fitting, held
from netgov.errors import EngineError
from netgov.reading.opening import NOT_UTF8
from netgov.words import _

_MASTER: Final = "NETGOV_SPARK"
_KINDS: Final[Mapping[str, str]] = {
    "string": TEXT,
    "date": DAY,
    "timestamp": MOMENT,
    "timestamp_ntz": MOMENT,
    **dict.fromkeys(("tinyint", "smallint", "int", "bigint"), WHOLE),
    **dict.fromkeys(("decimal", "double", "float"), NUMBER),
}
_ADDRESS: Final = re.compile(r"(?:[/,]|^)([\w.-]+|\[[\da-fA-F:.]+\]):(\d+)")
_PATIENCE: Final = 3  # seconds
# What it says of columns of Parquet that it has no type for.
_NO_TYPE: Final = (
    "PARQUET_TYPE_ILLEGAL",
    "PARQUET_TYPE_NOT_SUPPORTED",
    "UNSUPPORTED_TIME_TYPE",
)
_INTERRUPTED: Final = "cancelled as part of cancellation of all jobs"  # what it makes of Ctrl-C
# Days are those of western Indonesia, and what a folder is called is a text: 007 is not 7.
_READING: Final = {
    "spark.sql.session.timeZone": "Asia/Jakarta",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
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

    def __init__(self, source: str, table: str | None = None) -> None:
        self.name = table or Path(source).name
        path = Path(source).resolve()
        self._parts = [] if table else parts_of(path)
        self._made = ExitStack()
        self._session = self._made.enter_context(_session())
        try:
            self.relation = self._related(path, table)
            found = self._frame(f"SELECT * FROM {self.relation}").dtypes  # noqa: S608
        except BaseException:
            self.close()
            raise
        self.columns = {name: held(kind, _KINDS) for name, kind in found}

    def close(self) -> None:
        """Stop what was started here, and that alone."""
        self._made.close()

    def _related(self, source: Path, table: str | None) -> str:
        """Return what to read from."""
        if table is not None:
            (schema, name), _none = fitting(self._tables(table), table, self.name)
            return ".".join(self.quoted(part) for part in [*schema.split("."), name] if part)
        with self._told():
            reader = self._session.read
            if source.is_dir():  # names of folders below it may be columns
                reader = reader.option("basePath", str(source))
            is_text = self._parts[0].kind == "csv"
            frame = self._of_texts(reader) if is_text else self._of_parquet(reader)
            frame.createOrReplaceTempView("records_as_they_lie")
        return "records_as_they_lie"

    def _tables(self, named: str) -> dict[tuple[str, str], dict[str, str]]:
        """Return the tables of the schema that a name begins with, else of the current one."""
        schema = named.rpartition(".")[0]
        with self._told():
            try:
                found = self._session.catalog.listTables(schema or None)
            except AnalysisException:  # there is no such schema
                found = []
        return {
            (schema or (one.namespace[-1] if one.namespace else ""), one.name): {}
            for one in found
        }

    def _of_texts(self, reader: DataFrameReader) -> DataFrame:
        """Return text as it stands: nothing guessed, nothing converted."""
        first = self._parts[0]
        if first.skipped:
            sentence = _(
                "{file}: Spark needs the headings in the first row; take out the title."
            )
            raise EngineError(sentence, file=first.path.name)
        self._need_utf8()
        columns = ", ".join(f"{self.quoted(one)} STRING" for one in headings_of_part(first))
        settings: dict[str, Any] = {
            "sep": first.separator,
            "escape": '"',
            "header": True,
            "enforceSchema": True,
            "multiLine": True,  # a cell may hold several lines
            "mode": "FAILFAST",
        }
        return reader.csv(_paths(self._parts), columns, **settings)

    def _need_utf8(self) -> None:
        """Refuse text in another encoding, in which Spark would replace letters."""
        lines = self._session.read.text(_paths(self._parts)).where("NOT is_valid_utf8(value)")
        for row in lines.selectExpr("_metadata.file_path").limit(1).collect():
            raise EngineError(NOT_UTF8, file=Path(unquote(row[0])).name)

    def _of_parquet(self, reader: DataFrameReader) -> DataFrame:
        if self._parts[0].kind != "parquet":
            sentence = _("{file} is no file that Spark reads; use CSV or Parquet.")
            raise EngineError(sentence, file=self.name)
        need_alike(self._parts)
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
            self._made.callback(_forget, frame)
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
        except (PySparkException, Py4JError, OSError, pa.ArrowException) as error:
            if _INTERRUPTED in str(error):
                raise KeyboardInterrupt from None
            raise self._damage(unquote(str(error))) from None

    def _damage(self, told: str) -> EngineError:
        """Return the error for what cannot be read, with the part if Spark names it."""
        if any(condition in told for condition in _NO_TYPE):
            sentence = _(
                "{source} has a column of a kind that Spark does not read, such as moments to "
                "the nanosecond or hours without a day; write it as days or text, or leave it "
                "out."
            )
            return EngineError(sentence, source=self.name)
        named = [path for path in _paths(self._parts) if path in told]
        if "FAILED_READ_FILE" not in told or not named:
            sentence = _(
                "{source} cannot be read to its end by Spark: a part is damaged, a row does "
                "not fit the headings, or the cluster gave up; nothing was written."
            )
            return EngineError(sentence, source=self.name)
        path = Path(max(named, key=len))  # b.csv stands in the name of b.csv.gz too
        if "MALFORMED" not in told:
            return damaged(path)
        sentence = _(
            "{file}: the cells of a row do not fit the headings; put text that holds a "
            "separator in quotation marks."
        )
        return EngineError(sentence, file=path.name)


def _paths(parts: list[Part]) -> list[str]:
    return [str(part.path) for part in parts]


def _forget(frame: DataFrame) -> None:
    with suppress(Py4JError, PySparkException, OSError):
        frame.unpersist()


@contextmanager
def _session() -> Iterator[SparkSession]:
    """Give a copy of the session that runs, or start one where the environment says."""
    if SparkContext._active_spark_context is not None:
        running = SparkSession.getActiveSession() or SparkSession.builder.getOrCreate()
        # A copy sees the tables of the caller; what is set and named in it stays in it.
        session = SparkSession(running.sparkContext, running._jsparkSession.cloneSession())
        for name, value in _READING.items():
            session.conf.set(name, value)
        try:
            yield session
        finally:
            with suppress(Py4JError, PySparkException, OSError):
                running.createDataFrame([], "none INT")  # whoever makes one is active
        return
    with tempfile.TemporaryDirectory(prefix="netgov-", ignore_cleanup_errors=True) as folder:
        atexit.register(shutil.rmtree, folder, ignore_errors=True)  # Java makes it anew, empty
        session = _started(os.environ.get(_MASTER) or "local[*]", Path(folder).as_posix())
        try:
            yield session
        finally:
            with suppress(Py4JError, PySparkException, OSError):
                session.stop()
                # Java outlives the session, and would keep what the next one sorts here.
                java: Any = session._jvm
                java.org.apache.spark.util.Utils.clearLocalRootDirs()


def _started(master: str, folder: str) -> SparkSession:
    """Start Spark; what it keeps goes into a folder and not where the user works."""
    _need_answer(master)
    settings = {
        **_READING,
        "spark.local.dir": folder,  # which its owner alone can read
        "spark.ui.enabled": "false",
        "spark.sql.warehouse.dir": folder,
        "spark.driver.defaultJavaOptions": f'-Dderby.system.home="{folder}"',
    }
    builder = SparkSession.builder.master(master).appName("netgov")
    here = _ON_THIS_COMPUTER if master.startswith("local") else {}
    for name, value in (settings | here).items():
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


def _need_answer(master: str) -> None:
    """Refuse a cluster of which no address answers; Spark would try for more than a minute."""
    addresses = _ADDRESS.findall(master)
    for host, port in addresses:
        with (
            suppress(OSError, OverflowError, ValueError),
            socket.create_connection((host.strip("[]"), int(port)), _PATIENCE),
        ):
            return
    if addresses:
        sentence = _(
            "The cluster that the variable {name} leads to does not answer; check its address, "
            "or empty the variable to let Spark run on this computer."
        )
        raise EngineError(sentence, name=_MASTER)


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
