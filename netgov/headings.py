"""Which column of a file is which column of the schema."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from netgov.identity import is_identity
from netgov.schema import TABLES, plain

_NUMBERING: Final = re.compile(r"^\s*\(?(?:\d{1,2}|[A-Za-z])[.)]\s*")
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")

Renamed = Mapping[str, str]
"""Column of the schema to the heading that a mapping file gives it."""


class Recognised(NamedTuple):
    """A table of the schema and where its columns stand; doubled headings stand twice."""

    table: str
    columns: Mapping[str, tuple[int, ...]]
    missing: tuple[str, ...]


def recognise(
    headings: Sequence[str],
    tables: Iterable[str],
    renamed: Mapping[str, Renamed],
    given: Collection[str] = (),
) -> Recognised:
    """Return the table that fits some headings best: the fewest missing, the most found.

    Parameters
    ----------
    headings
        As written in the file.
    tables
        Names of tables of the schema; the first one wins on a par.
    renamed
        For each table the headings that a mapping file gives to its columns.
    given
        Columns that need no heading, since a mapping file says what they hold.
    """
    found = [_columns(headings, name, renamed.get(name, {}), given) for name in tables]
    return min(found, key=lambda one: (len(one.missing), -_speaking(one, headings)))


def _speaking(found: Recognised, headings: Sequence[str]) -> int:
    """Return how many columns speak for a table.

    ``answered`` and ``closed`` are days in a log and numbers in counted ties; beside a ``date``
    they do not speak for numbers.
    """
    year = found.columns.get("year", ())
    dated = found.table == "ties" and any(_read(headings[at]).bare == "date" for at in year)
    return sum(not (dated and name in {"answered", "closed"}) for name in found.columns)


def _columns(
    headings: Sequence[str], name: str, renamed: Renamed, given: Collection[str]
) -> Recognised:
    table = TABLES[name]
    written = [_read(heading) for heading in headings]
    # Bodies have names and notes; records of cases must have none.
    usable = [at for at, one in enumerate(written) if not (table.counted and one.personal)]
    # What a mapping file gives to one column is no other one.
    taken = {plain(heading) for heading in renamed.values()}
    columns = {}
    for column in table.columns:
        own = renamed.get(column.name)
        known = (
            [plain(own)] if own else [s for s in spellings(name, column.name) if s not in taken]
        )
        at = _places(written, usable, known)
        if at:
            columns[column.name] = at
    needed = (column.name for column in table.columns if column.required)
    missing = tuple(one for one in needed if one not in columns and one not in given)
    return Recognised(name, columns, missing)


class _Heading(NamedTuple):
    """A heading as it is compared: whole, without its number and brackets, and whose it is."""

    whole: str
    bare: str
    personal: bool


@lru_cache(maxsize=4096)
def _read(heading: str) -> _Heading:
    bare = _BRACKETS.sub("", _NUMBERING.sub("", heading))
    return _Heading(plain(heading), plain(bare), is_identity(heading))


def _places(
    written: Sequence[_Heading], usable: Sequence[int], known: Sequence[str]
) -> tuple[int, ...]:
    """Return where a heading stands as it is stated, else the one that is nearly it.

    "1. Tanggal" and "Tanggal (dd/mm/yyyy)" are, if there is only one such column.
    """
    for spelling in known:
        at = tuple(i for i in usable if written[i].whole == spelling)
        if at:
            return at
    near = tuple(i for i in usable if written[i].bare in known)
    return near if len(near) == 1 else ()


@lru_cache(maxsize=256)
def spellings(table: str, column: str) -> tuple[str, ...]:
    """Return how the heading of a column may be written, folded, its own name first."""
    stated = TABLES[table].column(column)
    return tuple(dict.fromkeys([plain(stated.name), *map(plain, stated.headings)]))


def positions(recognised: Recognised) -> Collection[int]:
    """Return the positions of all columns that were found."""
    return {at for places in recognised.columns.values() for at in places}
