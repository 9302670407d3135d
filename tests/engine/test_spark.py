"""Spark: what is read, what is told of it, and that a session of others stays as it was."""

from __future__ import annotations

import gzip
import os
import shutil
import socket
import subprocess
import sys
import time

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from logs import added_up, refused
from messy import clean_log
from stores import left_out

from netgov.errors import EngineError, UnknownName


@pytest.mark.spark
def test_bad_stores_are_told_in_one_sentence_by_spark(spark, tmp_path, mapping):
    log = clean_log(300)
    assert "There is no file or folder" in refused(tmp_path / "none", mapping, "spark")
    parts = tmp_path / "parts"
    parts.mkdir()
    log[:100].to_parquet(parts / "a.parquet")
    log[100:].rename(columns={"asal": "dari"}).to_parquet(parts / "b.parquet")
    assert "have not the same columns" in refused(parts, mapping, "spark")
    (parts / "b.parquet").write_bytes((parts / "a.parquet").read_bytes()[:-200])
    assert "b.parquet is cut off or damaged" in refused(parts, mapping, "spark")
    short = tmp_path / "short.csv"
    log.to_csv(short, index=False)
    short.write_text(short.read_text("utf-8") + "1,2,Siti\n", encoding="utf-8")
    told = refused(short, mapping, "spark")
    assert told.startswith("short.csv: the cells of a row do not fit the headings")
    assert "Siti" not in told


@pytest.mark.spark
def test_spark_names_the_part_that_is_damaged(spark, tmp_path, mapping):
    log = clean_log(2_000)
    texts = tmp_path / "bagian teks"
    texts.mkdir()
    log[:1_000].to_csv(texts / "a.csv", index=False)
    text = log[1_000:].to_csv(index=False)
    (texts / "b.csv").write_bytes(text.encode().replace(b"Puskesmas", b"Puskesm\xe9s"))
    told = refused(texts, mapping, "spark")
    assert told == "b.csv is not UTF-8 text; in Excel save it as “CSV UTF-8”."
    (texts / "b.csv").write_text(text + ",".join("x" * 30), encoding="utf-8")
    assert "b.csv: the cells of a row do not fit" in refused(texts, mapping, "spark")
    for part in texts.iterdir():
        part.with_suffix(".csv.gz").write_bytes(gzip.compress(part.read_bytes()))
        part.unlink()
    packed = (texts / "b.csv.gz").read_bytes()
    (texts / "b.csv.gz").write_bytes(packed[:-500])
    assert "b.csv.gz is cut off or damaged" in refused(texts, mapping, "spark")

    parts = tmp_path / "parts"
    parts.mkdir()
    log.to_parquet(parts / "a.parquet")
    whole = (parts / "a.parquet").read_bytes()
    (parts / "b.parquet").write_bytes(
        whole[:200] + b"Z" * (len(whole) // 2) + whole[200 + len(whole) // 2 :]
    )
    assert "b.parquet is cut off or damaged" in refused(parts, mapping, "spark")


@pytest.mark.spark
@pytest.mark.parametrize(
    "kind", [pa.timestamp("ns"), pa.time64("us"), pa.float16()], ids=["moment", "hour", "half"]
)
def test_a_kind_of_column_that_spark_does_not_read_is_no_damage(spark, tmp_path, mapping, kind):
    log = pa.Table.from_pandas(clean_log(50), preserve_index=False)
    nothing = pa.nulls(50, kind)
    pq.write_table(log.append_column("lain", nothing), tmp_path / "log.parquet")
    told = refused(tmp_path / "log.parquet", mapping, "spark")
    assert told.startswith("log.parquet has a column of a kind that Spark does not read")


@pytest.mark.spark
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_names_of_folders_are_columns(spark, tmp_path, mapping, kind):
    log = clean_log(200)
    for name, rows in log.groupby("asal"):
        folder = tmp_path / "lake" / f"asal={name}"
        folder.mkdir(parents=True)
        getattr(rows.drop(columns="asal"), f"to_{kind}")(folder / f"a.{kind}", index=False)
    ours = added_up(tmp_path / "lake", mapping, "spark")
    theirs = added_up(tmp_path / "lake", mapping)
    assert len(ours.ties)
    pd.testing.assert_frame_equal(ours.ties, theirs.ties)


@pytest.mark.spark
def test_names_of_folders_and_whole_numbers_are_texts_as_duckdb_has_them(spark, tmp_path):
    log = pd.DataFrame({"kasus": [*map(float, range(10_000_000, 10_000_019)), None]})
    log = log.assign(tanggal="2019-03-21", tujuan=10403001.0)
    for name in ("007", "010", "7"):
        folder = tmp_path / "lake" / f"asal={name}"
        folder.mkdir(parents=True)
        log.to_parquet(folder / "a.parquet")
    ours, theirs = (added_up(tmp_path / "lake", None, engine) for engine in ("spark", "duckdb"))
    assert ours.ties["source"].tolist() == ["007", "010", "7"]
    assert set(ours.ties["target"]) == {"10403001"}
    pd.testing.assert_frame_equal(ours.ties, theirs.ties)


@pytest.mark.spark
def test_a_session_of_the_caller_stays_as_it_was(spark, tmp_path, mapping):
    log = clean_log(300)
    log.to_csv(tmp_path / "log.csv", index=False)
    mine = spark.range(1).toDF("satu")
    # As the tables of a run are called, which must not take their place.
    for name in ("checked", "written", "contacts"):
        mine.createOrReplaceTempView(name)
    spark.conf.set("spark.sql.session.timeZone", "Asia/Jayapura")
    before = spark.catalog.listTables(), spark.conf.getAll
    ours = added_up(tmp_path / "log.csv", mapping, "spark")
    assert (spark.catalog.listTables(), spark.conf.getAll) == before
    for name in ("checked", "written", "contacts"):
        assert spark.table(name).collect() == mine.collect()
    assert type(spark).getActiveSession() is spark
    assert spark._jsparkSession.sharedState().cacheManager().isEmpty()
    for name in ("checked", "written", "contacts"):
        spark.catalog.dropTempView(name)
    spark.conf.set("spark.sql.session.timeZone", "Asia/Jakarta")
    theirs = added_up(tmp_path / "log.csv", mapping)
    pd.testing.assert_frame_equal(ours.ties, theirs.ties)


@pytest.mark.spark
def test_a_table_of_the_catalogue_is_quoted(spark, tmp_path, mapping):
    log = clean_log(300)
    log.to_parquet(tmp_path / "log.parquet")
    spark.read.parquet(str(tmp_path / "log.parquet")).createOrReplaceTempView("rujukan")
    ours = added_up("lake", mapping, "spark", "rujukan")
    theirs = added_up(tmp_path / "log.parquet", mapping)
    pd.testing.assert_frame_equal(ours.ties, theirs.ties)
    for name in ("rujukan`; DROP TABLE rujukan; --", "nowhere.rujukan", "a.b.c.d", "`.`"):
        with pytest.raises(UnknownName):
            added_up("lake", mapping, "spark", name)


@pytest.mark.spark
def test_a_table_is_named_with_its_schema_and_catalogue(spark, tmp_path, mapping):
    clean_log(300).to_parquet(tmp_path / "log.parquet")
    theirs = added_up(tmp_path / "log.parquet", mapping)
    spark.read.parquet(str(tmp_path / "log.parquet")).write.saveAsTable("kept_log")
    try:
        for name in ("kept_log", "default.kept_log", "spark_catalog.default.kept_log"):
            ours = added_up("lake", mapping, "spark", name)
            pd.testing.assert_frame_equal(ours.ties, theirs.ties)
    finally:
        spark.sql("DROP TABLE kept_log")


@pytest.mark.spark
def test_spark_that_cannot_start_is_told_in_one_sentence(tmp_path, monkeypatch):
    from netgov.engine import spark as engine

    class Refusing:
        def __getattr__(self, _name):
            return lambda *_said: self

        def getOrCreate(self):  # noqa: N802  Spark calls it so
            raise RuntimeError("Java gateway process exited")

    monkeypatch.setattr(engine.SparkSession, "builder", Refusing())
    monkeypatch.setattr(engine.SparkContext, "_active_spark_context", None)
    with pytest.raises(EngineError, match="Spark cannot be started: it needs Java 17"):
        engine._session().__enter__()


def test_a_cluster_out_of_reach_is_told_at_once(tmp_path, mapping, monkeypatch):
    pytest.importorskip("pyspark")
    from netgov.engine import spark as engine

    monkeypatch.setattr(engine.SparkContext, "_active_spark_context", None)
    clean_log(20).to_csv(tmp_path / "log.csv", index=False)
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))  # and nobody listens
        port = deaf.getsockname()[1]
        for master in (f"spark://127.0.0.1:{port},127.0.0.1:{port}", f"spark://[::1]:{port}"):
            monkeypatch.setenv("NETGOV_SPARK", master)
            began = time.monotonic()
            told = refused(tmp_path / "log.csv", mapping, "spark")
            assert "The cluster that the variable NETGOV_SPARK leads to does not answer" in told
            assert time.monotonic() - began < 10


