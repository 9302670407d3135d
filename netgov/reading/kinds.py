"""What a file is: told by its first bytes, then by its suffix."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Final

from netgov.errors import RecordsError
from netgov.words import _

SUFFIXES: Final[tuple[str, ...]] = (
    ".csv",
    ".tsv",
    ".txt",
    ".xlsx",
    ".xlsm",
    ".jsonl",
    ".ndjson",
    ".json",
    ".parquet",
    ".sqlite",
    ".sqlite3",
    ".db",
    ".gz",
    ".zip",
)

_JSON: Final = (".jsonl", ".ndjson", ".json")
_MAGIC: Final[Mapping[bytes, str]] = {
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",  # a zip without anything in it
    b"PAR1": "parquet",
    b"SQLite format 3\x00": "sqlite",
}

_PASSWORD: Final = _(
    "{file} is protected by a password; open it in Excel, remove the password and save it "
    "again."
)
_OLD: Final = _(
    "{file} is a file of an old Office program (.xls); open it in Excel and save it as .xlsx."
)
_PAGE: Final = _(
    "{file} is a web page or XML, whatever its name says; open it in Excel and save it as "
    ".xlsx."
)
_PDF: Final = _("{file} is a PDF; ask for the table it was made from, as .xlsx or CSV.")
_PICTURE: Final = _("{file} is a picture; ask for the table it shows, as .xlsx or CSV.")
_DOCUMENT: Final = _(
    "{file} is a text document; copy its table into Excel and save it as .xlsx."
)
_PACKED: Final = _("{file} is packed in a way netgov does not know; unpack it first.")

_REFUSED: Final[Mapping[bytes, str]] = {
    b"%PDF": _PDF,
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
    b"II*\x00": _PICTURE,
    b"MM\x00*": _PICTURE,
    b"{\\rtf": _DOCUMENT,
    b"Rar!": _PACKED,
    b"7z\xbc\xaf": _PACKED,
    b"\xfd7zXZ": _PACKED,
    b"BZh": _PACKED,
    b"\x28\xb5\x2f\xfd": _PACKED,
}
_OLE: Final = b"\xd0\xcf\x11\xe0"
_HEAD: Final = 1024


def kind_of(data: bytes, name: str, file: str) -> str:
    """Return what some bytes are.

    Parameters
    ----------
    data
        The whole file.
    name
        Its name without the suffix of any wrapper.
    file
        Its name as the user knows it.

    Returns
    -------
    str
        A key of ``READERS``, ``"gzip"`` or ``"zip"``.

    Raises
    ------
    RecordsError
        If it is something that is known to hold no table netgov reads.
    """
    if data.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise RecordsError(_PASSWORD if locked else _OLD, file=file)
    for magic, sentence in _REFUSED.items():
        if data.startswith(magic):
            raise RecordsError(sentence, file=file)
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            return kind
    return _kind_of_text(data, name, file)


def _kind_of_text(data: bytes, name: str, file: str) -> str:
    # Without NULs and byte order marks the signs looked for are the same in every encoding.
    head = data[:_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if re.match(rb"<[!?a-z]", head, re.IGNORECASE):
        raise RecordsError(_PAGE, file=file)
    json = PurePath(name).suffix.lower() in _JSON or re.match(rb"\{|\[\s*\{", head)
    return "jsonl" if json else "csv"


def kind_of_archive(names: list[str], file: str) -> str:
    """Return ``"xlsx"`` or ``"zip"`` by the names inside a zip; refuse other documents."""
    inside = set(names)
    if "xl/workbook.bin" in inside:
        sentence = _(
            "{file} is a binary workbook (.xlsb); open it in Excel and save it as .xlsx."
        )
        raise RecordsError(sentence, file=file)
    if "[Content_Types].xml" in inside:
        if any(name.lower().startswith("xl/") for name in names):
            return "xlsx"
        raise RecordsError(_DOCUMENT, file=file)
    if "mimetype" in inside and "content.xml" in inside:
        sentence = _("{file} is an OpenDocument file; open it and save it as .xlsx or CSV.")
        raise RecordsError(sentence, file=file)
    return "zip"
