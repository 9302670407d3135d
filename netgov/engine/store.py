"""What a store of records must offer, so that the same SQL runs on every engine."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Self

from netgov.errors import EngineError, UnknownName, shown
from netgov.headings import recognise
from netgov.reading.database import quoted
from netgov.words import _

if TYPE_CHECKING:
    from types import TracebackType

    import pandas as pd

# What a column holds, as far as it matters.
DAY: Final = "day"
MOMENT: Final = "moment"
TEXT: Final = "text"
WHOLE: Final = "whole"  # a number without fractions
NUMBER: Final = "number"  # one that may have some
OTHER: Final = "other"
MANY: Final = "many"  # lists, records or bytes in a cell, which no cell should hold

_LOG: Final = "referrals"
_MANY: Final = re.compile(
    r"\[\]$|^(struct|map|union|variant|array|list|blob|binary|bytea|bit)\b", re.I
)
_COMMENT: Final = re.compile(r"^ *--[^\n]*\n", re.M)


class Store(ABC):
    """The records of one table, where they lie.

    Attributes
    ----------
    name
        What messages call it.
    columns
        What each of its columns holds, by its name in the catalogue of the engine.
    relation
        What stands after FROM to read it; made of names found in the catalogue alone.
    order
        What numbers its records in the order in which they lie; blank if nothing does.
    invented
        Whether it says itself that its records are invented.
    """

    name: str
    columns: Mapping[str, str]
    relation: str
    order: str
    invented: bool = False

    def __enter__(self) -> Self:
        """Return itself; what it made is gone once it is left."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """Forget all that was made, and leave the store as it was."""

    def ready(  # noqa: B027  a store may leave it
        self, columns: Sequence[str], *, sorts: bool, ordered: bool
    ) -> None:
        """Make ready the columns that will be read; most stores have them at hand.

        ``sorts``: the records will be sorted; ``ordered``: by the order in which they lie.
        """

    def shares(self, records: int) -> int:  # noqa: ARG002
        """Return in how many turns the ties of so many records are counted."""
        return 1

    def quoted(self, column: str) -> str:
        """Return the name of a column as SQL has it."""
        return quoted(column)

    def key(self, case: str) -> str:
        """Return what tells cases from each other, made of the column of their numbers."""
        return case

    @abstractmethod
    def view(self, name: str, query: str) -> None:
        """Give a query a name."""

    @abstractmethod
    def table(self, name: str, query: str) -> None:
        """Keep what a query gives under a name, until the store is closed."""

    @abstractmethod
    def load(self, name: str, frame: pd.DataFrame) -> None:
        """Keep a small table under a name, until the store is closed."""

    @abstractmethod
    def fetch(self, query: str) -> pd.DataFrame:
        """Return what a query gives."""


@cache
def sql(name: str) -> str:
    """Return the query in one of the files of ``netgov/sql``, without its remarks."""
    text = (files("netgov") / "sql" / f"{name}.sql").read_text("utf-8")
    return _COMMENT.sub("", text).strip()


def held(kind: str, known: Mapping[str, str]) -> str:
    """Return what a column holds by its type; an engine knows those of texts and days."""
    return known.get(kind.partition("(")[0]) or (MANY if _MANY.search(kind) else OTHER)


def literal(text: str) -> str:
    """Return a text as SQL has it."""
    return "'" + text.replace("'", "''") + "'"


Tables = Mapping[tuple[str, str], Mapping[str, str]]
"""The columns of each table of a catalogue, by the names of its schema and its own."""


def fitting(
    tables: Tables, named: str | None, source: str
) -> tuple[tuple[str, str], Mapping[str, str]]:
    """Return the table of a catalogue that is named, or the one that holds records.

    Raises
    ------
    UnknownName
        If there is no such table.
    EngineError
        If none is named, and not one alone has the columns that are needed.
    """
    called = {".".join(filter(None, name)): name for name in tables}
    if named is not None:
        found = [name for whole, name in called.items() if named in (name[1], whole)]
        if not found:
            sentence = _(
                "There is no table called {name}. The nearest is {near}; all: {known}."
            )
            raise UnknownName.among(sentence, named, [shown(one)[1:-1] for one in called])
    else:
        found = [
            name for name, has in tables.items() if not recognise([*has], [_LOG], {}).missing
        ]
    if len(found) != 1:
        sentence = _(
            "{source} has several tables or none of referrals; name one with --table: {known}."
        )
        listed = [whole for whole, name in called.items() if name in (found or tables)]
        known = ", ".join(shown(one)[1:-1] for one in listed)
        raise EngineError(sentence, source=source, known=known or "-")
    return found[0], tables[found[0]]
