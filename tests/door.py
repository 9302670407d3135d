"""Files as Indonesian offices send them, built in code: text, workbooks, stores, wrappers."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

HEADINGS = ("No Kasus", "Tanggal", "Asal", "Tujuan", "Layanan", "Status")
PERSONAL = ("Nama Korban/Inisial", "NIK Anak", "No. HP Ortu", "Tgl Lahir", "Umur (th)")
# What stands in the personal columns, and case numbers; no output may hold any of it.
NAME, NIK, PHONE, CASE = "SITI RAHASIA", "1471015502100001", "081234567890", "PKU-7731"
SECRETS = (NAME, NIK[4:], PHONE[3:], f"{CASE}/0")
_ENDS = [("UPT PPA", body, "medis", "selesai") for body in ("Polresta", "Dinsos", "RSUD")]

Rows = Sequence[Sequence[Any]]


def rows(count: int = 6, *, month: int = 3, start: int = 0) -> list[list[Any]]:
    """Return sound rows below `HEADINGS`, each with a case of its own."""
    return [
        [f"{CASE}/0{start + n}", dt.date(2019, month, n + 1), *_ENDS[n % 3]]
        for n in range(count)
    ]


def personal(count: int = 6) -> list[list[Any]]:
    """Return sound rows below `HEADINGS` and `PERSONAL`."""
    secret = [NAME, NIK, PHONE, "2010-02-15", "9"]
    return [[*row, *secret] for row in rows(count)]


def csv(table: Rows, sep: str = ";") -> str:
    """Return rows as text, days as Indonesian offices write them; cells are not quoted."""
    return "".join(sep.join(map(_typed, row)) + "\n" for row in table)


def _typed(cell: Any) -> str:
    if isinstance(cell, dt.date):
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(cell)


def log(*more: Sequence[Any], headings: Sequence[str] = HEADINGS) -> str:
    """Return a sound log with some rows below it."""
    return csv([headings, *rows(), *more])


def book(
    sheets: Mapping[str, Rows], dress: Callable[[openpyxl.Workbook], object] | None = None
) -> bytes:
    """Return a workbook, changed at the end as ``dress`` does."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, table in sheets.items():
        sheet = made.create_sheet(title)
        for row in table:
            sheet.append(list(row))
    if dress:
        dress(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    """Return files as a zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def locked_zip() -> bytes:
    """Return a zip whose directory says that a password is needed."""
    data = bytearray(zipped({"log.csv": log()}))
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def json_lines(headings: Sequence[str], table: Iterable[Sequence[Any]]) -> bytes:
    """Return rows as one JSON object on each line."""
    objects = (dict(zip(headings, row, strict=True)) for row in table)
    return "\n".join(json.dumps(one, default=str) for one in objects).encode()


def parquet(columns: Mapping[str, Any]) -> bytes:
    """Return columns as a Parquet file."""
    stream = io.BytesIO()
    pq.write_table(pa.table(dict(columns)), stream)
    return stream.getvalue()


def sqlite(path: Path, name: str, headings: Sequence[str], table: Rows) -> Path:
    """Write rows as a table of a database, quotation marks in its name and all."""
    quoted = '"' + name.replace('"', '""') + '"'
    columns = ", ".join(f'"{heading}" TEXT' for heading in headings)
    marks = ", ".join("?" * len(headings))
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"CREATE TABLE {quoted} ({columns})")
        database.executemany(
            f"INSERT INTO {quoted} VALUES ({marks})",  # noqa: S608
            [[None if cell is None else str(cell) for cell in row] for row in table],
        )
        database.execute(f"CREATE VIEW seen AS SELECT * FROM {quoted}")  # noqa: S608
        database.commit()
    return path


def packed(content: str | bytes) -> bytes:
    """Return text or bytes as .gz, the same bytes each time."""
    data = content if isinstance(content, bytes) else content.encode()
    return gzip.compress(data, mtime=0)
