"""Tables for programs: CSV with a Data Package that describes it, and JSON with its schema.

Both keep the names of columns; the schema says what people call them, what they tell, and in
which unit.
"""

from __future__ import annotations

import datetime
import json
import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from pandas.api.types import (
    is_bool_dtype,
    is_datetime64_any_dtype,
    is_float_dtype,
    is_integer_dtype,
    is_string_dtype,
)

from netgov.captions import CAPTIONS, definition, heading, title, unit
from netgov.tables.told import (
    About,
    about,
    are_days,
    flat,
    iso,
    marks,
    safe,
    safe_text,
    table_named,
    typed,
)
from netgov.words import Words

# With the mark at its beginning Excel reads names with accents rightly.
_ENCODING: Final = "utf-8-sig"
_DAYS: Final = "%Y-%m-%d"
_HOURS: Final = "%Y-%m-%dT%H:%M:%S"
_PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"


def csv(frame: pd.DataFrame, _words: Words, _known: About | None = None) -> bytes:
    """Return a table as CSV."""
    cells = _dated(typed(safe(frame)))
    return cells.to_csv(index=False, lineterminator="\n").encode(_ENCODING)


def json_table(frame: pd.DataFrame, words: Words, known: About | None = None) -> bytes:
    """Return a table as JSON that pandas reads back with ``orient="table"``."""
    shown, known = typed(flat(frame)), known or about(frame, words)
    fields = _fields(shown, words, known.table)
    for field in fields:
        if field["type"] == "date":  # of which pandas knows nothing
            field["type"] = "datetime"
    columns = [
        [_value(cell) for cell in column.tolist()]
        for _name, column in _dated(shown, hours=True).items()
    ]
    names = [field["name"] for field in fields]
    rows = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
    beside = {"description": "\n\n".join(known.remarks)} if known.remarks else {}
    content = {"title": known.caption, **beside, "schema": {"fields": fields}, "data": rows}
    return _json(content)


def package(tables: Mapping[str, pd.DataFrame], words: Words, title: str) -> bytes:
    """Return the Data Package that describes a folder of CSV tables, each "name.csv" in it."""
    return described({f"{name}.csv": frame for name, frame in tables.items()}, words, title)


def described(
    files: Mapping[str, pd.DataFrame], words: Words, title: str, remarks: Sequence[str] = ()
) -> bytes:
    """Return the Data Package v2 of some CSV files; remarks go into its description."""
    said = [mark for frame in files.values() for mark in marks(flat(frame)).values()]
    content = {
        "$schema": _PROFILE,
        "title": title,
        "description": "\n\n".join(filter(None, ["; ".join(dict.fromkeys(said)), *remarks])),
        "resources": [_resource(file, frame, words) for file, frame in files.items()],
    }
    return _json({name: value for name, value in content.items() if value})


def _resource(file: str, frame: pd.DataFrame, words: Words) -> dict[str, Any]:
    name = Path(file).stem
    table = table_named(name, frame, words)
    texts = {}
    if table:
        texts = {"title": title(table, words), "description": words(CAPTIONS[table].holds)}
    return {
        "name": re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-") or "table",
        "type": "table",
        "path": file,
        **texts,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": _fields(typed(flat(frame)).rename(columns=safe_text), words, table)
        },
    }


def _fields(shown: pd.DataFrame, words: Words, table: str) -> list[dict[str, str]]:
    """Return the columns as Table Schema describes them, without what is not known."""
    fields = [
        {
            "name": name,
            **_kind(cells),
            "title": heading(name, words, table),
            "description": definition(name, words, table),
            "unit": unit(name, words, table),
        }
        for name, cells in ((str(name), cells) for name, cells in shown.items())
    ]
    return [{key: said for key, said in field.items() if said} for field in fields]


def _dated(cells: pd.DataFrame, *, hours: bool = False) -> pd.DataFrame:
    """Return dates as text, all of a column in one form: as days if they are, or as hours."""
    told = cells.copy()
    for place, (_name, column) in enumerate(cells.items()):
        if is_datetime64_any_dtype(column):
            form = _HOURS if hours or not are_days(column) else _DAYS
            told.isetitem(place, column.dt.strftime(form))
    return told


def _kind(cells: pd.Series[Any]) -> dict[str, str]:
    """Return the type of a column; pandas is told of whole numbers and flags left blank."""
    kind, blank = cells.dtype, {"extDtype": str(cells.dtype)}
    if is_bool_dtype(kind):
        return {"type": "boolean", **blank}
    if is_integer_dtype(kind):
        return {"type": "integer", **blank}
    if is_float_dtype(kind):
        return {"type": "number"}
    if is_datetime64_any_dtype(kind):
        return {"type": "date" if are_days(cells) else "datetime"}
    return {"type": "string" if is_string_dtype(kind) else "any"}


def _value(cell: Any) -> Any:
    """Return a cell as JSON has it, exact; blank for what is not defined or not finite."""
    if isinstance(cell, np.generic):
        cell = cell.item()
    if isinstance(cell, datetime.date) and not pd.isna(cell):
        return iso(cell)
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return None
    if isinstance(cell, float) and not math.isfinite(cell):
        return None
    return cell if isinstance(cell, str | bool | int | float) else str(cell)


def _json(content: Mapping[str, Any]) -> bytes:
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)
    return f"{text}\n".encode()
