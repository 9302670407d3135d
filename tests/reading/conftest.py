"""A reader of small files."""

import pytest
from reading_files import pick

from netgov.reading import read_tables


@pytest.fixture
def tables(tmp_path):
    """Write a file and read its tables."""

    def reader(content, name="table.csv", **asked):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_tables(path, pick, **asked)

    return reader


@pytest.fixture
def table(tables):
    """Write a file and read its one table."""

    def reader(content, name="table.csv", **asked):
        (one,) = tables(content, name, **asked)
        return one

    return reader
