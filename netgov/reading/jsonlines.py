"""Records as JSON: one object per line, or an array of flat objects."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from netgov.errors import RecordsError, shown
from netgov.reading.cells import EDGES, NotACell, as_text
from netgov.reading.limits import check_columns, check_rows
from netgov.reading.model import Pick, Raw, chosen, framed
from netgov.reading.opening import EMPTY, Opened
from netgov.reading.text import encoding_of
from netgov.words import _

_Record = tuple[int, dict[str, Any]]


class _DoubledKey(ValueError):
    """One object that gives two values to a key."""


def read_jsonl(opened: Opened, pick: Pick, named: str | None) -> list[Raw]:  # noqa: ARG001
    """Return the table of a JSON file; none if it has no key that is known.

    Raises
    ------
    RecordsError
        If it is empty, no text, too large, or a record is not one flat object.
    """
    codec = encoding_of(opened.data, opened.file).codec
    text = opened.data.decode(codec).strip(EDGES + "\n")
    keys = _keys(text, opened.file)
    headings = [key.strip(EDGES) for key in keys]
    take = chosen(headings, pick)
    if not take:
        return []
    index: list[int] = []
    columns: list[list[str]] = [[] for _at in take]
    for number, record in _records(text, opened.file):
        index.append(number)
        for column, at in zip(columns, take, strict=True):
            column.append(_cell(record.get(keys[at]), number, headings[at], opened.file))
    frame = framed(index, columns, [headings[at] for at in take])
    unread = tuple(h for at, h in enumerate(headings) if h and at not in take)
    return [Raw(opened.file, opened.inner, frame, unread, {}, ())]


def _keys(text: str, file: str) -> list[str]:
    """Return the keys of all records; parsed twice, records need not be held."""
    keys: dict[str, None] = {}
    number = 0
    for number, record in _records(text, file):
        check_rows(file, number)
        keys.update(dict.fromkeys(record))
        check_columns(file, len(keys))
    if not number:
        raise RecordsError(EMPTY, file=file)
    return list(keys)


def _records(text: str, file: str) -> Iterator[_Record]:
    if not text.startswith("["):
        # str.splitlines would break a record at rare signs within its texts.
        lines = enumerate(text.split("\n"), start=1)
        yield from (
            (number, record)
            for number, line in lines
            if line.strip(EDGES)
            for record in _objects([_parsed(line, number, file)], number, file)
        )
        return
    array = _parsed(text, 1, file)
    for number, item in enumerate(array, start=2):
        yield from ((number, record) for record in _objects([item], number, file))


def _objects(items: Iterable[Any], number: int, file: str) -> Iterator[dict[str, Any]]:
    for item in items:
        if not isinstance(item, dict):
            raise _not_a_record(number, file)
        if item:
            yield item


def _parsed(text: str, number: int, file: str) -> Any:
    try:
        # Numbers stay as they are written: 0.10 keeps its nought, NaN its name.
        return json.loads(
            text,
            parse_int=str,
            parse_float=str,
            parse_constant=str,
            object_pairs_hook=_record,
        )
    except _DoubledKey:
        sentence = _("{file}, row {row}: a key stands twice in one record; keep one of them.")
        raise RecordsError(sentence, file=file, row=number) from None
    except (ValueError, RecursionError):
        raise _not_a_record(number, file) from None


def _not_a_record(number: int, file: str) -> RecordsError:
    sentence = _(
        "{file}, row {row}: this is not one record in JSON; write each record as one object "
        "on a line of its own."
    )
    return RecordsError(sentence, file=file, row=number)


def _record(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        raise _DoubledKey
    return record


def _cell(value: object, number: int, heading: str, file: str) -> str:
    try:
        return as_text(value)
    except NotACell:
        sentence = _(
            "{file}, row {row}: {column} holds a list or an object; write one text or number "
            "there."
        )
        raise RecordsError(sentence, file=file, row=number, column=shown(heading)) from None
