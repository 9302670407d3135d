from __future__ import annotations

import os
import shutil

import pytest
from logs import COLUMNS
from stores import OURS, SERVER, left_out
from test_cli import run

__all__ = ["run"]


@pytest.fixture(scope="session")
def database(worker_id):
    """A database of this worker's own on the server for tests."""
    psycopg = pytest.importorskip("psycopg")
    if SERVER not in os.environ:
        left_out(f"there is no PostgreSQL server: {SERVER} is not set")
    name = f"netgov_{worker_id}"
    with psycopg.connect(os.environ[SERVER], autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
    yield psycopg.conninfo.make_conninfo(os.environ[SERVER], dbname=name)
    with psycopg.connect(os.environ[SERVER], autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def server(database, monkeypatch):
    """The connection of a test, and the variable that leads netgov there."""
    import psycopg

    monkeypatch.setenv(OURS, database)
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def spark():
    """One session for all tests of a worker, since Java takes long to start."""
    if shutil.which("java") is None:
        left_out("Spark needs Java")
    from netgov.engine.spark import _session

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NETGOV_SPARK", "local[2]")
        with _session() as session:
            yield session


@pytest.fixture
def mapping(tmp_path):
    file = tmp_path / "columns.toml"
    file.write_text(COLUMNS, encoding="utf-8")
    return file
