"""JSON lines, Parquet and SQLite."""

import datetime as dt
import decimal
import io
import sqlite3
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from reading_files import cells, database

from netgov.errors import RecordsError, UnknownName


def parquet(columns, **options):
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream, **options)
    return stream.getvalue()


def test_a_json_line_is_a_record(table):
    raw = table(
        '{"source": " a ", "jumlah": 0.10}\n\n{"target": "b\u2028c", "jumlah": 12345678901}\n'
        '{"source": true, "target": null, "jumlah": NaN, "name": ["x"]}\n',
        "table.jsonl",
    )
    assert raw.frame.columns.tolist() == ["source", "jumlah", "target"]
    assert raw.frame.index.tolist() == [1, 3, 4]
    assert cells(raw) == [
        ["a", "0.10", ""],
        ["", "12345678901", "b\u2028c"],
        ["TRUE", "NaN", ""],
    ]
    assert raw.unread == ("name",)


def test_an_array_of_objects_counts_its_heading_as_row_one(table):
    raw = table('[\n {"source": "a", "target": "b"}, {},\n {"source": "c"}]', "table.json")
    assert raw.frame.index.tolist() == [2, 4]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is empty"),
        ("[]", "is empty"),
        ("{}", "is empty"),
        ('{"source": "a", "target": "b"}\n{"source": [1]}', "row 2: 'source' holds a list"),
        ('{"source": "a", "target": {"x": 1}}', "row 1: 'target' holds a list"),
        ('{"source": "a", "source": "b"}', "row 1: a key stands twice"),
        ('{"source": "a", "target": "b"}\n[1]', "row 2: this is not one record"),
        ('[{"source": "a", "target": "b"}, 3]', "row 3: this is not one record"),
        ('{"source": "a"', "row 1: this is not one record"),
        ("[" * 100_000, "row 1: this is not one record"),
        ('{"a":' * 100_000, "row 1: this is not one record"),
        (
            "{" + ",".join(f'"{n}": 1' for n in range(201)) + "}",
            "more than 200 columns",
        ),
        ('{"one": 1, "two": 2}', "no heading that netgov knows"),
    ],
)
def test_json_that_is_no_table_is_refused(table, content, told):
    with pytest.raises(RecordsError, match=told):
        table(content, "table.json")


def test_parquet_values_become_text(table):
    zone = dt.timezone(dt.timedelta(hours=7))
    raw = table(
        parquet(
            {
                "date": [dt.date(2023, 1, 2), None],
                "tanggal": [dt.datetime(2023, 1, 2), dt.datetime(2023, 1, 2, 10, 30)],
                "date_closed": pa.array([dt.datetime(2023, 1, 2, 10, tzinfo=zone), None]),
                "source": ["a", None],
                "target": pa.array(["b", "b"]).dictionary_encode(),
                "jumlah": [1.5, float("nan")],
                "case_id": [12, None],
                "status": [True, False],
                "relation": [decimal.Decimal("1.125"), decimal.Decimal("7.000")],
                "name": [["x"], []],
            }
        )
    )
    assert raw.frame.index.tolist() == [2, 3]
    first, second = cells(raw)
    assert first[:2] == ["2023-01-02", "2023-01-02"]
    assert first[3:] == ["a", "b", "1.5", "12", "TRUE", "1.1250"]
    assert second[:2] == ["", "2023-01-02 10:30:00"]
    assert second[3:] == ["", "b", "NaN", "", "FALSE", "7"]
    assert raw.unread == ("name",)


def test_parquet_nanoseconds_become_text(table):
    at = pa.array([1_672_617_600_000_000_001], pa.timestamp("ns"))
    assert cells(table(parquet({"date": at, "source": ["a"]})))[0][0] == "2023-01-02"


def test_a_long_parquet_file_is_read_in_pieces(table):
    names = [f"Dinas {n % 7}" for n in range(150_000)]
    data = parquet({"source": names, "target": names}, row_group_size=40_000)
    raw = table(data)
    assert raw.frame["source"].tolist() == names
    assert raw.frame.index[-1] == 150_001


