"""A file to the bytes of one table, unpacked within limits."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final, NamedTuple

from netgov.errors import NetgovError, RecordsError
from netgov.reading.kinds import SUFFIXES, kind_of, kind_of_archive
from netgov.reading.limits import check_size
from netgov.words import _

if TYPE_CHECKING:
    import zipfile

_CHUNK: Final = 1024**2
_ENCRYPTED: Final = 0x1

CUT_OFF: Final = _("{file} is cut off or damaged; copy it again.")
NOT_UTF8: Final = _("{file} is not UTF-8 text; in Excel save it as “CSV UTF-8”.")
TWICE: Final = _("{file}: the heading {value} stands there twice; rename one.")
NOT_FLAT: Final = _(
    "{file}: {column} holds lists or bytes; store one text, number or date in each cell."
)
EMPTY: Final = _("{file} is empty; its first row must hold the headings.")

# What the libraries raise over bytes that are not what they seem. Their words are dropped,
# since some of them quote cells.
_DAMAGE: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zlib.error,
)


class Opened(NamedTuple):
    """The bytes of one table.

    ``inner`` is its name inside a zip, or blank; ``path`` is where it lies if nothing had to
    be unpacked.
    """

    file: str
    inner: str
    kind: str
    data: bytes
    path: Path | None


@contextmanager
def damage_told(file: str, *more: type[Exception], sentence: str = CUT_OFF) -> Iterator[None]:
    """Turn whatever a library raises over damaged bytes into one sentence.

    Parameters
    ----------
    file
        Name of the file, to be named in the sentence.
    more
        The errors of one library.
    sentence
        What to say instead.
    """
    import struct
    import zipfile

    damage: tuple[type[Exception], ...] = (
        *_DAMAGE,
        struct.error,
        zipfile.BadZipFile,
        *more,
    )
    try:
        yield
    except NetgovError:
        raise
    except damage:
        raise RecordsError(sentence, file=file) from None


def unpack(path: Path) -> Opened:
    """Return the bytes of the one table that a file holds.

    Raises
    ------
    RecordsError
        If it cannot be opened, is too large, is cut off, or is known to hold no table.
    """
    data, file = _bytes_of(path), path.name
    kind = kind_of(data, file, file)
    if kind == "gzip":
        inner = file[:-3] if file.lower().endswith(".gz") else file
        with damage_told(file):
            return _unwrapped(_gunzipped(data, file), inner, Opened(file, "", "", b"", None))
    if kind == "zip":
        with damage_told(file):
            return _from_zip(data, path)
    return Opened(file, "", kind, data, path)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            sentence = _("{file} is no ordinary file; copy what it holds into one.")
            raise RecordsError(sentence, file=path.name)
        check_size(path.name, path.stat().st_size, path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise unopened(path, error) from None


def unopened(path: Path, error: OSError) -> RecordsError:
    """Return the error for a file that the system does not give."""
    sentence = _("{file} cannot be opened ({reason}); check its name and rights.")
    return RecordsError(sentence, file=path.name, reason=error.strerror)


def _gunzipped(data: bytes, file: str) -> bytes:
    import gzip

    chunks, size = [], 0
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            check_size(file, size, len(data))
            chunks.append(chunk)
    return b"".join(chunks)


def _from_zip(data: bytes, path: Path) -> Opened:
    import zipfile

    file = path.name
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        check_archive(archive, file)
        if kind_of_archive(archive.namelist(), file) == "xlsx":
            return Opened(file, "", "xlsx", data, path)
        tables = [info for info in archive.infolist() if _is_table(info)]
        if len(tables) != 1:
            sentence = _(
                "{file} holds {count} tables; a zip must hold one. Unpack it and name the "
                "folder instead."
            )
            raise RecordsError(sentence, file=file, count=len(tables))
        inner = b"".join(chunks_of(archive, tables[0]))
        name = PurePath(tables[0].filename).name
        return _unwrapped(inner, name, Opened(file, name, "", b"", None))


def _is_table(info: zipfile.ZipInfo) -> bool:
    parts = PurePath(info.filename).parts
    if info.is_dir() or "__MACOSX" in parts or parts[-1].startswith("."):
        return False
    return PurePath(info.filename).suffix.lower() in SUFFIXES


def check_archive(archive: zipfile.ZipFile, file: str) -> None:
    """Refuse a zip by its directory: too large, or locked."""
    infos = archive.infolist()
    unpacked = sum(info.file_size for info in infos)
    check_size(file, unpacked, sum(info.compress_size for info in infos))
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        sentence = _("{file} is protected by a password; unpack it with the password first.")
        raise RecordsError(sentence, file=file)


def chunks_of(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield one file of a zip in pieces, never more than its directory states."""
    # Read whole, a part that states a false size would be unpacked before that is seen.
    unpacking = archive.open
    with unpacking(info) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _unwrapped(data: bytes, name: str, wrapper: Opened) -> Opened:
    """Return what was found in a wrapper, which may be a workbook but no second wrapper."""
    import zipfile

    kind = kind_of(data, name, wrapper.file)
    if kind == "zip":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            kind = kind_of_archive(archive.namelist(), wrapper.file)
    if kind in ("gzip", "zip"):
        sentence = _("{file} is packed twice; unpack it once.")
        raise RecordsError(sentence, file=wrapper.file)
    return wrapper._replace(kind=kind, data=data)
