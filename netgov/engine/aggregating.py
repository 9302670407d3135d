"""Records in a store to yearly ties or hand-overs: words read once, all else by the engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from netgov.assembly import checked_reference
from netgov.engine.accounts import Accounts, accounts
from netgov.engine.columns import DAYS, Chosen, choose_columns, is_day, with_hours, written
from netgov.engine.engines import opened
from netgov.engine.meanings import Bodies, Pairs, calendar, read_days_of, read_pairs
from netgov.engine.store import Store, sql
from netgov.errors import EngineError, shown
from netgov.intake import Asked, Intake, take_in
from netgov.names import decided
from netgov.rules import Rules
from netgov.settings import Settings, chosen_settings
from netgov.words import _

_BAD_DATE: Final = 2  # in sql/contacts.sql
_MOST_PAIRS: Final = 2_000_000
_COUNTS: Final = ("weight", "cases", "answered", "closed")
# The number of a tie stands before the year.
_YEARS: Final = 10_000


@dataclass(frozen=True, eq=False, repr=False)
class Aggregate:
    """What an engine added up, for the office alone: counts are as they are.

    Attributes
    ----------
    ties
        A row for each source, target, layer and year: weight (contacts), cases (distinct
        ones), answered, closed (contacts), median_days (from contact to answer; NaN if none
        is known). Of hand-overs a row for each source, target and year: weight, cases,
        median_days (from one contact to the next).
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
    settings = chosen_settings(columns) if columns else Settings()
    bodies = _bodies(actors, aliases)
    with opened(engine, str(source), table, ordered=hand_overs and record is None) as store:
        chosen = choose_columns(store, settings, record)
        store.ready([*chosen.headings.values(), *filter(None, [chosen.record])])
        chosen = with_hours(store, chosen)
        store.view("written", written(store, chosen))
        tell("words")
        pairs = _pairs(store, settings, bodies)
        tell("contacts")
        quality, days = _checked(store, chosen, "visits" if hand_overs else "counted")
        told = accounts(store.name, chosen, quality, pairs, days)
        _need_no_persons(store, chosen)
        told.need_most(rules or Rules(), accept_loss=accept_loss)
        tell("counts")
        ties = _hand_overs(store, pairs) if hand_overs else _ties(store, pairs)
    return Aggregate(ties, told)


def _bodies(actors: str | Path | None, aliases: str | Path | None) -> Bodies:
    """Return the table of bodies and their other names, blank where none is given."""
    asked = Asked(aliases=aliases)
    paths = [Path(path) for path in (actors, aliases) if path]
    intake = take_in(paths[0], asked) if paths else Intake([], Settings(), [], [])
    reference = checked_reference(intake, asked)
    return Bodies(
        reference["actors"].frame.set_index("id"), decided(reference["aliases"].frame)
    )


def _pairs(store: Store, settings: Settings, bodies: Bodies) -> Pairs:
    """Read every combination of words and hand its meaning to the engine."""
    found = store.fetch(sql("pairs"))
    if len(found) > _MOST_PAIRS:
        sentence = _(
            "{source} names more than {most} pairs of bodies; check which columns name them."
        )
        raise EngineError(sentence, source=store.name, most=_MOST_PAIRS)
    pairs = read_pairs(found, settings.fills, bodies)
    store.load("pairs", pairs.loaded)
    return pairs


def _checked(
    store: Store, chosen: Chosen, kept: str
) -> tuple[pd.DataFrame, Mapping[str, pd.DataFrame]]:
    """Keep the records with their meanings; return their quality and days written otherwise.

    Days are first looked for as they are mostly written; only if there are others, these are
    read, and the records gone through once more.
    """
    days = dict.fromkeys(DAYS, calendar(to_come=False)) | {"date": calendar(to_come=True)}
    _keep(store, chosen, days, kept)
    found = store.fetch(sql("quality"))
    odd = found.loc[found["fault"] == _BAD_DATE, "records"].sum() + found["unread"].sum()
    if not odd:
        return found, {}
    unread = store.fetch(sql("unread")).sort_values("word")
    written_otherwise = {}
    for name, own in DAYS.items():
        rows = unread[unread["part"] == own].reset_index(drop=True)
        if len(rows):
            meant = read_days_of(name, list(rows["word"]))
            days[name] = pd.concat([days[name], meant], ignore_index=True)
            written_otherwise[name] = rows.assign(fault=meant["fault"])
    _keep(store, chosen, days, kept)
    return store.fetch(sql("quality")), written_otherwise


def _keep(store: Store, chosen: Chosen, days: Mapping[str, pd.DataFrame], kept: str) -> None:
    for name, own in DAYS.items():
        if is_day(store, chosen, name):
            store.load(f"{own}_words", days[name])
            typed = "SELECT CAST(word AS DATE) AS word, year, day, exact, fault"
            store.table(f"{own}_days", f"{typed} FROM {own}_words")
        else:
            store.load(f"{own}_days", days[name])
    store.view("contacts", sql("contacts"))
    store.table("checked", sql(kept))


def _need_no_persons(store: Store, chosen: Chosen) -> None:
    """Refuse a store in which the numbers of cases are numbers of persons."""
    if "case" not in chosen.headings:
        return
    records = int(store.fetch(sql("persons"))["records"].iloc[0])
    if records:
        sentence = _(
            "{source}: in {records} records the column {column} holds numbers or addresses of "
            "persons, and nothing is counted from such a store; number the cases without them."
        )
        heading = shown(chosen.headings["case"])
        raise EngineError(sentence, source=store.name, records=records, column=heading)


def _ties(store: Store, pairs: Pairs) -> pd.DataFrame:
    """Return the yearly ties, in the order of their bodies."""
    counted = store.fetch(sql("ties")).set_index("tie").sort_index()
    delays = store.fetch(sql("delays")).set_index("tie")["median_days"].astype(float)
    number, year = counted.index.to_numpy() // _YEARS, counted.index.to_numpy() % _YEARS
    ties, names = pairs.ties.iloc[number], np.array(pairs.names, dtype=object)
    told = {
        "source": names[ties["source"]],
        "target": names[ties["target"]],
        "layer": ties["layer"].to_numpy(object),
        "year": year,
        **{name: counted[name].to_numpy(np.int64) for name in _COUNTS},
        "median_days": delays.reindex(counted.index).to_numpy(),
    }
    return pd.DataFrame(told)


def _hand_overs(store: Store, pairs: Pairs) -> pd.DataFrame:
    """Return the hand-overs of each year, in the order of their bodies."""
    found = store.fetch(sql("hand_overs"))
    found = found.sort_values(["source", "target", "year"], ignore_index=True)
    names = np.array(pairs.names, dtype=object)
    told = {
        **{end: names[found[end].to_numpy(np.int64)] for end in ("source", "target")},
        **{name: found[name].to_numpy(np.int64) for name in ("year", "weight", "cases")},
        "median_days": found["median_days"].to_numpy(float),
    }
    return pd.DataFrame(told)
