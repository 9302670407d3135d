"""PostgreSQL and Spark give what DuckDB gives, and say in one sentence why they do not.

``.ci/run`` starts a PostgreSQL server on loopback and brings Java; elsewhere these tests are
left out with a reason.
"""

from __future__ import annotations

import hashlib

import pytest
from logs import COLUMNS
from messy import messy_log
from stores import HOW, OURS, added_up, stored

ROWS = 100_000


@pytest.fixture(scope="session")
def big(tmp_path_factory):
    """A hundred thousand records, ties on days among them, and the mapping of their columns."""
    folder = tmp_path_factory.mktemp("big")
    log = messy_log(ROWS, 9)
    log.to_csv(folder / "log.csv", index=False, lineterminator="\n", encoding="utf-8")
    (folder / "map.toml").write_text(COLUMNS, encoding="utf-8")
    return folder, log


def fingerprint(aggregate):
    """The hash of ties and reasons; equal hashes are equal to the last digit."""
    reasons = aggregate.accounts.problems.groupby("code")["rows"].sum().to_csv()
    changes = aggregate.accounts.changes.groupby("code")["rows"].sum().to_csv()
    text = aggregate.ties.to_csv() + reasons + changes
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.postgres
@pytest.mark.parametrize("asked", HOW, ids=["ties", "hand_overs"])
def test_postgres_gives_what_duckdb_gives(server, big, asked):
    folder, log = big
    stored(server, "rujukan", log)
    ours = added_up(folder, OURS, "postgres", "rujukan", **asked)
    assert fingerprint(ours) == fingerprint(
        added_up(folder, folder / "log.csv", "duckdb", **asked)
    )


@pytest.mark.spark
@pytest.mark.parametrize("asked", HOW, ids=["ties", "hand_overs"])
def test_spark_gives_what_duckdb_gives(spark, big, asked):
    folder, _log = big
    ours = added_up(folder, folder / "log.csv", "spark", **asked)
    assert fingerprint(ours) == fingerprint(
        added_up(folder, folder / "log.csv", "duckdb", **asked)
    )
