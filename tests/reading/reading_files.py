"""Files of every kind, written small, and a pick that knows a few headings."""

import io
import re
import sqlite3
import zipfile

import openpyxl

from netgov.reading.cells import EDGES

__all__ = [
    "EDGES",
    "cells",
    "codes",
    "database",
    "patched",
    "pick",
    "saved",
    "workbook",
    "zipped",
]

KNOWN = {
    "date",
    "source",
    "target",
    "tanggal",
    "asal",
    "tujuan",
    "instansi asal",
    "instansi tujuan",
    "case id",
    "from actor",
    "to actor",
    "relation",
    "status",
    "date closed",
    "jumlah",
}


def pick(headings):
    """Return the positions of the headings in `KNOWN`, if at least two are."""
    folded = [re.sub(r"[\W_]+", " ", heading.casefold()).strip() for heading in headings]
    found = {at for at, heading in enumerate(folded) if heading in KNOWN}
    return found if len(found) > 1 else set()


def workbook(*rows, merge=(), **sheets):
    """Return the bytes of a workbook: rows of its first sheet, then more sheets by name."""
    book = openpyxl.Workbook()
    book.active.title = "Rekap"
    for row in rows:
        book.active.append(row)
    for cells in merge:
        book.active.merge_cells(cells)
    for name, content in sheets.items():
        sheet = book.create_sheet(name)
        for row in content:
            sheet.append(row)
    return saved(book)


def saved(book):
    """Return the bytes of an openpyxl workbook."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def patched(data, old, new, part="xl/worksheets/sheet1.xml"):
    """Return a workbook with the XML of one part changed."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for info in before.infolist():
            content = before.read(info)
            if info.filename == part:
                assert old in content
                content = content.replace(old, new, 1)
            after.writestr(info.filename, content)
    return stream.getvalue()


def zipped(**files):
    """Return a zip; ``a__csv`` stands for ``a.csv``."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return stream.getvalue()


def database(*statements):
    """Return the bytes of a SQLite database."""
    connection = sqlite3.connect(":memory:")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    data = connection.serialize()
    connection.close()
    return data


def cells(raw):
    """Return the rows of a table."""
    return raw.frame.to_numpy().tolist()


def codes(raw):
    """Return what was noted, without the particulars."""
    return [note.code for note in raw.notes]
