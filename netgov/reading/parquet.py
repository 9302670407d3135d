"""Parquet files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from netgov.errors import RecordsError, shown
from netgov.reading.cells import NotACell, as_text
from netgov.reading.limits import check_columns, check_rows, check_size
from netgov.reading.model import Pick, Raw, chosen, framed
from netgov.reading.opening import NOT_FLAT, Opened, damage_told
from netgov.words import _

_BATCH: Final = 65_536


def read_parquet(opened: Opened, pick: Pick, named: str | None) -> list[Raw]:  # noqa: ARG001
    """Return the table of a Parquet file; none if it has no column that is known.

    Raises
    ------
    RecordsError
        If pyarrow is not installed, or the file is damaged, too large, or has lists in a
        column that is loaded.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        sentence = _('{file} needs pyarrow to be read; run: pip install "netgov[parquet]"')
        raise RecordsError(sentence, file=opened.file) from None
    with damage_told(opened.file, pa.ArrowException):
        return _tables(opened, pick, pq)


def _tables(opened: Opened, pick: Pick, pq: Any) -> list[Raw]:
    schema = _checked(opened, pq)
    headings = [name.strip() for name in schema.names]
    take = chosen(headings, pick)
    if not take:
        return []
    _check_flat([schema.field(at) for at in take], opened.file)
    names = [schema.names[at] for at in take]
    columns = _columns(opened, names, schema, pq)
    rows = range(2, len(columns[0]) + 2)
    frame = framed(rows, columns, [headings[at] for at in take])
    unread = tuple(h for at, h in enumerate(headings) if h and at not in take)
    return [Raw(opened.file, opened.inner, frame, unread, {}, ())]


def _checked(opened: Opened, pq: Any) -> Any:
    """Return the schema of a file that is not too large."""
    import pyarrow as pa

    meta = pq.read_metadata(pa.BufferReader(opened.data))
    check_columns(opened.file, meta.num_columns)
    check_rows(opened.file, meta.num_rows)
    sizes = [meta.row_group(at).total_byte_size for at in range(meta.num_row_groups)]
    check_size(opened.file, sum(sizes), len(opened.data))
    schema = meta.schema.to_arrow_schema()
    if len(set(schema.names)) < len(schema.names):
        sentence = _("{file} has two columns of one name; rename one of them.")
        raise RecordsError(sentence, file=opened.file)
    return schema


def _check_flat(fields: list[Any], file: str) -> None:
    import pyarrow.types as kinds

    for field in fields:
        kind = field.type.value_type if kinds.is_dictionary(field.type) else field.type
        if kinds.is_nested(kind) or kinds.is_binary(kind) or kinds.is_large_binary(kind):
            raise RecordsError(NOT_FLAT, file=file, column=shown(field.name))


def _columns(opened: Opened, names: list[str], schema: Any, pq: Any) -> list[list[str]]:
    import pyarrow as pa
    import pyarrow.types as kinds

    # A text that is stored once for a million rows is held once too.
    shared = [n for n in names if kinds.is_string(schema.field(n).type)]
    source = pq.ParquetFile(
        pa.BufferReader(opened.data),
        page_checksum_verification=True,
        read_dictionary=shared,
    )
    columns: list[list[str]] = [[] for _name in names]
    for batch in source.iter_batches(batch_size=_BATCH, columns=names):
        for column, name in zip(columns, names, strict=True):
            column.extend(_texts(batch.column(name), name, opened.file))
    return columns


def _texts(array: Any, name: str, file: str) -> Iterator[str]:
    import pyarrow.types as kinds

    try:
        if kinds.is_dictionary(array.type):
            words = [as_text(value) for value in array.dictionary.to_pylist()]
            places = array.indices.to_pylist()
            yield from ("" if at is None else words[at] for at in places)
        else:
            yield from map(as_text, array.to_pylist())
    except NotACell:
        sentence = _(
            "{file}: {column} holds what is no text, number or date; convert it first."
        )
        raise RecordsError(sentence, file=file, column=shown(name)) from None
