"""Bytes to text, whatever program saved them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, NamedTuple

from netgov.errors import RecordsError
from netgov.reading.opening import CUT_OFF, NOT_UTF8, unopened
from netgov.words import _

# The mark of UTF-32 begins with that of UTF-16.
_MARKS: Final = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_UTF8_SIGN: Final = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_CONTROLS: Final = bytes(n for n in range(32) if n not in b"\t\n\r\x0b\x0c\x1a") + b"\x7f"
# Old programs leave a few; one in a hundred is no text.
_MOST_CONTROLS: Final = 0.01
_SAMPLE: Final = 4096

_NOT_TEXT: Final = _("{file} is not text; save it as .xlsx or as “CSV UTF-8”.")


class Encoding(NamedTuple):
    """How bytes become text; ``assumed`` if nothing in them says so."""

    codec: str
    assumed: bool = False


def read_text(path: Path) -> str:
    """Return the text of a file.

    Raises
    ------
    RecordsError
        If it cannot be opened or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RecordsError(NOT_UTF8, file=path.name) from None
    except OSError as error:
        raise unopened(path, error) from None


def encoding_of(data: bytes, file: str) -> Encoding:
    """Return how some bytes are to be decoded, which then cannot fail.

    Raises
    ------
    RecordsError
        If they are cut off, in two encodings, or no text.
    """
    codec = next((c for mark, c in _MARKS.items() if data.startswith(mark)), _unmarked(data))
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        if codec.startswith(("utf-16", "utf-32")) or _cut_off(error, data):
            raise RecordsError(CUT_OFF, file=file) from None
        return _windows(data, file)
    if "\0" in text or _binary(data if codec.startswith("utf-8") else text.encode()):
        raise RecordsError(_NOT_TEXT, file=file)
    return Encoding(codec)


def _unmarked(data: bytes) -> str:
    sample = data[:_SAMPLE]
    even, odd = sample[::2], sample[1::2]
    # Every second byte of Latin text in UTF-16 is NUL.
    if odd.count(0) * 2 > len(odd) and not even.count(0):
        return "utf-16-le"
    if even.count(0) * 2 > len(even) and not odd.count(0):
        return "utf-16-be"
    return "utf-8"


def _cut_off(error: UnicodeDecodeError, data: bytes) -> bool:
    return error.reason == "unexpected end of data" and error.end == len(data)


def _windows(data: bytes, file: str) -> Encoding:
    # Bytes of a program or picture hold signs of UTF-8 by chance.
    if b"\0" in data or _binary(data):
        raise RecordsError(_NOT_TEXT, file=file)
    if _UTF8_SIGN.search(data):
        sentence = _(
            "{file} is partly UTF-8 and partly not, so names would be spoilt; open it in "
            "Excel, mend them and save it as .xlsx."
        )
        raise RecordsError(sentence, file=file)
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        raise RecordsError(_NOT_TEXT, file=file) from None
    return Encoding("cp1252", assumed=True)


def _binary(data: bytes) -> bool:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return controls > len(data) * _MOST_CONTROLS