def test_a_changed_bit_in_a_parquet_file_is_seen(table):
    data = parquet(
        {"source": ["Polsek Tampan"], "target": ["b"]},
        write_page_checksum=True,
        compression="none",
        use_dictionary=False,
        write_statistics=False,
    )
    changed = data.replace(b"Polsek Tampan", b"Polsek Tampaq", 1)
    with pytest.raises(RecordsError, match="cut off or damaged"):
        table(changed)


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"source": [["a"]], "target": ["b"]}, "'source' holds lists or bytes"),
        ({"source": [b"a"], "target": ["b"]}, "'source' holds lists or bytes"),
        ({"source": [{"x": 1}], "target": ["b"]}, "'source' holds lists or bytes"),
        ({"one": ["a"], "two": ["b"]}, "no heading that netgov knows"),
        ({str(n): ["a"] for n in range(201)}, "more than 200 columns"),
    ],
)
def test_parquet_that_is_no_table_is_refused(table, columns, told):
    with pytest.raises(RecordsError, match=told):
        table(parquet(columns))


def test_without_pyarrow_the_way_to_get_it_is_told(table, monkeypatch):
    data = parquet({"source": ["a"], "target": ["b"]})
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(RecordsError, match=r'pip install "netgov\[parquet\]"'):
        table(data)


WEIRD = database(
    'CREATE TABLE "weird ""table" (id, "source ", "target", "na""me", weight)',
    "INSERT INTO \"weird \"\"table\" VALUES (1, ' a', 12, 'x', x'00')",
    'INSERT INTO "weird ""table" VALUES (2, NULL, 1.0, \'x\', NULL)',
    'CREATE INDEX by_target ON "weird ""table" (target, "source ")',
    "CREATE TABLE other (source, target)",
    "CREATE TABLE unknown (one, two)",
    "CREATE VIEW seen AS SELECT source, target FROM other",
)


def test_every_table_of_a_database_is_read_in_its_own_order(tables):
    first, second = tables(WEIRD)
    assert first.sheet == 'weird "table'
    assert first.frame.index.tolist() == [2, 3]
    assert cells(first) == [["a", "12"], ["", "1"]]
    assert first.unread == ("id", 'na"me', "weight")
    assert (second.sheet, len(second.frame)) == ("other", 0)


def test_a_table_of_a_database_may_be_named(table):
    assert table(WEIRD, table=" Other").sheet == "other"
    with pytest.raises(UnknownName, match=r"'seen'.*all: other, unknown"):
        table(WEIRD, table="seen")
    with pytest.raises(RecordsError, match="no heading that netgov knows"):
        table(WEIRD, table="unknown")


def test_a_database_may_have_any_name(table):
    data = database("CREATE TABLE t (source, target)", "INSERT INTO t VALUES (1, 2)")
    assert cells(table(data, "a?mode=rwc#50%.db")) == [["1", "2"]]


def test_a_database_without_tables_is_empty(table):
    with pytest.raises(RecordsError, match="is empty"):
        table(database("CREATE TABLE t (a)", "DROP TABLE t"))


def test_bytes_in_a_database_are_refused_with_their_place(table):
    data = database(
        "CREATE TABLE t (source, target)",
        "INSERT INTO t VALUES ('a', 'b'), ('c', x'00')",
    )
    with pytest.raises(RecordsError, match="row 3: 'target' holds bytes"):
        table(data)


def test_a_database_that_is_open_elsewhere_is_refused(tables, tmp_path):
    path = tmp_path / "table.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE t (source, target)")
        connection.commit()
        with pytest.raises(RecordsError, match="open in another program"):
            tables(path.read_bytes(), "table.db")
    connection.close()


def test_a_table_without_row_ids_is_read(table):
    data = database(
        "CREATE TABLE t (source, target, PRIMARY KEY (target)) WITHOUT ROWID",
        "INSERT INTO t VALUES ('a', 'z'), ('c', 'b')",
    )
    assert cells(table(data)) == [["c", "b"], ["a", "z"]]
