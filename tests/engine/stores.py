"""Records put on a server, added up there, and what is said if they cannot be."""

from __future__ import annotations

import os

import pytest
from logs import COLUMNS, refusal

import netgov as ng

SERVER = "NETGOV_TEST_POSTGRES"
OURS = "NETGOV_POSTGRES"
HOW = [{}, {"hand_overs": True, "record": "no"}]


def left_out(reason):
    required = os.environ.get("NETGOV_TOOLS") == "required"
    (pytest.fail if required else pytest.skip)(reason)


def stored(connection, table, log, **types):
    """Put records into a table, every column text unless told otherwise."""
    columns = ", ".join(f'"{name}" {types.get(name, "text")}' for name in log)
    connection.execute(f'DROP TABLE IF EXISTS "{table}"')
    connection.execute(f'CREATE TABLE "{table}" ({columns})')
    with connection.cursor().copy(f'COPY "{table}" FROM STDIN') as copy:
        for row in log.itertuples(index=False):
            copy.write_row([cell if name not in types or cell else None
                            for name, cell in zip(log, row, strict=True)])  # fmt: skip


def added_up(folder, source, engine, table=None, **asked):
    mapping = folder / "map.toml"
    mapping.write_text(COLUMNS, encoding="utf-8")
    return ng.aggregate(source, engine, table=table, columns=mapping, accept_loss=True, **asked)


def refused(folder, source, engine, table=None):
    error = refusal(lambda: added_up(folder, source, engine, table))
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None
    return str(error)
