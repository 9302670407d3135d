"""What an engine adds up is what reading row by row gives, to the last count."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
from logs import (
    COLUMNS,
    KEY,
    added_up,
    as_texts,
    read_by_row,
    refused,
    same_ties,
    ties_of,
    written,
)
from messy import CHILD, clean_log, messy_log
from stores import HOW

import netgov as ng
from netgov.errors import EngineError, RecordsError, UnknownName


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_ties_and_reasons_are_those_of_reading_by_row(tmp_path, mapping, seed):
    log = messy_log(3_000, seed).drop_duplicates()
    path = written(log, tmp_path / "log.csv")
    aggregate, records = added_up(path, mapping), read_by_row(path, mapping)
    same_ties(aggregate, records)
    ours = aggregate.accounts.problems.groupby("code")["rows"].sum()
    theirs = records.problems["code"].value_counts()
    assert ours.to_dict() == theirs.to_dict()
    assert aggregate.accounts.counts.iloc[0].tolist() == records.counts.iloc[0].tolist()


def test_changes_are_those_of_reading_by_row(tmp_path, mapping):
    """Of records that are used, with what differs by design left out or put in."""
    log = messy_log(3_000).drop_duplicates(ignore_index=True)
    log.loc[::2, "jumlah"] = ""
    problems = read_by_row(written(log, tmp_path / "log.csv"), mapping).problems
    # Words are read once, whatever becomes of the records that bear them.
    log = log[~(log.index + 2).isin(problems["row"])]
    path = written(log, tmp_path / "log.csv")
    ours = added_up(path, mapping).accounts.changes.groupby("code")["rows"].sum()
    theirs = read_by_row(path, mapping).changes.groupby("code")["rows"].sum()
    # A count of several contacts counts its own cases.
    nobody = log["kasus"].isin(["", "-"]) & (log["jumlah"] == "")
    expected = theirs.to_dict() | {"no_case": nobody.sum()}
    assert ours.to_dict() == expected
    assert min(expected.values()) > 0


def test_a_log_without_records_is_refused(tmp_path, mapping):
    path = written(clean_log(5)[:0], tmp_path / "log.csv")
    with pytest.raises(RecordsError, match="holds no records"):
        added_up(path, mapping)


def test_ties_of_two_provinces_lie_side_by_side_as_one_study(tmp_path, mapping):
    edges = tmp_path / "country" / "edges"
    edges.mkdir(parents=True)
    found = []
    for seed, name in ((1, "riau"), (2, "jambi")):
        log = clean_log(400, seed)
        path = written(log.assign(asal=log["asal"] + f" {name}"), tmp_path / "log.csv")
        found.append(added_up(path, mapping))
        ng.write_aggregate(found[-1], edges / f"{name}.csv")
    ties = pd.concat(aggregate.ties for aggregate in found)
    ours, theirs = ties.set_index(KEY).sort_index(), ties_of(ng.read_records(edges.parent))
    pd.testing.assert_frame_equal(ours[list(theirs)], theirs, check_dtype=False)


def test_a_table_of_bodies_sets_other_names_aside(tmp_path, mapping):
    log = clean_log(300)
    log.loc[:9, "tujuan"] = "Toko Makmur"
    path = written(log, tmp_path / "log.csv")
    actors = tmp_path / "actors.csv"
    bodies = (
        ("dinkes", "Dinas Kesehatan"),
        ("rsud", "RSUD Arifin Achmad"),
        ("pkm", "Puskesmas Rumbai"),
    )
    rows = [f"{slug},{name},health,city,city\n" for slug, name in bodies]
    actors.write_text("id,name_id,sector,level,reach\n" + "".join(rows), encoding="utf-8")
    aggregate = added_up(path, mapping, actors=actors)
    assert set(aggregate.ties["source"]) | set(aggregate.ties["target"]) == {
        "dinkes",
        "rsud",
        "pkm",
    }
    problems = aggregate.accounts.problems
    assert problems.groupby("code")["rows"].sum().to_dict() == {"unknown_name": 10}
    assert problems["value"].tolist() == ["'Tok…(11)'"]


def test_blanks_are_filled_in_as_when_reading_by_row(tmp_path, mapping):
    told = COLUMNS + (
        '[fill]\nsource = {value = "UPT P2A", where = "target", has = "rsud"}\n'
        'target = {value = "RSUD Arifin Achmad", where = "status", has = "diterima"}\n'
        'layer = {value = "coordination", where = "source", has = "polresta"}\n'
    )
    mapping.write_text(told, encoding="utf-8")
    path = written(messy_log(2_000).drop_duplicates(), tmp_path / "log.csv")
    aggregate, records = added_up(path, mapping), read_by_row(path, mapping)
    same_ties(aggregate, records)
    assert aggregate.accounts.used == records.counts["used"].sum()


@pytest.mark.parametrize(
    "fill", ['date = "2019"', 'layer = {value="x", where="date", has="9"}']
)
def test_days_and_case_numbers_are_not_filled_in(tmp_path, mapping, fill):
    mapping.write_text(COLUMNS + f"[fill]\n{fill}\n", encoding="utf-8")
    path = written(clean_log(50), tmp_path / "log.csv")
    assert "The mapping file fills date, or by it" in refused(path, mapping)


def test_registers_of_both_ends_are_told_to_count_twice(tmp_path, mapping, run):
    log = clean_log(300)
    path = written(log.assign(pencatat=log["asal"]), tmp_path / "log.csv")
    mapping.write_text(COLUMNS + 'recorded_by = "pencatat"\n', encoding="utf-8")
    asked = ["--columns", mapping, "--lang", "en", "-o", tmp_path / "ties.csv"]
    _status, said, _told = run("aggregate", path, *asked)
    assert "registers of both ends counts twice" in " ".join(said.split())


# --- kinds of store ---------------------------------------------------------------------


def as_csv(log, folder):
    return written(log, folder / "log.csv")


def as_semicolons(log, folder):
    log.to_csv(
        folder / "log.csv", sep=";", index=False, encoding="utf-8-sig", lineterminator="\r\n"
    )
    return folder / "log.csv"


def as_titled(log, folder):
    path = written(log, folder / "log.csv")
    path.write_text(
        "Register rujukan tahun 2019\n\n" + path.read_text("utf-8"), encoding="utf-8"
    )
    return path


def as_packed(log, folder):
    log.to_csv(folder / "log.csv.gz", index=False, lineterminator="\n")
    return folder / "log.csv.gz"


def as_parquet(log, folder):
    days = {name: pd.to_datetime(log[name]) for name in ("tanggal", "dijawab")}
    log.assign(**days, no=log["no"].astype(int)).to_parquet(folder / "log.parquet")
    return folder / "log.parquet"


def as_years(log, folder):
    parts = folder / "parts"
    for year, part in log.groupby(log["tanggal"].str[:4]):
        place = parts / f"tahun_data={year}"
        place.mkdir(parents=True)
        part.to_parquet(place / "part-0.parquet")
    return parts


def as_sqlite(log, folder):
    with closing(sqlite3.connect(folder / "log.sqlite")) as database:
        log.to_sql("rujukan", database, index=False)
        pd.DataFrame({"a": [1]}).to_sql("lain", database, index=False)
    return folder / "log.sqlite"


KINDS = [as_csv, as_semicolons, as_titled, as_packed, as_parquet, as_years, as_texts, as_sqlite]


@pytest.mark.parametrize("asked", HOW, ids=["ties", "hand_overs"])
def test_many_turns_of_counting_give_what_one_gives(tmp_path, mapping, monkeypatch, asked):
    from netgov.engine import duck

    path = written(messy_log(3_000), tmp_path / "log.csv")
    whole = added_up(path, mapping, **asked)
    for room in ("_USUAL", "_OF_SORTING"):
        monkeypatch.setattr(duck, room, duck.Room("300MB", 100))
    with duck.DuckStore(str(path)) as store:
        assert store.shares(3_000) == 31
    pd.testing.assert_frame_equal(added_up(path, mapping, **asked).ties, whole.ties)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("hand_overs", [False, True], ids=["ties", "hand_overs"])
def test_every_kind_of_store_gives_the_same(tmp_path, mapping, kind, hand_overs):
    log = clean_log(500)
    plain = tmp_path / "plain"
    plain.mkdir()
    asked = {"hand_overs": hand_overs, "record": "no" if hand_overs else None}
    expected = added_up(as_csv(log, plain), mapping, **asked)
    found = added_up(kind(log, tmp_path), mapping, **asked)
    pd.testing.assert_frame_equal(found.ties, expected.ties)


def test_hand_overs_follow_each_case_from_receiver_to_receiver(tmp_path, mapping):
    log = clean_log(800)
    steps = log.assign(no=log["no"].astype(int)).sort_values(["kasus", "tanggal", "no"])
    of_case = steps.groupby("kasus")
    steps["next"] = of_case["tujuan"].shift(-1)
    steps["year"] = of_case["tanggal"].shift(-1).str[:4]
    wait = pd.to_datetime(of_case["tanggal"].shift(-1)) - pd.to_datetime(steps["tanggal"])
    steps["days"] = wait.dt.days
    moved = steps[steps["next"].notna() & (steps["next"] != steps["tujuan"])]
    expected = moved.groupby(["tujuan", "next", "year"]).agg(
        weight=("kasus", "size"), cases=("kasus", "nunique"), median_days=("days", "median")
    )
    path = written(log, tmp_path / "log.csv")
    found = added_up(path, mapping, hand_overs=True, record="no").ties
    assert found["weight"].tolist() == expected["weight"].tolist()
    assert found["cases"].tolist() == expected["cases"].tolist()
    assert found["median_days"].tolist() == expected["median_days"].tolist()
    # Without numbers the records follow each other as they lie in the file.
    as_they_lie = added_up(path, mapping, hand_overs=True).ties
    pd.testing.assert_frame_equal(as_they_lie, found)


# --- what must not leave ----------------------------------------------------------------


def test_what_stands_behind_the_source_is_not_printed(run):
    status, *told = run("aggregate", "host=db", "password=rahasia", "--engine", "postgres")
    assert status == 2
    assert "rahasia" not in "".join(told)


def test_names_that_look_like_persons_are_not_told_whole(tmp_path, run):
    rows = "".join(f"K{at},2019-03-01,Ibu Rahma {at},RSUD\n" for at in range(20))
    (tmp_path / "log.csv").write_text("kasus,tanggal,asal,tujuan\n" + rows, encoding="utf-8")
    status, *told = run("aggregate", tmp_path / "log.csv", "-o", tmp_path / "ties.csv")
    assert status == 0
    assert "Rahma" not in "".join(told)


def test_columns_about_persons_are_told_and_never_selected(tmp_path, mapping, monkeypatch):
    from netgov.engine.duck import DuckStore

    asked = []
    for name in ("view", "table", "fetch"):
        step = getattr(DuckStore, name)

        def heard(store, *said, step=step):
            asked.append(" ".join(said))
            return step(store, *said)

        monkeypatch.setattr(DuckStore, name, heard)
    aggregate = added_up(written(messy_log(300), tmp_path / "log.csv"), mapping)
    unread = aggregate.accounts.unread.set_index("column")["identity"]
    assert unread["nama_korban"]
    assert asked
    assert not any("nama_korban" in query for query in asked)


def test_no_case_and_no_child_is_in_what_comes_out(tmp_path, mapping, run):
    path = written(messy_log(300), tmp_path / "log.csv")
    ties = tmp_path / "ties.csv"
    asked = ["--columns", mapping, "--accept-loss", "-o", ties]
    status, said, told = run("aggregate", path, *asked)
    assert status == 0
    for text in (said, told, ties.read_text("utf-8-sig")):
        assert CHILD not in text
        assert "K-0" not in text


@pytest.mark.parametrize(
    "number", ["1471086505100002", "14.7108.650510.0002", "0812-3456-7890", "ibu@contoh.id"]
)
def test_numbers_of_persons_in_place_of_case_numbers_stop_everything(tmp_path, mapping, number):
    log = clean_log(200)
    log.loc[7, "kasus"] = number
    with pytest.raises(EngineError, match="in 1 records the column 'kasus'") as caught:
        added_up(written(log, tmp_path / "log.csv"), mapping)
    assert number not in str(caught.value)


def test_names_that_are_refused_are_veiled_and_few(tmp_path, mapping):
    log = clean_log(200)
    log.loc[:29, "asal"] = [f"Siti 0812345678{at:02d}" for at in range(30)]
    problems = added_up(written(log, tmp_path / "log.csv"), mapping).accounts.problems
    personal = problems[problems["code"] == "personal_data"]
    assert len(personal) <= 10
    assert personal["rows"].sum() == 30
    assert not personal["value"].str.contains("Siti|0812").any()


# --- bad stores -------------------------------------------------------------------------


def test_a_missing_column_is_named(tmp_path, mapping):
    path = written(clean_log(50).drop(columns="tujuan"), tmp_path / "log.csv")
    assert "log.csv: the column target is missing" in refused(path, mapping)


def test_a_missing_file_and_an_unknown_engine_are_named(tmp_path, mapping):
    assert "There is no file or folder 'nowhere.csv'" in refused(
        tmp_path / "nowhere.csv", mapping
    )
    path = written(clean_log(50), tmp_path / "log.csv")
    with pytest.raises(UnknownName, match="The nearest is postgres"):
        ng.aggregate(path, "postgrez")


def test_a_damaged_part_is_named(tmp_path, mapping):
    parts = as_years(clean_log(500), tmp_path)
    last = sorted(parts.rglob("*.parquet"))[-1]
    last.rename(last.with_name("part-7.parquet"))
    last = last.with_name("part-7.parquet")
    last.write_bytes(last.read_bytes()[:-100])
    assert refused(parts, mapping) == "part-7.parquet is cut off or damaged; copy it again."


@pytest.mark.parametrize("change", [{"asal": "dari"}, {}], ids=["renamed", "retyped"])
def test_parts_with_other_columns_are_named(tmp_path, mapping, change):
    parts = as_years(clean_log(500), tmp_path)
    first, last = sorted(parts.rglob("*.parquet"))
    part = pd.read_parquet(last).rename(columns=change)
    if not change:
        part["kasus"] = range(len(part))
    part.to_parquet(last)
    sentence = refused(parts, mapping)
    assert f"{first.parent.name}/{first.name}" in sentence
    assert "have not the same columns" in sentence


@pytest.mark.parametrize(
    ("spoilt", "told"),
    [
        (b"1,K,2019-01-01,A\n", "line 52: the cells do not fit"),
        (b"1,K,2019-01-01,A,B,,,,,,,Siti,x\n", "line 52: the cells do not fit"),
        (b"1,K,2019-01-01,A,B\xe9,,,,,,Siti\n", "line 52: this is not UTF-8"),
    ],
    ids=["short", "long", "latin"],
)
def test_a_spoilt_row_is_told_by_its_line_and_never_quoted(tmp_path, mapping, spoilt, told):
    path = written(clean_log(50), tmp_path / "log.csv")
    path.write_bytes(path.read_bytes() + spoilt)
    sentence = refused(path, mapping)
    assert told in sentence
    assert "Siti" not in sentence


def test_a_store_that_loses_too_much_is_refused(tmp_path, mapping):
    path = written(messy_log(300), tmp_path / "log.csv")
    with pytest.raises(RecordsError, match=r"missing_actor ×\d+"):
        ng.aggregate(path, columns=mapping)


def test_names_of_files_tables_and_columns_run_nothing(tmp_path, mapping):
    log = clean_log(100)
    plain = added_up(written(log, tmp_path / "plain.csv"), mapping).ties
    name = "x'); DROP TABLE checked; --.csv"
    named = added_up(written(log, tmp_path / name), mapping).ties
    pd.testing.assert_frame_equal(named, plain)
    evil = 'asal"; DROP TABLE checked; --'
    mapping.write_text(COLUMNS + f"source = '{evil}'\n", encoding="utf-8")
    renamed = written(log.rename(columns={"asal": evil}), tmp_path / "log.csv")
    pd.testing.assert_frame_equal(added_up(renamed, mapping).ties, plain)
    database = as_sqlite(log, tmp_path)
    with pytest.raises(UnknownName):
        added_up(database, mapping, table='rujukan"; DROP TABLE rujukan; --')


def test_duckdb_sees_the_named_files_and_nothing_else(tmp_path):
    import duckdb

    from netgov.engine.duck import DuckStore

    path = written(clean_log(50), tmp_path / "log.csv")
    other = written(clean_log(50), tmp_path / "other.csv")
    with DuckStore(str(path)) as store:
        assert len(store.fetch(f"FROM {store.relation}")) == 50
        for query in (
            f"FROM read_csv('{other}')",
            f"COPY (VALUES (1)) TO '{tmp_path / 'stolen.csv'}'",
            "SET enable_external_access = true",
            "INSTALL httpfs",
        ):
            with pytest.raises(duckdb.Error):
                store._database.execute(query)
        store.ready([], sorts=False, ordered=False)
        with pytest.raises(duckdb.Error, match="locked"):
            store._database.execute("SET memory_limit = '9GB'")


def test_what_is_too_large_for_memory_spills_where_its_owner_alone_reads(tmp_path, monkeypatch):
    from netgov.engine import duck

    monkeypatch.setattr(duck, "_USUAL", duck.Room("30MB", 1_500_000))
    path = written(clean_log(50), tmp_path / "log.csv")
    with duck.DuckStore(str(path)) as store:
        numbers = "range(1000000) AS numbers(i)"
        # Sorted, and not yet fetched to the end: what spilled is still there.
        rows = store._run(f"SELECT hash(i), CONCAT('K-', i) FROM {numbers} ORDER BY hash(i)")
        rows.fetchone()
        folder = Path(store._spill.name)
        assert sum(file.stat().st_size for file in folder.rglob("*.tmp")) > 10**6
        assert os.name == "nt" or folder.stat().st_mode & 0o077 == 0
        count = f"SELECT COUNT(DISTINCT CONCAT('K-', i)) AS n FROM {numbers}"
        assert store.fetch(count)["n"].tolist() == [10**6]
    assert not folder.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps the name of an open file")
def test_what_is_kept_for_the_run_has_no_name_by_which_it_could_stay(tmp_path):
    from netgov.engine.duck import DuckStore

    path = written(clean_log(5_000), tmp_path / "log.csv")
    with DuckStore(str(path)) as store:
        store.table("checked", f"SELECT * FROM {store.relation}")
        found = [file for file in Path(store._spill.name).rglob("*") if file.is_file()]
        assert not found
        assert len(store.fetch("FROM checked")) == 5_000
    assert not Path(store._spill.name).exists()
