"""PostgreSQL: what is read of a server, what is told of it, and that nothing stays on it."""

from __future__ import annotations

import socketserver
import threading

import pandas as pd
import pytest
from logs import COLUMNS, added_up, refused, written
from messy import CHILD, clean_log
from stores import HOW, OURS, stored


@pytest.mark.postgres
@pytest.mark.parametrize("day", ["date", "hari"])
def test_days_numbers_and_names_may_have_types_of_their_own(server, tmp_path, mapping, day):
    log = clean_log(500)
    server.execute("DROP DOMAIN IF EXISTS hari CASCADE")
    server.execute("CREATE DOMAIN hari AS date")
    types = {"tanggal": day, "dijawab": "timestamp", "no": "integer", "asal": "character(60)"}
    stored(server, "typed", log, **types)
    plain = tmp_path / "log.csv"
    log.to_csv(plain, index=False)
    for asked in HOW:
        ours = added_up(OURS, mapping, "postgres", "public.typed", **asked)
        theirs = added_up(plain, mapping, **asked)
        pd.testing.assert_frame_equal(ours.ties, theirs.ties)


@pytest.mark.postgres
def test_the_server_works_out_each_case_number_once(server, mapping):
    from netgov.engine.columns import choose_columns, written
    from netgov.engine.postgres import PostgresStore
    from netgov.engine.store import sql
    from netgov.settings import chosen_settings

    stored(server, "rujukan", clean_log(20))
    with PostgresStore(OURS, "rujukan") as store:
        store.view(
            "written", written(store, choose_columns(store, chosen_settings(mapping), None))
        )
        store.view("numbered", sql("numbered"))
        plan = store.fetch("EXPLAIN VERBOSE SELECT case_no, person FROM numbered")
    told = "\n".join(plan.iloc[:, 0])
    # Where the server writes views into each other, the number stands there 576 times.
    assert told.count("kasus") < 100
    assert told.count("case_no") < 20


@pytest.mark.postgres
def test_a_table_that_is_missing_or_lacks_records_or_columns_is_named(server, mapping):
    stored(server, "rujukan", clean_log(20))
    assert "There is no table called 'rujukn'. The nearest is rujukan" in refused(
        OURS, mapping, "postgres", "rujukn"
    ).replace("public.", "")
    stored(server, "empty", clean_log(20)[:0])
    assert "holds no records" in refused(OURS, mapping, "postgres", "empty")
    stored(server, "half", clean_log(20).drop(columns="tujuan"))
    assert "the column target is missing" in refused(OURS, mapping, "postgres", "half")


@pytest.mark.postgres
def test_passwords_are_never_told(server, database, mapping, monkeypatch):
    from psycopg.conninfo import make_conninfo

    monkeypatch.setenv(OURS, make_conninfo(database, password="rahasia-sekali"))
    told = refused(OURS, mapping, "postgres")
    assert "refuses the user, the password or the database" in told
    for source in ("host=db password=rahasia-sekali", "postgresql://u:rahasia-sekali@db/x"):
        told = refused(source, mapping, "postgres")
        assert "Name the variable of the environment" in told
        assert "rahasia" not in told
    monkeypatch.setenv(OURS, make_conninfo(database, port="1", password="rahasia-sekali"))
    told = refused(OURS, mapping, "postgres")
    assert "cannot be reached" in told
    assert "rahasia" not in told
    monkeypatch.delenv(OURS)
    assert "is not set" in refused(OURS, mapping, "postgres")


@pytest.mark.postgres
@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_a_database_in_another_encoding_is_told(server, database, monkeypatch, encoding):
    from psycopg.conninfo import make_conninfo

    name = f"{server.info.dbname}_{encoding.lower()}"
    server.execute(f"DROP DATABASE IF EXISTS {name}")
    server.execute(f"CREATE DATABASE {name} ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C' "
                   "TEMPLATE template0")  # fmt: skip
    monkeypatch.setenv(OURS, make_conninfo(database, dbname=name))
    assert "is not kept in UTF-8" in refused(OURS, engine="postgres")
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.postgres
def test_a_collation_that_texts_are_not_searched_by_is_told(server, mapping):
    server.execute(
        "CREATE COLLATION IF NOT EXISTS loose "
        "(provider = icu, locale = 'und-u-ks-level2', deterministic = false)"
    )
    stored(server, "loosely", clean_log(20), kasus="text COLLATE loose")
    assert 'gives it COLLATE "C"' in refused(OURS, mapping, "postgres", "loosely")
    server.execute("DROP TABLE loosely")
    server.execute("DROP COLLATION loose")


