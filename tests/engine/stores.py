"""Records put on a server, and tests that are left out where there is none."""

from __future__ import annotations

import os

import pytest

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
