"""PostgreSQL and Spark give what DuckDB gives, and say in one sentence why they do not.

``.ci/run`` starts a PostgreSQL server on loopback and brings Java; elsewhere these tests are
left out with a reason.
"""

from __future__ import annotations

import hashlib

import pandas as pd
import pytest
from logs import COLUMNS, added_up, odd_rows, written
from messy import messy_log
from stores import HOW, OURS, stored

ROWS = 100_000


@pytest.fixture(scope="session")
def big(tmp_path_factory):
    """A hundred thousand records, ties on days among them, their file and its mapping."""
    folder = tmp_path_factory.mktemp("big")
    log = messy_log(ROWS, 9)
    log = pd.concat([log, odd_rows(log)], ignore_index=True)
    mapping = folder / "map.toml"
    mapping.write_text(COLUMNS, encoding="utf-8")
    return log, written(log, folder / "log.csv"), mapping


def fingerprint(aggregate):
    """The hash of ties and reasons; equal hashes are equal to the last digit."""
    reasons = aggregate.accounts.problems.groupby("code")["rows"].sum().to_csv()
    changes = aggregate.accounts.changes.groupby("code")["rows"].sum().to_csv()
    text = aggregate.ties.to_csv() + reasons + changes
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.postgres
@pytest.mark.parametrize("asked", HOW, ids=["ties", "hand_overs"])
def test_postgres_gives_what_duckdb_gives(server, big, asked):
    log, file, mapping = big
    stored(server, "rujukan", log)
    ours = added_up(OURS, mapping, "postgres", "rujukan", **asked)
    assert fingerprint(ours) == fingerprint(added_up(file, mapping, **asked))


@pytest.mark.spark
@pytest.mark.parametrize("asked", HOW, ids=["ties", "hand_overs"])
def test_spark_gives_what_duckdb_gives(spark, big, asked):
    _log, file, mapping = big
    ours = added_up(file, mapping, "spark", **asked)
    assert fingerprint(ours) == fingerprint(added_up(file, mapping, **asked))