@pytest.mark.spark
def test_spark_leaves_nothing_where_the_user_works(tmp_path):
    if shutil.which("java") is None:
        left_out("Spark needs Java")
    for folder in ("work", "for now", "settings"):
        (tmp_path / folder).mkdir()
    clean_log(50).to_csv(tmp_path / "log.csv", index=False)
    # The catalogue of Hive keeps a database of its own where it is started.
    (tmp_path / "settings" / "spark-defaults.conf").write_text(
        "spark.sql.catalogImplementation hive\n", encoding="utf-8"
    )
    script = (
        "import sys; from netgov.engine.spark import SparkStore\n"
        "with SparkStore(sys.argv[1]) as store:\n"
        "    store._session.sql('CREATE TABLE satu AS SELECT 1 AS nomor')\n"
        "with SparkStore(sys.argv[1]) as store:\n"  # Java remembers where the first one was
        "    store.table('dua', f'SELECT * FROM {store.relation}')\n"
        "    assert len(store.fetch('SELECT * FROM dua')) == 50\n"
    )
    where = {
        "NETGOV_SPARK": "local[2]",
        "SPARK_CONF_DIR": str(tmp_path / "settings"),
        "TMPDIR": str(tmp_path / "for now"),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    subprocess.run(
        [sys.executable, "-c", script, tmp_path / "log.csv"],
        cwd=tmp_path / "work",
        env=os.environ | where,
        check=True,
        timeout=300,
    )
    assert not list((tmp_path / "work").iterdir())
    assert not list((tmp_path / "for now").glob("netgov-*"))
