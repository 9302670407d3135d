"""The engines, by name."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Final, NamedTuple

from netgov.engine.store import Store
from netgov.errors import EngineError, UnknownName
from netgov.words import _


class Engine(NamedTuple):
    """Where an engine is, what it is called there, and the extra that brings its package."""

    module: str
    store: str
    extra: str = ""


ENGINES: Final[Mapping[str, Engine]] = {
    "duckdb": Engine("duck", "DuckStore"),
    "postgres": Engine("postgres", "PostgresStore", "postgres"),
    "spark": Engine("spark", "SparkStore", "spark"),
}


def opened(name: str, source: str, table: str | None) -> Store:
    """Return the records of a table on an engine.

    Raises
    ------
    UnknownName
        If there is no such engine.
    EngineError
        If its package is not installed, or the store cannot be reached or read.
    """
    if name not in ENGINES:
        sentence = _("There is no engine called {name}. The nearest is {near}; all: {known}.")
        raise UnknownName.among(sentence, name, ENGINES)
    engine = ENGINES[name]
    try:
        module = import_module(f"netgov.engine.{engine.module}")
    except ImportError:
        sentence = _('The engine {name} is not installed; run: pip install "{line}"')
        line = f"netgov[{engine.extra}]" if engine.extra else "netgov"
        raise EngineError(sentence, name=name, line=line) from None
    store: Store = getattr(module, engine.store)(source, table)
    return store
