"""What an engine added up, as a file that every other command reads."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np
import pandas as pd

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


def need_output(path: str | Path, source: str | Path) -> str:
    """Return how a file of ties is written; refuse one that cannot be, before all the work.

    Raises
    ------
    UnknownName
        If the suffix is none of .csv and .parquet.
    NetgovError
        If it would lie where nothing can be written, or over or among the records.
    """
    path, source = Path(path), Path(source)
    sentence = _(
        "There is no file of ties of kind {name}. The nearest is {near}; all: {known}."
    )
    form = by_suffix(_FORMS, path, sentence)
    need_place(path)
    read, place = source.resolve(), path.resolve()
    if place == read or (read.is_dir() and read in place.parents):
        sentence = _(
            "{path} would lie over or among the records that are read; name another place "
            "with -o."
        )
        raise NetgovError(sentence, path=shown(path.name))
    return form


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
    sentence = _(
        "There is no file of ties of kind {name}. The nearest is {near}; all: {known}."
    )
    form = by_suffix(_FORMS, path, sentence)
    content = _bytes_of(_safe(result.ties), form)
    return write_file(path, _MARK * (path.suffix.lower() == ".csv") + content, OF_OWNER)


def _safe(ties: pd.DataFrame) -> pd.DataFrame:
    """Return the ties with no name that a spreadsheet would run."""
    return ties.assign(**{end: _disarmed(ties[end]) for end in _NAMES})


def _disarmed(names: pd.Series[Any]) -> np.ndarray:
    codes, once = pd.factorize(names)
    return np.array([safe_text(name) for name in once], dtype=object)[codes]


def _bytes_of(ties: pd.DataFrame, form: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="netgov-") as folder, duckdb.connect() as database:
        place = Path(folder) / "ties"
        database.register("ties", ties)
        database.execute(f"COPY ties TO {literal(str(place))} ({form})")
        return place.read_bytes()
