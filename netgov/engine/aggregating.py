"""Records in a store to yearly ties or hand-overs: words read once, all else by the engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from netgov.assembly import checked_reference
from netgov.engine.accounts import Accounts, accounts
from netgov.engine.columns import DAYS, Chosen, choose_columns, is_day, written
from netgov.engine.engines import opened
from netgov.engine.meanings import FAULTS, Bodies, Meanings, read_meanings
from netgov.engine.store import Store, sql
from netgov.errors import EngineError, shown
from netgov.intake import Asked, Intake, settings_of, tables_in
from netgov.invented import SYNTHETIC
from netgov.names import decided
from netgov.rules import Rules
from netgov.settings import Settings, chosen_settings
from netgov.terms import LAYERS
from netgov.words import _

_MOST_WORDS: Final = 250_000
_MEDIAN: Final = "median_days"
# What the number of a tie is made of in sql/contacts.sql: bodies, layer, year.
_TIE: Final = (1_000_000, 1_000_000, 10, 10_000)
# And that of what is to be told of a record: fault, days unread, days early, no case, a month
# or year alone, person.
_TOLD: Final = (len(FAULTS), 3, 3, 2, 2, 2)


@dataclass(frozen=True, eq=False, repr=False)
class Aggregate:
    """What an engine added up, for the office alone: counts are as they are.

    Attributes
    ----------
    ties
        A row for each source, target, layer and year: weight (contacts), cases (distinct
        ones), answered, closed (contacts), median_days (from contact to answer; NaN if none
        is known). Of hand-overs a row for each source, target and year: weight, cases,
        median_days (from one contact to the next). What no record of a year tells, answered or
        closed, is blank in that year. A column data says of invented records that they are.
    accounts
        What became of the records, in the words of `netgov check`.
    """

    ties: pd.DataFrame
    accounts: Accounts

    def __repr__(self) -> str:
        return f"<Aggregate of {self.accounts.used} records: {len(self.ties)} rows>"


def aggregate(  # noqa: PLR0913  each is one question of the analyst
    source: str | Path,
    engine: str = "duckdb",
    *,
    table: str | None = None,
    columns: str | Path | None = None,
    actors: str | Path | None = None,
    aliases: str | Path | None = None,
    record: str | None = None,
    hand_overs: bool = False,
    accept_loss: bool = False,
    rules: Rules | None = None,
    tell: Callable[[str], object] = lambda _step: None,
) -> Aggregate:
    """Add up the contacts of a store too large to be read row by row.

    Nothing leaves the engine but counts: no record, no case number. Columns about persons are
    never selected.

    Parameters
    ----------
    source
        With DuckDB a CSV, Parquet or SQLite file, or a folder of CSV or Parquet parts; with
        Spark the same without SQLite, or anything where ``table`` names a table of its
        catalogue; with PostgreSQL the name of the variable of the environment that holds the
        connection string.
    engine
        One of `ENGINES`: "duckdb", "postgres", "spark".
    table
        The table of a database; with its schema if it has one, such as "public.rujukan".
    columns
        A mapping file, or the name of one that comes with netgov.
    actors, aliases
        The table of bodies and other names of them. With a table of bodies, records that name
        others are set aside; without it every name is a body.
    record
        The column that numbers the records; it tells the order of contacts of one day.
    hand_overs
        Count from which body to which cases go between one contact and the next, instead of
        ties.
    accept_loss
        Go on when more than a tenth of the records are set aside.
    rules
        Thresholds other than the usual ones.
    tell
        Called with the name of each step, for whoever waits.

    Returns
    -------
    Aggregate

    Raises
    ------
    RecordsError
        If a column is missing, or too many records are set aside.
    EngineError
        If the store cannot be reached or read.
    UnknownName
        If there is no such engine, table, column or mapping.
    """
    settings = _settings(source, columns)
    bodies = _bodies(actors, aliases)
    with opened(engine, str(source), table) as store:
        chosen = choose_columns(store, settings, record)
        if hand_overs:
            _need_cases(chosen)
        read = [*chosen.headings.values(), *filter(None, [chosen.record])]
        store.ready(read, sorts=hand_overs, ordered=hand_overs and record is None)
        store.view("written", written(store, chosen))
        tell("words")
        meanings = read_meanings(_words(store), chosen, settings.fills, bodies)
        tell("contacts")
        _keep(store, chosen, meanings, "visits" if hand_overs else "counted")
        quality = _quality(store, meanings)
        told = accounts(store.name, chosen, quality, meanings.words, hand_overs=hand_overs)
        _need_no_persons(store, chosen, int(quality["persons"].sum()))
        if hand_overs:
            _need_numbers(store, chosen)
        told.need_most(rules or Rules(), accept_loss=accept_loss)
        tell("counts")
        found = _counted(store, meanings.records, hand_overs=hand_overs)
        _need_some(found, store.name, hand_overs=hand_overs)
    # Named once the engine has given its memory back.
    ties = _named(found, meanings.names, hand_overs=hand_overs)
    invented = settings.synthetic or store.invented or meanings.invented
    return Aggregate(ties.assign(data=SYNTHETIC) if invented else ties, told)


def _settings(source: str | Path, columns: str | Path | None) -> Settings:
    """Return what the mapping file says, and of files what their folder says."""
    if Path(source).exists():
        return settings_of(Path(source), columns)
    return chosen_settings(columns) if columns else Settings()


def _bodies(actors: str | Path | None, aliases: str | Path | None) -> Bodies:
    """Return the table of bodies and their other names, blank where none is given."""
    paths = {"actors": actors, "aliases": aliases}
    given = {name: Path(path) for name, path in paths.items() if path}
    settings = settings_of(next(iter(given.values())), None) if given else Settings()
    tables = [
        table for name, path in given.items() for table in tables_in(path, name, settings)
    ]
    reference = checked_reference(Intake(tables, settings, [], []), Asked())
    return Bodies(
        reference["actors"].frame.set_index("id"), decided(reference["aliases"].frame)
    )


def _words(store: Store) -> pd.DataFrame:
    """Return every name, word and day of the records."""
    found = store.fetch(sql("words"))
    if len(found) > _MOST_WORDS:
        sentence = _(
            "{source} holds more than {most} different names, words and days; check which "
            "columns they stand in."
        )
        raise EngineError(sentence, source=store.name, most=_MOST_WORDS)
    return found


def _keep(store: Store, chosen: Chosen, meanings: Meanings, kept: str) -> None:
    """Keep the records with the meanings of their words."""
    for name, frame in meanings.loaded.items():
        store.load(name, frame)
    for name, own in DAYS.items():
        word = "CAST(word AS DATE)" if is_day(store, chosen, name) else "word"
        typed = f"SELECT {word} AS word, year, day, exact, fault FROM {own}_words"  # noqa: S608
        store.table(f"{own}_days", typed)
    store.view("numbered", sql("numbered"))
    store.view("contacts", sql("contacts"))
    store.table("checked", sql(kept))


def _quality(store: Store, meanings: Meanings) -> pd.DataFrame:
    """Return for each fault its records, and of how many days and records else is to be told.

    Columns: records, unread, early, no_case, coarse, persons; index: the fault, 0 for none.
    """
    found = store.fetch(sql("quality"))
    if found["records"].sum() != meanings.records:
        sentence = _("{source} was changed while it was read; run again when nobody writes.")
        raise EngineError(sentence, source=store.name)
    fault, *marks = np.unravel_index(found["told"].to_numpy(np.int64), _TOLD)
    records = found["records"].to_numpy(np.int64)
    names = ("unread", "early", "no_case", "coarse", "persons")
    told = {name: mark * records for name, mark in zip(names, marks, strict=True)}
    return pd.DataFrame({"records": records, **told}).groupby(fault).sum()


def _need_no_persons(store: Store, chosen: Chosen, records: int) -> None:
    """Refuse a store in which the numbers of cases are numbers of persons."""
    if records:
        sentence = _(
            "{source}: in {records} records the column {column} holds numbers or addresses of "
            "persons, and nothing is counted from such a store; number the cases without them."
        )
        heading = shown(chosen.headings["case"])
        raise EngineError(sentence, source=store.name, records=records, column=heading)


def _need_cases(chosen: Chosen) -> None:
    """Refuse to count hand-overs of records without case numbers."""
    if "case" not in chosen.headings:
        sentence = _(
            "{source}: hand-overs are steps of cases, and there is no column of case numbers; "
            "name it in a mapping file with --columns."
        )
        raise EngineError(sentence, source=chosen.source)


def _need_some(found: pd.DataFrame, source: str, *, hand_overs: bool) -> None:
    """Refuse to give a table without rows, which no command could read."""
    if len(found):
        return
    if hand_overs:
        sentence = _(
            "{source}: no case with a number and days goes on from one body to another, so "
            "there is no hand-over to write."
        )
    else:
        sentence = _(
            "{source}: none of its records tells of a referral that took place, so there is "
            "no tie to write."
        )
    raise EngineError(sentence, source=source)


def _need_numbers(store: Store, chosen: Chosen) -> None:
    """Refuse a column of record numbers that holds none."""
    if chosen.record and not int(store.fetch("SELECT COUNT(record) AS n FROM checked")["n"][0]):
        sentence = _(
            "The column {column} holds no whole number, so it does not tell the order of "
            "contacts of one day; name another with --record."
        )
        raise EngineError(sentence, column=shown(chosen.record))


def _counted(store: Store, records: int, *, hand_overs: bool) -> pd.DataFrame:
    """Return ties or hand-overs under their numbers, counted in turns that fit into memory."""
    if hand_overs:
        store.table("steps", sql("steps"))
    rows, query = ("steps", sql("hand_overs")) if hand_overs else ("checked", sql("ties"))
    turns, found = store.shares(records), []
    for turn in range(turns):
        store.view("share", f"SELECT * FROM {rows} WHERE MOD(tie, {turns}) = {turn}")  # noqa: S608
        counts = store.fetch(query)
        # Engines give whole numbers as fractions or decimals, and no median as an object.
        kinds = dict.fromkeys(counts, np.int64) | {_MEDIAN: float}
        found.append(counts.astype(kinds))
    return pd.concat(found)


def _named(found: pd.DataFrame, names: Sequence[str], *, hand_overs: bool) -> pd.DataFrame:
    """Return ties or hand-overs under the names of their bodies, in the order of these."""
    found = found.sort_values("tie", ignore_index=True)
    source, target, layer, year = np.unravel_index(found.pop("tie").to_numpy(), _TIE)
    # As texts of pandas, so that half a million rows are not made into such one by one.
    called, relations = (pd.array([*some], dtype="str") for some in (names, LAYERS))
    ends = {"source": called.take(source), "target": called.take(target)}
    if hand_overs:
        return pd.DataFrame({**ends, "year": year, **found})
    told = pd.DataFrame({**ends, "layer": relations.take(layer), "year": year, **found})
    return _blank_where_nobody_looked(told)


def _blank_where_nobody_looked(ties: pd.DataFrame) -> pd.DataFrame:
    """Return ties without the answers or ends that no record of their year tells.

    A 0 would say that somebody looked for them; read by row they are not known either.
    """
    for name in ("answered", "closed"):
        known = ties.groupby("year")[name].transform("sum") > 0
        if not known.all():
            ties[name] = ties[name].astype("Int64").where(known)
    return ties
