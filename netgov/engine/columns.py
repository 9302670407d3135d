"""Which columns of a store are read, and the records as the aggregation sees them.

A column that points to persons is never selected, nor is any other that is not needed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import pandas as pd

from netgov.checking import NO_VALUE, NOTHING, headings_of
from netgov.engine.store import DAY, MANY, MOMENT, NUMBER, TEXT, WHOLE, Store, literal
from netgov.errors import EngineError, UnknownName, shown
from netgov.identity import is_identity, names_person
from netgov.invented import SYNTHETIC
from netgov.reading import Raw
from netgov.reading.cells import EDGES
from netgov.reading.opening import NOT_FLAT
from netgov.settings import Fill, Settings
from netgov.sheets import Sheet
from netgov.words import _

# The aggregation reads each of these texts once, whatever the number of records that bear it. A
# body is a word by itself; what kind of contact it was, several words tell together.
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "source": ("source",),
    "target": ("target",),
    "kind": ("layer", "status", "reason", "count", "data"),
}
WORDS: Final = tuple(column for columns in GROUPS.values() for column in columns)
# What the aggregation calls the days of the schema; each is read once, too.
DAYS: Final[Mapping[str, str]] = {"date": "begun", "answered": "answered", "closed": "closed"}
# Parts the words of a group; no word holds this sign, which nobody can type.
BETWEEN: Final = "\x1f"
_READ: Final = (*WORDS, *DAYS, "case")
_LONGEST_NOTHING: Final = max(map(len, NOTHING))
# What `netgov.days` reads as the hour behind a day, and the days it may stand behind. Days are
# few, their hours are not, and each word is read once.
_USUAL_DAY: Final = 10  # signs; what is longer may bear an hour
_DAY: Final = (
    "([A-Za-z]+, ?)?([0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|(19|20)[0-9]{6}"
    "|[0-9]{1,2}[-/. ]([0-9]{1,2}|[A-Za-z]{3,9})[-/. ][0-9]{2,4}"
    "|[A-Za-z]{3,9}[ .]+[0-9]{1,2}[ ,]+[0-9]{4})"
)
_HOUR: Final = (
    "([Tt]|[ ,]+)(([Pp]ukul|PUKUL|[Pp]kl|PKL|[Jj]am|JAM)[.]? *)?"
    "[0-9]{1,2}[:.][0-9]{2}([:.][0-9]{2}([.,][0-9]+)?)?"
    "( ?([Zz]|[+-][0-9]{2}(:?[0-9]{2})?|[A-Za-z]{2,4})){0,2} *$"
)
_SERIAL: Final = "^[0-9]{5}[.,][0-9]+$"  # a day and its hour as Excel counts them
# Blanks of any width, which the reader of files makes plain.
_WIDE: Final = "".join(
    sign for sign in EDGES if unicodedata.normalize("NFKC", sign) == " " != sign
)
_MOST_WHOLE: Final = 9_000_000_000_000_000  # up to it fractions of computers hold each number
_WHOLE_NUMBER: Final = "^[0-9]{1,18}([.]0)?$"


class Chosen(NamedTuple):
    """The columns that are read.

    ``source``: what messages call the store;
    ``headings``: the heading of each column of the schema that is read; ``registers``: that of
    who keeps the register, which is not read, or blank; ``groups``: the columns of which
    the words of a group are made; ``record``: the heading of the numbers of records, or blank;
    ``unread``: the others, with whether they point to persons.
    """

    source: str
    headings: Mapping[str, str]
    registers: str
    groups: Mapping[str, tuple[str, ...]]
    record: str
    unread: pd.DataFrame


def choose_columns(store: Store, settings: Settings, record: str | None) -> Chosen:
    """Return which columns of a store are read.

    Raises
    ------
    RecordsError
        If a column that is needed is missing or stands there twice.
    UnknownName
        If there is no such column of record numbers.
    EngineError
        If that column points to persons, or a blank is filled by what is not read.
    """
    names = list(store.columns)
    cells = pd.DataFrame(columns=names, dtype=object)
    sheet = Sheet(Raw(store.name, "", cells, (), {}, ()), "referrals", {})
    given = {name for name in settings.fills if name in WORDS}
    found = headings_of(sheet, settings.renamed.get("referrals", {}), given)
    headings = {column: heading for column, heading in found.items() if column in _READ}
    for heading in headings.values():
        if store.columns[heading] == MANY:
            raise EngineError(NOT_FLAT, file=store.name, column=shown(heading))
    if record is not None:
        _need_record(record, names)
    taken = {*headings.values(), record}
    rest = [name for name in names if name not in taken]
    told = [(store.name, "", name, is_identity(name)) for name in rest]
    unread = pd.DataFrame(told, columns=["file", "sheet", "column", "identity"])
    registers = found.get("recorded_by", "")
    return Chosen(
        store.name, headings, registers, _grouped(settings.fills), record or "", unread
    )


def _grouped(fills: Mapping[str, Fill]) -> dict[str, tuple[str, ...]]:
    """Return the columns of each group, with those that tell what its blank cells mean."""
    for column in fills.keys() & set(_READ):
        for name in filter(None, (column, fills[column].where)):
            if name not in WORDS:
                sentence = _(
                    "The mapping file fills {column}, or by it; when records are added up "
                    "only {known} can be filled, and by each other."
                )
                raise EngineError(sentence, column=name, known=", ".join(WORDS))
    grouped = {}
    for group, columns in GROUPS.items():
        needed = list(columns)
        for column in needed:  # grows while it is gone through
            where = fills[column].where if column in fills else ""
            if where and where not in needed:
                needed.append(where)
        grouped[group] = tuple(needed)
    return grouped


def _need_record(record: str, names: list[str]) -> None:
    if record not in names:
        sentence = _("There is no column called {name}. The nearest is {near}; all: {known}.")
        # A row of data taken for headings would be told with its names.
        told = [name for name in names if not (is_identity(name) or names_person(name))]
        raise UnknownName.among(sentence, record, told)
    if is_identity(record):
        sentence = _("{column} is a column about persons, and such a column is never read.")
        raise EngineError(sentence, column=shown(record))


def written(store: Store, chosen: Chosen) -> str:
    """Return the query for the records as they stand, under the names that the SQL files use.

    The words of a group are one text, `BETWEEN` between them; days keep their type, so that
    they are compared as they lie, and are NULL where there is nothing.
    """
    parts = [
        f"{_words(store, chosen, columns)} AS {name}" for name, columns in chosen.groups.items()
    ]
    parts += [f"{_day(store, chosen, name)} AS {own}" for name, own in DAYS.items()]
    parts += [f"{_case(store, chosen)} AS case_no", f"{_broken(store, chosen)} AS broken"]
    parts += [f"{_record(store, chosen)} AS record"]
    every = f"SELECT {', '.join(parts)} FROM {store.relation}"  # noqa: S608
    keyed = f"CASE WHEN case_no IS NOT NULL THEN {store.key('case_no')} END AS case_key"
    return f"SELECT *, {keyed} FROM ({every}) AS every_row WHERE {_is_row(chosen)}"  # noqa: S608


def _is_row(chosen: Chosen) -> str:
    """Return what tells a record from a row that was left blank; nearly all have a day."""
    filled = [f"{own} IS NOT NULL" for own in (*DAYS.values(), "case_no")]
    filled += [f"TRIM(BOTH {literal(EDGES)} FROM {name}) <> ''" for name in chosen.groups]
    return " OR ".join(filled)


def _text(store: Store, column: str) -> str:
    """Return a column as text; whole numbers as somebody writes them, 3.00 and 3E0 as 3."""
    kind, quoted = store.columns[column], store.quoted(column)
    if kind == TEXT:
        return quoted
    text = f"CONCAT('', {quoted})"
    if kind != NUMBER:
        return text
    # DuckDB leaves out what the least and greatest number of a file answer, nan or not.
    is_small = f"LOWER({text}) <> 'nan' AND ABS({quoted}) < {_MOST_WHOLE}"
    is_whole = f"{is_small} AND {quoted} = FLOOR({quoted})"
    # Engines may work out a branch of a CASE for all rows, so none may fail.
    whole = f"CAST(CASE WHEN {is_whole} THEN {quoted} ELSE 0 END AS BIGINT)"
    return f"CASE WHEN {is_whole} THEN CONCAT('', {whole}) ELSE {text} END"


def _words(store: Store, chosen: Chosen, columns: Sequence[str]) -> str:
    words = [_word(store, chosen, column) for column in columns]
    return words[0] if len(words) == 1 else f"CONCAT({f', {literal(BETWEEN)}, '.join(words)})"


def _word(store: Store, chosen: Chosen, name: str) -> str:
    if name not in chosen.headings:
        return "''"
    text = _text(store, chosen.headings[name])
    if name == "data":  # whatever else somebody keeps under this heading is not read
        marks = " OR ".join(f"{text} LIKE '%{mark}%'" for mark in SYNTHETIC.split(" / "))
        return f"CASE WHEN {marks} THEN {text} ELSE '' END"
    return f"COALESCE({text}, '')"


def _day(store: Store, chosen: Chosen, name: str) -> str:
    if name not in chosen.headings:
        return "NULLIF('', '')"
    column = chosen.headings[name]
    kind, quoted = store.columns[column], store.quoted(column)
    if kind == DAY:
        return quoted
    if kind == MOMENT:
        return f"CAST({quoted} AS DATE)"
    text = _text(store, column)
    day = f"REGEXP_REPLACE({text}, '{_HOUR}', '')"
    nothing = _is_nothing(f"TRIM(BOTH {literal(EDGES)} FROM {text})", text)
    # Nearly all are blank or as long as 2019-03-21, which is seen sooner than anything else.
    return (
        f"CASE WHEN LENGTH({text}) = {_USUAL_DAY} AND {text} NOT LIKE '% ' THEN {text} "
        f"WHEN {text} = '' THEN NULL WHEN {nothing} THEN NULL "
        f"WHEN LENGTH({text}) < {_USUAL_DAY} THEN {text} "
        f"WHEN regexp_like({text}, '^ *{_DAY}{_HOUR}') THEN {day} "
        f"WHEN regexp_like({text}, '{_SERIAL}') THEN SUBSTR({text}, 1, 5) ELSE {text} END"
    )


def is_day(store: Store, chosen: Chosen, name: str) -> bool:
    """Whether a column of days holds days and not text."""
    heading = chosen.headings.get(name)
    return heading is not None and store.columns[heading] in (DAY, MOMENT)


def _case(store: Store, chosen: Chosen) -> str:
    if "case" not in chosen.headings:
        return "NULLIF('', '')"
    text = _trimmed(_text(store, chosen.headings["case"]))
    return f"CASE WHEN {_is_nothing(text, text)} THEN NULL ELSE {text} END"


def _is_nothing(trimmed: str, text: str) -> str:
    """Return what tells that a text is blank or one of the words for nothing."""
    words = ", ".join(map(literal, ["", *sorted(NOTHING)]))
    may_be = f"(LENGTH({text}) <= {_LONGEST_NOTHING} OR {text} LIKE '% ')"
    return f"{may_be} AND LOWER({trimmed}) IN ({words})"


def _trimmed(text: str) -> str:
    """Return a text without blanks at its ends, and wide ones in it as plain ones."""
    trimmed = f"TRIM(BOTH {literal(EDGES)} FROM"
    plain = f"TRANSLATE({text}, '{_WIDE}', '{' ' * len(_WIDE)}')"  # takes long, so only there
    return (
        f"CASE WHEN LENGTH({text}) <> OCTET_LENGTH({text}) THEN {trimmed} {plain}) "
        f"WHEN ASCII({text}) BETWEEN 33 AND 126 AND ASCII(RIGHT({text}, 1)) BETWEEN 33 AND 126 "
        f"THEN {text} ELSE {trimmed} {text}) END"
    )


def _broken(store: Store, chosen: Chosen) -> str:
    """Return whether a spreadsheet left an error in place of a case number."""
    if "case" not in chosen.headings:
        return "CAST(0 AS INTEGER)"
    text = _trimmed(_text(store, chosen.headings["case"]))
    errors = ", ".join(map(literal, sorted(NO_VALUE)))
    broken = f"{text} LIKE '#%' AND {text} IN ({errors})"
    return f"CAST(CASE WHEN {broken} THEN 1 ELSE 0 END AS INTEGER)"


def _record(store: Store, chosen: Chosen) -> str:
    if not chosen.record:
        return store.order or "CAST(NULL AS BIGINT)"
    if store.columns[chosen.record] == WHOLE:
        return f"CAST({store.quoted(chosen.record)} AS BIGINT)"
    # Numbers with gaps among them are written as fractions by some programs.
    text = f"TRIM({_text(store, chosen.record)})"
    whole = f"CAST(SPLIT_PART({text}, '.', 1) AS BIGINT)"
    return f"CASE WHEN regexp_like({text}, '{_WHOLE_NUMBER}') THEN {whole} END"