@pytest.fixture
def german_server():
    """The port of a server that refuses every password, in words that are not English."""
    text = "Passwort-Authentifizierung für Benutzer »netgov« fehlgeschlagen"
    said = f"SFATAL\0C28P01\0M{text}\0\0".encode()

    class Refusing(socketserver.StreamRequestHandler):
        def handle(self):
            self.rfile.read(int.from_bytes(self.rfile.read(4), "big") - 4)  # who asks
            self.wfile.write(b"R" + (8).to_bytes(4, "big") + (3).to_bytes(4, "big"))
            self.rfile.read(1)  # here comes the password, or whoever has none leaves
            self.rfile.read(max(int.from_bytes(self.rfile.read(4), "big") - 4, 0))
            self.wfile.write(b"E" + (len(said) + 4).to_bytes(4, "big") + said)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Refusing) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_a_password_is_refused_in_any_language(german_server, mapping, monkeypatch):
    pytest.importorskip("psycopg")
    where = f"host=127.0.0.1 port={german_server} sslmode=disable gssencmode=disable"
    for password in (" password=salah", ""):
        monkeypatch.setenv(OURS, f"{where} user=netgov dbname=simfoni{password}")
        told = refused(OURS, mapping, "postgres")
        assert "refuses the user, the password or the database" in told


@pytest.fixture
def reader(server, database, monkeypatch, worker_id):
    """A user who may read nothing yet; netgov connects as that user."""
    from psycopg.conninfo import make_conninfo

    name = f"netgov_reader_{worker_id}"
    server.execute(f"DROP ROLE IF EXISTS {name}")
    server.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'baca'")
    monkeypatch.setenv(OURS, make_conninfo(database, user=name, password="baca"))
    yield name
    server.execute(f"DROP OWNED BY {name}")
    server.execute(f"DROP ROLE {name}")


@pytest.mark.postgres
def test_columns_that_may_not_be_read_are_as_if_not_there(server, reader, tmp_path, mapping):
    log = clean_log(200)
    stored(server, "tertutup", log)
    told = refused(OURS, mapping, "postgres", "tertutup")
    assert "this user may not read the table" in told
    readable = ", ".join(name for name in log if name not in {"nama_korban", "status"})
    server.execute(f"GRANT SELECT ({readable}), INSERT ON tertutup TO {reader}")
    ours = added_up(OURS, mapping, "postgres", "tertutup")
    log.drop(columns=["nama_korban", "status"]).to_csv(tmp_path / "log.csv", index=False)
    theirs = added_up(tmp_path / "log.csv", mapping)
    pd.testing.assert_frame_equal(ours.ties, theirs.ties)
    server.execute(f"REVOKE SELECT (tujuan) ON tertutup FROM {reader}")
    told = refused(OURS, mapping, "postgres", "tertutup")
    assert "this user may not read the column 'tujuan', which is needed" in told


@pytest.mark.postgres
def test_all_kinds_of_tables_are_found(server, reader, mapping):
    log = clean_log(200)
    stored(server, "asli", log)
    server.execute("CREATE SCHEMA IF NOT EXISTS jenis")
    server.execute("CREATE MATERIALIZED VIEW jenis.dilihat AS SELECT * FROM asli")
    server.execute("CREATE TABLE jenis.terbagi (LIKE asli) PARTITION BY LIST (tujuan)")
    server.execute("CREATE TABLE jenis.bagian PARTITION OF jenis.terbagi DEFAULT")
    server.execute("INSERT INTO jenis.terbagi SELECT * FROM asli")
    server.execute("CREATE EXTENSION IF NOT EXISTS file_fdw")
    server.execute("CREATE SERVER berkas FOREIGN DATA WRAPPER file_fdw")
    columns = ", ".join(f'"{name}" text' for name in log)
    server.execute(
        f"CREATE FOREIGN TABLE jenis.asing ({columns}) SERVER berkas OPTIONS (program 'true')"
    )
    server.execute(f"GRANT USAGE ON SCHEMA jenis TO {reader}")
    first = None
    for name in ("dilihat", "bagian", "terbagi"):
        server.execute(f"GRANT SELECT ON jenis.{name} TO {reader}")
        found = added_up(OURS, mapping, "postgres", f"jenis.{name}").ties
        first = found if first is None else first
        pd.testing.assert_frame_equal(found, first)
    assert len(first)
    server.execute(f"REVOKE SELECT ON jenis.dilihat FROM {reader}")
    # A table and its parts are one table, if none is named.
    pd.testing.assert_frame_equal(added_up(OURS, mapping, "postgres").ties, first)
    server.execute(f"REVOKE SELECT ON jenis.terbagi FROM {reader}")
    told = refused(OURS, mapping, "postgres")
    server.execute("DROP SCHEMA jenis CASCADE")
    server.execute("DROP EXTENSION file_fdw CASCADE")
    assert "several tables or none" in told
    assert "jenis.asing" in told


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("setting", "why"),
    [
        ("statement_timeout=200", "allows less time than this takes"),
        ("default_transaction_read_only=on", "only reads, where no temporary tables"),
    ],
)
def test_settings_of_a_server_that_stop_a_run_are_told(
    server, database, mapping, monkeypatch, setting, why
):
    from psycopg.conninfo import make_conninfo

    stored(server, "rujukan", clean_log(50))
    server.execute("CREATE VIEW lambat AS SELECT rujukan.* FROM rujukan, pg_sleep(1)")
    monkeypatch.setenv(OURS, make_conninfo(database, options=f"-c {setting}"))
    told = refused(OURS, mapping, "postgres", "lambat")
    server.execute("DROP VIEW lambat")
    assert why in told


