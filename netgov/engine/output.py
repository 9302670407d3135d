"""What an engine added up, as a file that every other command reads."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

import duckdb
import pandas as pd

from netgov.checking import each
from netgov.engine.aggregating import Aggregate
from netgov.engine.store import literal
from netgov.errors import NetgovError, shown
from netgov.tables import safe_text
from netgov.words import _
from netgov.writing import OF_OWNER, by_suffix, need_place, write_file

# With the mark at its beginning Excel reads names with accents rightly.
_MARK: Final = "\ufeff".encode()
_FORMS: Final = {".csv": "FORMAT csv, HEADER true", ".parquet": "FORMAT parquet"}
_NAMES: Final = ("source", "target")


def need_output(path: str | Path, *read: str | Path | None) -> None:
    """Refuse a file of ties that cannot be written, before all the work.

    ``read``: the files and folders that are read.

    Raises
    ------
    UnknownName
        If the suffix is none of .csv and .parquet.
    NetgovError
        If it would lie where nothing can be written, or over or among what is read.
    """
    path = Path(path)
    _form(path)
    need_place(path)
    place = path.resolve()
    for one in (Path(name).resolve() for name in read if name):
        if place == one or (one.is_dir() and one in place.parents):
            sentence = _(
                "{path} would lie over or among what is read; name another place with -o."
            )
            raise NetgovError(sentence, path=shown(path.name))


def write_aggregate(result: Aggregate, path: str | Path) -> Path:
    """Write ties or hand-overs to a .csv or .parquet file that its owner alone can read.

    Counts in it are as they are; every other command reads it like ``edges/ties.csv``.

    Parameters
    ----------
    result
        What `aggregate` returned.
    path
        The file.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    UnknownName
        If the suffix is none of these.
    NetgovError
        If the file cannot be written.
    """
    path = Path(path)
    form = _form(path)
    content = _bytes_of(_safe(result.ties), form)
    return write_file(path, _MARK * (path.suffix.lower() == ".csv") + content, OF_OWNER)


def _safe(ties: pd.DataFrame) -> pd.DataFrame:
    """Return the ties with no name that a spreadsheet would run."""
    return ties.assign(**{end: each(ties[end], safe_text) for end in _NAMES})


def _form(path: Path) -> str:
    sentence = _(
        "There is no file of ties of kind {name}. The nearest is {near}; all: {known}."
    )
    return by_suffix(_FORMS, path, sentence)


def _bytes_of(ties: pd.DataFrame, form: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="netgov-") as folder, duckdb.connect() as database:
        place = Path(folder) / "ties"
        database.register("ties", ties)
        database.execute(f"COPY ties TO {literal(str(place))} ({form})")
        return place.read_bytes()