@pytest.mark.postgres
def test_a_server_that_dies_midway_leaves_nothing(server, tmp_path, monkeypatch, run):
    from netgov.engine.postgres import PostgresStore

    stored(server, "rujukan", clean_log(50))
    fetch = PostgresStore.fetch

    def dying(store, query):
        if "PERCENTILE_CONT" in query:
            pid = store._database.info.backend_pid
            server.execute("SELECT pg_terminate_backend(%s)", [pid])
        return fetch(store, query)

    monkeypatch.setattr(PostgresStore, "fetch", dying)
    mapping = tmp_path / "map.toml"
    mapping.write_text(COLUMNS, encoding="utf-8")
    asked = ["--engine", "postgres", "--table", "rujukan", "--columns", mapping, "--lang", "en"]
    status, said, told = run("aggregate", OURS, *asked, "-o", tmp_path / "ties.csv")
    assert (status, said) == (1, "")
    assert "ended the connection midway" in told
    assert not (tmp_path / "ties.csv").exists()


@pytest.mark.postgres
def test_names_of_tables_and_columns_run_nothing_on_the_server(server, tmp_path, mapping):
    evil = "asal'; DROP TABLE barang; --"
    stored(server, "barang", clean_log(20))
    log = clean_log(200)
    stored(server, "rujukan", log.rename(columns={"asal": evil}))
    theirs = added_up(written(log, tmp_path / "log.csv"), mapping)
    assert "There is no table" in refused(
        OURS, mapping, "postgres", 'rujukan"; DROP TABLE barang; --'
    )
    mapping.write_text(COLUMNS + f'source = "{evil}"\n', encoding="utf-8")
    ours = added_up(OURS, mapping, "postgres", "rujukan")
    pd.testing.assert_frame_equal(ours.ties, theirs.ties)
    assert server.execute("SELECT COUNT(*) FROM barang").fetchone() == (20,)


@pytest.mark.postgres
def test_functions_of_others_do_not_run(server, mapping):
    log = clean_log(200)
    stored(server, "numbered", log, no="integer")
    server.execute(
        "CREATE OR REPLACE FUNCTION public.concat(text, integer) RETURNS text LANGUAGE plpgsql "
        "AS $$ BEGIN RAISE 'somebody else ran'; END $$"
    )
    told = added_up(OURS, mapping, "postgres", "numbered", hand_overs=True, record="no")
    server.execute("DROP FUNCTION public.concat(text, integer)")
    assert len(told.ties)


@pytest.mark.postgres
def test_nothing_stays_on_the_server_and_no_child_is_asked_for(server, mapping, monkeypatch):
    from netgov.engine.postgres import PostgresStore

    asked = []
    run = PostgresStore._run
    monkeypatch.setattr(PostgresStore, "_run", lambda s, q: (asked.append(q), run(s, q))[1])
    stored(server, "rujukan", clean_log(200))
    before = server.execute("SELECT COUNT(*) FROM pg_class").fetchone()
    told = added_up(OURS, mapping, "postgres", "rujukan")
    assert server.execute("SELECT COUNT(*) FROM pg_class").fetchone() == before
    assert asked
    assert not any("nama_korban" in query for query in asked)
    assert CHILD not in told.ties.to_csv()
